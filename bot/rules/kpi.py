"""A KPI against what was agreed: the line from start to target, how far a reading lies from it, and where it leads.

All values are millionths of the KPI's unit, as they are kept, and reckoned exactly; only the width of a band is a float.

The forecast is a straight line through the agreed start and the latest twelve readings by least squares (each point
counts the same), carried on to the date. Its band holds the value with a chance of 80 %, if the readings go on to
scatter around a straight line as they did: the usual prediction interval with Student's t at n − 2 degrees of freedom,
`ŷ ± t · s · √(1 + 1/n + (x − x̄)² / Σ(xᵢ − x̄)²)`. With fewer than four points there is no band.

Worked: from 80 on 1 Jan to 150 on 31 Jan is 2.333 a day. 96 on 16 Jan is 19 below the line's 115, 27 % of the way
behind. Through (0, 80) and (15, 96) the line goes on to 112 on day 30.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

LATEST = 12  # readings that a forecast looks at
FOR_BAND = 4  # points that a band needs
# Student's t for a two-sided chance of 80 %, by degrees of freedom; beyond them by Cornish and Fisher's expansion.
_T = {2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476, 6: 1.440, 7: 1.415, 8: 1.397, 9: 1.383, 10: 1.372}
_Z = 1.2815516
HUNDREDTHS = 10_000  # of a percent, in a whole


class Reading(NamedTuple):
    on: date
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """What was agreed: start and target differ, and so do the days."""

    start: int
    target: int
    starts_on: date
    due_on: date

    @property
    def way(self) -> int:
        """From start to target; below 0 where less is better."""
        return self.target - self.start

    def at(self, day: date) -> Fraction:
        """Where it should be on a day: the start before it begins, the target after it is due."""
        days = (self.due_on - self.starts_on).days
        gone = min(max((day - self.starts_on).days, 0), days)
        return self.start + Fraction(self.way * gone, days)

    def progress(self, value: int) -> Fraction:
        """How much of the way is done: 1 at the target, below 0 when it got worse than the start."""
        return Fraction(value - self.start, self.way)

    def ahead(self, reading: Reading) -> Fraction:
        """How far before the line a reading lies on its own day, as a part of the way; below 0 is behind, whichever
        direction is the good one."""
        return (reading.value - self.at(reading.on)) / self.way

    def ahead_points(self, reading: Reading) -> int:
        """The same as it is kept: hundredths of a percent, no further out than a column holds."""
        return max(-(10**9), min(10**9, round(self.ahead(reading) * HUNDREDTHS)))


@dataclass(frozen=True, slots=True)
class Forecast:
    """value: expected on the date. low, high: the band of 80 %, None with too few points. points: how many it rests on,
    the agreed start among them."""

    value: int
    low: int | None
    high: int | None
    points: int


def forecast(line: Line, readings: Iterable[Reading], day: date) -> Forecast | None:
    """Where the readings lead by a day; None where there is no direction yet."""
    points = points_of(line, readings)
    if len(points) < 2:
        return None
    count = len(points)
    xs = [Fraction((point.on - line.starts_on).days) for point in points]
    middle_x = Fraction(sum(xs), count)
    middle_y = Fraction(sum(point.value for point in points), count)
    spread: Fraction = sum(((x - middle_x) ** 2 for x in xs), Fraction(0))
    both = zip(xs, points, strict=True)
    slope = sum(((x - middle_x) * (point.value - middle_y) for x, point in both), Fraction(0)) / spread
    ahead = (day - line.starts_on).days - middle_x
    floor = 0 if min(line.start, line.target, *(point.value for point in points)) >= 0 else None
    value = middle_y + slope * ahead
    if count < FOR_BAND:
        return Forecast(_bounded(value, floor), None, None, count)
    rest = sum((point.value - middle_y - slope * (x - middle_x)) ** 2 for x, point in zip(xs, points, strict=True)) / (
        count - 2
    )
    wide = Fraction(_t(count - 2) * math.sqrt(rest * (1 + Fraction(1, count) + ahead**2 / spread)))
    return Forecast(_bounded(value, floor), _bounded(value - wide, floor), _bounded(value + wide, floor), count)


def points_of(line: Line, readings: Iterable[Reading]) -> list[Reading]:
    """What a forecast rests on, oldest first: the latest readings, and the agreed start where nothing is older."""
    latest = sorted(set(readings))[-LATEST:]
    if not latest or latest[0].on > line.starts_on:
        latest = [Reading(line.starts_on, line.start), *latest]
    # Two figures of one day, which only a caller's list can have, would pull the line twice.
    return list({point.on: point for point in latest}.values())


def _bounded(value: Fraction, floor: int | None) -> int:
    """What was never below nothing will not be."""
    whole = round(value)
    return whole if floor is None else max(floor, whole)


def _t(freedom: int) -> float:
    if freedom in _T:
        return _T[freedom]
    return _Z + (_Z**3 + _Z) / (4 * freedom) + (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / (96 * freedom**2)


# ------------------------------------------------------------ what it looks like


class Course(StrEnum):
    """How a KPI that is off its line got there."""

    SUDDEN = "sudden"  # one step in the wrong direction
    FALLING = "falling"  # getting worse, step by step
    FLAT = "flat"  # hardly moving
    SLOW = "slow"  # moving, but not fast enough


STEP = Fraction(15, 100)  # of the way, that one step back must be to count as sudden
STILL = Fraction(1, 4)  # of the pace that was agreed: less is flat


def course(line: Line, readings: Sequence[Reading]) -> Course:
    """readings: at least one. Looks at the latest five points."""
    points = points_of(line, readings)[-5:]
    if len(points) < 2:
        return Course.FLAT
    steps = [Fraction(after.value - before.value, line.way) for before, after in pairwise(points)]
    if -steps[-1] >= STEP and -steps[-1] > 2 * max((-step for step in steps[:-1]), default=Fraction(0)):
        return Course.SUDDEN
    days = (points[-1].on - points[0].on).days
    agreed = Fraction(1, (line.due_on - line.starts_on).days)
    pace = sum(steps) / days / agreed
    if pace < -STILL:
        return Course.FALLING
    return Course.FLAT if pace < STILL else Course.SLOW
