"""DrawnView → Block Kit, as plain dicts.

Words are rich text or plain text, never `mrkdwn`: strings stay text by construction (see `spans`). What follows one
another without a button between shares one rich text block, which is what keeps a card compact. Tables are
aligned text where they fit a phone's width, else one line a row; not Slack's `table` block: that one scrolls sideways
on a phone, and a plan that does not know it refuses the whole answer, which the acknowledgement of a slash command has
no way to learn.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack import limits
from adapters.slack.buttons import actions
from adapters.slack.pieces import BOX, Caps, Piece, Reader, pieces
from adapters.slack.spans import Json, joined, text
from bot.text import as_text
from bot.view import Block, Button, Chart, DrawnView, Rows, Table, Text


@dataclass(frozen=True, slots=True)
class Room:
    """How much one surface takes. charts: whether Slack draws them there; one a message is sure to be taken."""

    blocks: int = limits.MESSAGE_BLOCKS
    size: int = limits.MESSAGE_SIZE
    charts: bool = True

    def holds(self, blocks: Sequence[Json]) -> bool:
        return len(blocks) <= self.blocks and len(json.dumps(blocks, ensure_ascii=False)) <= self.size


MESSAGE = Room()
SKETCHED = Room(charts=False)
VIEW = Room(limits.VIEW_BLOCKS, limits.VIEW_SIZE, charts=False)


def message(view: DrawnView, reader: Reader, reopen: Button | None = None, room: Room = MESSAGE) -> Json:
    """What chat.postMessage, an acknowledgement and a response_url take alike.

    reopen: for a view with a form, the button that opens it as a dialog.
    """
    return {
        "text": notification(view),
        "mrkdwn": False,
        "blocks": blocks(view, reader, room, reopen),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def notification(view: DrawnView) -> str:
    summary = view.summary.strip() or "Bailey answered."
    return limits.escape(summary[: limits.NOTIFICATION])


def drawings(view: DrawnView, reader: Reader, reopen: Button | None = None) -> Iterator[Json]:
    """The message, then ever older kinds of blocks, for a Slack that refuses the newer ones."""
    whole = message(view, reader, reopen)
    yield whole
    if draws_charts(whole):
        yield message(view, reader, reopen, SKETCHED)
    yield plainly(view, reader)


def draws_charts(message: Json) -> bool:
    return any(block["type"] == "data_visualization" for block in message["blocks"])


def plainly(view: DrawnView, reader: Reader) -> Json:
    """The oldest kind of blocks there is: what is sent when Slack refuses the rendering above."""
    words = limits.clean(as_text(view, reader.typed)).strip() or notification(view)
    room = limits.MESSAGE_SIZE - 2_000
    if len(words) > room:
        words = f"{words[:room]}… ({len(words) - room} characters left out)"
    parts = [words[at : at + limits.ELEMENT_TEXT] for at in range(0, len(words), limits.ELEMENT_TEXT)]
    sections = [{"type": "section", "text": plain_text(part)} for part in parts if part.strip()]
    return {**message(replace(view, blocks=()), reader), "blocks": sections}


def blocks(view: DrawnView, reader: Reader, room: Room = MESSAGE, reopen: Button | None = None) -> list[Json]:
    """All of the view where it fits; else fewer rows, then shorter paragraphs, then fewer blocks, each of it said."""

    first = next((block for block in view.blocks if isinstance(block, Chart)), None) if room.charts else None

    def drawn(caps: Caps, parts: Sequence[Block] = view.blocks) -> list[Json]:
        said = (piece for block in parts for piece in pieces(block, reader, caps, reopen, native=block is first))
        return _assemble(said, view.nonce)

    whole = drawn(Caps())
    if room.holds(whole):
        return whole
    rows = max((len(_rows(block)) for block in view.blocks), default=0)
    for most in (limits.ELEMENT_TEXT, 1_000, 200):
        kept = _most(rows, lambda count, most=most: room.holds(drawn(Caps(count, most))))  # type: ignore[misc] # mypy cannot type a lambda's default
        if kept >= min(rows, 1):
            return drawn(Caps(kept, most))
    tight = Caps(0, 200)
    count = _most(len(view.blocks), lambda count: room.holds(drawn(tight, _leading(view.blocks, count))))
    return drawn(tight, _leading(view.blocks, max(count, 0)))


def _most(highest: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `highest` that fits, or -1."""
    low, high = -1, highest
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _leading(parts: Sequence[Block], count: int) -> Sequence[Block]:
    lost = len(parts) - count
    return parts if not lost else (*parts[:count], Text((f"{lost} more parts of this answer did not fit here.",)))


def _rows(block: Block) -> Sequence[object]:
    match block:
        case Table(rows=rows):
            return rows
        case Rows(items=items):
            return items
        case _:
            return ()


# ---------------------------------------------------------------- pieces → blocks


def _assemble(pieces: Iterator[Piece], nonce: str) -> list[Json]:
    built: list[Json] = []
    lines: list[list[Json]] = []
    for piece in pieces:
        match piece:
            case list():
                lines.append(piece)
            case dict():
                built += [*_rich(lines), piece]
                lines = []
            case tuple():
                built += _rich(lines)
                lines = []
                built += actions(piece, nonce, first=len(built))
            case str():
                built += _rich(lines)
                lines = []
                built += _context(piece)
    return built + _rich(lines)


def _rich(lines: list[list[Json]]) -> list[Json]:
    """One rich text block: lines parted by line breaks, aligned tables in boxes of their own."""
    parts: list[Json] = []
    section: list[Json] = []
    for line in lines:
        if line and line[0]["type"] == BOX:
            parts += _section(section)
            section = []
            parts.append({"type": "rich_text_preformatted", "elements": text(line[0]["text"])})
        elif line:
            section += (text("\n") if section else []) + line
    parts += _section(section)
    return [{"type": "rich_text", "elements": parts}] if parts else []


def _section(line: list[Json]) -> list[Json]:
    return [{"type": "rich_text_section", "elements": joined(line)}] if line else []


def _context(words: str) -> list[Json]:
    words = limits.clean(words).strip()
    return [{"type": "context", "elements": [plain_text(words)]}] if words else []


def plain_text(words: str) -> dict[str, Any]:
    """A text object in which Slack sees neither markup nor emoji names."""
    return {"type": "plain_text", "text": words, "emoji": False}
