"""Nudges as people see them: a living card for one matter, a line of a digest, and the buttons of both."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.cards import activities as activity_cards
from bot.cards.activities import joined
from bot.draw import shield
from bot.nudge import Matter, Rule, rules, sentence
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Sayable,
    Shielded,
    Spans,
    Text,
    View,
    When,
    spans,
)
from bot.words.subjects import Subject
from storage.tables import Activity, Nudge, Renewal

M = TypeVar("M")
Told = tuple[Nudge, Matter | None]

DIGEST = "digest"
ITEMS = 7
ALSO = 2  # other matters of the same account that are named; the rest is counted
LATE_DAYS = 4  # a long weekend
ENDINGS = {"done": "Done", "dismissed": "Not needed", "resolved": "Settled"}


def until(scene: Scene, renewal: Renewal) -> Spans:
    """“notice closes in 23 days”, or “renews in 23 days” once notice can no longer be given; with the contract's name where
    the account has several."""
    closes = renewal.notice_on >= scene.today
    at = renewal.notice_on if closes else renewal.due_on
    days = (at - scene.today).days
    said = "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
    return spans(which(scene, renewal), "notice closes " if closes else "renews ", Bold(said))


def which(scene: Scene, renewal: Renewal) -> str:
    """“Platform ”, where a renewal's account has contracts of other names as well."""
    contracts = scene.work.accounts.contracts(renewal.account_id)
    mine = next((one.name for one in contracts if one.id == renewal.contract_id), "")
    return f"{mine} " if mine and len({one.name for one in contracts}) > 1 else ""


def said_of(scene: Scene, nudge: Nudge) -> Matter | None:
    """What a nudge says at this moment; None when it is not true any more, or nobody knows its rule any more."""
    rule = rules().get(nudge.rule)
    return rule.says(scene, nudge) if rule is not None else None


def living_card(scene: Scene, card: str) -> View | None:
    """What stands on a living card: its open matters, or how they ended."""
    nudges = scene.work.nudges.on_card(card)
    if not nudges:
        return None
    told = [(nudge, matter) for nudge in nudges if nudge.state == "open" and (matter := said_of(scene, nudge))]
    if not told:
        return _ended(scene, card, nudges)
    told.sort(key=lambda pair: (rules()[pair[0].rule].urgency, pair[0].id))
    (first, matter), others = told[0], told[1:]
    if matter.blocks:
        return View((Heading(matter.number), *matter.blocks), matter.title)
    blocks: list[Block] = [Heading((shield(INSIDE, matter.title, *led(": ", matter.number)),))]
    if matter.reason:
        blocks.append(Text((shield(INSIDE, *matter.reason),)))
    if matter.step:
        blocks.append(Text((shield(INSIDE, *led("Next: ", matter.step)),)))
    more = other_numbers(matter, [also for _, also in others])
    blocks += [Text((shield(INSIDE, *led("Also: ", number)),)) for number in more[:ALSO]]
    if len(more) > ALSO:
        blocks.append(Text((f"And {len(more) - ALSO} more.",)))
    blocks += _state(scene, first)
    blocks += [Buttons(buttons) for buttons in actions(first, matter, scene.member.id) if buttons]
    if foot := _foot(scene, first):
        blocks.append(Footer((shield(INSIDE, *foot),)))
    return View(tuple(blocks), f"{matter.title}: something needs you")


def actions(nudge: Nudge, matter: Matter, reader_id: int) -> tuple[tuple[Button, ...], ...]:
    """Done (with what it took, logged in the same press); later; somebody else, not at all, why, less."""
    card = nudge.subject
    if nudge.offered_to_id is not None and nudge.offered_to_id == reader_id:
        return (
            (Button("Accept", f"accept {card}", "primary"), Button("Return", f"form return {card}", opens_form=True)),
        )
    hand = Button("Hand over", f"form pass {card}", opens_form=True)
    if nudge.offered_to_id is not None:
        hand = Button("Take back", f"return {card}")
    lengths = (("15 m", "15m"), ("30 m", "30m"), ("1 h", "1h"))
    done = (
        [Button(f"Done {label}", f"handled {card} length:{length}") for label, length in lengths] if matter.kind else []
    )
    first = Button("Done", f"handled {card}", "primary")
    later = [
        Button(f"Snooze {label}", f"snooze {card} {span}")
        for label, span in (("1 d", "1d"), ("3 d", "3d"), ("1 w", "1w"))
    ]
    return (
        (first, *done, *matter.more),
        (*later, Button("Until…", f"form snooze {card}", opens_form=True)),
        (
            hand,
            Button("Not needed", f"form unneeded {card}", opens_form=True),
            Button("Why?", f"why {card}"),
            Button("Less like this", f"less {nudge.rule}"),
        ),
    )


