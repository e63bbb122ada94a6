"""A calendar lent, shown and taken back; what is private stays so."""

import json

import pytest
from sqlmodel import SQLModel

from bot import audience
from bot.request import Place
from bot.view import to_json
from storage.tables import CalendarEvent, CalendarSource, Role
from storage.types import Guarded
from storage.work import Work
from tests.calendars.ics import at, event
from tests.calendars.people import JANE, drops, lent
from tests.chat import World

SECRET = "private-0123456789abcdef"  # made up
ADDRESS = f"https://calendar.example.com/ical/dana/{SECRET}/basic.ics?x=1,2&y=(3)"


async def test_drop_and_look(world: World) -> None:
    chat = await lent(
        world,
        event("1", at(23, 14), at(23, 15), "QBR", [JANE, "Dana <dana@example.com>"]),
        event("2", at(24, 10), at(24, 10, 30), "Dentist"),
        event("3", at(20, 10), at(20, 10, 30), "Globex sync"),
    )
    said = await drops(
        chat, event("1", at(23, 14), at(23, 15), "QBR", [JANE]), event("2", at(24, 10), at(24, 11), "Dentist")
    )
    assert "1 meeting with customers, 1 of them ahead" in said
    assert "The other 1 meeting I did not keep" in said
    shown = await chat.says("calendar")
    assert "mine.ics · read today 09:30" in shown
    assert "Acme Corp · today 14:00 · 1 h · “QBR”" in shown
    titles = await world.look(lambda work: [row["title"] for row in work.ask(CalendarEvent.table().select())])
    assert "Dentist" not in titles  # nobody's business


async def test_no_customer_in_it(world: World) -> None:
    chat = await lent(world, event("2", at(24, 10), at(24, 10, 30), "Dentist"))
    assert chat.last is not None
    assert "alias Acme = acme.com" in to_json(chat.last.view)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"calendar {ADDRESS}", "calendar.example.com. I read it within a minute"),
        (f"calendar {ADDRESS.replace('https', 'webcal')}", "calendar.example.com. I read it within a minute"),
        (f"calendar <{ADDRESS}>", "calendar.example.com. I read it within a minute"),
        (f"calendar {ADDRESS.replace('https', 'http')}", "Use its https:// form"),
        (f"calendar ftp://example.com/{SECRET}", "It begins with https://"),
        (f"calendar https://dana:{SECRET}@example.com/x.ics", "a name and a password"),
        (f"calendar https://{SECRET}", "It begins with https://"),
        (f"calendar {ADDRESS} and more", "It is one word"),
        (f"calendar https://[{SECRET}", "It begins with https://"),
        (f"calendar nonsense {SECRET}", "It is one word"),
    ],
)
async def test_the_address_is_never_said_again(
    world: World, typed: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    chat = world.chat()
    assert said in await chat.says(typed)
    for line in ("calendar", "undo", "calendar off", "status"):
        await chat.says(line)
        assert chat.last is not None
        assert SECRET not in to_json(chat.last.view)
    assert SECRET not in await world.chat("omar@example.com").says("calendar")
    kept = await world.look(everywhere)
    assert SECRET not in kept
    captured = capfd.readouterr()
    assert SECRET not in captured.out + captured.err


def everywhere(work: Work) -> str:
    """Every value of the database, once the calendar was taken back."""
    return json.dumps([work.ask(table.select()) for table in SQLModel.metadata.sorted_tables], default=str)


async def test_lent_where_others_read(world: World) -> None:
    chat = world.chat(place=Place.PUBLIC, channel="room")
    assert "Others here can read that address" in await chat.says(f"calendar {ADDRESS}", bare=True)
    other = world.chat("jane@example.com", place=Place.PUBLIC, channel="room")
    assert "Others here" not in await other.says(f"{ADDRESS}", assumed="calendar")


async def test_off_forgets_it_all(world: World) -> None:
    chat = await lent(world, event("1", at(23, 8), at(23, 9), "QBR", [JANE]))
    world.passes(hours=1)
    await chat.says("wrap-up")
    await chat.presses("Log")
    assert "forgotten" in await chat.says("calendar off")
    left = await world.look(
        lambda work: [len(work.ask(record.table().select())) for record in (CalendarSource, CalendarEvent)]
    )
    assert left == [0, 0]
    assert "Acme Corp · business review" in await chat.says("activities")
    assert "Taken back" in await chat.says("undo")  # of the activity
    assert "There is no calendar of yours" in await chat.says("calendar off")


async def test_at_most_five(world: World) -> None:
    chat = world.chat()
    for number in range(5):
        await chat.says(f"calendar https://example.com/{number}.ics")
    assert "calendar off" in await chat.says("calendar https://example.com/6.ics")
    assert not chat.done


async def test_a_viewer_has_none(world: World) -> None:
    vera = await lent(world, event("1", at(23, 14), at(23, 15), "QBR", [JANE]), who="vera@example.com")
    assert not vera.done
    assert await world.look(lambda work: work.ask(CalendarSource.table().select())) == []


@pytest.mark.parametrize("who", ["jane", "omar", "sam"])
async def test_titles_are_for_their_owner_alone(world: World, who: str) -> None:
    await lent(world, event("1", at(23, 14), at(23, 15), "QBR", [JANE]))

    def look(work: Work) -> None:
        dana, other = work.people.by_email("dana@example.com"), work.people.by_email(f"{who}@example.com")
        assert dana is not None
        assert other is not None
        (one,) = work.calendars.all_of(dana.id)
        assert isinstance(one.title, Guarded)
        assert audience.of_member(work, dana).sees(one.title.needs)
        assert not audience.of_member(work, other).sees(one.attendees.needs)

    await world.look(look)


def test_nobody_has_the_clearance_nobody() -> None:
    from bot.permissions import CLEARANCES

    assert all("nobody" not in CLEARANCES[role] for role in Role)
