"""What words say of a risk's end."""

import pytest

from bot.rules.risk_words import ending


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("saved", ("", "saved", "")),
        ("pricing saved: they signed", ("pricing", "saved", "they signed")),
        ("narrowly saved: credit and a visit", ("", "narrowly saved", "credit and a visit")),
        ("the pricing risk is barely saved", ("the pricing risk", "narrowly saved", "")),
        ("lost because they merged", ("", "lost", "they merged")),
        ("saved because of Jane", ("", "saved", "because of Jane")),
        ("champion lost", ("champion", "lost", "")),
    ],
)  # fmt: skip
def test_an_end_is_told_from_its_words(text: str, told: tuple[str, str, str]) -> None:
    assert ending(text) == told


@pytest.mark.parametrize(
    "text", ["lost champion", "data was lost in the upgrade", "we lost the deal: price", "saved us"]
)
def test_what_goes_on_is_no_end(text: str) -> None:
    assert ending(text) is None
