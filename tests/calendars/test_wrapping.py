"""The end of a day: what was not logged is proposed once, privately, and accepted with one press."""

from datetime import UTC, datetime

import pytest

from bot.commands.wrapping import wrap_up_days
from storage.tables import Activity, CalendarEvent, Nudge
from storage.work import Work
from tests.calendars.ics import at, event
from tests.calendars.people import JANE, RUTH, TOM, Post, drops, goes_on, lent, takes
from tests.chat import World

EVENING = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 17:00 in Berlin
QBR = event("1", at(23, 10), at(23, 11), "QBR secretword", [JANE])
CALL = event("2", at(23, 14), at(23, 14, 30), "Roadmap call", [RUTH, TOM])
DINNER = event("3", at(23, 19), at(23, 20), "Dinner", [RUTH])


async def todays(world: World) -> list[Activity]:
    """What Dana has for today."""
    rows = await world.look(lambda work: work.ask(Activity.table().select().order_by(Activity.table().c.at)))
    day = datetime(2026, 11, 23, tzinfo=UTC)
    return [one for one in map(Activity.of, rows) if one.at >= day and one.deleted_at is None]


async def test_accept_all_and_one_undo(world: World) -> None:
    chat = await lent(world, QBR, CALL, DINNER)
    world.now = EVENING
    shown = await chat.says("wrap-up")
    assert "Today: 2 to log" in shown
    assert "Acme Corp · business review · 1 h · today 10:00 · preventive?" in shown
    assert "“Roadmap call” · with Ruth Okafor, Tom" in shown
    assert "Today is logged" in await chat.presses("Accept all 2")
    first, second = await todays(world)
    assert (first.kind, first.minutes, first.missions) == ("business review", 60, ["value"])
    assert first.note is None  # a title is its owner's own
    assert (second.kind, second.at) == ("call", datetime(2026, 11, 23, 13, tzinfo=UTC))
    people = await world.look(lambda work: work.activities.participants(second.id))
    assert [(one.name, one.title, one.contact_id is None) for one in people] == [
        ("Ruth Okafor", "CIO", False),
        ("Tom", None, True),
    ]
    await chat.presses("Undo")
    assert await todays(world) == []
    assert "Today: 2 to log" in await chat.says("wrap-up")


async def test_row_by_row(world: World) -> None:
    chat = await lent(world, QBR, CALL)
    world.now = EVENING
    await chat.says("wrap-up")
    assert "Skipped: Globex" in await chat.presses("Skip")
    assert "Today: 2 to log" in await chat.presses("Show skipped")
    await chat.presses("Change")
    assert chat.form.values["length"] == "30m"
    assert chat.form.values["note"] == "Roadmap call"  # to be taken out or left
    await chat.fills(length="45m", note="")
    shown = await chat.says("wrap-up")
    assert "Today: 1 to log" in shown
    assert "Logged: Globex" in shown
    assert "Today is logged" in await chat.presses("Log")
    assert [one.minutes for one in await todays(world)] == [60, 45]


async def test_the_same_press_twice_logs_once(world: World) -> None:
    chat = await lent(world, QBR, CALL)
    world.now = EVENING
    await chat.says("wrap-up")
    card = chat.last
    await chat.presses("Accept all")
    chat.last = card
    await chat.presses("Accept all")
    await chat.says("wrap-up accept:event:1 day:20261123")
    assert len(await todays(world)) == 2


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("log meeting Globex 30m 14:10", 1),  # said for that time
        ("log call Globex 30m", 1),  # typed in the evening, for the day
        ("log call Globex 30m today", 1),
        ("log email Globex 5m", 2),  # no meeting
        ("log call Globex 5m, no answer", 2),
        ("log call Initech 30m", 2),
        ("log call Globex 30m 9:00-9:30", 2),  # another one
        ("log call Globex 30m yesterday", 2),
    ],
)
async def test_what_was_logged_by_hand_is_recognised(world: World, typed: str, left: int) -> None:
    chat = await lent(world, QBR, CALL)
    world.now = EVENING
    await chat.says(typed)
    assert f"Today: {left} to log" in await chat.says("wrap-up")


async def test_a_record_stands_for_one_meeting(world: World) -> None:
    chat = await lent(world, CALL, event("4", at(23, 15), at(23, 15, 30), "Globex again", [RUTH]))
    world.now = EVENING
    await chat.says("log call Globex 30m")
    assert "Today: 1 to log" in await chat.says("wrap-up")


async def test_a_thread_without_its_length(world: World) -> None:
    chat = world.chat()
    await chat.says("log chat Globex SSO link:https://example.com/thread")
    assert "Globex · chat · 10 min" in await chat.says("wrap-up")
    await chat.presses("Skip")
    assert "Log 10" not in str(chat.buttons)
    await chat.presses("Show skipped")
    await chat.presses("Log 10 min")
    assert [one.minutes for one in await todays(world)] == [10]


