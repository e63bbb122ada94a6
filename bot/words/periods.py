"""From when to when, and for how many days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.base import Bad, Found, Word
from bot.words.calendar import MONTHS


@dataclass(frozen=True, slots=True)
class Period:
    """From one local date to another, both included."""

    first: date
    last: date


class PeriodWord(Word):
    """`this month`, `last week`, `Q3`, `FQ3`, `FY2026`, `2025`, `november`, `last 30 days`, `90d`, or
    `2026-01-01..2026-03-31`."""

    what = "a period"
    sample = "this month, last week, Q3 or 90d"
    _RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        today = lexicon.now.date()
        for end in range(min(at + 3, len(line)), at, -1):
            period = self._read(line.lows(at, end), today, lexicon.fiscal_month)
            if period is not None:
                return Found(period, end)
        return None

    def _read(self, phrase: str, today: date, fiscal: int) -> Period | Bad | None:
        if phrase in ("today", "yesterday"):
            day = today - timedelta(days=phrase == "yesterday")
            return Period(day, day)
        if match := re.fullmatch(r"(this|last|previous|current) (week|month|quarter|year)", phrase):
            return _unit(today, match[2], match[1] in ("last", "previous"))
        if match := re.fullmatch(r"(?:last |past )?(\d{1,4}) ?(d|days?|w|weeks?|months?)", phrase):
            days = int(match[1]) * {"d": 1, "w": 7, "m": 30}[match[2][0]]
            return Period(today - timedelta(days=min(max(days, 1), 36_500) - 1), today)
        if match := re.fullmatch(r"(f?)q([1-4])(?: ?(20\d\d))?", phrase):
            return _quarter(today, int(match[2]), fiscal if match[1] else 1, match[3])
        if match := re.fullmatch(r"(?:(this|last|previous|current) )?fiscal (quarter|year)", phrase):
            return _fiscal_unit(today, match[2], fiscal, match[1] in ("last", "previous"))
        if match := re.fullmatch(r"fy ?(20\d\d)?", phrase):
            return _fiscal_year(int(match[1]), fiscal) if match[1] else _fiscal_unit(today, "year", fiscal, False)
        if match := re.fullmatch(r"(20\d\d)", phrase):
            return Period(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31))
        if phrase in ("ytd", "mtd"):
            return Period(today.replace(day=1, month=1 if phrase == "ytd" else today.month), today)
        if phrase in MONTHS:
            first = date(today.year - (MONTHS[phrase] > today.month), MONTHS[phrase], 1)
            return Period(first, first + relativedelta(months=1) - timedelta(days=1))
        return self._range(phrase)

    def _range(self, phrase: str) -> Period | Bad | None:
        match = self._RANGE.fullmatch(phrase)
        if match is None:
            return None
        try:
            first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
        except ValueError:
            return self.bad(phrase)
        return Period(min(first, last), max(first, last))

    def show(self, value: Period) -> str:
        return f"{value.first.isoformat()}..{value.last.isoformat()}"

    def label(self, value: Period) -> str:
        return f"{value.first.day} {value.first:%b %Y} – {value.last.day} {value.last:%b %Y}"


def _unit(today: date, unit: str, last: bool) -> Period:
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * last)
        return Period(first, first + timedelta(days=6))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = today.replace(day=1, month=today.month - (today.month - 1) % months) - relativedelta(months=months * last)
    return Period(first, first + relativedelta(months=months) - timedelta(days=1))


def _fiscal_unit(today: date, unit: str, fiscal: int, last: bool) -> Period:
    """The fiscal quarter or year that today is in, or the one before it."""
    months = 3 if unit == "quarter" else 12
    first = today.replace(day=1) - relativedelta(months=(today.month - fiscal) % months + months * last)
    return Period(first, first + relativedelta(months=months) - timedelta(days=1))


def _fiscal_year(year: int, fiscal: int) -> Period:
    """Called by the year in which it begins."""
    first = date(year, fiscal, 1)
    return Period(first, first + relativedelta(years=1) - timedelta(days=1))


def _quarter(today: date, number: int, fiscal: int, year: str | None) -> Period:
    """Without a year, the latest such quarter that has begun."""
    start = date(int(year) if year else today.year, fiscal, 1) + relativedelta(months=3 * (number - 1))
    while not year and start > today:
        start -= relativedelta(years=1)
    return Period(start, start + relativedelta(months=3) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days from now, 1 to 3650."""

    count: int


class DaysWord(Word):
    """`90d`, `90 days`, `6 weeks`, `3 months`."""

    what = "a number of days"
    sample = "30d or 6 weeks"
    _SHAPE = re.compile(r"(\d{1,4}) ?(d|days?|w|weeks?|m|months?|)")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in (at + 2, at + 1):
            match = self._SHAPE.fullmatch(line.lows(at, end)) if end <= len(line) else None
            if match and (match[2] or end == at + 1):
                count = int(match[1]) * {"w": 7, "m": 30}.get(match[2][:1], 1)
                value = (
                    Days(count) if 1 <= count <= 3650 else Bad(f"{match[0]} is not between 1 and 3650 days.", match[0])
                )
                return Found(value, end)
        return None

    def show(self, value: Days) -> str:
        return f"{value.count}d"

    def label(self, value: Days) -> str:
        return f"{value.count} days"
