"""The terminal's rendering: nothing lost, nothing that moves the cursor, nothing too wide."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.cli.render import clean, columns, render, wrap
from bot.text import as_text
from bot.view import Bold, Chart, DrawnView, Fact, Facts, Heading, Notice, Text
from tests.contracts import gallery
from tests.fakes.views import charts
from tests.fakes.web_bailey import day, everything, logged

WORD = re.compile(r"\w+")


def test_a_card() -> None:
    assert render(logged()).text == (
        "✓ Logged · only you\n"
        "Acme Corp · call · 30 min · today\n"
        "“pricing, QBR 2 Dec” · preventive?\n"
        "[1] Undo  [2] Edit  [3] Next step  [4] Share"
    )


def test_rows_have_their_own_buttons() -> None:
    printed = render(day(), start=5)
    assert "• Send the SOC2 report\n  Acme Corp · today\n  [5] Done\n" in printed.text
    assert printed.buttons[6].line == "done 2"


def test_nothing_is_wider_than_the_screen() -> None:
    for width in (30, 48, 80, 120):
        printed = render(everything(), width)
        assert max(map(columns, printed.lines)) <= width
        assert set(WORD.findall(as_text(everything()))) <= set(WORD.findall(printed.text))


def test_colour_changes_no_word() -> None:
    coloured = render(everything(), colour=True).text
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == render(everything()).text


def test_wide_letters_take_two_columns() -> None:
    assert columns("日本") == 4
    assert columns("e\u0301") == 1
    assert list(wrap("日本 日本 日本", 9)) == ["日本 日本", "日本"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.integers(20, 100))
def test_no_word_is_lost_and_no_control_character_arrives(text: str, width: int) -> None:
    view = DrawnView(
        (Heading((text, Bold(text))), Text((text,)), Notice("done", (text,)), Facts((Fact(text, (text,)),))), ""
    )
    printed = render(view, width).text
    assert clean(printed) == printed
    assert "".join(WORD.findall(clean(as_text(view)))) == "".join(WORD.findall(printed))


def test_a_chart_is_sketched_and_said() -> None:
    printed = render(gallery.forecast(), 60)
    assert (
        "Weekly active users\n110 now, 128 planned; 107 to 137 expected on 15 Feb.\n  ▁▁▁▂▂▂▃▃▃▃▃▄▄\n" in printed.text
    )
    assert "  █▇▆▅  August\n  ▁▃▄  November\n" in printed.text
    assert max(map(columns, printed.lines)) <= 60


@settings(max_examples=40, deadline=None)
@given(charts, st.integers(20, 100))
def test_no_word_of_a_chart_is_lost(chart: Chart, width: int) -> None:
    view = DrawnView((chart,), "")
    printed = render(view, width)
    assert clean(printed.text) == printed.text
    assert set(WORD.findall(clean(as_text(view)))) <= set(WORD.findall(printed.text))
