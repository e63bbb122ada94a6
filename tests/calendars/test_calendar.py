"""A calendar brought in, shown, chosen from and taken back, through the front door."""

from bot.request import Dropped
from tests.calendars.ics import at, calendar, event
from tests.chat import Chat, World

ACME = "Jane Porter <jane.porter@acme.com>"


async def drops(chat: Chat, *events: str, name: str = "dana.ics") -> str:
    return await chat._send(Dropped(name, calendar(*events).encode()))


async def test_drop_and_look(world: World) -> None:
    chat = world.chat()
    said = await drops(
        chat,
        event("1", at(23, 14), at(23, 15), "QBR", [ACME, "Dana <dana@example.com>"]),
        event("2", at(24, 10), at(24, 10, 30), "Dentist"),
        event("3", at(20, 10), at(20, 10, 30), "Globex sync"),
    )
    assert "2 meetings with customers, 1 of them ahead" in said
    assert "The other 1 meeting I did not keep" in said
    shown = await chat.says("calendar")
    assert "Acme Corp · today 14:00 · 1 h · “QBR”" in shown
    assert "Dentist" not in shown
