"""Cards of random views: within the limits, no word lost in silence, no text read as markup."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.teams import limits
from adapters.teams.actions import Surface
from adapters.teams.forms import choice_value, filled
from adapters.teams.render import render, size
from bot.chart import Band, Point, Range, Series
from bot.request import Filled
from bot.text import as_text
from bot.view import (
    Amount,
    Bold,
    Button,
    Buttons,
    Chart,
    Column,
    CommandLine,
    Confirm,
    DrawnView,
    Fact,
    Facts,
    Footer,
    Form,
    FormField,
    Heading,
    Link,
    Mention,
    Notice,
    Option,
    Row,
    Rows,
    Table,
    Text,
    When,
)
from tests.adapters.teams import cards
from tests.contracts import gallery
from tests.fakes.views import charts

MISCHIEF = (
    "**x**",
    "[a](b)",
    "<at>Sam Okafor</at>",
    "# h",
    "1. x",
    "{{DATE(2017-02-13T20:46:30Z, SHORT)}}",
    "{{{TIME(2017-02-13T20:46:30Z)}}}",
    "`c` _d_ ~~e~~",
    "- item\n> quote\r\n| a | b |",
    "\x00\x1b\u2028\u202e\ud800",
    "![x](https://evil.example/a.png)",
    "<b>b</b> &amp; &lt;at&gt;",
    "\\*",
    "‮مرحبا",
    "👩‍👩‍👧 é",
)
texts = st.one_of(st.sampled_from(MISCHIEF), st.text(max_size=40), st.text("ab *_[](){}<>#`\\\n-.1", max_size=30))
labels = texts.filter(lambda text: bool(text.strip()))
mentions = st.builds(
    Mention,
    st.text("abc é", min_size=1).map(str.strip).filter(bool),
    st.sampled_from([(), ("slack:T1:U1", "teams:t1:29:1sam")]),
)
pieces = st.one_of(
    texts,
    st.builds(Bold, texts),
    st.builds(Link, labels, st.sampled_from(["https://example.com/a(b)", "javascript:alert(1)", "http://x y"])),
    mentions,
    st.builds(lambda text: When(date(2026, 11, 23), text=text), texts),
    st.builds(lambda minor: Amount(minor, "EUR"), st.integers(-(10**9), 10**9)),
    st.builds(CommandLine, labels),
)
words = st.lists(pieces, min_size=1, max_size=4).map(tuple)
confirms = st.none() | st.builds(Confirm, labels, texts, labels, labels)
buttons = st.builds(
    Button, labels, texts, st.sampled_from(["plain", "primary", "danger"]), confirms, opens_form=st.booleans()
)
many_buttons = st.lists(buttons, min_size=1, max_size=9).map(tuple)
rows = st.builds(Row, words, words | st.just(()), many_buttons | st.just(()))
fields = st.builds(
    FormField,
    st.sampled_from(["account", "kind", "note", "on", "people"]),
    labels,
    st.sampled_from(["text", "multiline", "choice", "choices", "account", "accounts", "member", "people", "date"]),
    st.booleans(),
    st.lists(st.builds(Option, labels, labels), max_size=4, unique_by=lambda option: option.value).map(tuple),
    texts,
    texts,
).map(lambda item: item if item.kind.startswith("choice") else replace(item, options=()))  # where nothing is to choose


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(st.builds(Column, labels, st.sampled_from(["left", "right"])), min_size=1, max_size=4))
    row = st.tuples(*(words for _ in columns))
    return Table(tuple(columns), tuple(draw(st.lists(row, max_size=5))), draw(st.none() | st.just(99)), "more")


@st.composite
def forms(draw: st.DrawFn) -> Form:
    asked = draw(st.lists(fields, min_size=1, max_size=4, unique_by=lambda item: item.name))
    some = st.dictionaries(st.sampled_from([item.name for item in asked]), labels)
    return Form("log", draw(labels), tuple(asked), draw(some), {}, draw(some), draw(some), draw(labels))


blocks = st.one_of(
    st.builds(Heading, words),
    st.builds(Text, words),
    st.builds(Facts, st.lists(st.builds(Fact, labels, words), min_size=1, max_size=4).map(tuple)),
    tables(),
    st.builds(Rows, st.lists(rows, min_size=1, max_size=4).map(tuple), st.none() | st.just(50), st.just("next")),
    st.builds(Notice, st.sampled_from(["done", "info", "warning", "problem"]), words),
    st.builds(Buttons, many_buttons),
    st.builds(Footer, words),
    charts,
)
views = st.builds(
    lambda some, form, summary: DrawnView((*some, *form), summary, "nonce1"),
    st.lists(blocks, min_size=1, max_size=5),
    st.lists(forms(), max_size=1),
    texts,
)
modest = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@modest
@given(views, st.sampled_from(Surface))
def test_no_word_is_lost_no_limit_passed_and_nothing_is_markup(view: DrawnView, surface: Surface) -> None:
    rendered = render(view, surface)
    assert cards.faults(rendered.card) == []
    assert cards.markup(rendered.card) == []
    assert "{{" not in rendered.summary
    assert len(rendered.summary) <= limits.SUMMARY
    shown = set(re.findall(r"\w+", cards.words(rendered.card)))
    if "did not fit" in cards.words(rendered.card) or "left out" in cards.words(rendered.card):
        return
    title = view.form.title if view.form and surface is Surface.DIALOG else ""
    plain = re.sub("[\u202a-\u202e\u2066-\u2069]", "", as_text(view))
    assert set(re.findall(r"\w+", plain)) - shown - set(re.findall(r"\w+", title)) == set()


@modest
@given(st.integers(1, 3000), st.text(max_size=60))
def test_whatever_is_too_long_is_cut_and_counted(count: int, note: str) -> None:
    table = Table((Column("Account"), Column("Note")), tuple(((f"Account {n}",), (note,)) for n in range(count)), None)
    card = render(DrawnView((Heading(("Your book",)), table), "Your book")).card
    assert size(card) <= limits.CARD_BYTES
    seen = cards.words(card)
    kept = len(re.findall(r"^Account \d+$", seen, re.MULTILINE))
    assert kept == count or f"{count - kept} more row" in seen


@pytest.mark.parametrize("count", [1, 60, 200])
def test_every_kind_of_flood_ends_in_a_card_that_fits(count: int) -> None:
    long = "lorem ipsum " * count
    flood = DrawnView(
        (
            *(Text((long,)) for _ in range(count)),
            Facts(tuple(Fact(f"Fact {n}", (long,)) for n in range(count))),
            Buttons(tuple(Button(f"Button {n}", "x" * 1500) for n in range(count))),
            Form("log", "Log", tuple(FormField(f"f{n}", f"Field {n}") for n in range(count)), {"f0": long}),
            Footer(("Why: " + long,)),
        ),
        "Flood",
    )
    card = render(flood).card
    assert size(card) <= limits.CARD_BYTES
    assert cards.faults(card) == []
    assert count == 1 or "did not fit" in cards.words(card) or "left out" in cards.words(card)


def test_a_mention_notifies_and_a_name_alone_does_not() -> None:
    view = DrawnView((Text((Mention("Sam", ("teams:t:29:1sam",)), " and ", Mention("Lee"), " <at>Sam</at>")),), "x")
    card = render(view).card
    [entity] = card["msteams"]["entities"]
    assert entity == {"type": "mention", "text": "<at>Sam</at>", "mentioned": {"id": "29:1sam", "name": "Sam"}}
    assert json.dumps(card["body"]).count("<at>Sam</at>") == 1
    assert cards.words(card) == "\n@Sam and @Lee <at>Sam</at>"


def test_a_question_is_asked_before_a_dangerous_button_acts() -> None:
    button = Button("Delete", "delete activity:9", "danger", Confirm("Delete it?", "Undo brings it back.", "Delete it"))
    card = render(DrawnView((Buttons((button,)),), "x", "n1")).card
    opener, yes, no = cards.actions(card)
    assert [one["title"] for one in (opener, yes, no)] == ["Delete", "Delete it", "Keep it"]
    assert opener["type"] == no["type"] == "Action.ToggleVisibility"
    assert yes["data"] == {"line": "delete activity:9", "nonce": "n1"}
    [question] = [part for part in cards.parts(card) if part.get("isVisible") is False]
    assert question["id"] in opener["targetElements"]


def test_a_line_is_drawn_over_its_days_with_a_sketch_for_old_clients() -> None:
    [chart] = [part for part in cards.parts(render(gallery.health()).card) if part["type"] == "Chart.Line"]
    assert [line["legend"] for line in chart["data"]] == ["Health", "Red below"]
    assert chart["data"][0]["values"][0] == {"x": "2026-08-25", "y": 63}
    assert len(chart["data"][0]["values"]) == limits.CHART_POINTS
    assert (chart["yMin"], chart["yMax"]) == (0, 100)
    assert "█" in json.dumps(chart["fallback"], ensure_ascii=False) or "▅" in json.dumps(
        chart["fallback"], ensure_ascii=False
    )
    assert f"Drawn with {limits.CHART_POINTS} of 90 figures." in cards.words(render(gallery.health()).card)


def test_a_forecast_is_drawn_between_its_ends_and_bars_of_two_series_in_groups() -> None:
    line, bars = [part for part in cards.parts(render(gallery.forecast()).card) if part["type"].startswith("Chart.")]
    expected = ["Reached", "Plan", "Expected, 8 in 10: from", "Expected, 8 in 10: to"]
    assert [drawn["legend"] for drawn in line["data"]] == expected
    assert bars["type"] == "Chart.VerticalBar.Grouped"
    assert [len(drawn["values"]) for drawn in bars["data"]] == [4, 3], "what was not measured is no bar of nought"


@pytest.mark.parametrize(
    ("chart", "drawn"),
    [
        (Chart("x", ("y",), (), frozenset()), 0),
        (Chart("x", ("y",), (Series("s", (Point("a", None),)),), frozenset()), 0),
        (Chart("x", ("y",), (), frozenset(), band=Band("b", (Range("a", 0, 1),))), 0),
        (Chart("x", ("y",), (), frozenset(), target=Series("t", (Point("a", 1), Point("b", 2)))), 1),
    ],
)
def test_a_chart_with_little_in_it_is_drawn_as_far_as_there_is_something(chart: Chart, drawn: int) -> None:
    card = render(DrawnView((chart,), "x")).card
    assert cards.faults(card) == []
    assert len([part for part in cards.parts(card) if part["type"].startswith("Chart.")]) == drawn


def test_buttons_of_a_dialog_stay_in_the_dialog() -> None:
    view = DrawnView((Buttons((Button("Undo", "undo"), Button("Edit", "edit", opens_form=True))),), "x", "n1")
    assert {action["type"] for action in cards.actions(render(view, Surface.DIALOG).card)} == {"Action.Submit"}
    assert [action["type"] for action in cards.actions(render(view).card)] == ["Action.Execute", "Action.Submit"]


@given(st.lists(st.text(min_size=1).filter(lambda text: "\n" not in text), max_size=4))
def test_several_choices_come_back_as_they_were(picked: list[str]) -> None:
    entered = ",".join(choice_value(one, "people") for one in picked)
    data = {"form": "log", "hidden": {"draft": "7"}, "m:with": entered, "t:note": "a, b\nc", "line": 7, "x": "y"}
    assert filled(data) == Filled("log", {"draft": "7", "with": "\n".join(picked), "note": "a, b\nc"})


def test_a_date_in_words_is_kept_as_typed() -> None:
    form = Form("log", "Log", (FormField("on", "On", "date"), FormField("by", "By", "date")), {"on": "last Thu"})
    first, second = cards.inputs(render(DrawnView((form,), "x")).card)
    assert (first["type"], first["value"]) == ("Input.Text", "last Thu")
    assert second["type"] == "Input.Date"
