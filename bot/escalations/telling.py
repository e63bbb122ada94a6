"""Who hears of an escalation, where its card goes, and what is said of it to colleagues and to the customer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from bot import desks
from bot.announce import announce
from bot.cards.people import told
from bot.draw import shield
from bot.escalations.clock import keep
from bot.mirroring import Matter, mirrored
from bot.permissions import INSIDE
from bot.rules.sla import next_update
from bot.view import Bold, Button, Buttons, Text, View, to_json
from storage.tables import Escalation, EscalationUpdate
from storage.work import Work

# Levels of which whoever is on duty hears in their own chat, even where the team has a channel.
PAGED = 2


def tell_of(work: Work, matter: Escalation, now: datetime, author_id: int, what: str) -> None:
    """Its card goes to the team, to whoever was asked to take it, to whoever raised it, and to the account's owner; each
    copy is edited from then on. what: `raised`, or another happening that it is told of again for."""
    people: list[int | None] = [matter.offered_to_id]
    target = matter.offered_target or (matter.target if matter.offered_to_id is None or what == "raised" else None)
    if target is not None:
        address = desks.target_of(work, target).address
        duty = desks.chain(work, target, matter.account_id, now)[:1]
        if address:
            author = desks.target_of(work, target).set_by_id or author_id
            work.messages.put(f"escalation:{matter.id}:{what}:target", address, "", author, now, card=card_of(matter))
        if not address or matter.level <= PAGED:
            people += [id for id in duty if id != author_id]
    if what == "raised":
        people += [matter.raised_by_id, work.accounts.owners(matter.account_id)[0]]
        if target is None:
            people += desks.chain(work, None, matter.account_id, now)[:1]
    # Whoever is away reads it once they are back; until then somebody stands in for them.
    people += [desks.reached(work, id, now) for id in people if id is not None]
    if what == "raised":
        told = {id for id in people if id is not None}
        announce(work, "escalation", card_of(matter), matter.account_id, now, author_id, but=told)
    show(work, matter, [id for id in people if id is not None], now, author_id, what)


def show(work: Work, matter: Escalation, people: Collection[int], now: datetime, author_id: int, what: str) -> None:
    """Its card in these people's own chats, once for each happening."""
    for id in dict.fromkeys(people):
        key = f"escalation:{matter.id}:{what}:{id}"
        work.messages.put(key, f"member:{id}", "", author_id, now, card=card_of(matter))


def tell_member(
    work: Work, matter: Escalation, member_id: int, said: str, account: str, now: datetime, *more: Button
) -> None:
    """A few words to one person about a matter, beside the card that everybody has."""
    blocks = (
        Text((shield(INSIDE, Bold(account), f" · Sev {matter.level} · ", *told(work, matter.account_id, said)),)),
        Buttons((*more, Button("Open", f"escalations escalation:{matter.id}"))),
    )
    view = to_json(View(blocks, f"About {account}"))
    key = f"escalation:{matter.id}:words:{work.open_set()}:{member_id}"
    work.messages.put(key, f"member:{member_id}", view, actor(work), now)


def tell_csm(work: Work, matter: Escalation, said: EscalationUpdate, account: str, now: datetime) -> None:
    """What the customer may be told goes to whoever talks with them, to copy; nothing goes out by itself. While that one is
    away, or there is nobody, it goes to whoever is there instead, or the customer would wait for it."""
    csm = next(iter(desks.chain(work, None, matter.account_id, now)), None)
    if csm is None or not said.safe:
        return
    over = " · resolved; to pass on, if you like:" if matter.resolved_at is not None else " · to pass on, if you like:"
    blocks = (
        Text((shield(INSIDE, Bold(account), over),)),
        Text((shield(INSIDE, "“", *told(work, matter.account_id, said.safe), "”"),)),
        Buttons(
            (
                Button("I told them", f"form log account:#{matter.account_id} mode:reactive", opens_form=True),
                Button("Open", f"escalations escalation:{matter.id}"),
            )
        ),
    )
    key = f"escalation:{matter.id}:safe:{said.id}"
    work.messages.put(key, f"member:{csm}", to_json(View(blocks, f"{account}: to pass on")), said.author_id, now)


def actor(work: Work) -> int | None:
    return work.actor.member_id if work.actor else None


def card_of(matter: Escalation) -> str:
    return f"escalation:{matter.id}"


@mirrored("escalation")
def talked_of(work: Work, id: int) -> Matter | None:
    """What is said beneath its card also comes to the own chats of those who raised it, have it, are asked to take it, or
    talk with the customer; whoever was only told of it is left in peace until they say something."""
    listed = work.escalations.get(id)
    if listed is None:
        return None
    one = listed.escalation
    people = {one.raised_by_id, one.owner_id, one.offered_to_id, listed.account_owner_id} - {None}
    at = f"escalation:{id}"
    return Matter(
        one.account_id,
        listed.account,
        frozenset(id for id in people if id is not None),
        say=f"{at} say",
        opens=f"escalations {at}",
        passes=f"{at} files",
    )


def update(
    work: Work, matter: Escalation, internal: str, safe: str, member_id: int, now: datetime
) -> tuple[Escalation, EscalationUpdate]:
    said = work.add(
        EscalationUpdate,
        account_id=matter.account_id,
        escalation_id=matter.id,
        author_id=member_id,
        internal=internal or None,
        safe=safe or None,
    )
    values: dict[str, Any] = {"updated_at": now}
    if matter.taken_at is not None and matter.resolved_at is None and matter.paused_since is None:
        values["update_by"] = next_update(matter.level, now, desks.week(work, matter.target, matter.account_id))
    return keep(work, matter, **values), said
