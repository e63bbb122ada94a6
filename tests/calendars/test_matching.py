"""Whose meeting it is: by people, then by a name in the title, and never a guess."""

import pytest

from tests.calendars.ics import at, event
from tests.calendars.people import JANE, RUTH, SAM, TOM, drops, lent
from tests.chat import World


async def whose(world: World, title: str, *people: str) -> str:
    """Which account Dana's meeting of today is taken to be with; "" where it was not kept."""
    chat = await lent(world, event("1", at(23, 14), at(23, 15), title, people))
    shown = await chat.says("calendar")
    line = next((line for line in shown.splitlines() if "today 14:00" in line), "")
    return line.removeprefix("• ").split(" · ")[0]


@pytest.mark.parametrize(
    ("title", "people", "account"),
    [
        ("Sync", [JANE], "Acme Corp"),
        ("Sync", [TOM], "Globex"),
        ("Sync", ["x@mail.globex.com"], "Globex"),
        ("Globex sync", [], "Globex"),
        ("Weekly with globex corporation, Q4", [], "Globex"),
        ("Globex sync", ["stranger@gmail.com"], "Globex"),
        ("Initech sync", [TOM], "Globex"),  # who attends says it surer than the title
        ("Lunch", ["stranger@gmail.com"], ""),
        ("Weekly", [SAM], ""),
        ("Meeting on Monday", [], ""),  # a customer is called Monday Logistics
        ("Sync", ["x@notglobex.com"], ""),
    ],
)
async def test_one_account(world: World, title: str, people: list[str], account: str) -> None:
    assert await whose(world, title, *people) == account


async def test_two_accounts_are_offered(world: World) -> None:
    chat = await lent(
        world,
        event("1", at(23, 14), at(23, 15), "Joint workshop", [JANE, RUTH], "RRULE:FREQ=WEEKLY"),
    )
    shown = await chat.says("calendar")
    assert "Acme Corp or Globex?" in shown
    await chat.presses("Globex")
    shown = await chat.says("calendar")
    assert "Acme Corp or Globex?" not in shown
    assert "Globex · today 14:00" in shown
    assert "Globex · Mon 30 Nov 14:00" in shown  # the whole series
    await drops(chat, event("1", at(23, 15), at(23, 16), "Joint workshop", [JANE, RUTH], "RRULE:FREQ=WEEKLY"))
    assert "Globex · today 15:00" in await chat.says("calendar")


async def test_colleagues_alone_are_internal(world: World) -> None:
    chat = await lent(world, event("1", at(23, 8), at(23, 9), "Globex prep", [SAM]))
    world.passes(hours=8)
    assert "Globex · internal · 1 h" in await chat.says("wrap-up")


async def test_nobody_else_can_touch_it(world: World) -> None:
    await lent(world, event("1", at(23, 14), at(23, 15), "Joint", [JANE, RUTH]))
    jane = world.chat("jane@example.com")
    assert "no meeting 9" in await jane.says("calendar meeting:9 customer:1")
    assert "Joint" not in await jane.says("calendar")
