"""View → pieces: lines of words, rows of buttons, small print. What Slack's blocks are made of, before they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from adapters.slack import limits
from adapters.slack.buttons import unfit
from adapters.slack.charts import picture
from adapters.slack.spans import Json, cut, elements, text
from bot.chart import spark
from bot.text import MARKS, LineStyle, figures, plain
from bot.view import (
    Block,
    Button,
    Buttons,
    Chart,
    CommandLine,
    Facts,
    Footer,
    Form,
    Heading,
    Link,
    Mention,
    Notice,
    Room,
    Rows,
    Spans,
    Table,
    Text,
)

FACTS_LINE = 64
MONOSPACE = 38
SPARK = 20
GAP = " · "
NEXT = "Next"
OPEN = "Open form"
BOX = "preformatted"


@dataclass(frozen=True, slots=True)
class Reader:
    """tenant: the workspace it is shown in. typed: how a command line is typed there."""

    tenant: str
    typed: LineStyle


@dataclass(frozen=True, slots=True)
class Caps:
    """What had to be given up: rows shown of each table, characters of each paragraph."""

    rows: int | None = None
    text: int | None = None


# A line of words, a row of buttons, small print, or a block of its own.
Piece = list[Json] | tuple[Button, ...] | str | Json


def pieces(block: Block, reader: Reader, caps: Caps, reopen: Button | None, native: bool = False) -> Iterator[Piece]:
    """native: a chart is drawn by Slack."""

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
        case Chart():
            yield from _chart(block, said, native)
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
    clickable = any(isinstance(span, Link | Mention | Room | CommandLine) for span in spans)
    if clickable or len(titles) < 2 or sum(widths) + 2 * len(widths) > MONOSPACE:
        return []
    sides = [str.rjust if column.align == "right" else str.ljust for column in table.columns]
    lines = [
        "  ".join(side(word, width) for side, word, width in zip(sides, row, widths, strict=True)).rstrip()
        for row in (titles, *cells)
    ]
    boxed = "\n".join(lines)
    return [{"type": BOX, "text": boxed}] if boxed.strip() else []


def _chart(chart: Chart, said: Said, native: bool) -> Iterator[Piece]:
    drawn = picture(chart) if native else None
    if drawn is None or len(chart.title) > limits.CHART_TITLE:
        yield text(chart.title, bold=True)
    yield said(chart.summary)
    if drawn:
        yield drawn.block
    elif sketch := "\n".join(f"{spark(chart, series, SPARK)}  {series.name}" for series in chart.series):
        yield [{"type": BOX, "text": sketch}]
    small = "\n".join([*figures(chart), *([drawn.note] if drawn and drawn.note else [])])
    yield small if len(small) <= limits.CONTEXT_TEXT else text(small)


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
