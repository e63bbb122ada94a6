"""How far up we have gone with a customer who does not answer, and what to write now."""

from bot.cards.activities import joined
from bot.draw import shield
from bot.permissions import INSIDE
from bot.rules.ladder import NAMES, TOP, Person, draft, whom
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Text, When, spans
from storage.tables import Account, Ladder, Member

CONTACTS = frozenset({"contacts"})
LATELY = 5  # attempts whose people count as tried


def card(scene: Scene, account: Account, ladder: Ladder) -> list[Block]:
    person = whom(ladder.rung, people(scene, account.id))
    owner = scene.work.get(Member, account.owner_id) if account.owner_id else None
    sender = owner.name if owner is not None else scene.member.name
    known = f"{person.name} ({person.title})" if person and person.title else person.name if person else ""
    title = joined([spans(Bold(account.name), " does not answer"), f"{ladder.rung} of {TOP}: {NAMES[ladder.rung]}"])
    since = spans("Since ", When(ladder.created_at, "day"), "; this rung since ", When(ladder.rung_at, "day"))
    blocks: list[Block] = [Heading((shield(INSIDE, *title),)), Text((shield(INSIDE, *since),))]
    if known:
        blocks.append(Text((shield(CONTACTS, "Write to ", Bold(known)),)))
        first = known.split()[0]
        blocks.append(Text((shield(CONTACTS, f"“{draft(ladder.rung, first, sender)}”"),)))
    else:
        blocks.append(Text((shield(INSIDE, f"I know no {_sought(ladder.rung)} there. Whoever it is:"),)))
        blocks.append(Text((shield(INSIDE, f"“{draft(ladder.rung, '', sender)}”"),)))
    blocks.append(Footer(("Copy it and make it yours; nothing is sent by me.",)))
    return [*blocks, Buttons(_buttons(account, ladder, person))]


def _sought(rung: int) -> str:
    return {1: "other contact", 2: "sponsor", 3: "executive"}[rung]


def _buttons(account: Account, ladder: Ladder, person: Person | None) -> tuple[Button, ...]:
    at = f"unresponsive account:#{account.id}"
    them = f" with:contact#{person.id}" if person else ""
    line = f"form log kind:email account:#{account.id}{them} attempt:yes"
    tried = Button("I tried", line, "primary", opens_form=True)
    further = (Button("Next rung", f"{at} step:next"),) if ladder.rung < TOP else ()
    return (tried, *further, Button("They answered", f"{at} step:answered"), Button("Give up", f"{at} step:stop"))


def log_button(account: Account) -> Button:
    return Button("Log it", f"form log account:#{account.id}", opens_form=True)


def people(scene: Scene, account_id: int) -> list[Person]:
    """The customer's contacts, and who of them was tried lately."""
    champions = {one.id for one in scene.work.accounts.champions(account_id)}
    attempts = [one for one in scene.work.activities.recent(account_id, 20) if one.attempt][:LATELY]
    tried = {
        person.contact_id
        for attempt in attempts
        for person in scene.work.activities.participants(attempt.id)
        if person.contact_id is not None
    }
    return [
        Person(one.id, one.name, one.title or "", one.id in tried, one.id in champions)
        for one in scene.work.accounts.contacts(account_id)
    ]
