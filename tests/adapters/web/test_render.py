"""The page's rendering: no word lost, no string read as markup, one id for one thing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.web import render
from bot.text import as_text
from bot.view import (
    Bold,
    Button,
    Buttons,
    Chart,
    CommandLine,
    DrawnView,
    Fact,
    Facts,
    Footer,
    Heading,
    Link,
    Mention,
    Notice,
    Text,
)
from tests.adapters.web.reading import OURS, read
from tests.contracts import gallery
from tests.fakes.views import charts
from tests.fakes.web_bailey import day, everything, form, logged, which

WORD = re.compile(r"\w+")


@pytest.mark.parametrize("view", [everything(), logged(), which(), day(), form()])
def test_every_word_is_shown(view: DrawnView) -> None:
    seen = read(render.render(view))
    assert set(WORD.findall(as_text(view))) <= set(WORD.findall(seen.words))
    assert len(seen.ids) == len(set(seen.ids))
    assert all(seen.labels)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_any_text_stays_text(text: str) -> None:
    view = DrawnView(
        (
            Heading((text, Bold(text))),
            Text((Link(text, text), Mention(text), CommandLine(text))),
            Notice("warning", (text,)),
            Facts((Fact(text, (text,)),)),
            Buttons((Button(text, text),)),
            Footer((text,)),
        ),
        text,
        text,
    )
    seen = read(render.render(view))
    assert {tag for tag, _ in seen.tags} <= OURS - {"script"}
    assert seen.links == []
    assert len(WORD.findall(seen.words)) >= len(WORD.findall(as_text(view)))


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.com/a?b=1&c=2", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<script>", False),
        ("//example.com", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    seen = read(render.render(DrawnView((Text((Link("the sheet", url),)),), "")))
    assert seen.links == ([url] if linked else [])
    assert "the sheet" in seen.words


def test_what_was_filled_in_and_is_no_option_is_kept() -> None:
    seen = read(render.render(form(values={"kind": "séance", "missions": "value\nfame", "people": "Jane\nSam"})))
    assert seen.fields["kind"] == "séance"
    assert set(seen.fields["missions"].split("\n")) == {"value", "fame"}
    assert seen.fields["people"] == "Jane\nSam"


@settings(max_examples=60, deadline=None)
@given(charts)
def test_any_chart_is_drawn_inside_its_frame_and_said_in_words(chart: Chart) -> None:
    view = DrawnView((chart,), "")
    seen = read(render.render(view))
    assert {tag for tag, _ in seen.tags} <= OURS - {"script"}
    assert len(seen.ids) == len(set(seen.ids))
    assert len(WORD.findall(seen.words)) >= len(WORD.findall(as_text(view)))
    [drawing] = [attrs for tag, attrs in seen.tags if tag == "svg"]
    assert drawing["role"] == "img"
    assert {drawing["aria-labelledby"], drawing["aria-describedby"]} <= set(seen.ids)
    for _, attrs in seen.tags:
        assert "style" not in attrs, "the page allows no style of its own"
        numbers = re.findall(r"-?\d+\.?\d*", attrs.get("points", "") + " " + attrs.get("d", "").removesuffix("h.01"))
        assert all(-1 <= float(number) <= 1001 for number in numbers)


def test_a_gap_is_a_gap_and_bars_stand_on_nought() -> None:
    tags = read(render.render(gallery.health())).tags
    assert len([1 for tag, attrs in tags if tag == "polyline" and "class" not in attrs]) == 2
    bars = [attrs for tag, attrs in read(render.render(gallery.forecast())).tags if tag == "rect"]
    assert len(bars) == 7
    ground = 1000 * 15 / 25
    assert all(ground in (float(bar["y"]), round(float(bar["y"]) + float(bar["height"]), 1)) for bar in bars), (
        "up from nought or down from it"
    )
