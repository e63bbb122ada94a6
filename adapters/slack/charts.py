"""A Chart as Slack's own block, as far as that can show it.

The block takes exactly one figure for each line at each place. So places where the first line has none are left out,
and so is another line that has none at one of the rest; a band it cannot draw at all. What is left out is said, and
the figures stand in words beside it in any case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.slack import limits
from adapters.slack.spans import Json
from bot.chart import At, Chart, Number, axis, between, label, measured, spread

LEAST = 2  # places that make a line
Figures = Mapping[At, Number]


@dataclass(frozen=True, slots=True)
class Picture:
    """block: for Slack. note: what is not in it, or ""."""

    block: Json
    note: str


def picture(chart: Chart) -> Picture | None:
    """None where there is too little to draw, or where two places would be called the same."""
    along = axis(chart)
    first = measured(chart.series[0]) if chart.series else {}
    places = [at for at in along if at in first]
    kept = [places[at] for at in spread(len(places), limits.CHART_PLACES)]
    names = {at: limits.shorten(label(at), limits.CHART_LABEL) for at in kept}
    if len(kept) < LEAST or len(set(names.values())) < len(kept):
        return None
    drawn: dict[str, Json] = {}
    lost: list[str] = []
    for name, figures in _drawn(chart, along):
        short = limits.shorten(name, limits.CHART_LABEL)
        if short in drawn or len(drawn) == limits.CHART_LINES or not all(at in figures for at in kept):
            lost.append(name)
            continue
        data = [{"label": names[at], "value": _plain(figures[at])} for at in kept]
        drawn[short] = {"name": short, "data": data}
    lost += [chart.band.name] if chart.band else []
    block = {
        "type": "data_visualization",
        "title": limits.shorten(chart.title, limits.CHART_TITLE),
        "chart": {
            "type": chart.kind,
            "series": list(drawn.values()),
            "axis_config": {"categories": list(names.values())},
        },
    }
    return Picture(block, _note(len(kept), len(places), lost))


def _drawn(chart: Chart, along: Mapping[At, float]) -> Iterator[tuple[str, Figures]]:
    for series in chart.series:
        yield series.name, measured(series)
    if chart.target:
        yield chart.target.name, between(chart.target, along)


def _plain(value: Number) -> int | float:
    return value if isinstance(value, int) else float(value)


def _note(kept: int, places: int, lost: list[str]) -> str:
    said = [f"Drawn with {kept} of {places} figures."] if kept < places else []
    said += [f"Not drawn here: {', '.join(lost)}."] if lost else []
    return " ".join(said)
