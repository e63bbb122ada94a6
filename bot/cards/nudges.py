"""A nudge as people see it: a living card for one matter with its buttons, until how it ended stands there."""

from collections.abc import Sequence

from bot.cards import activities as activity_cards
from bot.cards.nudge_words import ALSO, ending, foot_of, is_late, is_snoozed, led, other_numbers, said_of, title_of
from bot.draw import shield
from bot.nudge import Matter, rules
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Notice, Spans, Text, View, When, spans
from storage.tables import Activity, Nudge


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
    if foot := foot_of(scene, first):
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


def name_of(scene: Scene, card: str) -> Spans:
    """What a living card is about: an account, as a rule."""
    nudges = scene.work.nudges.on_card(card, 1)
    return (shield(INSIDE, title_of(scene, nudges[0])),) if nudges else ("this",)


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
