"""What waits for somebody, as a list: the morning's, or all of it, with the matters of one account together."""

from collections.abc import Sequence
from typing import TypeVar

from bot.cards.activities import joined
from bot.cards.nudge_words import ALSO, ending, foot_of, is_late, led, other_numbers, said_of
from bot.draw import shield
from bot.nudge import Matter, rules
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Heading, Notice, Row, Rows, View, When, spans
from bot.words.subjects import Subject
from storage.tables import Nudge

M = TypeVar("M")
Told = tuple[Nudge, Matter | None]
DIGEST = "digest"
ITEMS = 7


def digest(scene: Scene, member_id: int) -> View | None:
    """The newest morning's list: ranked, at most seven, each with its action."""
    nudges = scene.work.nudges.on_card(f"{DIGEST}:{member_id}", 60)
    newest = max((nudge.said_at for nudge in nudges if nudge.said_at), default=None)
    told = [(nudge, said_of(scene, nudge)) for nudge in nudges if nudge.said_at == newest]
    if not told:
        return None
    ranked = sorted(told, key=lambda pair: urgency_of(pair[0], pair[1]))
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


def by_account(ranked: Sequence[tuple[Nudge, M]]) -> list[list[tuple[Nudge, M]]]:
    """What belongs to one account together, where its most urgent matter stands."""
    groups: dict[str, list[tuple[Nudge, M]]] = {}
    for nudge, matter in ranked:
        about = f"account {nudge.account_id}" if nudge.account_id else nudge.subject
        # What was offered to somebody is answered by itself.
        groups.setdefault(f"{about} {nudge.offered_to_id or ''}", []).append((nudge, matter))
    return list(groups.values())


def urgency_of(nudge: Nudge, matter: Matter | None) -> tuple[int, int, int]:
    """To sort by: first what is most urgent, then by weight, then by age."""
    rule = rules().get(nudge.rule)
    urgency = rule.urgency if rule else 99
    if matter is not None and matter.urgency is not None:
        urgency = matter.urgency
    return urgency, -(matter.weight if matter else 0), nudge.id


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
    detail = joined([detail, foot_of(scene, nudge), _offered(scene, nudge)])
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


def _offered(scene: Scene, nudge: Nudge) -> str:
    """Whom it waits for, where somebody was asked to take it."""
    if nudge.offered_to_id is None:
        return ""
    if nudge.offered_to_id == scene.member.id:
        return "handed to you"
    return f"offered to {scene.names({nudge.offered_to_id}).get(nudge.offered_to_id, 'somebody')}"
