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
