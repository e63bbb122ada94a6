"""The end of a day, through the front door."""

from datetime import UTC, datetime

import pytest

from bot.request import Dropped
from tests.calendars.ics import at, calendar, event
from tests.chat import Chat, World

ACME = "Jane Porter <jane.porter@acme.com>"
GLOBEX = "Ruth Okafor <ruth.okafor@globex.com>"
EVENING = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 17:00 in Berlin


async def lent(world: World, *events: str, who: str = "dana@example.com") -> Chat:
    chat = world.chat(who)
    await chat._send(Dropped("mine.ics", calendar(*events).encode()))
    return chat


DAY = (
    event("1", at(23, 10), at(23, 11), "QBR", [ACME]),
    event("2", at(23, 14), at(23, 14, 30), "Roadmap call", [GLOBEX, "Tom <tom@globex.com>"]),
    event("3", at(23, 19), at(23, 20), "Dinner", [GLOBEX]),
)


async def test_accept_all(world: World) -> None:
    chat = await lent(world, *DAY)
    world.now = EVENING
    shown = await chat.says("wrap-up")
    print(shown)
    print(chat.buttons)
    said = await chat.presses("Accept all")
    print(said)
    print(await chat.says("activities"))
    print(await chat.says("undo"))
    print(await chat.says("wrap-up"))
    await chat.presses("Change")
    print(chat.form.values)
    print(await chat.fills())
    print(await chat.says("wrap-up"))
    print(await chat.presses("Skip"), chat.buttons)
    print(await chat.presses("Show"), chat.buttons)
    world.now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    print(await chat.says("brief Globex"))
    print(await chat.says("wrap-up 17:00"))
    print(await chat.says("brief"))
    print(await chat.says("calendar"))
    pytest.fail("look")
