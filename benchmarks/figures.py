"""What a benchmark finds, and the one table of all findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the table. ours, peer: with their units. ratio: what is compared with the aim, None where nothing is
    compared. aim: as it is written; met: whether the figure reaches it, None without an aim."""

    what: str
    ours: str
    peer: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None


def at_least(what: str, ours: str, peer: str, ratio: float, aim: float | None = None) -> Figure:
    return Figure(what, ours, peer, ratio, f"≥ {aim:g}" if aim else "", ratio >= aim if aim else None)


def at_most(what: str, ours: str, peer: str, ratio: float, aim: float | None = None) -> Figure:
    return Figure(what, ours, peer, ratio, f"≤ {aim:g}" if aim else "", ratio <= aim if aim else None)


def table(figures: Iterable[Figure]) -> str:
    """A Markdown table whose columns also line up in a terminal."""
    rows = [("", "Bailey", "peer", "ratio", "aim", "")]
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.3g}"
        met = {True: "met", False: "missed", None: ""}[figure.met]
        rows.append((figure.what, figure.ours, figure.peer, ratio, figure.aim, met))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def percentile(values: list[float], share: float) -> float:
    """share: .5 for the median, .99 for the slowest of a hundred."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def middle(values: Iterable[float]) -> float:
    return median(values)
