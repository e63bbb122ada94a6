"""Fifteen minutes before a meeting with a customer, once, and to whoever goes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.brief import briefs
from bot.text import as_text
from tests.calendars.ics import at, event
from tests.calendars.people import JANE, SAM, TOM, Post, drops, goes_on, lent, takes
from tests.chat import World

START = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # 14:00 in Berlin
MEETING = event("1", at(23, 14), at(23, 14, 30), "Renewal talk", [JANE, "Li Wen <li@acme.com>", SAM, "x@acme.com"])


async def test_it_comes_once_and_in_time(world: World) -> None:
    post, chat = Post(), await lent(world, MEETING)
    world.now = START - timedelta(minutes=16)
    await goes_on(world, post, briefs)
    assert post.sent == []
    for _ in range(3):
        world.passes(minutes=1)
        await goes_on(world, post, briefs)
    (told,) = post.to("dana")
    assert told.startswith("Acme Corp · T1 · today 14:00 · in 15 min\n“Renewal talk” · 30 min")
    assert "With Jane Porter (CFO), Sam Okoye; new to me: Li Wen, x@acme.com" in told
    assert "Goal: Close the books in 3 days" in told
    assert "% of data" in told
    assert "notice by 16 Dec (23 d)" in told
    assert "Close plan with names and dates to Jane Porter" in told
    assert "Voicemail again." in told
    takes(chat, post)
    world.passes(hours=1)
    await chat.presses("Log")
    assert (chat.form.values["kind"], chat.form.values["length"]) == ("meeting", "30m")
    assert "today 14:00" in await chat.fills(note="")
    assert "Today is logged" in await chat.says("wrap-up")


async def test_at_another_clock_it_says_the_hour_there(world: World) -> None:
    post, _ = Post(), await lent(world, MEETING)
    world.now = START - timedelta(minutes=15)
    await goes_on(world, post, briefs)
    assert "today 14:00" in post.to("dana")[0]
    travels = world.chat(zone="Europe/Lisbon")
    await travels.says("day")
    await goes_on(world, post)
    [(channel, view)] = post.edited
    assert channel == "dm-dana@example.com"
    assert "today 13:00" in as_text(view)
    await travels.says("day")
    await travels.says("zone Athens")
    await goes_on(world, post)
    assert "today 15:00" in as_text(post.edited[-1][1])
    assert len(post.edited) == 2


async def test_a_form_opened_before_the_meeting_can_be_sent_after_it(world: World) -> None:
    post, chat = Post(), await lent(world, MEETING)
    world.now = START - timedelta(minutes=10)
    await goes_on(world, post, briefs)
    takes(chat, post)
    await chat.presses("Log")
    form = chat.last
    assert "still to come" in await chat.fills(note="")
    world.passes(hours=1)
    chat.last = form
    assert "✓ Logged" in await chat.fills(note="")


async def test_a_moved_meeting_gets_it_again(world: World) -> None:
    post, chat = Post(), await lent(world, MEETING)
    world.now = START - timedelta(minutes=10)
    await goes_on(world, post, briefs)
    await drops(chat, event("1", at(23, 16), at(23, 16, 30), "Renewal talk", [JANE]))
    await goes_on(world, post, briefs)
    assert len(post.sent) == 1
    world.passes(hours=2)
    await goes_on(world, post, briefs)
    assert "today 16:00" in post.to("dana")[1]


@pytest.mark.parametrize(
    ("meeting", "late"),
    [
        (event("1", at(23, 14), at(23, 15), "Call", [JANE]), timedelta(minutes=16)),  # it has begun long ago
        (event("1", at(23, 14), at(23, 15), "Acme Corp: prep", [SAM]), timedelta(0)),  # colleagues only
        (event("1", at(23, 14), at(23, 15), "Joint", [JANE, TOM]), timedelta(0)),  # two may be meant
        (event("1", at(23, 14), at(23, 15), "Call", [JANE], "STATUS:CANCELLED"), timedelta(0)),
    ],
)
async def test_none_for_these(world: World, meeting: str, late: timedelta) -> None:
    post = Post()
    chat = await lent(world, event("1", at(23, 14), at(23, 15), "Call", [JANE]))
    await chat.says("calendar off")
    await drops(chat, meeting)
    world.now = START - timedelta(minutes=5) + late + (timedelta(minutes=5) if late else timedelta(0))
    await goes_on(world, post, briefs)
    assert post.sent == []


async def test_cancelled_between_planning_and_sending(world: World) -> None:
    post, chat = Post(), await lent(world, MEETING)
    world.now = START - timedelta(minutes=10)
    await world.ground.run(1, lambda work: briefs(work, world.now))
    await drops(chat)
    await goes_on(world, post)
    assert post.sent == []


async def test_whoever_is_away_or_wants_none(world: World) -> None:
    post = Post()
    await lent(world, MEETING, who="sam@example.com")  # on leave
    chat = await lent(world, MEETING)
    await chat.says("calendar no briefs")
    world.now = START - timedelta(minutes=10)
    await goes_on(world, post, briefs)
    assert post.sent == []
    await chat.says("calendar briefs on")
    await goes_on(world, post, briefs)
    assert [channel for channel, _ in post.sent] == ["dm-dana@example.com"]


async def test_typed(world: World) -> None:
    chat = world.chat()
    assert "I do not have your calendar" in await chat.says("brief")
    assert (await chat.says("brief Globex")).startswith("Globex · T1\nGoal:")
    await drops(chat, MEETING, event("2", at(24, 10), at(24, 11), "Globex sync"))
    assert (await chat.says("brief")).startswith("Acme Corp · T1 · today 14:00")
    assert (await chat.says("brief me on Globex")).startswith("Globex · T1 · tomorrow 10:00\n“Globex sync” · 1 h")
    assert "Which account?" in await chat.says("brief Qwertyuiop") or not chat.done


async def test_others_see_no_more_than_they_may(world: World) -> None:
    mia = world.chat("mia@example.com")  # marketing
    said = await mia.says("brief Acme Corp")
    assert "€" not in said
    assert "% of data" not in said
    assert "Voicemail" not in said
    assert "hidden here" in said
