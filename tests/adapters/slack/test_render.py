import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import forms
from adapters.slack.buttons import read_press
from adapters.slack.origin import Kept, Origin, pack, unpack
from adapters.slack.pieces import Reader
from adapters.slack.render import message, plainly
from bot.request import Line
from bot.text import as_text
from bot.view import (
    Button,
    Buttons,
    DrawnView,
    Form,
    FormField,
    Heading,
    Link,
    Mention,
    Room,
    Text,
    every_button,
)
from tests.contracts import gallery
from tests.fakes import block_kit
from tests.fakes.views import drawn_views, views_with_form

WORD = re.compile(r"\w+")
SAID = re.compile(r"left out|did not fit|too long|in full")
READER = Reader("T0BAILEY", lambda line: f"/bailey {line}")
modest = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def seen(payload: block_kit.Json) -> str:
    return block_kit.visible(payload, {"U0ANA": "Ana"})


@given(drawn_views)
@modest
def test_any_view_is_one_that_slack_takes_and_reads_as_text(view: DrawnView) -> None:
    for payload in (message(view, READER), plainly(view, READER)):
        assert block_kit.faults(payload) == []
        assert block_kit.markup(payload) == []


@given(drawn_views)
@modest
def test_no_word_is_lost_in_silence(view: DrawnView) -> None:
    shown = seen(message(view, READER))
    lost = set(WORD.findall(as_text(view, READER.typed))) - set(WORD.findall(shown))
    assert not lost or SAID.search(shown)


@given(drawn_views)
@modest
def test_every_press_says_its_line_and_its_card(view: DrawnView) -> None:
    drawn = block_kit.buttons(message(view, READER))
    presses = [read_press({**button, "block_id": block}) for block, button in drawn]
    assert {press.nonce for press in presses} <= {view.nonce}
    offered = {button.line for button in every_button(view.blocks)} | {
        following for block in view.blocks if (following := getattr(block, "next", None))
    }
    assert {press.line.text for press in presses} <= offered


@given(views_with_form)
@modest
def test_any_form_is_a_dialog_or_says_it_cannot_be(view: DrawnView) -> None:
    try:
        dialog = forms.dialog(view, READER, Origin("C1"))
    except ValueError:
        return
    assert block_kit.faults(dialog) == []
    assert block_kit.markup(dialog) == []
    form = view.form
    assert form is not None
    kept = unpack(dialog["private_metadata"])
    assert (kept.command, kept.nonce, kept.hidden) == (form.command, view.nonce, form.hidden)


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text()), st.text(max_size=400))
@modest
def test_what_a_dialog_keeps_comes_back(command: str, nonce: str, hidden: dict[str, str], url: str) -> None:
    kept = Kept(command, nonce, hidden, Origin("C1", "17.1", url, "18.1", ephemeral=False, direct=True))
    try:
        packed = pack(kept)
    except ValueError:
        return
    assert len(packed) <= 3000
    assert unpack(packed).hidden == hidden
    assert unpack(packed).origin.channel == "C1"


def test_a_long_hidden_text_is_squeezed() -> None:
    kept = Kept("log", "n", {"note": "what they said " * 400}, Origin("C1", url="https://hooks.slack.com/x"))
    assert unpack(pack(kept)) == kept


def test_people_of_the_workspace_are_mentioned_and_others_named() -> None:
    view = gallery.view(
        Text((Mention("Ana", ("teams:x:y", "slack:T0BAILEY:U0ANA")), Mention("Zoe", ("slack:T0ELSE:U9",))))
    )
    [block] = message(view, READER)["blocks"]
    [section] = block["elements"]
    assert section["elements"] == [{"type": "user", "user_id": "U0ANA"}, {"type": "text", "text": "@Zoe"}]


