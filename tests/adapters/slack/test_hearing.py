import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.hearing import hear


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        ("call Acme &amp; Sons &lt;b&gt;", "call Acme & Sons <b>"),
        ("&amp;lt;b", "&lt;b"),
        ("by <@U0SAM|sam> in <#C0OPEN|general>", "by <@U0SAM> in <#C0OPEN>"),
        ("in <#C0OPEN|>", "in <#C0OPEN>"),
        ("to <mailto:jane@acme.com|jane@acme.com> <tel:+4912|+49 12>", "to jane@acme.com +49 12"),
        ("see <https://example.com/a?b=1&amp;c=2|the deck>", "see https://example.com/a?b=1&c=2"),
        ("call <http://acme.com|acme.com>", "call acme.com"),
        ("<https://example.com>", "https://example.com"),
        ("ping <!here> <!channel|channel> <!subteam^S1|@csms> <!subteam^S2>", "ping @here channel @csms @subteam"),
        ("on <!date^1392734382^{date}|18 Feb 2014>", "on 18 Feb 2014"),
        ("“smart” quotes’ stay", "“smart” quotes’ stay"),
        ("<> a <b", "<> a <b"),
    ],
)
def test_it_is_heard_as_it_was_typed(encoded: str, text: str) -> None:
    assert hear(encoded).text == text


def test_people_are_named() -> None:
    heard = hear("with <@U0SAM|sam &amp; co> and <@U0ANA>")
    assert heard.people == {"U0SAM": "sam & co", "U0ANA": ""}


def test_baileys_own_mention_is_left_out() -> None:
    heard = hear("<@U0BAILEY> log call Acme by <@U0SAM>", but="U0BAILEY")
    assert heard.text == "log call Acme by <@U0SAM>"
    assert heard.people == {"U0SAM": ""}


@given(st.text())
def test_any_text_comes_back(typed: str) -> None:
    assert hear(html.escape(typed, quote=False)).text == typed
