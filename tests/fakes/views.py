"""Hypothesis strategies: any view that the bot could draw, with any text in it."""

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.chart import Band, Point, Range, Series
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
    Room,
    Row,
    Rows,
    Table,
    Text,
    When,
)
from tests.contracts.gallery import PROBES

words = st.one_of(st.text(max_size=40), st.sampled_from(PROBES), st.text("abc déf", min_size=90, max_size=400))


def named(text: str) -> bool:
    """Nobody is mentioned without a name, and a name begins and ends with a letter or a figure.

    Teams' mentions cannot hold some marks; where one is left out at a name's end, two words would look like one.
    """
    return text[:1].isalnum() and text[-1:].isalnum() and "_" not in text


names = st.text("abcdefgh", min_size=1, max_size=12)
lines = st.one_of(names, st.text("ab \u00e9", min_size=1, max_size=2500))
spans = st.lists(
    st.one_of(
        words,
        words.map(Bold),
        st.builds(Link, words, st.sampled_from(["https://example.com/a", "javascript:alert(1)", "https://a b", ""])),
        st.builds(Mention, words.filter(named), st.sampled_from([(), ("teams:x:y",)])),
        st.just(Mention("Ana", ("teams:x:ana", "slack:T0BAILEY:U0ANA"))),
        st.builds(Room, words, st.just("web:t:renewals")),
        st.builds(When, st.just(date(2026, 1, 2)), text=words),
        st.builds(Amount, st.integers(0, 10**9), st.just("EUR"), words),
        lines.map(CommandLine),
    ),
    max_size=4,
).map(tuple)
confirms = st.none() | st.builds(Confirm, words, words, words, words)
buttons = st.builds(Button, words, lines, st.sampled_from(["plain", "primary", "danger"]), confirms, st.booleans())
several = st.lists(buttons, max_size=6).map(tuple)
rows = st.builds(Row, spans, spans, several)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(st.builds(Column, words, st.sampled_from(["left", "right"])), min_size=1, max_size=5))
    row = st.tuples(*(spans for _ in columns))
    cells = draw(st.lists(row, max_size=6)) * draw(st.sampled_from([1, 1, 20]))
    return Table(tuple(columns), tuple(cells), draw(st.none() | st.integers(0, 500)), draw(st.none() | lines))


fields = st.builds(
    FormField,
    names,
    words,
    st.sampled_from(["text", "multiline", "choice", "choices", "account", "accounts", "member", "people", "date"]),
    st.booleans(),
    st.lists(st.builds(Option, names, words), max_size=4, unique_by=lambda option: option.value).map(tuple),
    words,
    words,
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    asked = draw(st.lists(fields, min_size=1, max_size=6, unique_by=lambda field: field.name))
    known = st.sampled_from([field.name for field in asked])
    values = draw(st.dictionaries(known, st.one_of(names, words), max_size=4))
    errors = draw(st.dictionaries(known, words.filter(str.strip), max_size=2))
    return Form(draw(names), draw(words), tuple(asked), values, {}, errors, draw(st.dictionaries(names, words)))


numbers = st.one_of(st.integers(-(10**6), 10**6), st.decimals(-1000, 1000, places=2))
days = st.integers(0, 400).map(lambda count: When(date(2026, 1, 1) + timedelta(count), "short", f"day {count}"))
places = st.one_of(names, days)
points = st.builds(Point, places, st.none() | numbers)
series = st.builds(
    Series,
    words,
    st.one_of(
        st.lists(points, max_size=8).map(tuple),
        st.lists(st.builds(Point, days, numbers), min_size=2, max_size=70, unique_by=lambda point: point.at).map(tuple),
    ),
)
bands = st.builds(Band, words, st.lists(st.builds(Range, places, numbers, numbers), max_size=4).map(tuple))
charts = st.builds(
    Chart,
    words,
    spans.filter(bool),
    st.lists(series, max_size=8).map(tuple),
    st.just(frozenset()),
    st.sampled_from(["line", "bar"]),
    st.none() | series,
    st.none() | bands,
    st.none() | numbers,
    st.none() | numbers,
    st.sampled_from(["", " %", " users"]),
)
blocks = st.one_of(
    charts,
    spans.map(Heading),
    spans.map(Text),
    st.lists(st.builds(Fact, words, spans), max_size=5).map(lambda items: Facts(tuple(items))),
    tables(),
    st.builds(Rows, st.lists(rows, max_size=8).map(tuple), st.none() | st.integers(0, 500), st.none() | lines),
    st.builds(Notice, st.sampled_from(["done", "info", "warning", "problem"]), spans),
    several.map(Buttons),
    spans.map(Footer),
)
drawn_views = st.builds(
    DrawnView, st.lists(blocks, max_size=12).map(tuple), words, st.sampled_from(["", "nonce1", "n:o:n:c:e"])
)
views_with_form = st.builds(
    lambda view, form: DrawnView((*view.blocks[:2], form), view.summary, view.nonce), drawn_views, forms()
)