def digest(scene: Scene, member_id: int) -> View | None:
    """The newest morning's list: ranked, at most seven, each with its action."""
    nudges = scene.work.nudges.on_card(f"{DIGEST}:{member_id}", 60)
    newest = max((nudge.said_at for nudge in nudges if nudge.said_at), default=None)
    told = [(nudge, said_of(scene, nudge)) for nudge in nudges if nudge.said_at == newest]
    if not told:
        return None
    ranked = sorted(told, key=lambda pair: rank(pair[0], pair[1]))
    rows = tuple(of_account(scene, told) for told in by_account(ranked))
    late = sum(is_late(scene, nudge) for nudge, _ in ranked)
    held = len(scene.work.nudges.held(member_id, ITEMS * 10))
    blocks: list[Block] = [Heading(("This morning",))]
    if late > 1:
        why = "they waited their turn, I was not running, or you were away"
        blocks.append(Notice("info", (f"{late} of these come late: {why}.",)))
    blocks.append(Rows(rows))
    buttons = [Button("My day", "day", "primary"), *([Button(f"{held} held back", "alerts held")] if held else [])]
    blocks.append(Buttons(tuple(buttons)))
    return View(tuple(blocks), "What needs you this morning")


def name_of(scene: Scene, card: str) -> Spans:
    """What a living card is about: an account, as a rule."""
    nudges = scene.work.nudges.on_card(card, 1)
    return (shield(INSIDE, title_of(scene, nudges[0])),) if nudges else ("this",)


def by_account(ranked: Sequence[tuple[Nudge, M]]) -> list[list[tuple[Nudge, M]]]:
    """What belongs to one account together, where its most urgent matter stands."""
    groups: dict[str, list[tuple[Nudge, M]]] = {}
    for nudge, matter in ranked:
        about = f"account {nudge.account_id}" if nudge.account_id else nudge.subject
        # What was offered to somebody is answered by itself.
        groups.setdefault(f"{about} {nudge.offered_to_id or ''}", []).append((nudge, matter))
    return list(groups.values())


def rank(nudge: Nudge, matter: Matter | None) -> tuple[int, int, int]:
    """First what is most urgent, then by weight, then by age."""
    rule = rules().get(nudge.rule)
    urgency = rule.urgency if rule else 99
    if matter is not None and matter.urgency is not None:
        urgency = matter.urgency
    return urgency, -(matter.weight if matter else 0), nudge.id


def is_late(scene: Scene, nudge: Nudge) -> bool:
    """Said more than a long weekend after it came due; what was due before they began with me is not late."""
    if nudge.said_at is None or nudge.warned_at is not None or _days_late(scene, nudge.said_at, nudge) <= LATE_DAYS:
        return False
    begun = scene.work.rhythms.of(nudge.member_id).begun_on
    return begun is not None and nudge.due_on >= begun


def _days_late(scene: Scene, said_at: datetime, nudge: Nudge) -> int:
    return (said_at.astimezone(scene.zone).date() - nudge.due_on).days


def of_account(scene: Scene, told: Sequence[Told]) -> Row:
    """What is open stands first, and what was done with the others is left to their own cards."""
    waiting = [(nudge, matter) for nudge, matter in told if nudge.state == "open" and matter is not None]
    first, *also = waiting or told
    return item(scene, *first, also=also if waiting else ())


