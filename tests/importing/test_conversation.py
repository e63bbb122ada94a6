"""Dropping a file in chat, through the front door."""

from collections.abc import Iterator

import pytest

import adapters.sample
from bot.request import Dropped
from storage.ground import Ground
from tests.chat import Chat, World


@pytest.fixture
def world(ground: Ground) -> Iterator[World]:
    world = World(ground)
    ground.run_now(0, lambda work: adapters.sample.begin(work, platform="cli", tenant="t", now=world.now))
    return world


async def drops(chat: Chat, name: str, content: str) -> str:
    return await chat._send(Dropped(name, content.encode()))


async def test_drop_look_apply_undo(world: World) -> None:
    chat = world.chat()
    shown = await drops(
        chat, "book.csv", "name,arr,currency,renewal date\nZeta,1000,EUR,2027-05-01\nAcme Health,60000,EUR,\n"
    )
    assert "New: 1" in shown
    assert "€54,000 → €60,000" in shown
    assert "Brought in book.csv: 1 new, 1 changed." in await chat.presses("Apply")
    assert "Zeta" in await chat.says("account Zeta")
    assert "Taken back book.csv: 1 removed, 1 as before." in await chat.says("undo")
    assert "Zeta · " not in await chat.says("account Zeta")


async def test_a_second_press_has_no_second_effect(world: World) -> None:
    chat = world.chat()
    await drops(chat, "book.csv", "name,tier\nZeta,1\n")
    card = chat.last
    first = await chat.presses("Apply")
    chat.last = card
    assert await chat.presses("Apply") == first


async def test_columns_that_leave_it_open_are_asked(world: World) -> None:
    chat = world.chat()
    assert "What is in people.csv?" in await drops(chat, "people.csv", "company,name\nGlobex,Ann Lee\n")
    assert "New: 1" in await chat.presses("Contacts")
    assert "1 new" in await chat.presses("Apply")


async def test_put_away(world: World) -> None:
    chat = world.chat()
    await drops(chat, "book.csv", "name,tier\nZeta,1\n")
    assert "put away" in await chat.presses("Cancel")
    assert "cancelled already" in await chat.says("import 1 apply")


async def test_skipped_lines_page_by_page(world: World) -> None:
    chat = world.chat()
    lines = "".join(f"Name {number},9\n" for number in range(25))
    assert "3 of 25" in await drops(chat, "book.csv", f"name,tier\n{lines}")
    assert "Line 11\n" in await chat.says("import 1 skip")
    assert "Line 12\n" in await chat.says("import 1 skip after 11")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", "", "is empty"),
        ("x.csv", "name,tier\n", "headings and nothing below"),
        ("x.csv", "colour,shape\nred,round\n", "I do not know the columns"),
        ("x.xlsx", "PK\x03\x04", "an Excel workbook"),
    ],
)
async def test_files_that_say_nothing(world: World, name: str, content: str, said: str) -> None:
    assert said in await drops(world.chat(), name, content)


async def test_who_may_bring_in_and_who_may_look(world: World) -> None:
    assert "not for the role marketing" in await drops(world.chat("mia@example.com"), "x.csv", "name,tier\nZeta,1\n")
    await drops(world.chat(), "x.csv", "name,tier\nZeta,1\n")
    assert "somebody else's" in await world.chat("sam@example.com").says("import 1 apply")
    assert "Brought in" in await world.chat("jane@example.com").says("import 1 apply")


async def test_how_to_begin(world: World) -> None:
    assert "Drop a CSV file" in await world.chat().says("import")
    assert "no import 99" in await world.chat().says("import 99")
