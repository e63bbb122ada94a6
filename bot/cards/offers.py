"""What somebody was asked to take: one card for all of it, which says what became of the question."""

from bot.cards.nudge_words import ending, led, said_of, title_of
from bot.cards.waiting import item
from bot.draw import shield
from bot.living import living
from bot.nudge import Matter
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Button, Buttons, Heading, Notice, Row, Rows, Spans, Text, View, spans
from bot.words.subjects import Subject
from storage.tables import ChangeSet, Nudge
from storage.work import Work

OFFER = "offer"


def cards_of(work: Work, nudge: Nudge) -> list[str]:
    """Every card with which it was offered to somebody."""
    return [f"{OFFER}:{set_id}" for set_id in work.nudges.offers_of(nudge.id)]


@living(OFFER, names=lambda scene, id: ("what you were asked to take",))
def _offer(scene: Scene, set_id: int) -> View | None:
    """set_id: of the change set with which it was offered."""
    made = scene.work.changes.get(set_id)
    offered = scene.work.nudges.offered_in(set_id)
    if made is None or not offered:
        return None
    title, to_id = title_of(scene, offered[0][0]), offered[0][1]
    waiting = [
        (nudge, matter)
        for nudge, to in offered
        if nudge.state == "open" and nudge.offered_to_id == to and (matter := said_of(scene, nudge))
    ]
    if not waiting or made.undone_by_id is not None:
        ended = _became(scene, made, offered[0][0], to_id)
        return View((Text(spans("✓ ", shield(INSIDE, f"{title}: ", *ended))),), f"{title}: settled")
    names = scene.names({made.member_id, to_id})
    asked = f"{names.get(made.member_id, 'Somebody')} hands this to {names.get(to_id, 'somebody')}."
    meant = Subject.of(nudge.subject for nudge, _ in waiting)
    buttons = (
        Button("Accept", f"accept {meant.card}", "primary"),
        Button("Return", f"form return {meant.card}", opens_form=True),
        Button("Open", f"nudge {meant.card}"),
    )
    notice = Notice("info", (shield(INSIDE, asked),))
    return View((*_said(scene, waiting), notice, Buttons(buttons)), f"{title}: something was handed to you")


def _said(scene: Scene, waiting: list[tuple[Nudge, Matter]]) -> list[Block]:
    first = waiting[0][1]
    if len(waiting) > 1:
        rows = (item(scene, nudge, matter) for nudge, matter in waiting)
        title = f"{first.title}: {len(waiting)} matters"
        return [Heading((shield(INSIDE, title),)), Rows(tuple(Row(row.spans, row.detail) for row in rows))]
    blocks: list[Block] = [Heading((shield(INSIDE, first.title, *led(": ", first.number)),))]
    if first.reason:
        blocks.append(Text((shield(INSIDE, *first.reason),)))
    if first.step:
        blocks.append(Text((shield(INSIDE, *led("Next: ", first.step)),)))
    return blocks


def _became(scene: Scene, made: ChangeSet, nudge: Nudge, to_id: int) -> Spans:
    """Taken back, taken over, given back, or done meanwhile: whichever came first of what ended the question."""
    ended = scene.work.nudges.answered(nudge.id, made.id)
    if nudge.state != "open" and (ended is None or ended.closed):
        return ending(scene, nudge)
    if ended is None:
        return spans("it is not true any more")
    name = scene.names({ended.member_id}).get(ended.member_id, "Somebody")
    if ended.accepted:
        return spans(f"{name} took it over")
    return spans(f"{name} gave it back" if ended.member_id == to_id else f"{name} took it back")