def item(scene: Scene, nudge: Nudge, matter: Matter | None, also: Sequence[Told] = ()) -> Row:
    """One nudge in a list, with its actions. also: what else there is at its account."""
    if nudge.state != "open" or matter is None:
        return Row(spans("✓ ", ending(scene, nudge)), ())
    said = joined([Bold(matter.title), matter.number])
    detail = joined([matter.reason, led("next: ", matter.step) if matter.step else ""])
    more = other_numbers(matter, [other for _, other in also if other is not None])
    detail = joined([detail, *(led("" if place else "also: ", number) for place, number in enumerate(more[:ALSO]))])
    matters = len({one.subject for one in (nudge, *(other for other, _ in also))})
    if matters - 1 > len(more[:ALSO]):
        detail = joined([detail, f"{matters - 1 - len(more[:ALSO])} more"])
    if is_late(scene, nudge):
        detail = joined([detail, spans("late, due ", When(nudge.due_on, "day"))])
    detail = joined([detail, _foot(scene, nudge), _offered(scene, nudge)])
    return Row(said, detail, row_actions(scene, matter, [nudge, *(other for other, _ in also)]))


def row_actions(scene: Scene, first: Matter, nudges: Sequence[Nudge]) -> tuple[Button, ...]:
    """What is done is the matter that a line begins with, since a call seldom settles all of them; the others stay. Put off
    and taken over is all that it shows, which the button says. first: the matter it begins with."""
    meant = Subject.of(nudge.subject for nudge in nudges)
    every = f" · all {len(meant.cards)}" if len(meant.cards) > 1 else ""
    opened = Button("Open", f"nudge {meant.card}")
    if nudges[0].offered_to_id == scene.member.id:
        back = Button("Return", f"form return {meant.card}", opens_form=True)
        return (Button(f"Accept{every}", f"accept {meant.card}", "primary"), back, opened)
    done = Button("Done", f"handled {nudges[0].subject}")
    if first.kind:
        done = Button("Done 30 m", f"handled {nudges[0].subject} length:30m")
    return (done, Button(f"Snooze 3 d{every}", f"snooze {meant.card} 3d"), opened)


def account_card(scene: Scene, told: Sequence[tuple[Nudge, Matter]]) -> View:
    """Several matters of one account, each with its own actions, and what can be done with all of them."""
    first, matter = told[0]
    blocks: list[Block] = [Heading((shield(INSIDE, f"{matter.title}: {len(told)} matters"),))]
    blocks.append(Rows(tuple(item(scene, *pair) for pair in told)))
    nudges = [nudge for nudge, _ in told]
    together = list(row_actions(scene, matter, nudges)[:-1])
    if first.offered_to_id != scene.member.id:
        meant = Subject.of(nudge.subject for nudge in nudges)
        every = f" · all {len(meant.cards)}"
        together[0] = Button(f"Done{every}", f"handled {meant.card}")
        if matter.kind:
            together[0] = Button(f"Done 30 m{every}", f"handled {meant.card} length:30m")
        together.append(Button("Hand over all", f"form pass {meant.card}", opens_form=True))
    blocks.append(Buttons(tuple(together)))
    return View(tuple(blocks), f"{matter.title}: {len(told)} matters")


def other_numbers(first: Matter, others: Sequence[Matter]) -> list[Spans]:
    """What else there is at the same account, each once, and nothing that the first says already, as number or reason."""
    said = {bare(first.number), bare(first.reason)}
    numbers: list[Spans] = []
    for other in others:
        words = bare(other.number)
        if words not in said:
            said.add(words)
            numbers.append(other.number)
    return numbers


def led(word: str, said: Spans) -> Spans:
    """Spans with a word before them, which is hidden where all of them are: no “Next: ” with nothing behind it."""
    if len(said) == 1 and isinstance(said[0], Shielded):
        return (Shielded(said[0].needs, spans(word, *said[0].spans)),)
    return spans(word, *said)


def bare(said: Spans) -> str:
    """Words to compare, whatever is bold and whoever may see them."""
    return "".join(
        bare(span.spans) if isinstance(span, Shielded) else span.text if isinstance(span, Bold) else str(span)
        for span in said
    ).casefold()


def _ended(scene: Scene, card: str, nudges: Sequence[Nudge]) -> View | None:
    """Who did what, on every copy; also where the matter settled itself."""
    closed = max(nudges, key=lambda nudge: (nudge.closed_at is not None, nudge.closed_at or nudge.planned_at, nudge.id))
    title = title_of(scene, closed)
    said = Text(spans("✓ ", shield(INSIDE, Bold(title), ": ", *ending(scene, closed))))
    return View((said, *_own_doing(scene, closed, title)), f"{title}: settled")


