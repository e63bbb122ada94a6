"""DrawnView → Block Kit, as plain dicts.

Words are rich text or plain text, never `mrkdwn`: strings stay text by construction (see `spans`). What follows one
another without a button between shares one rich text block, which is what keeps a card compact. Tables are lines of
text, not Slack's `table` block: that one scrolls sideways on a phone, and a plan that does not know it refuses the
whole answer, which the acknowledgement of a slash command has no way to learn.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack import limits
from adapters.slack.buttons import actions, unfit
from adapters.slack.spans import Json, cut, elements, joined, text
from bot.text import MARKS, LineStyle, as_text, plain
from bot.view import (
    Block,
    Button,
    Buttons,
    CommandLine,
    DrawnView,
    Facts,
    Footer,
    Form,
    Heading,
    Link,
    Mention,
    Notice,
    Rows,
    Spans,
    Table,
    Text,
)

FACTS_LINE = 64
MONOSPACE = 38
GAP = " · "
NEXT = "Next"
OPEN = "Open form"


@dataclass(frozen=True, slots=True)
class Reader:
    """tenant: the workspace it is shown in. typed: how a command line is typed there."""

    tenant: str
    typed: LineStyle


@dataclass(frozen=True, slots=True)
class Room:
    """How much one surface takes."""

    blocks: int = limits.MESSAGE_BLOCKS
    size: int = limits.MESSAGE_SIZE

    def holds(self, blocks: Sequence[Json]) -> bool:
        return len(blocks) <= self.blocks and len(json.dumps(blocks, ensure_ascii=False)) <= self.size


MESSAGE = Room()
VIEW = Room(limits.VIEW_BLOCKS, limits.VIEW_SIZE)


@dataclass(frozen=True, slots=True)
class Caps:
    """What had to be given up: rows shown of each table, characters of each paragraph."""

    rows: int | None = None
    text: int | None = None


# A line of words, a row of buttons, or small print.
Piece = list[Json] | tuple[Button, ...] | str


def message(view: DrawnView, reader: Reader, reopen: Button | None = None) -> Json:
    """What chat.postMessage, an acknowledgement and a response_url take alike.

    reopen: for a view with a form, the button that opens it as a dialog.
    """
    return {
        "text": notification(view),
        "mrkdwn": False,
        "blocks": blocks(view, reader, reopen=reopen),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def notification(view: DrawnView) -> str:
    summary = view.summary.strip() or "Bailey answered."
    return limits.escape(summary[: limits.NOTIFICATION])


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

    def drawn(caps: Caps, parts: Sequence[Block] = view.blocks) -> list[Json]:
        return _assemble((piece for block in parts for piece in _pieces(block, reader, caps, reopen)), view.nonce)

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


# ---------------------------------------------------------------- view → pieces


def _pieces(block: Block, reader: Reader, caps: Caps, reopen: Button | None) -> Iterator[Piece]:
    def said(spans: Spans, bold: bool = False) -> list[Json]:
        fitting = spans if caps.text is None else cut(spans, caps.text, reader.typed)
        return elements(fitting, reader.tenant, reader.typed, bold)

    match block:
        case Heading(spans=spans):
            yield said(spans, bold=True)
        case Text(spans=spans):
            yield said(spans)
        case Notice(level=level, spans=spans):
            yield text(MARKS[level]) + said(spans)
        case Facts():
            yield from _facts(block, reader, said)
        case Footer(spans=spans):
            linked = any(isinstance(span, Link) for span in spans)
            words = plain(spans, reader.typed)
            yield said(spans) if linked or len(words) > limits.CONTEXT_TEXT else words
        case Buttons(items=items):
            yield from _buttons(items)
        case Table():
            yield from _table(block, reader, caps, said)
        case Rows():
            yield from _items(block, reader, caps, said)
        case Form():
            yield from _form(block, said, reopen)


Said = Callable[..., list[Json]]


def _facts(facts: Facts, reader: Reader, said: Said) -> Iterator[Piece]:
    """As many facts a line as read well on a phone."""
    line: list[Json] = []
    width = 0
    for item in facts.items:
        wide = len(item.label) + len(plain(item.value, reader.typed)) + 2
        if line and width + wide > FACTS_LINE:
            yield line
            line, width = [], 0
        line += (text(GAP) if line else []) + text(f"{item.label}: ", bold=True) + said(item.value)
        width += wide + len(GAP)
    if line:
        yield line


def _buttons(items: tuple[Button, ...]) -> Iterator[Piece]:
    yield items
    yield from (text(words) for words in unfit(items))


def _items(rows: Rows, reader: Reader, caps: Caps, said: Said) -> Iterator[Piece]:
    shown = rows.items if caps.rows is None else rows.items[: caps.rows]
    for row in shown:
        # A detail shares its row's line where a phone has room for both.
        wide = len(plain(row.spans, reader.typed)) + len(plain(row.detail, reader.typed)) > FACTS_LINE
        detail = said(row.detail) if row.detail else []
        yield text("• ") + said(row.spans) + ([] if wide or not detail else text(GAP) + detail)
        if wide and detail:
            yield text("  ") + detail
        if row.buttons:
            yield from _buttons(row.buttons)
    yield from _rest(len(rows.items), len(shown), rows.total, rows.next)


def _table(table: Table, reader: Reader, caps: Caps, said: Said) -> Iterator[Piece]:
    shown = table.rows if caps.rows is None else table.rows[: caps.rows]
    small = _monospace(replace(table, rows=shown), reader)
    if small:
        yield small
    else:
        yield text(GAP.join(column.title for column in table.columns), italic=True)
        for row in shown:
            line: list[Json] = []
            for at, cell in enumerate(row):
                line += (text(GAP) if at else []) + said(cell, bold=not at)
            yield line
    yield from _rest(len(table.rows), len(shown), table.total, table.next)


def _monospace(table: Table, reader: Reader) -> list[Json]:
    """Aligned columns where they fit the width of a phone and nothing in them can be clicked, else nothing."""
    cells = [[plain(cell, reader.typed) for cell in row] for row in table.rows]
    titles = [column.title for column in table.columns]
    widths = [max(map(len, column)) for column in zip(titles, *cells, strict=True)]
    spans = [span for row in table.rows for cell in row for span in cell]
    clickable = any(isinstance(span, Link | Mention | CommandLine) for span in spans)
    if clickable or len(titles) < 2 or sum(widths) + 2 * len(widths) > MONOSPACE:
        return []
    sides = [str.rjust if column.align == "right" else str.ljust for column in table.columns]
    lines = [
        "  ".join(side(word, width) for side, word, width in zip(sides, row, widths, strict=True)).rstrip()
        for row in (titles, *cells)
    ]
    return [{"type": _BOX, "text": "\n".join(lines)}]


_BOX = "preformatted"


def _rest(given: int, shown: int, total: int | None, following: str | None) -> Iterator[Piece]:
    if total is not None and total > given:
        yield text(f"{given} of {total}")
    if shown < given:
        yield text(f"{given - shown} of these {given} did not fit here.")
    if following:
        yield (Button(NEXT, following),)


def _form(form: Form, said: Said, reopen: Button | None) -> Iterator[Piece]:
    """A form where no dialog can open: what is filled in already, and the button that opens it."""
    yield text(form.title, bold=True)
    for item in form.fields:
        value = form.values.get(item.name, "")
        labels = {option.value: option.label for option in item.options} | form.shown
        shown = ", ".join(labels.get(part, part) for part in value.split("\n")) if value else "–"
        yield text(f"{item.label}{' *' if item.required else ''}: ", bold=True) + said((shown,))
        if item.hint:
            yield text("  ") + said((item.hint,))
        if item.name in form.errors:
            yield text("  " + MARKS["problem"]) + said((form.errors[item.name],))
    yield (reopen or Button(OPEN, form.command, style="primary", opens_form=True),)
    yield f"Fill it in there and press {form.submit}."


# ---------------------------------------------------------------- pieces → blocks


def _assemble(pieces: Iterator[Piece], nonce: str) -> list[Json]:
    built: list[Json] = []
    lines: list[list[Json]] = []
    for piece in pieces:
        match piece:
            case list():
                lines.append(piece)
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
        boxed = bool(line) and line[0]["type"] == _BOX
        if boxed:
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
