"""Which emoji stand for what: shown to everybody, chosen by an admin, taken back like anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.emoji import USUAL, Verb, named, plain, table, verb_of, written
from tests.chat import World


async def test_the_table_is_shown_and_changed(world: World) -> None:
    omar = world.chat("omar@example.com")
    assert "👀 :eyes:" in await omar.says("emoji")
    assert "🙌 :raised_hands:" in await omar.says("emoji take :raised_hands: :acme-grab:")
    told = await omar.says("emoji")
    assert ":raised_hands: :acme-grab:" in told
    assert ":eyes:" not in told
    await omar.says("undo")
    assert ":eyes:" in await omar.says("emoji")


async def test_one_is_switched_off_and_made_usual_again(world: World) -> None:
    omar = world.chat("omar@example.com")
    assert "Win: off" in await omar.says("emoji win off")
    assert "Win: off" in await omar.says("emoji")
    assert "⭐ :star:" in await omar.says("emoji win default")


async def test_only_admins_change_it(world: World) -> None:
    dana = world.chat("dana@example.com")
    assert "emoji take" not in await dana.says("emoji")
    await dana.says("emoji take :tada:")
    assert not dana.done
    assert ":eyes:" in await dana.says("emoji")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("emoji take", "Which emoji?"),
        ("emoji take :star:", "stands for “win” already"),
        ("emoji take ✔", "stands for “done” already"),
        ("emoji take :a: :b: :c: :d: :e: :f:", "the most"),
        ("emoji take 🦩", "Write its name"),
        ("emoji take !!", "Write its name"),
    ],
)
async def test_what_cannot_be_is_told(world: World, line: str, told: str) -> None:
    omar = world.chat("omar@example.com")
    assert told in await omar.says(line)
    assert not omar.done


async def test_what_is_put_on_cards_and_on_messages_may_be_the_same(world: World) -> None:
    omar = world.chat("omar@example.com")
    await omar.says("emoji escalate :eyes:")
    assert omar.done


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (":raised_hands:", ("raised_hands",)),
        (":raised_hands::skin-tone-4:", ("raised_hands",)),
        (":a::b:", ("a", "b")),
        ("eyes, star", ("eyes", "star")),
        ("👍🏽", ("+1",)),
        ("✔️", ("heavy_check_mark",)),
        (":thumbsup:", ("+1",)),
        (":Parrot: :parrot:", ("parrot",)),
        ("", None),
        ("🦩", None),
    ],
)
def test_names_are_read_as_people_type_them(typed: str, names: tuple[str, ...] | None) -> None:
    assert named(typed) == names


NAMES = st.lists(st.from_regex(r"[a-z][a-z0-9_+-]{0,20}", fullmatch=True), max_size=5, unique=True).map(tuple)


@given(st.dictionaries(st.sampled_from(Verb), NAMES))
def test_a_table_reads_back(changed: dict[Verb, tuple[str, ...]]) -> None:
    kept = {**USUAL, **changed}
    assert table(written(kept)) == kept
    assert written(USUAL) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_names_that_are_found_again(text: str) -> None:
    for name in named(text) or ():
        assert plain(name) == name
        assert verb_of({**USUAL, Verb.TAKE: (name,), Verb.DONE: (), Verb.WIN: ()}, name, ours=True) is Verb.TAKE