def _own_doing(scene: Scene, closed: Nudge, title: str) -> list[Block]:
    """For whoever ended it: what was logged with it, and the way back."""
    if closed.closed_by_id != scene.member.id:
        return []
    written = scene.work.changes.writings(Nudge, closed.id, "state")
    done = scene.work.changes.get(written[-1].set_id) if written else None
    if done is None or done.member_id != scene.member.id or done.undone_by_id is not None:
        return []
    changes = scene.work.changes.of_set(done.id)
    logged = [one.record_id for one in changes if one.record_table == Activity.table().name and one.before is None]
    found = [activity for id in logged if (activity := scene.work.get(Activity, id)) and activity.deleted_at is None]
    lines = [Text((shield(INSIDE, *activity_cards.summary_line(activity, title)),)) for activity in found]
    return [*lines, Buttons((Button("Undo", f"undo change:{done.id}"),))]


def title_of(scene: Scene, nudge: Nudge) -> str:
    """Whose matter it is, also once it says nothing more itself."""
    if nudge.account_id is None:
        return sentence(rules()[nudge.rule].title) if rules().get(nudge.rule) else "Settled"
    found = scene.work.accounts.named({nudge.account_id})
    return found[nudge.account_id].name if nudge.account_id in found else "An account"


def ending(scene: Scene, nudge: Nudge) -> Spans:
    """“Done by Dana, today 09:12”."""
    rule: Rule | None = rules().get(nudge.rule)
    what = rule.title if rule else nudge.rule
    by = scene.names({nudge.closed_by_id}).get(nudge.closed_by_id or 0, "")
    parts: list[Sayable] = [spans(ENDINGS.get(nudge.state, "Settled"), f" by {by}" if by else "")]
    if nudge.closed_at is not None:
        parts.append(When(nudge.closed_at, "moment"))
    if nudge.closing is not None:
        parts.append(shield(nudge.closing, f"“{nudge.closing.value}”"))
    return spans(joined(parts), f" ({what})")


def _state(scene: Scene, nudge: Nudge) -> list[Block]:
    if nudge.offered_to_id is not None:
        names = scene.names({nudge.offered_to_id, nudge.member_id})
        said = f"{names.get(nudge.member_id, 'Somebody')} hands this to {names.get(nudge.offered_to_id, 'somebody')}."
        return [Notice("info", (shield(INSIDE, said),))]
    if is_snoozed(scene, nudge) and nudge.snoozed_until is not None:
        back = Button("Bring back", f"unsnooze {nudge.subject}")
        return [Notice("info", spans("Snoozed until ", When(nudge.snoozed_until, "moment"), ".")), Buttons((back,))]
    if is_late(scene, nudge):
        return [Notice("info", spans("This comes late: it was due ", When(nudge.due_on, "day"), "."))]
    return []


def is_copy(nudge: Nudge) -> bool:
    """Whether it is for somebody who only wants to hear of it: another one like it is whoever's it is to act."""
    return ":for:" in nudge.key


def is_snoozed(scene: Scene, nudge: Nudge) -> bool:
    return nudge.snoozed_until is not None and nudge.snoozed_until > scene.now


def _offered(scene: Scene, nudge: Nudge) -> str:
    """Whom it waits for, where somebody was asked to take it."""
    if nudge.offered_to_id is None:
        return ""
    if nudge.offered_to_id == scene.member.id:
        return "handed to you"
    return f"offered to {scene.names({nudge.offered_to_id}).get(nudge.offered_to_id, 'somebody')}"


def _foot(scene: Scene, nudge: Nudge) -> Spans:
    """Whose it is, and what becomes of it when nobody touches it."""
    whose = nudge.member_id
    if is_copy(nudge) and nudge.account_id is not None:
        whose = scene.work.accounts.owners(nudge.account_id)[0] or whose
    owner = scene.names({whose}).get(whose, "")
    parts: list[Sayable] = [f"for {owner}" if owner and owner != scene.member.name else ""]
    if nudge.warned_at is not None:
        monday = scene.today + timedelta(days=7 - scene.today.weekday())
        where = "stands in the leads’ list" if scene.leads else "goes to your lead"
        parts.append(spans(f"untouched, it {where} on ", When(monday, "day")))
    return joined(parts)
