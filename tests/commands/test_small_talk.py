"""What people say without asking for anything is answered in a few words, and loses nothing."""

import pytest

from bot.request import Place
from bot.rules.small_talk import chat
from tests.chat import World


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("thank you", "Gladly."),
        ("Thx!", "Gladly."),
        ("thanks so much, Bailey 🙏", "Gladly."),
        ("ok", "Good."),
        ("👍", "Good."),
        ("👍🏽👍🏽", "Good."),
        (":+1::skin-tone-3:", "Good."),
        ("haha good one", "Good."),
        ("hi", "Hello."),
        ("good evening, Bailey", "Hello."),
        ("hello bailey, how are you?", "Ready when you are."),
        ("yes", "Nothing waits for a yes or a no here."),
        ("never mind", "All right."),
        ("you're wrong", "Then it needs mending."),
        ("please stop messaging me", "What I tell you unasked is listed"),
    ],
)
async def test_it_is_answered_briefly(world: World, said: str, answer: str) -> None:
    told = await world.chat().says(said)
    assert told.startswith(answer)
    assert len(told.splitlines()) <= 2


async def test_a_greeting_shows_a_way_on(world: World) -> None:
    dana = world.chat()
    await dana.says("hi")
    assert list(dana.buttons) == ["What needs me", "Help"]
    assert (await dana.presses("What needs me")).startswith("Dana, ")


@pytest.mark.parametrize("said", ["help me", "can you help me?", "what can you do", "who are you"])
async def test_whoever_asks_for_help_gets_it(world: World, said: str) -> None:
    assert (await world.chat().says(said)).startswith("Just write it")


@pytest.mark.parametrize(
    "said",
    ["thanks Acme for the call", "good call with Acme 30m", "no renewal at Acme", "hi Acme", "ok 30m", "fine Acme"],
)
def test_what_says_more_is_none(said: str) -> None:
    assert chat(said) is None


async def test_it_is_said_before_no_outsiders(world: World) -> None:
    shared = world.chat(place=Place.SHARED, channel="room")
    assert "Gladly" not in await shared.says("thanks")
