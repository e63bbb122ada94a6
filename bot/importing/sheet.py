"""What a whole file proves about its columns, before any line of it is read for its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.importing.source import Source
from bot.rules.amounts import Point, point_of
from bot.rules.columns import Fit
from bot.rules.dates import Order, order_of

DATES = ("at", "starts_on", "renews_on", "due_on")
SUMS = ("arr", "mrr", "value", "figure", "start", "target")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file read as one subject. rows: lines with something in them. orders, points: by field. told: how it was read
    where it could have been read otherwise, in sentences. zone: of its clocks."""

    source: Source
    fit: Fit
    rows: int
    orders: Mapping[str, Order]
    points: Mapping[str, Point]
    told: tuple[str, ...]
    zone: ZoneInfo


def examine(source: Source, fit: Fit, locale: str, zone: ZoneInfo) -> Sheet:
    """One pass over the file. locale: BCP 47, decides what the file leaves open (en-US puts the month first)."""
    orders: dict[str, set[Order]] = {field: set() for field in DATES if field in fit.columns}
    points: dict[str, set[Point]] = {field: set() for field in SUMS if field in fit.columns}
    doubtful: dict[str, str] = {}
    rows = 0
    for line in source.lines():
        rows += 1
        for field in orders:
            if text := _cell(line.cells, fit.columns[field]):
                order = order_of(text)
                orders[field].add(order)
                if not order and "/" in text:
                    doubtful[field] = text
        for field in points:
            if text := _cell(line.cells, fit.columns[field]):
                points[field].add(point_of(text))
    usual: Order = "mdy" if locale.replace("_", "-") in ("en-US", "en") else "dmy"
    settled = {field: _order(found, usual) for field, found in orders.items()}
    return Sheet(
        source,
        fit,
        rows,
        settled,
        {field: _point(found) for field, found in points.items()},
        tuple(_told(source, fit, settled, orders, doubtful)),
        zone,
    )


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _order(found: set[Order], usual: Order) -> Order:
    match found - {""}:
        case proved if len(proved) == 1:
            return proved.pop()
        case proved if proved:
            return "both"
        case _:
            return usual


def _point(found: set[Point]) -> Point:
    """Where a column uses both signs for decimals, each of its values speaks for itself."""
    proved = found - {""}
    return proved.pop() if len(proved) == 1 else ""


def _told(
    source: Source,
    fit: Fit,
    settled: Mapping[str, Order],
    orders: Mapping[str, set[Order]],
    doubtful: Mapping[str, str],
) -> list[str]:
    told = []
    for field, text in doubtful.items():
        if not orders[field] - {""}:
            first = "day" if settled[field] == "dmy" else "month"
            told.append(f"{source.headings[fit.columns[field]]}: dates such as {text} are read with the {first} first.")
    if fit.factor != 1 and (heading := _heading(source, fit, "arr", "mrr")):
        told.append(f"{heading}: sums are multiplied by {fit.factor:,}.")
    if fit.doubled:
        told.append(f"Left out, because another column says the same: {', '.join(fit.doubled)}.")
    if fit.unused:
        told.append(f"Not read: {', '.join(fit.unused[:12])}{' …' if len(fit.unused) > 12 else ''}.")
    return told


def _heading(source: Source, fit: Fit, *fields: str) -> str:
    return next((source.headings[fit.columns[field]] for field in fields if field in fit.columns), "")
