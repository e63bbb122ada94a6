"""Lines with a slip in them: what is wrong is named, and nothing that was typed is lost."""

import pytest

from tests.chat import World


async def test_one_bad_piece_keeps_the_others(world: World) -> None:
    dana = world.chat()
    said = await dana.says("log call Acme Corp 30m pricing; email Globex 900h; chat Globex 5m")
    assert "Nothing is saved yet. “email Globex 900h”: 900h is more than a day." in said
    assert "the other 2 are saved with it" in said
    assert not dana.done
    assert "No activities" in await dana.says("activities today") or "pricing" not in await dana.says("activities")
    await dana.says("log call Acme Corp 30m pricing; email Globex 900h; chat Globex 5m")
    said = await dana.fills(length="9m")
    assert all(part in said for part in ("email · 9 min", "call · 30 min", "pricing", "chat · 5 min"))
    await dana.presses("Undo")
    assert "pricing" not in await dana.says("activities")


async def test_more_than_a_dialog_carries_is_a_button(world: World) -> None:
    dana = world.chat()
    others = "; ".join(f"call Globex 5m {number} {'x' * 300}" for number in range(8))
    assert "The other 8 can be saved alone." in await dana.says(f"log email Globex 900h; {others}")
    assert (await dana.presses("Save the other 8")).count("Globex · call · 5 min") == 8


async def test_the_likely_button_keeps_the_other_pieces_and_the_length(world: World) -> None:
    dana = world.chat()
    await dana.says("log call Acme Corp 30m; email Globex 23:00-23:45")
    said = await dana.presses("Sun 22 Nov")
    assert "email · 45 min" in said
    assert "call · 30 min" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("log call Globex 30m by @nobody", "Who is @nobody?"),
        ("next Acme Corp foo 31 feb", "There is no 31 feb."),
        ("account foo fighters", "I know no account “foo fighters”."),
        ("merge Acme Corp into Nobody Knows", "I know no account “Nobody Knows”."),
        ("next send the SOC2", "Which account"),
        ("move 7 31 feb", "There is no 31 feb."),
        ("accounts qwertz", "Try accounts"),
    ],
)
async def test_what_is_wrong_is_named(world: World, typed: str, said: str) -> None:
    dana = world.chat()
    answer = await dana.says(typed)
    assert said in answer
    assert "<" not in answer, "no whole usage"
    assert not dana.done


async def test_unknown_accounts_of_a_list_are_asked_about_one_after_another(world: World) -> None:
    dana = world.chat()
    assert "I know no account “Fooco”" in await dana.says("log webinar Fooco, Barco Labs 1h")
    assert "I know no account “Barco Labs”" in await dana.presses("Create Fooco")
    said = await dana.presses("Create Barco Labs")
    assert "Fooco · webinar · 30 min" in said
    assert "Barco Labs · webinar · 30 min" in said


async def test_who_only_looks_up_is_not_offered_to_create(world: World) -> None:
    dana = world.chat()
    await dana.says("account Fooco Foods")
    assert not any(label.startswith("Create") for label in dana.buttons)
