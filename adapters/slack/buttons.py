"""Buttons both ways: drawn on a card, and what a press says."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.slack import limits
from adapters.slack.spans import Json
from bot.request import Line
from bot.view import Button, Confirm


@dataclass(frozen=True, slots=True)
class Press:
    """line: what the button stands for. nonce: of the card it was on. opens_form: a dialog is expected."""

    line: Line
    nonce: str
    opens_form: bool


def actions(buttons: Sequence[Button], nonce: str, first: int) -> list[Json]:
    """Rows of buttons. first: how many blocks stand above, which keeps ids apart; the nonce rides in the block's id."""
    fitting = [button for button in buttons if len(button.line) <= limits.BUTTON_VALUE]
    rows = [fitting[at : at + limits.ACTIONS] for at in range(0, len(fitting), limits.ACTIONS)]
    return [
        {
            "type": "actions",
            "block_id": f"{nonce}:{first + number}"[-limits.ID :],
            "elements": [_button(button, f"{first + number}.{at}") for at, button in enumerate(row)],
        }
        for number, row in enumerate(rows)
    ]


def unfit(buttons: Sequence[Button]) -> Iterator[str]:
    """What a button could not say in full."""
    for button in buttons:
        if len(button.line) > limits.BUTTON_VALUE:
            yield f"“{button.label}” is too long for a button here."
        elif len(button.label.strip()) > limits.BUTTON_TEXT:
            yield f"“{limits.shorten(button.label, limits.BUTTON_TEXT)}” in full: {button.label}"


def retyped(label: str, line: Line, fallback: str) -> Button:
    """A button that says once more what somebody typed, where now a dialog can open.

    fallback: the line for words that are too long to ride along.
    """
    said = json.dumps({"say": line.text, "as": line.assumed, "bare": line.bare}, ensure_ascii=False)
    fits = len(said) <= limits.BUTTON_VALUE
    return Button(label, said if fits else fallback, style="primary", opens_form=True)


def read_press(action: Json) -> Press:
    """An element of a block_actions payload. Raises KeyError for an element that is no button of ours."""
    value = str(action["value"])
    nonce = str(action.get("block_id") or "").rpartition(":")[0]
    return Press(_line(value), nonce, str(action["action_id"]).startswith("open:"))


def _line(value: str) -> Line:
    if value.startswith('{"say"'):
        said = json.loads(value)
        return Line(said["say"], assumed=said["as"], bare=said["bare"])
    return Line(value)


def _button(button: Button, at: str) -> Json:
    drawn: Json = {
        "type": "button",
        "action_id": f"{'open' if button.opens_form else 'press'}:{at}",
        "text": _plain(button.label, limits.BUTTON_TEXT),
        "value": button.line or " ",
    }
    if button.style != "plain":
        drawn["style"] = button.style
    if button.confirm:
        drawn["confirm"] = _confirm(button.confirm, button.style)
    return drawn


def _confirm(confirm: Confirm, style: str) -> Json:
    return {
        "title": _plain(confirm.title, limits.CONFIRM_TITLE),
        "text": _plain(confirm.text, limits.CONFIRM_TEXT),
        "confirm": _plain(confirm.yes, limits.CONFIRM_BUTTON),
        "deny": _plain(confirm.no, limits.CONFIRM_BUTTON),
        "style": "danger" if style == "danger" else "primary",
    }


def _plain(words: str, most: int) -> Json:
    return {"type": "plain_text", "text": limits.shorten(words, most), "emoji": False}
