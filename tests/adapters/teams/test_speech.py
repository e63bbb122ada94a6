"""What people write in Teams, as plain text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams import speech

BOT = "28:app"


def mention(user: str, name: str, text: str = "") -> dict[str, Any]:
    return {"type": "mention", "mentioned": {"id": user, "name": name}, "text": text or f"<at>{name}</at>"}


def read(text: str, *entities: Any) -> speech.Speech:
    return speech.read({"text": text, "entities": list(entities), "recipient": {"id": BOT}})


OWN, SAM = mention(BOT, "Bailey"), mention("29:sam", "Sam Okafor")


@pytest.mark.parametrize(
    ("text", "entities", "plain"),
    [
        ("<at>Bailey</at> log call Acme 30m\n", [OWN], "log call Acme 30m"),
        ("<at>Bailey</at>&nbsp;log call Acme", [OWN], "log call Acme"),
        ("log call with <at>Sam Okafor</at> 30m", [SAM], "log call with <@29:sam> 30m"),
        ("<at>Bailey</at> tell <at>Bailey</at> taxi", [OWN], "tell Bailey taxi"),
        ("<at>Bailey</at> a <at>Bailey</at> b", [OWN, OWN], "a b"),
        ("<at>Bailey</at> taxi to Bailey", [OWN], "taxi to Bailey"),
        ("<at>B+ (x)</at> taxi", [mention(BOT, "B+ (x)")], "taxi"),
        ("<at>Sales</at> hi", [mention("19:sales@thread.tacv2", "Sales")], "<#19:sales@thread.tacv2> hi"),
        ("<at>Sam Okafor</at> said", [], "Sam Okafor said"),
        ("a &lt; b &amp;&amp; c &gt; d", [], "a < b && c > d"),
        ("a < b > c <!channel> <@U1>", [], "a < b > c <!channel> <@U1>"),
        ("<p>one</p><p>two<br/>three</p>", [], "one\ntwo\nthree"),
        ('good <emoji alt="👍" id="yes"></emoji>', [], "good 👍"),
        ("&amp;lt;at&amp;gt;", [], "&lt;at&gt;"),
        ("“smart” ‘quotes’ – dash", [], "“smart” ‘quotes’ – dash"),
        ("", [], ""),
    ],
)
def test_markup_is_undone(text: str, entities: list[Any], plain: str) -> None:
    assert " ".join(read(text, *entities).text.split(" ")).replace("  ", " ") == plain


def test_people_keep_the_name_that_was_shown() -> None:
    assert read("<at>Sam Okafor</at> and <at>Bailey</at>", SAM, OWN).people == {"29:sam": "Sam Okafor"}


@given(st.text(), st.lists(st.sampled_from([OWN, SAM, None, {}, {"type": "mention", "text": "x"}, 7]), max_size=4))
def test_anything_can_be_read(text: str, entities: list[Any]) -> None:
    assert "<at>Sam Okafor</at>" not in read(text + "<at>Sam Okafor</at>", *entities).text
