"""A year of readings: told for the customers with a story, and between them what a steady customer looks like."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.measures import OUTCOMES, PAYMENT, SENTIMENT, SPONSOR, SUPPORT, USAGE
from bot.sample.tables import table

YEAR = 364
SEED = 4
# Days between two readings, and the day of the newest.
RHYTHM = {USAGE: (7, 2), SUPPORT: (14, 9), SPONSOR: (60, 21), SENTIMENT: (45, 12), OUTCOMES: (91, 40), PAYMENT: (30, 6)}
SOURCES = {USAGE: "product usage", SUPPORT: "tickets.csv", OUTCOMES: "outcomes.csv", PAYMENT: "invoices.csv"}
# What nobody asks of the smallest.
LARGER_ONLY = frozenset({SPONSOR, OUTCOMES})
# What a program reads goes on between two told readings; what people say stands for itself.
READ_ON = frozenset({USAGE, SUPPORT})


@dataclass(frozen=True)
class Read:
    """value: in the measure's own unit. by: a login, "" for a program."""

    account: str
    measure: str
    days_ago: int
    value: int
    by: str = ""
    source: str = ""
    note: str | None = None


def year() -> Iterator[Read]:
    told: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in table("health"):
        told.setdefault((row["account"], row["measure"]), []).append(row)
    for row in table("accounts"):
        # One dice a customer, so that a change to one leaves the others as they were.
        dice = random.Random(f"{SEED} {row['name']}")  # noqa: S311  # a sample, no secret
        for measure in RHYTHM:
            if story := told.get((row["name"], measure)):
                yield from _told(measure, story)
            elif measure not in LARGER_ONLY or int(row["tier"]) < 4:
                yield from _steady(row, measure, dice)


def _told(measure: str, story: list[dict[str, str]]) -> Iterator[Read]:
    for row in story:
        note = row["note"] or None
        yield Read(
            row["account"], measure, int(row["days_ago"]), int(row["value"]), row["by"], SOURCES.get(measure, ""), note
        )
    if measure not in READ_ON:
        return
    every, _ = RHYTHM[measure]
    for before, after in pairwise(story):
        first, last = int(before["days_ago"]), int(after["days_ago"])
        for ago in range(first - every, last, -every):
            part = (first - ago) / (first - last)
            value = round(int(before["value"]) + part * (int(after["value"]) - int(before["value"])))
            yield Read(before["account"], measure, ago, value, "", SOURCES[measure])


def _steady(row: dict[str, str], measure: str, dice: random.Random) -> Iterator[Read]:
    """What makes about the health that the table says, drifting a little."""
    every, newest = RHYTHM[measure]
    drift = dice.uniform(-8, 8)
    for ago in range(newest, YEAR, every):
        level = min(max(int(row["health"]) + drift * ago / YEAR + dice.uniform(-4, 4), 0), 100)
        by = row["owner"] if measure in (SPONSOR, SENTIMENT) else ""
        if measure in (SPONSOR, SENTIMENT) and not by:
            continue  # nobody owns it, so nobody says how it is
        yield Read(row["name"], measure, ago, _value(measure, level), by, SOURCES.get(measure, ""))


def _value(measure: str, level: float) -> int:
    """The value of a measure at which it scores about `level`."""
    match measure:
        case "usage" | "sponsor":
            return round(20 + 0.6 * level)
        case "support burden":
            return round(12 - level / 10)
        case "sentiment":
            return 100 if level >= 70 else 50 if level >= 45 else 0
        case "outcomes":
            return round(30 + level / 2)
        case _:
            return round((100 - level) * 0.6)
