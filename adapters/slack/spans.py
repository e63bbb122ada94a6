"""Spans → elements of a rich text block.

Rich text is the only place in Slack where style and literal text live side by side: `mrkdwn` has no escape for `*`,
`_`, `~`, backticks or `:emoji:`, so an account called `*x*` could never be shown there as it is written.
"""

import re
from typing import Any

from adapters.slack import limits
from bot.text import LineStyle, plain
from bot.view import Bold, CommandLine, Link, Mention, Room, Span, Spans

Json = dict[str, Any]
_WEB = re.compile(r"https?://[^\s<>\x00-\x20\x7f\ud800-\udfff]+")


def elements(spans: Spans, tenant: str, typed: LineStyle, bold: bool = False) -> list[Json]:
    """tenant: the workspace of the reader, whose people are mentioned by their id. typed: how a line is typed."""
    return [element for span in spans for element in _element(span, tenant, typed, bold)]


def text(words: str, **style: bool) -> list[Json]:
    """One text element, or several where one would be too long."""
    words = limits.clean(words)
    kept = {"style": {name: True for name, on in style.items() if on}} if any(style.values()) else {}
    steps = range(0, len(words), limits.ELEMENT_TEXT)
    return [{"type": "text", "text": words[at : at + limits.ELEMENT_TEXT], **kept} for at in steps]


def joined(parts: list[Json]) -> list[Json]:
    """The same with neighbours of one style as one element: Slack counts what is sent, not what is seen."""
    kept: list[Json] = []
    for part in parts:
        last = kept[-1] if kept else {}
        alike = part["type"] == last.get("type") == "text" and part.get("style") == last.get("style")
        if alike and len(last["text"]) + len(part["text"]) <= limits.ELEMENT_TEXT:
            kept[-1] = {**last, "text": last["text"] + part["text"]}
        else:
            kept.append(part)
    return kept


def _element(span: Span, tenant: str, typed: LineStyle, bold: bool) -> list[Json]:
    match span:
        case Bold(text=words):
            return text(words, bold=True)
        case Link(text=words, url=url) if _WEB.fullmatch(url) and len(url) <= limits.LINK:
            shown = limits.clean(words)[: limits.ELEMENT_TEXT]
            # Without words Slack would print the address, which nobody said.
            return [{"type": "link", "url": url, "text": shown}] if shown.strip() else []
        case Mention(users=users) if user := workspace_user(users, tenant):
            return [{"type": "user", "user_id": user}]
        case Room(room=room) if room.startswith(home := f"slack:{tenant}:"):
            # Slack writes its name, and only for those who may see that there is one.
            return [{"type": "channel", "channel_id": room.removeprefix(home)}]
        case CommandLine(line=line):
            return text(typed(line), code=True)
        case _:
            return text(plain((span,), typed), bold=bold)


def workspace_user(users: tuple[str, ...], tenant: str) -> str:
    """The user id of a person in this workspace, or ""."""
    home = f"slack:{tenant}:"
    return next((user.removeprefix(home) for user in users if user.startswith(home)), "")


def cut(spans: Spans, most: int, typed: LineStyle) -> Spans:
    """The first `most` characters, and how many were left out."""
    room = most
    kept: list[Span] = []
    for at, span in enumerate(spans):
        words = plain((span,), typed)
        if len(words) > room:
            lost = len(plain(spans[at:], typed)) - room
            return (*kept, words[:room], f"… ({lost} characters left out)")
        room -= len(words)
        kept.append(span)
    return spans
