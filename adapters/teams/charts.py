"""A Chart as one of Teams' own elements, with a sketch in letters for clients that draw none."""

import itertools
from collections.abc import Iterator, Mapping

from adapters.teams import limits
from adapters.teams.words import Element, inert
from bot.chart import At, Chart, Number, axis, label, lines, measured, spark, spread
from bot.spans import When

SKETCH = 24  # letters of a line
MUTED, SOFT = "neutral", "categoricalLightBlue"
# Said for each: Teams' own order begins with red, which looks like an alarm.
COLOURS = ("categoricalTeal", "categoricalPurple", "categoricalMarigold", "categoricalBlue")


def picture(chart: Chart) -> tuple[Element, str] | None:
    """The element, and what is not in it; None where there is no figure at all, or only where figures are expected."""
    if not any(measured(line) for line in lines(chart)):
        return None
    days = chart.kind == "line" and all(isinstance(at, When) for at in axis(chart))
    drawn = [_line(name, figures, colour, days) for name, figures, colour in _lines(chart)]
    kept = [line for line in drawn if line["values"]][: limits.CHART_LINES]
    element: Element = {"type": _kind(chart, kept), "colorSet": "categorical", "fallback": _sketch(chart)}
    if chart.unit.strip():
        element["yAxisTitle"] = inert(chart.unit.strip())
    if chart.low is not None:
        element["yMin"] = _plain(chart.low)
    if chart.high is not None:
        element["yMax"] = _plain(chart.high)
    element["data"] = kept
    if element["type"] == "Chart.VerticalBar":
        element |= {"data": kept[0]["values"], "color": kept[0]["color"]}
    return element, " ".join(_left_out(chart, len(drawn) - len(kept)))


def _kind(chart: Chart, drawn: list[Element]) -> str:
    if chart.kind == "line":
        return "Chart.Line"
    return "Chart.VerticalBar" if len(drawn) == 1 else "Chart.VerticalBar.Grouped"


def _lines(chart: Chart) -> Iterator[tuple[str, Mapping[At, Number], str]]:
    for series, colour in zip(chart.series, itertools.cycle(COLOURS), strict=False):
        yield series.name, measured(series), colour
    if chart.target:
        yield chart.target.name, measured(chart.target), MUTED
    if chart.band:
        yield f"{chart.band.name}: from", {at.at: at.lower for at in chart.band.points}, SOFT
        yield f"{chart.band.name}: to", {at.at: at.upper for at in chart.band.points}, SOFT


def _line(name: str, figures: Mapping[At, Number], colour: str, days: bool) -> Element:
    places = list(figures)
    kept = [places[at] for at in spread(len(places), limits.CHART_POINTS)]
    values = [{"x": _place(at, days), "y": _plain(figures[at])} for at in kept]
    return {"legend": inert(name) or "–", "values": values, "color": colour}


def _place(at: At, days: bool) -> str:
    """A day as `YYYY-MM-DD` where all are days: Teams keeps their distances then."""
    return at.at.strftime("%Y-%m-%d") if days and isinstance(at, When) else inert(label(at))


def _left_out(chart: Chart, lost: int) -> Iterator[str]:
    most = max(len(measured(line)) for line in lines(chart))
    if most > limits.CHART_POINTS:
        yield f"Drawn with {limits.CHART_POINTS} of {most} figures."
    if lost:
        yield f"{lost} more {'line is' if lost == 1 else 'lines are'} not drawn here."


def _sketch(chart: Chart) -> Element:
    drawn = [f"{spark(chart, series, SKETCH)}  {inert(series.name)}" for series in lines(chart)]
    runs = [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line, "fontType": "Monospace"}]}
        for line in drawn
    ]
    return {"type": "Container", "items": runs}


def _plain(value: Number) -> int | float:
    return value if isinstance(value, int) else float(value)
