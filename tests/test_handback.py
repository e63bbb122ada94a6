"""The hand-back note: once, on the first working morning after a leave, with what others did meanwhile."""

from datetime import UTC, date, datetime

from bot.handback import hand_back
from storage.tables import Leave, OutboxMessage
from storage.work import Work
from tests.chat import World
from tests.nudges.company import Told, told


async def notes(world: World) -> list[Told]:
    """What was handed back so far, after a look at this moment."""
    await world.ground.run(1, lambda work: hand_back(work, world.now))
    return [one for one in await told(world) if one.key.startswith("handback:")]


async def test_what_was_done_comes_once_on_the_first_morning_back(both: World) -> None:
    """In the sample, Sam is away until Sunday 29 November."""
    jane = both.chat("jane@example.com")
    await jane.says("log call Evergreen Insurance 30m they want the new price list")
    await jane.says("renewal Evergreen Insurance at risk the buyer left")
    await jane.says("next Evergreen Insurance send the price list tomorrow owner @sam")
    both.passes(days=1)
    await jane.presses("Done")
    both.now = datetime(2026, 11, 30, 7, 29, tzinfo=UTC)
    assert await notes(both) == []
    both.passes(minutes=1)
    [note] = await notes(both)
    assert note.to == "Sam Okoye"
    assert note.text.splitlines()[:3] == [
        "While you were away",
        "Fri 20 Nov to yesterday · each account’s backup covered",
        "1 activity · 1 forecast changed · 1 next step kept",
    ]
    assert "• Evergreen Insurance · at risk · “the buyer left” · Jane" in note.text
    assert "• ✓ Evergreen Insurance · send the price list · Tue 24 Nov" in note.text
    assert "• Evergreen Insurance · call · 30 min · Mon 23 Nov · Jane\n  “they want the new price list”" in note.text
    both.passes(days=1)
    assert [one.key for one in await notes(both)] == [note.key]


async def test_back_earlier_brings_it_at_once_and_going_again_brings_another(both: World) -> None:
    sam = both.chat("sam@example.com")
    await sam.says("back")
    assert len(await notes(both)) == 1
    await sam.says("undo")
    both.now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert len(await notes(both)) == 2
    await sam.says("away 7-8 Dec")
    both.now = datetime(2026, 12, 9, 9, tzinfo=UTC)
    assert len(await notes(both)) == 3


async def test_leaves_without_a_working_day_between_are_one_return(both: World) -> None:
    sam = await both.look(lambda work: work.people.by_email("sam@example.com"))
    assert sam is not None

    def more(work: Work) -> None:
        work.insert(Leave, member_id=sam.id, from_on=date(2026, 11, 30), until_on=date(2026, 12, 4))

    await both.ground.run(1, more)
    both.now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert await notes(both) == []
    both.now = datetime(2026, 12, 7, 9, tzinfo=UTC)
    [note] = await notes(both)
    assert "Fri 20 Nov to Fri 4 Dec" in note.text


async def test_nothing_done_is_said_and_whoever_owns_nothing_hears_nothing(world: World) -> None:
    await world.chat("lee@example.com").says("away tomorrow")
    await world.chat("dana@example.com").says("away tomorrow")
    world.passes(days=2)
    [note] = await notes(world)
    assert note.to.startswith("Dana")
    assert "Nothing was logged at your accounts, and nothing was closed." in note.text


async def test_whoever_has_left_is_told_nothing(world: World) -> None:
    await world.chat("jane@example.com").says("handover Sam to Dana leaves")
    world.passes(days=10)
    assert await notes(world) == []
    rows = await world.look(lambda work: [OutboxMessage.of(row) for row in work.ask(OutboxMessage.table().select())])
    assert not [row for row in rows if row.key.startswith("handback:")]
