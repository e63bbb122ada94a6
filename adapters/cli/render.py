"""DrawnView → lines for a terminal: the plain text, its buttons numbered so that typing a number presses one."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.chart import spark
from bot.text import MARKS, as_text, figures, plain
from bot.view import (
    Block,
    Button,
    Buttons,
    Chart,
    DrawnView,
    Facts,
    Footer,
    Form,
    Heading,
    Notice,
    Rows,
    Spans,
    Table,
    Text,
)

# What would move the cursor, colour the screen or turn the reading direction is no text.
_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SPARK = 40
_COLOURS = {"strong": "1", "dim": "2", "done": "32", "info": "36", "warning": "33", "problem": "31", "number": "36"}


@dataclass(frozen=True, slots=True)
class Printed:
    """lines: ready to print. buttons: by the number that stands before them."""

    lines: tuple[str, ...]
    buttons: dict[int, Button]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def render(view: DrawnView, width: int = 80, colour: bool = False, start: int = 1) -> Printed:
    """width: columns of the screen. start: the number of the first button."""
    page = _Page(width, colour, start)
    for block in view.blocks:
        page.draw(block)
    return Printed(tuple(page.lines), page.buttons)


def clean(text: str) -> str:
    return _UNSAFE.sub(lambda found: " " if found[0] == "\t" else "", text.replace("\r\n", "\n"))


def columns(text: str) -> int:
    """How many columns the text takes: wide letters and emoji two, combining marks none."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def wrap(text: str, width: int, hang: str = "") -> Iterator[str]:
    """Lines of at most `width` columns where words allow it, all but the first of a paragraph begun with `hang`."""
    for paragraph in text.split("\n"):
        line = ""
        used = 0
        for word in re.findall(r"\s*\S+|\s+$", paragraph) or [""]:
            size = columns(word)
            if line and used + size > width:
                yield line
                word = word.lstrip()
                line, used = hang + word, columns(hang) + columns(word)
            else:
                line, used = line + word, used + size
        yield line


@dataclass
class _Page:
    width: int
    colour: bool
    start: int
    lines: list[str] = field(default_factory=list)
    buttons: dict[int, Button] = field(default_factory=dict)

    def draw(self, block: Block) -> None:
        match block:
            case Heading(spans=spans):
                self._say(spans, "strong")
            case Text(spans=spans):
                self._say(spans)
            case Footer(spans=spans):
                self._say(spans, "dim")
            case Notice(level=level, spans=spans):
                self._add(MARKS[level] + clean(plain(spans)), level, " " * len(MARKS[level]))
            case Facts(items=items):
                for item in items:
                    self._add(f"{clean(item.label)}: {clean(plain(item.value))}", hang="  ")
            case Table():
                self._table(block)
                self._rest(len(block.rows), block.total, block.next)
            case Rows():
                self._rows(block)
            case Chart():
                self._chart(block)
            case Buttons(items=items):
                self._press(items)
            case Form():
                self._add(clean(as_text(DrawnView((block,), ""))), hang="    ")

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.colour and style else text

    def _add(self, text: str, style: str = "", hang: str = "") -> None:
        self.lines += [self._paint(line, style) for line in wrap(text, self.width, hang)]

    def _say(self, spans: Spans, style: str = "") -> None:
        self._add(clean(plain(spans)), style)

    def _table(self, table: Table) -> None:
        whole = clean(as_text(DrawnView((Table(table.columns, table.rows),), "")))
        first, *rest = whole.split("\n")
        if all(columns(line) <= self.width for line in (first, *rest)):
            self.lines += [self._paint(first, "dim"), *rest]
            return
        # Too wide for this screen: each row becomes a sentence that names its columns.
        for row in table.rows:
            cells = (
                f"{clean(column.title)}: {clean(plain(cell))}" for column, cell in zip(table.columns, row, strict=True)
            )
            self._add("• " + " · ".join(cells), hang="  ")

    def _chart(self, chart: Chart) -> None:
        self._add(clean(chart.title), "strong")
        self._say(chart.summary)
        room = max(2, min(SPARK, self.width - 2))
        names = [clean(series.name) for series in chart.series]
        for name, series in zip(names, chart.series, strict=True):
            drawn = spark(chart, series, room)
            beside = f"  {name}" if len(names) > 1 and len(drawn) + 4 + columns(name) <= self.width else ""
            if drawn:
                self.lines.append("  " + self._paint(drawn, "info") + beside)
        for line in figures(chart):
            self._add(clean(line), "dim", "  ")

    def _rows(self, rows: Rows) -> None:
        for row in rows.items:
            self._add("• " + clean(plain(row.spans)), hang="  ")
            if row.detail:
                self._add("  " + clean(plain(row.detail)), "dim", "  ")
            self._press(row.buttons, "  ")
        self._rest(len(rows.items), rows.total, rows.next)

    def _rest(self, shown: int, total: int | None, following: str | None) -> None:
        if total is not None and total > shown:
            self._add(f"{shown} of {total}")
            if following:
                self._press((Button("Next", following),))

    def _press(self, items: tuple[Button, ...], indent: str = "") -> None:
        line, used = indent, columns(indent)
        for button in items:
            number = self.start + len(self.buttons)
            self.buttons[number] = button
            label = clean(button.label).replace("\n", " ")
            size = columns(f"[{number}] {label}")
            if line.strip() and used + 2 + size > self.width:
                self.lines.append(line)
                line, used = indent, columns(indent)
            gap = "  " if line.strip() else ""
            line += gap + self._paint(f"[{number}]", "number") + f" {label}"
            used += len(gap) + size
        if items:
            self.lines.append(line)
