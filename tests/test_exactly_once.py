"""Whatever platforms repeat and people press twice has its effect once, and is answered."""

import asyncio
import signal
import sys
from pathlib import Path

from bot.request import Place
from storage.tables import Activity, OutboxMessage
from storage.work import Work
from tests.chat import Chat, World

ROOT = Path(__file__).parent.parent


async def activities(world: World) -> int:
    """How many there are, deleted ones left out."""

    def ask(work: Work) -> int:
        return sum(row["deleted_at"] is None for row in work.ask(Activity.table().select()))

    return await world.look(ask)


async def test_a_repeated_delivery_has_one_effect_and_the_same_answer(both: World) -> None:
    dana, before = both.chat(), await activities(both)
    first = await dana.says("log call Globex 30m", key="delivery-1")
    both.passes(seconds=3)
    again = both.chat()
    assert await again.says("log call Globex 30m", key="delivery-1") == first
    assert again.last == dana.last
    assert await activities(both) == before + 1


async def test_two_deliveries_at_once(both: World) -> None:
    chats, before = [both.chat() for _ in range(4)], await activities(both)
    await chats[0].says("help")
    said = await asyncio.gather(*(chat.says("log call Globex 30m", key="same") for chat in chats))
    assert len(set(said)) == 1, said
    assert said[0].startswith("✓ Logged")
    assert await activities(both) == before + 1


async def test_a_double_click_has_one_effect_and_pressing_on_the_new_card_another(both: World) -> None:
    dana = both.chat()
    await dana.says("log call Globex 30m")
    card = dana.last
    first = await dana.presses("Growth")
    changed = dana.last
    dana.last = card
    assert await dana.presses("Growth") == first
    assert dana.last == changed
    assert await dana.presses("Undo") == "✓ Taken back: edited call with Globex"
    dana.last = card
    assert await dana.presses("Undo") == "✓ Taken back: call with Globex"


async def test_two_presses_at_once_by_one_person(both: World) -> None:
    dana, other = both.chat(), both.chat()
    await dana.says("next Globex send the report")
    other.last = dana.last
    said = await asyncio.gather(dana.presses("Done"), other.presses("Done"))
    assert said[0] == said[1]
    assert said[0].startswith("✓ Done")


async def test_two_people_press_the_same_button(both: World) -> None:
    """Each press is answered; the second learns that it was done already."""
    dana, jane = both.chat(), both.chat("jane@example.com")
    await jane.says("help")
    await dana.says("next Globex send the report")
    jane.last = dana.last
    assert (await dana.presses("Done")).startswith("✓ Done")
    assert (await jane.presses("Done")).startswith("That was done already.")


async def test_pressing_what_was_taken_back_is_answered(both: World) -> None:
    dana = both.chat()
    await dana.says("log call Globex 30m")
    card = dana.last
    await dana.presses("Undo")
    dana.last = card
    assert "There is no activity" in await dana.presses("Growth")
    assert not dana.done
    dana.last = card
    assert await dana.presses("Undo") == "✓ Taken back: call with Globex"


async def test_a_refused_press_can_be_pressed_again(world: World) -> None:
    dana, omar = world.chat(), world.chat("omar@example.com")
    await omar.says("team")
    vera = world.chat("vera@example.com")
    await dana.says("log call Globex 30m")
    vera.last = dana.last
    assert "There is no activity" in await vera.presses("Growth") or not vera.done
    await omar.says("role Vera lead")
    vera.last = dana.last
    assert "growth" in await vera.presses("Growth")


async def test_a_share_is_posted_once(both: World) -> None:
    dana = await in_a_room(both)
    await dana.says("log call Globex 30m")
    card = dana.last
    await dana.presses("Share")
    dana.last = card
    await dana.presses("Share")
    assert await both.look(lambda work: len(work.ask(OutboxMessage.table().select()))) == 1


async def in_a_room(world: World) -> Chat:
    chat = world.chat(channel="room", place=Place.PRIVATE)
    await chat.says("help")
    await world.bot.roster(chat.address, [chat.sender])
    return chat


DIES = """
import asyncio, os, signal, sys
from storage.engine import engine
from storage.ground import open_ground
from tests.chat import World

async def main():
    world = World(open_ground(engine(sys.argv[1])))
    await world.chat().says("log call Globex 30m before the crash", key="the-one")
    os.kill(os.getpid(), signal.SIGKILL)  # committed, and nobody was answered

asyncio.run(main())
"""


async def test_killed_between_commit_and_answer(both: World) -> None:
    before = await activities(both)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DIES, both.ground.engine.url, cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )
    _, told = await asyncio.wait_for(child.communicate(), 60)
    assert child.returncode == -signal.SIGKILL, told.decode()
    dana = both.chat()
    said = await dana.says("log call Globex 30m before the crash", key="the-one")
    assert said.startswith("✓ Logged\nGlobex · call · 30 min · today\n“before the crash”")
    assert await activities(both) == before + 1
    assert await dana.presses("Undo") == "✓ Taken back: call with Globex"
    assert await activities(both) == before
