"""A Chart as a picture: where everything stands, 0 to 1000 from left to right and from top to bottom.

The page draws it as SVG that stretches to any width, so words stand around it, never in it, and stay readable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from bot.chart import At, Chart, Number, Series, axis, bounds, figure, label, measured, spread
from bot.text import figures

SIZE = 1000
STEPS = 4  # as many steps of the scale, about
NAMED = 6  # places named under the picture
GROUP = 0.72  # the part of its room that a group of bars takes
COLOURS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """x, y: where it stands. said: what a pointer on it is told."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """number: which of the colours. runs: the points of each unbroken piece."""

    name: str
    number: int
    runs: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """scale: (text, y) from the top down. places: names under it, left to right. band: a polygon. said: the figures."""

    lines: tuple[Line, ...]
    target: Line | None
    band: str
    scale: tuple[tuple[str, float], ...]
    places: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def dotted(self) -> bool:
        """Dots on every figure, while there is room between them."""
        return all(len(line.dots) <= 31 for line in self.lines)


def picture(chart: Chart) -> Picture:
    ends = bounds(chart)
    low, high, step = _scale(chart, *ends) if ends else (0.0, 1.0, 1.0)
    sheet = _Sheet(chart, axis(chart), low, high)
    return Picture(
        lines=tuple(sheet.line(series, at) for at, series in enumerate(chart.series)),
        target=sheet.traced(chart.target, 0) if chart.target else None,
        band=sheet.band(),
        scale=sheet.ticks(step) if ends else (),
        places=sheet.places(),
        said=tuple(figures(chart)),
    )


def _scale(chart: Chart, least: Number, most: Number) -> tuple[float, float, float]:
    """Round ends around the figures, and the step between: 1, 2, 2.5 or 5 times a power of ten. Bars stand on nought."""
    low, high = float(least), float(most)
    if chart.kind == "bar":
        low, high = min(low, 0.0), max(high, 0.0)
    wide = high - low or abs(high) or 1.0
    rough = wide / STEPS
    power = 10.0 ** floor(log10(rough))
    step = next((power * part for part in (1, 2, 2.5, 5) if power * part >= rough), power * 10)
    bottom, top = floor(low / step) * step, ceil(high / step) * step
    return (bottom, top, step) if top > bottom else (bottom - step, top + step, step)


@dataclass(frozen=True, slots=True)
class _Sheet:
    chart: Chart
    along: Mapping[At, float]
    low: float
    high: float

    def line(self, series: Series, at: int) -> Line:
        if self.chart.kind == "bar":
            return Line(series.name, at % COLOURS + 1, bars=self._bars(series, at))
        return self.traced(series, at)

    def traced(self, series: Series, at: int) -> Line:
        return Line(series.name, at % COLOURS + 1, self._runs(series), self._dots(series))

    def band(self) -> str:
        points = sorted(self.chart.band.points, key=lambda at: self.along[at.at]) if self.chart.band else []
        above = [(self._x(at.at), self._y(at.upper)) for at in points]
        below = [(self._x(at.at), self._y(at.lower)) for at in reversed(points)]
        return _joined([*above, *below])

    def ticks(self, step: float) -> tuple[tuple[str, float], ...]:
        count = round((self.high - self.low) / step)
        heights = [self.low + step * at for at in reversed(range(count + 1))]
        return tuple((figure(Decimal(f"{height:.9f}"), self.chart.unit), self._at(height)) for height in heights)

    def places(self) -> tuple[str, ...]:
        """What is named under the picture: a few of the places where they stand evenly, else the first and the last."""
        names = [label(at) for at in self.along]
        last = max(1, len(names) - 1)
        even = all(abs(x - at / last) < 0.02 for at, x in enumerate(self.along.values()))
        if self.chart.kind == "bar" or (even and len(names) <= NAMED):
            kept = set(spread(len(names), 2 * NAMED))
            return tuple(name if at in kept else "" for at, name in enumerate(names))
        between = [at for at in range(2, NAMED) if last % at == 0] if even else []
        parts = max(between, default=1)
        return tuple(names[at * last // parts] for at in range(parts + 1)) if len(names) > 1 else tuple(names)

    def _runs(self, series: Series) -> tuple[str, ...]:
        runs: list[list[tuple[float, float]]] = [[]]
        values = {point.at: point.value for point in series.points}
        for at in sorted(values, key=self.along.__getitem__):
            if (value := values[at]) is None:
                runs.append([])
            else:
                runs[-1].append((self._x(at), self._y(value)))
        return tuple(_joined(run) for run in runs if len(run) > 1)

    def _dots(self, series: Series) -> tuple[Dot, ...]:
        return tuple(
            Dot(self._x(at), self._y(value), self._said(series, at, value)) for at, value in measured(series).items()
        )

    def _bars(self, series: Series, number: int) -> tuple[Bar, ...]:
        room = SIZE / max(1, len(self.along))
        width = room * GROUP / max(1, len(self.chart.series))
        ground, values = self._at(0.0), measured(series)
        bars = []
        for index, at in enumerate(self.along):
            if (value := values.get(at)) is not None:
                top = self._y(value)
                x = round(room * index + room * (1 - GROUP) / 2 + width * number, 1)
                height = round(abs(ground - top), 1)
                bars.append(Bar(x, min(top, ground), round(width, 1), height, self._said(series, at, value)))
        return tuple(bars)

    def _said(self, series: Series, at: At, value: Number) -> str:
        return f"{series.name}, {label(at)}: {figure(value, self.chart.unit)}"

    def _x(self, at: At) -> float:
        if self.chart.kind == "bar":
            return round(SIZE * (list(self.along).index(at) + 0.5) / len(self.along), 1)
        return round(SIZE * self.along[at], 1)

    def _y(self, value: Number) -> float:
        return self._at(float(value))

    def _at(self, height: float) -> float:
        return round(SIZE * (self.high - height) / (self.high - self.low), 1)


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
