"""What Teams expects as the body of an answer to an invoke."""

from collections.abc import Sequence
from typing import Any

from adapters.teams.mends import CARD
from adapters.teams.words import inert
from bot.request import Choice, Finding

Body = dict[str, Any]
PREVIEW = "application/vnd.microsoft.card.thumbnail"


def card_body(card: Body) -> Body:
    """The pressed card becomes this one."""
    return {"statusCode": 200, "type": CARD, "value": card}


def note_body(text: str) -> Body:
    """A short line that Teams shows to whoever pressed."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def unchanged_body() -> Body:
    """The card stays as it stands, and nobody is told anything."""
    value = {"code": "NotChanged", "message": "Nothing more to show."}
    return {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": value}


def dialog_body(title: str, card: Body) -> Body:
    value = {"title": title, "width": "medium", "height": "large", "card": {"contentType": CARD, "content": card}}
    return {"task": {"type": "continue", "value": value}}


def closing_body(text: str) -> Body:
    """The dialog says one line; "" closes it."""
    return {"task": {"type": "message", "value": text}} if text else {}


def search_body(choices: tuple[Choice, ...]) -> Body:
    results = [{"title": choice.label, "value": choice.value} for choice in choices]
    return {"type": "application/vnd.microsoft.search.searchResponse", "value": {"results": results}}


def found_body(found: Sequence[tuple[Finding, Body]]) -> Body:
    """What a search of the message extension found; picking one puts its card into the message."""
    attachments = [
        {"contentType": CARD, "content": card, "preview": {"contentType": PREVIEW, "content": _listed(one)}}
        for one, card in found
    ]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}


def found_note(text: str) -> Body:
    """One line where the results would stand."""
    return {"composeExtension": {"type": "message", "text": text}}


def _listed(one: Finding) -> Body:
    # Title and subtitle are plain text to Teams; the text of such a card is read as markup.
    return {"title": inert(one.title), **({"subtitle": inert(one.detail)} if one.detail else {})}
