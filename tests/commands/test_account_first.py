"""Lines that begin with an account, and questions after its health: understood, or offered what may be meant."""

import pytest

from tests.chat import World


@pytest.mark.parametrize(
    "line",
    ["why is Globex red", "why did Globex drop?", "Globex health?", "Globex's health", "is Globex healthy",
     "score of Globex"],
)  # fmt: skip
async def test_health_is_shown_however_it_is_asked_for(world: World, line: str) -> None:
    chat = world.chat()
    assert (await chat.says(line)).startswith(await chat.says("health Globex"))


async def test_lists_are_asked_for_in_plain_words(world: World) -> None:
    chat = world.chat()
    assert (await chat.says("which accounts are red")).startswith("My book by health · red")
    assert (await chat.says("who is at risk?")).startswith("My risks")
    assert (await chat.says("how are the KPIs of Globex")).startswith("Globex: KPIs")
    assert (await chat.says("Globex")).startswith("Globex · T1")


async def test_what_is_said_of_an_account_is_offered_and_never_guessed(world: World) -> None:
    chat = world.chat()
    said = await chat.says("Globex champion left")
    assert said.startswith("Globex: what shall I do with “champion left”? Nothing saved yet.")
    assert "✓ Flagged" in await chat.presses("Flag a risk")
    await chat.says("Globex is unhappy")
    assert "sentiment red" in await chat.presses("Sentiment red")
    await chat.says("Globex gave notice")
    assert list(chat.buttons) == ["Declare a fire", "Flag a risk", "Keep a note", "Look at it"]
    assert "Declare a fire for Globex?" in await chat.presses("Declare a fire")


async def test_why_still_explains_a_nudge(world: World) -> None:
    said = await world.chat().says("why renewal:1")
    assert "I said nothing of that to you" in said
