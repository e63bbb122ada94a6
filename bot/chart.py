"""Charts as plain data: figures over days or by name, and the words that say what they show.

A platform draws them in its own way or not at all; the summary and the figures are said in words everywhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import chain, pairwise
from typing import Literal

from bot.spans import Spans, When

Number = int | Decimal
At = str | When
"""Where a figure stands: a name (“Q1”), or a day or instant, whose text `draw` writes."""


@dataclass(frozen=True, slots=True)
class Point:
    """value: None where nothing was measured, which is shown as a gap and never as nought."""

    at: At
    value: Number | None

    @classmethod
    def on(cls, day: date, value: Number | None) -> "Point":
        return cls(When(day, "short"), value)


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Range:
    at: At
    lower: Number
    upper: Number

    @classmethod
    def on(cls, day: date, lower: Number, upper: Number) -> "Range":
        return cls(When(day, "short"), lower, upper)


@dataclass(frozen=True, slots=True)
class Band:
    """Between what a forecast lies. name: what it is, “Forecast, 8 in 10”."""

    name: str
    points: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to look at.

    summary: what they show, in a sentence; whoever may see none of it does not see the chart either. needs: the
    clearances of every figure in it, without which the chart goes as a whole. target: a straight line between its
    points (two of one value for a level). low, high: how far the scale reaches at least; None leaves it to the figures.
    unit: written after each figure, with its space (" %").
    """

    title: str
    summary: Spans
    series: tuple[Series, ...]
    needs: frozenset[str]
    kind: Literal["line", "bar"] = "line"
    target: Series | None = None
    band: Band | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str = ""
    block: Literal["chart"] = "chart"


def written(chart: Chart, write: Callable[[At], At]) -> Chart:
    """The same chart with every place put through `write`."""

    def line(series: Series) -> Series:
        return replace(series, points=tuple(replace(point, at=write(point.at)) for point in series.points))

    ranges = tuple(replace(at, at=write(at.at)) for at in _ranges(chart))
    return replace(
        chart,
        series=tuple(line(series) for series in chart.series),
        target=line(chart.target) if chart.target else None,
        band=replace(chart.band, points=ranges) if chart.band else None,
    )


def label(at: At) -> str:
    return at if isinstance(at, str) else at.text or at.at.isoformat()


def figure(value: Number | None, unit: str = "") -> str:
    """“1,234.5 %”, or a dash where there is none."""
    if value is None:
        return "–"
    said = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return (said.rstrip("0").rstrip(".") if "." in said else said) + unit


def axis(chart: Chart) -> dict[At, float]:
    """Every place at which the chart has something, in order, and how far along it stands, 0 to 1.

    Days keep their distances on a line; names, and whatever stands under bars, are spread evenly.
    """
    points = chain((point.at for line in lines(chart) for point in line.points), (at.at for at in _ranges(chart)))
    places = list(dict.fromkeys(points))
    days: dict[At, Fraction] = {at: _moment(at.at) for at in places if isinstance(at, When)}
    if len(days) == len(places):
        places.sort(key=days.__getitem__)
    if chart.kind == "line" and len(days) == len(places) > 1:
        first, last = days[places[0]], days[places[-1]]
        return {at: float((days[at] - first) / (last - first)) if last > first else 0.5 for at in places}
    end = len(places) - 1
    return {at: index / end if end else 0.5 for index, at in enumerate(places)}


def lines(chart: Chart) -> tuple[Series, ...]:
    """The series, and the target as one more."""
    return (*chart.series, *([chart.target] if chart.target else []))


def measured(series: Series) -> dict[At, Number]:
    """Its figures, without the gaps; the last one where a place is named twice."""
    return {point.at: point.value for point in series.points if point.value is not None}


def between(series: Series, along: Mapping[At, float]) -> dict[At, Number]:
    """A straight line's height at every place from its first point to its last. along: as `axis` says."""
    corners = sorted((Fraction(along[at]), Fraction(value)) for at, value in measured(series).items())
    heights: dict[At, Number] = {}
    for at, position in along.items():
        for (left, low), (right, high) in pairwise(corners):
            if left <= position <= right:
                part = (Fraction(position) - left) / (right - left) if right > left else 0
                height = low + (high - low) * part
                heights[at] = round(Decimal(height.numerator) / height.denominator, 2)
                break
    return heights


def spread(count: int, most: int) -> list[int]:
    """Which of `count` things to show where `most` (at least 2) fit: evenly spread, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return [round(at * (count - 1) / (most - 1)) for at in range(most)]


def bounds(chart: Chart) -> tuple[Number, Number] | None:
    """The smallest and the largest figure that has to be seen; None for a chart without any."""
    seen = [value for value in _values(chart) if value is not None]
    return (min(seen), max(seen)) if seen else None


def _values(chart: Chart) -> Iterator[Number | None]:
    for line in lines(chart):
        yield from (point.value for point in line.points)
    for at in _ranges(chart):
        yield from (at.lower, at.upper)
    if any(point.value is not None for line in chart.series for point in line.points):
        yield from (chart.low, chart.high)


def _ranges(chart: Chart) -> tuple[Range, ...]:
    return chart.band.points if chart.band else ()


def _moment(at: datetime | date) -> Fraction:
    """Days since the year 1, so that days and instants share one line."""
    if not isinstance(at, datetime):
        return Fraction(at.toordinal())
    seconds = at.hour * 3600 + at.minute * 60 + at.second
    return at.toordinal() + Fraction(seconds, 86_400)


# ---------------------------------------------------------------- drawn in letters

BARS = "▁▂▃▄▅▆▇█"


def spark(chart: Chart, series: Series, width: int) -> str:
    """A line of at most `width` (at least 2) small bars, blanks where nothing was measured. All lines of a chart share
    its scale."""
    ends = bounds(chart)
    if ends is None:
        return ""
    low, high = (Fraction(end) for end in ends)
    shown = (series.points[at].value for at in spread(len(series.points), width))
    return "".join(" " if value is None else BARS[_step(Fraction(value), low, high)] for value in shown).rstrip()


def _step(value: Fraction, low: Fraction, high: Fraction) -> int:
    top = len(BARS) - 1
    return round((value - low) / (high - low) * top) if high > low else top // 2
