"""Dates of a contract, and what an outcome means in money. All dates are local; notice is counted in calendar days."""

import calendar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

BASIS = Decimal(10_000)


def next_renewal(renews_on: date, term_months: int, starts_on: date | None = None) -> date:
    """The renewal after this one: a term later, or the last day of that month where it is shorter (31 January and a
    month is 28 or 29 February). starts_on: when the contract began; where it began on the 31st, a February does not
    make it the 28th for ever."""
    following = renews_on + relativedelta(months=term_months)
    if starts_on is None or renews_on.day != min(starts_on.day, _last_day(renews_on)):
        return following
    return following.replace(day=min(starts_on.day, _last_day(following)))


def _last_day(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


class Kind(StrEnum):
    RENEWED = "renewed"
    DOWNSELL = "downsell"
    EXPANDED = "expanded"


class Signed(NamedTuple):
    """What a signature is. uplift: what of the growth is the agreed price increase, in minor units."""

    kind: Kind
    uplift: int


def with_uplift(base: int, basis_points: int) -> int:
    """The ARR after the agreed price increase, in minor units; halves go up."""
    grown = base * (BASIS + basis_points) / BASIS
    return int(grown.quantize(Decimal(1), ROUND_HALF_UP))


def signed(base: int, amount: int, basis_points: int) -> Signed:
    """What it means that `base` was up for renewal and `amount` was signed, both in minor units.

    The agreed price increase is no expansion: price escalators are normalised out of net retention.
    """
    if amount < base:
        return Signed(Kind.DOWNSELL, 0)
    uplift = min(amount - base, with_uplift(base, basis_points) - base)
    return Signed(Kind.EXPANDED if amount - base > uplift else Kind.RENEWED, uplift)


READINESS = {
    "value_shown": "Value shown",
    "sponsor_known": "Sponsor known",
    "risks_worked": "Open risks worked",
    "pricing_talked": "Pricing talked",
}


def readiness(done: int) -> int:
    """Whole per cent of the check-list."""
    return done * 100 // len(READINESS)