def test_a_channel_of_the_workspace_is_mentioned_and_others_named() -> None:
    view = gallery.view(Text((Room("x", "slack:T0BAILEY:C0ROOM"), Room("#renewals", "slack:T0ELSE:C9"))))
    [block] = message(view, READER)["blocks"]
    [section] = block["elements"]
    assert section["elements"] == [{"type": "channel", "channel_id": "C0ROOM"}, {"type": "text", "text": "#renewals"}]


def test_a_link_that_leads_elsewhere_is_words() -> None:
    view = gallery.view(Text((Link("x", "javascript:alert(1)"), Link("y", "https://example.com"))))
    [block] = message(view, READER)["blocks"]
    assert [element["type"] for element in block["elements"][0]["elements"]] == ["text", "link"]


def test_the_card_is_compact() -> None:
    """Two blocks: all words in one, the buttons below."""
    assert [block["type"] for block in message(gallery.logged(), READER)["blocks"]] == ["rich_text", "actions"]


def test_a_button_may_carry_the_longest_line() -> None:
    line = "log call Acme note:" + "é" * 740
    view = gallery.view(Buttons((Button("Log it", line),)))
    [(block, button)] = block_kit.buttons(message(view, READER))
    assert read_press({**button, "block_id": block}).line == Line(line)


def test_a_date_in_words_is_kept_as_words() -> None:
    form = Form("log", "Log", (FormField("on", "On", "date"),), {"on": "yesterday 14:00"})
    [block] = forms.dialog(gallery.view(form), READER, Origin())["blocks"]
    assert block["element"]["type"] == "plain_text_input"
    assert block["element"]["initial_value"] == "yesterday 14:00"


def test_a_long_title_stands_above_the_fields() -> None:
    form = Form("log", "Log an activity with Nordbank International", (FormField("note", "Note"),))
    dialog = forms.dialog(gallery.view(form), READER, Origin())
    assert len(dialog["title"]["text"]) <= 24
    assert "Nordbank International" in seen(dialog)


def test_the_summary_is_the_notification_and_nothing_else_is() -> None:
    view = DrawnView((Heading(("Acme pays €240k",)),), "Acme & <b>")
    assert message(view, READER)["text"] == "Acme &amp; &lt;b&gt;"
    assert "240" not in json.dumps({**message(view, READER), "blocks": []})


def test_a_link_without_words_says_nothing() -> None:
    view = DrawnView((Heading(("0", Link("", "https://example.com/a"))),), "")
    assert "example.com" not in json.dumps(message(view, READER))


def chart_of(view: DrawnView) -> block_kit.Json:
    [chart] = [block for block in message(view, READER)["blocks"] if block["type"] == "data_visualization"]
    return chart


def test_a_chart_is_drawn_by_slack_with_as_many_places_as_it_takes() -> None:
    chart = chart_of(gallery.health())["chart"]
    assert chart["type"] == "line"
    assert [series["name"] for series in chart["series"]] == ["Health", "Red below"]
    assert len(chart["axis_config"]["categories"]) == 20
    assert chart["series"][0]["data"][0] == {"label": "25 Aug", "value": 63}
    assert chart["series"][0]["data"][-1] == {"label": "23 Nov", "value": 41}
    assert "Drawn with 20 of 90 figures." in seen(message(gallery.health(), READER))


def test_a_forecast_is_drawn_up_to_today_and_the_rest_is_said() -> None:
    chart = chart_of(gallery.forecast())["chart"]
    reached, plan = chart["series"]
    assert (reached["name"], plan["name"]) == ("Reached", "Plan")
    assert [point["value"] for point in plan["data"]][:2] == [80, 82.82]
    words = seen(message(gallery.forecast(), READER))
    assert "Not drawn here: Expected, 8 in 10." in words
    assert "Expected, 8 in 10 · 17 Nov: 110 users to 110 users" in words


def test_a_dialog_and_home_have_a_sketch_instead() -> None:
    view = forms.home(gallery.health(), READER)
    assert block_kit.faults(view) == []
    assert "▅▄▄" in seen(view)
    assert "Health (8 of 91) · 25 Aug: 63" in seen(view)
