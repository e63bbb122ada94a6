"""draw: a View for one audience. What they may not see is gone, dates and money are written out, the rest is counted."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import TypeVar

from bot.chart import At, written
from bot.dates import Reader
from bot.english import many
from bot.permissions import SENSITIVE, Audience
from bot.registry import registry
from bot.view import (
    DOT,
    Amount,
    Block,
    Button,
    Buttons,
    Chart,
    Column,
    CommandLine,
    DrawnView,
    Fact,
    Facts,
    Footer,
    Form,
    Row,
    Rows,
    Sayable,
    Shielded,
    Span,
    Spans,
    Table,
    View,
    When,
    map_spans,
    spans,
)
from storage.types import Guarded

T = TypeVar("T")
NOTHING: Spans = ("–",)
# Account, or None where a field is of none alone → the kinds of sensitive fields that were shown.
Shown = Mapping[int | None, Set[str]]


def shield(
    guarded: Guarded[T] | frozenset[str], *said: object, instead: Sayable = "", of: int | None = None
) -> Shielded:
    """Say what follows from a guarded value to those only who may see it. instead: what the others read. of: the account
    that it tells something of, where the value does not know."""
    if isinstance(guarded, Guarded):
        of = guarded.of if of is None else of
    needs = guarded.needs if isinstance(guarded, Guarded) else guarded
    return Shielded(needs, spans(*said), spans(instead), of)  # type: ignore[arg-type]  # spans() checks what it is given


def draw(view: View, audience: Audience, reader: Reader) -> DrawnView:
    """What `audience` may see of a view, written for `reader`."""
    return drawing(view, audience, reader)[0]


def drawing(view: View, audience: Audience, reader: Reader) -> tuple[DrawnView, Shown]:
    """The same, and what of it was not for everybody."""
    pen = _Pen(audience, reader)
    blocks = [drawn for block in view.blocks for drawn in pen.block(block)]
    if pen.hidden:
        blocks.append(Footer((f"{many(pen.hidden, 'field')} hidden here.",)))
    return DrawnView(tuple(blocks), view.summary, view.nonce, pen.hidden), pen.shown


def withheld(view: View, audience: Audience) -> frozenset[frozenset[str]]:
    """What it takes, for each thing in a view, to be shown what the audience is not."""
    needs: set[frozenset[str]] = set()

    def note(said: Spans) -> Spans:
        for span in said:
            if isinstance(span, Shielded):
                needs.add(span.needs)
                note(span.spans)
        return said

    for block in view.blocks:
        map_spans(block, note)
        if isinstance(block, Chart):
            needs.add(block.needs)
    return frozenset(each for each in needs if not audience.sees(each))


class _Pen:
    """One drawing. hidden: fields left out so far. shown: what was opened so far."""

    def __init__(self, audience: Audience, reader: Reader) -> None:
        self.audience = audience
        self.reader = reader
        self.hidden = 0
        self.shown: dict[int | None, set[str]] = {}

    def block(self, block: Block) -> Iterator[Block]:
        match block:
            case Facts(items=items):
                facts = tuple(
                    Fact(item.label, value) for item in items if (value := self.spans(item.value)) or not item.value
                )
                if facts:
                    yield Facts(facts)
            case Table():
                yield self._table(block)
            case Chart():
                yield from self._chart(block)
            case Rows(items=items):
                rows = tuple(row for item in items if (row := self._row(item)).spans)
                yield replace(block, items=rows, next=self._line(block.next))
            case Buttons(items=items):
                if buttons := self._buttons(items):
                    yield Buttons(buttons)
            case Form():
                if self.audience.may(block.command):
                    yield block
            case _:
                if said := self.spans(block.spans):
                    yield replace(block, spans=said)

    def spans(self, said: Spans) -> Spans:
        before = self.hidden
        drawn = spans(*(span for part in said for span in self._span(part)))
        return drawn if self.hidden == before else _tidy(drawn)

    def _span(self, span: Span) -> Iterator[Span]:
        match span:
            case Shielded(needs=needs, spans=inner, instead=instead):
                if self.audience.sees(needs):
                    if inner:
                        self._open(needs, span.of)
                    for part in inner:
                        yield from self._span(part)
                else:
                    self.hidden += 1
                    yield from instead
            case When(at=at, style=style):
                yield replace(span, text=self.reader.when(at, style))
            case Amount(minor=minor, currency=currency):
                yield replace(span, text=self.reader.money(minor, currency))
            case CommandLine(line=line):
                yield span if self._allowed(line) else line
            case _:
                yield span

    def _open(self, needs: frozenset[str], of: int | None) -> None:
        for need in needs:
            kind, _, who = need.partition(":")
            if kind in SENSITIVE:
                account = int(who.split(",")[0]) if kind == "team" else of
                self.shown.setdefault(account, set()).add(SENSITIVE[kind])

    def _row(self, row: Row) -> Row:
        return Row(self.spans(row.spans), self.spans(row.detail), self._buttons(row.buttons))

    def _table(self, table: Table) -> Table:
        """A column that is hidden in every row goes as a whole and counts as one field."""
        before = self.hidden
        cells = [tuple(self.spans(cell) for cell in row) for row in table.rows]
        gone = {
            index
            for index in range(len(table.columns))
            if table.rows and all(row[index] and not drawn[index] for row, drawn in zip(table.rows, cells, strict=True))
        }
        self.hidden = before + len(gone) if gone else self.hidden

        def kept(row: tuple[Spans, ...]) -> tuple[Spans, ...]:
            return tuple(cell or NOTHING for index, cell in enumerate(row) if index not in gone)

        columns: tuple[Column, ...] = tuple(column for index, column in enumerate(table.columns) if index not in gone)
        return replace(table, columns=columns, rows=tuple(kept(row) for row in cells), next=self._line(table.next))

    def _chart(self, chart: Chart) -> Iterator[Chart]:
        """All of it or nothing: a line without its figures, or figures without what they mean, would still tell."""
        if not self.audience.sees(chart.needs):
            self.hidden += 1
        elif said := self.spans(chart.summary):
            self._open(chart.needs, None)
            yield replace(written(chart, self._dated), summary=said, needs=frozenset())

    def _dated(self, at: At) -> At:
        return replace(at, text=self.reader.when(at.at, at.style)) if isinstance(at, When) else at

    def _buttons(self, buttons: tuple[Button, ...]) -> tuple[Button, ...]:
        return tuple(button for button in buttons if self._allowed(button.line))

    def _line(self, line: str | None) -> str | None:
        return line if line and self._allowed(line) else None

    def _allowed(self, line: str) -> bool:
        # A stored draft is checked when it is carried out; so is everything else, again.
        if line.startswith("draft:"):
            return True
        found = registry.find(line.removeprefix("form "))
        # Words without a command are a hint (`call Acme 30m`), and logging is what they hint at.
        return self.audience.may(found[0].name if found else "log")


def _tidy(said: Spans) -> Spans:
    """Without the dots that lost a neighbour."""
    kept: list[Span] = []
    for span in said:
        if span != DOT or (kept and kept[-1] != DOT):
            kept.append(span)
    return tuple(kept[:-1] if kept and kept[-1] == DOT else kept)