async def test_a_reminder_that_was_done_and_is_in_no_record(world: World) -> None:
    def remind(work: Work) -> None:
        dana = work.people.by_email("dana@example.com")
        (globex,) = work.imports.accounts_named(["globex"])["globex"]
        assert dana is not None
        renewal = next(one.renewal for one in work.renewals.of_account(globex[1]) if one.renewal.outcome is None)
        work.insert(
            Nudge,
            rule="renewal",
            key="r",
            subject=f"renewal:{renewal.id}",
            account_id=globex[1],
            member_id=dana.id,
            due_on=world.now.date(),
            figure=60,
            state="done",
            route="direct",
            card=f"renewal:{renewal.id}",
            planned_at=world.now,
            closed_at=world.now,
            closed_by_id=dana.id,
        )

    await world.ground.run(1, remind)
    chat = world.chat()
    await chat.says("log call Initech 5m")
    world.passes(hours=4)
    assert "Globex · call · 30 min" in await chat.says("wrap-up")
    assert "you said it is done" in await chat.says("wrap-up")
    await chat.presses("Log 30 min")
    assert [(one.minutes, one.kind) for one in await todays(world)] == [(5, "call"), (30, "call")]
    assert "Globex" not in await chat.says("wrap-up")


# ------------------------------------------------------------ by itself


async def test_once_a_day_at_my_hour(world: World) -> None:
    post, chat = Post(), await lent(world, QBR, CALL)
    assert "from today on" in await chat.says("wrap-up 17:00")
    world.now = EVENING.replace(hour=15, minute=59)
    await goes_on(world, post, wrap_up_days)
    assert post.sent == []
    world.now = EVENING
    await goes_on(world, post, wrap_up_days)
    world.passes(minutes=5)
    await goes_on(world, post, wrap_up_days)
    (told,) = post.to("dana")
    assert "Today: 2 to log" in told
    assert [channel for channel, _ in post.sent] == ["dm-dana@example.com"]
    takes(chat, post)
    assert "Today is logged" in await chat.presses("Accept all")
    world.now = EVENING.replace(day=24)
    await goes_on(world, post, wrap_up_days)
    assert len(post.sent) == 1  # nothing to propose: no message


async def test_nothing_on_free_days_or_when_off(world: World) -> None:
    post = Post()
    chat = await lent(world, event("1", at(28, 10), at(28, 11), "Saturday call", [JANE]), CALL)
    await chat.says("wrap-up 17:00")
    world.now = datetime(2026, 11, 28, 16, 0, tzinfo=UTC)
    await goes_on(world, post, wrap_up_days)
    assert post.sent == []
    world.now = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    await chat.says("wrap-up off")
    await goes_on(world, post, wrap_up_days)
    assert post.sent == []


async def test_after_my_hour_it_begins_tomorrow(world: World) -> None:
    post, chat = Post(), await lent(world, QBR)
    world.now = EVENING
    assert "from next working day on" in await chat.says("wrap-up 9am")
    await goes_on(world, post, wrap_up_days)
    assert post.sent == []


async def test_what_came_after_the_hour_comes_with_the_next_day(world: World) -> None:
    post, chat = Post(), await lent(world, DINNER)
    await chat.says("wrap-up 17:00")
    world.now = EVENING
    await goes_on(world, post, wrap_up_days)
    assert post.sent == []
    world.now = EVENING.replace(day=24)
    await goes_on(world, post, wrap_up_days)
    assert "yesterday 19:00" in post.to("dana")[0]


async def test_an_hour_that_was_missed(world: World) -> None:
    post, chat = Post(), await lent(world, QBR)
    await chat.says("wrap-up 17:00")
    world.now = EVENING.replace(hour=18)
    await goes_on(world, post, wrap_up_days)
    assert len(post.sent) == 1
    other, late = Post(), await lent(world, QBR, who="sam@example.com")
    await late.says("wrap-up 9:00")
    world.now = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # the whole day was missed
    await goes_on(world, other, wrap_up_days)
    assert other.to("sam") == []


async def test_a_moved_meeting_is_proposed_where_it_is(world: World) -> None:
    chat = await lent(world, QBR)
    await drops(chat, event("1", at(24, 10), at(24, 11), "QBR", [JANE]))
    world.now = EVENING
    assert "Nothing is left to log" in await chat.says("wrap-up")
    await drops(chat, event("1", at(24, 10), at(24, 11), "QBR", [JANE], "STATUS:CANCELLED"))
    world.now = EVENING.replace(day=24)
    assert "Nothing is left to log" in await chat.says("wrap-up")
    rows = await world.look(lambda work: work.ask(CalendarEvent.table().select()))
    assert [row["cancelled"] for row in rows if row["uid"] == "1"] == [True]


@pytest.mark.parametrize(
    "typed", ["wrap-up soon", "wrap-up 25:00", "wrap-up day:20269999", "wrap-up accept:event:999999"]
)
async def test_what_makes_no_sense(world: World, typed: str) -> None:
    said = await world.chat().says(typed)
    assert "broke" not in said
    assert "Logged" not in said
