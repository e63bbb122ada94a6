"""What cannot be meant as it stands is asked about and never half done."""

import pytest

from tests.chat import World


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("log call Globex -5m", "-5m is no length of time. Try 5m."),
        ("log meeting Globex 45m by Sam and Lee", "“Sam and Lee” are two; here is room for one."),
    ],
)
async def test_a_line_that_would_be_wrong_in_silence_is_asked_about(world: World, line: str, said: str) -> None:
    dana = world.chat()
    before = await dana.says("activities Globex")
    assert said in await dana.says(line)
    assert await dana.says("activities Globex") == before


async def test_what_follows_one_name_is_the_note(world: World) -> None:
    card = await world.chat().says("log meeting Globex 45m by Sam and it went well")
    assert "Sam" in card
    assert "and it went well" in card


async def test_a_renewal_in_plain_words_is_one_press_away(world: World) -> None:
    dana = world.chat()
    assert "[Renewal: renewed]" in await dana.says("Polar renewed 95k")
    assert "€88,000 → €95,000 · expanded" in await dana.presses("Renewal: renewed")
    await dana.says("undo")
    assert "“pricing” needs its evidence" in await dana.says("we lost Polar over pricing")
