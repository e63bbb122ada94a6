"""View → plain text: the reference rendering. Every platform shows every word of it, or says what it left out."""

from collections.abc import Callable, Iterator, Sequence

from bot.chart import Point, Range, figure, label, lines, spread
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
    Chart,
    CommandLine,
    DrawnView,
    Facts,
    Footer,
    Form,
    Heading,
    Link,
    Mention,
    Notice,
    Room,
    Rows,
    Shielded,
    Span,
    Spans,
    Table,
    Text,
    When,
)

LineStyle = Callable[[str], str]
FIGURES = 8
"""As many figures of a line are said in words; the summary is what counts."""
MARKS = {"done": "✓ ", "info": "", "warning": "▲ ", "problem": "✗ "}


def as_typed(line: str) -> str:
    """How a line is typed where no slash is needed: a terminal, the web page, a direct message."""
    return line


def plain(spans: Spans, line: LineStyle = as_typed) -> str:
    return "".join(_word(span, line) for span in spans)


def _word(span: Span, line: LineStyle) -> str:
    match span:
        case str():
            return span
        case Bold(text=text) | Link(text=text):
            return text
        case Mention(name=name):
            return f"@{name}"
        case Room(name=name):
            return name
        case When(text=text, at=at):
            return text or at.isoformat()
        case Amount(text=text, minor=minor, currency=currency):
            return text or f"{minor} {currency}"
        case CommandLine(line=typed):
            return line(typed)
        case Shielded():
            raise TypeError("a shielded span reached a rendering; draw the view first")


def as_text(view: DrawnView, line: LineStyle = as_typed) -> str:
    """The whole view, blocks parted by line breaks."""
    return "\n".join(part for block in view.blocks for part in _block(block, line))


def _block(block: Block, line: LineStyle) -> Iterator[str]:
    match block:
        case Heading(spans=spans) | Text(spans=spans) | Footer(spans=spans):
            yield plain(spans, line)
        case Notice(level=level, spans=spans):
            yield MARKS[level] + plain(spans, line)
        case Facts(items=items):
            for item in items:
                yield f"{item.label}: {plain(item.value, line)}"
        case Table():
            yield from _table(block, line)
        case Chart(title=title, summary=summary):
            yield title
            yield plain(summary, line)
            yield from figures(block)
        case Rows(items=rows, next=following):
            for row in rows:
                yield "• " + plain(row.spans, line)
                if row.detail:
                    yield "  " + plain(row.detail, line)
                if row.buttons:
                    yield "  " + _buttons(row.buttons)
            yield from _rest(len(rows), block.total, following)
        case Buttons(items=buttons):
            yield _buttons(buttons)
        case Form():
            yield from _form(block)


def _buttons(buttons: tuple[Button, ...]) -> str:
    return " ".join(f"[{button.label}]" for button in buttons)


def _rest(shown: int, total: int | None, following: str | None) -> Iterator[str]:
    if total is not None and total > shown:
        yield f"{shown} of {total}" + (" [Next]" if following else "")


def _table(table: Table, line: LineStyle) -> Iterator[str]:
    cells = [[column.title for column in table.columns]]
    cells += [[plain(cell, line) for cell in row] for row in table.rows]
    widths = [max(len(row[index]) for row in cells) for index in range(len(table.columns))]
    for row in cells:
        padded = (
            text.rjust(width) if column.align == "right" else text.ljust(width)
            for text, width, column in zip(row, widths, table.columns, strict=True)
        )
        yield "  ".join(padded).rstrip()
    yield from _rest(len(table.rows), table.total, table.next)


def figures(chart: Chart) -> Iterator[str]:
    """The figures of a chart, a line for each of its lines: “Health · 25 Aug: 63 · 23 Nov: 41”."""
    for series in lines(chart):
        yield _said(series.name, [(point, figure(point.value, chart.unit)) for point in series.points])
    if band := chart.band:
        between = [(at, f"{figure(at.lower, chart.unit)} to {figure(at.upper, chart.unit)}") for at in band.points]
        yield _said(band.name, between)


def _said(name: str, points: Sequence[tuple[Point | Range, str]]) -> str:
    shown = [points[at] for at in spread(len(points), FIGURES)]
    some = f" ({len(shown)} of {len(points)})" if len(shown) < len(points) else ""
    return " · ".join([name + some, *(f"{label(point.at)}: {said}" for point, said in shown)])


def _form(form: Form) -> Iterator[str]:
    yield form.title
    for item in form.fields:
        value = form.values.get(item.name, "")
        labels = {option.value: option.label for option in item.options} | form.shown
        shown = ", ".join(labels.get(part, part) for part in value.split("\n")) if value else ""
        star = " *" if item.required else ""
        hint = f" ({item.hint})" if item.hint else ""
        yield f"  {item.label}{star}: {shown}{hint}".rstrip()
        if item.name in form.errors:
            yield f"    ✗ {form.errors[item.name]}"
    yield f"[{form.submit}]"
