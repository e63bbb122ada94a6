"""What Teams expects as the body of an answer to an invoke."""

from typing import Any

from adapters.teams.mends import CARD
from bot.request import Choice

Body = dict[str, Any]


def card_body(card: Body) -> Body:
    """The pressed card becomes this one."""
    return {"statusCode": 200, "type": CARD, "value": card}


def note_body(text: str) -> Body:
    """A short line that Teams shows to whoever pressed."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def dialog_body(title: str, card: Body) -> Body:
    value = {"title": title, "width": "medium", "height": "large", "card": {"contentType": CARD, "content": card}}
    return {"task": {"type": "continue", "value": value}}


def closing_body(text: str) -> Body:
    """The dialog says one line; "" closes it."""
    return {"task": {"type": "message", "value": text}} if text else {}


def search_body(choices: tuple[Choice, ...]) -> Body:
    results = [{"title": choice.label, "value": choice.value} for choice in choices]
    return {"type": "application/vnd.microsoft.search.searchResponse", "value": {"results": results}}
