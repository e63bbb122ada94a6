"""Days as people write them. Pure look-ups over tokens; what they mean in past or future is when.py's and due.py's."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.line import Typed
from bot.words.base import Bad

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday mondays", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday", "fri friday",
         "sat saturday", "sun sunday")
    )
    for name in names.split()
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1
    )
    for name in names.split()
}  # fmt: skip
COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "couple": 2,
}
UNITS = {"day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "month": "months", "months": "months"}
RELATIVE = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "earlier today": 0,
    "earlier": 0, "yesterday": -1, "yday": -1, "yest": -1, "last night": -1,
    "the day before yesterday": -2, "day before yesterday": -2,
    "tomorrow": 1, "tmrw": 1, "the day after tomorrow": 2, "day after tomorrow": 2,
}  # fmt: skip
# Said after a day they tell too little for a clock, and belong to the day all the same.
PARTS = frozenset({"morning", "afternoon", "evening", "night", "lunchtime"})
_RELATIVE_STARTS = {phrase.split()[0] for phrase in RELATIVE}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[/](\d{1,2})(?:[/](\d{4}|\d{2}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_DAY_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_GLUED = re.compile(r"(\d{1,2})([a-z]{3,9})")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was named. fits: the day itself, by the date of today and whether the past or the future is meant.
    words: as typed. sure: it can hardly mean anything else, even at the end of a note."""

    fits: Callable[[date, bool], date | Bad]
    end: int
    sure: bool = False


# Every word that a day can begin with, but for numbers.
STARTS = _RELATIVE_STARTS | {*WEEKDAYS, *MONTHS, *COUNTS, "last", "past", "this", "next", "the"}


def find_day(line: Typed, at: int, locale: str) -> Day | None:
    """A day and, after it, the part of the day: `yesterday`, `Thursday morning`, `Fri, Nov 20`, `the 20th`."""
    low = line.low(at)
    if low not in STARTS and not low[:1].isdigit():
        return None
    day = _relative(line, at) or _ago(line, at) or _dated(line, at, locale) or _of_week(line, at, locale)
    if day is not None and line.low(day.end) in PARTS:
        return replace(day, end=day.end + 1)
    return day


def _relative(line: Typed, at: int) -> Day | None:
    if line.low(at) in _RELATIVE_STARTS:
        for end in (at + 4, at + 3, at + 2, at + 1):
            if end <= len(line) and (shift := RELATIVE.get(line.lows(at, end))) is not None:
                return Day(_shifted(shift), end, sure=True)
    return None


def _of_week(line: Typed, at: int, locale: str) -> Day | None:
    """`Friday`, `last Friday`, `Friday last week`, `last week Friday`; a date after it tells better: `Fri, 20 Nov`."""
    low, which, place = line.low(at), "", at
    if low in ("last", "past") and line.low(at + 1) == "week":
        which, place = "week", at + 3 if line.low(at + 2) == "on" else at + 2
    elif low in ("last", "this", "next", "past"):
        which, place = low, at + 1
    if (number := WEEKDAYS.get(line.low(place))) is None:
        return None
    end = place + 1
    if not which:
        dated = _dated(line, end + 1 if line.low(end) == "," else end, locale)
        if dated is not None:
            return replace(dated, sure=True)
        if line.lows(end, min(end + 2, len(line))) == "last week":
            which, end = "week", end + 2
    return Day(_weekday(number, which), end, sure=which not in ("this", "next"))


def _shifted(days: int) -> Callable[[date, bool], date]:
    return lambda today, past: today + timedelta(days=days)


def _weekday(number: int, which: str) -> Callable[[date, bool], date]:
    def fits(today: date, past: bool) -> date:
        if which == "week":
            return today - timedelta(days=today.weekday() + 7 - number)
        back = (today.weekday() - number) % 7
        if which == "next" or not (past or which in ("last", "past")):
            return today + timedelta(days=7 - back)
        return today - timedelta(days=back or (7 if which in ("last", "past") else 0))

    return fits


def _ago(line: Typed, at: int) -> Day | None:
    """`3 days ago`, `a couple of weeks ago`."""
    place = at + 1 if line.low(at) == "a" and line.low(at + 1) == "couple" else at
    low = line.low(place)
    count = COUNTS.get(low) or (int(low) if low.isascii() and low.isdecimal() and len(low) < 4 else 0)
    place += 2 if low == "couple" and line.low(place + 1) == "of" else 1
    unit = UNITS.get(line.low(place))
    if not count or unit is None or line.low(place + 1) != "ago":
        return None
    shift = relativedelta(**{unit: count})  # type: ignore[arg-type]  # the keyword is one of UNITS
    return Day(lambda today, past: today - shift, place + 2, sure=True)


def _dated(line: Typed, at: int, locale: str) -> Day | None:
    low = line.low(at)
    if not low:
        return None
    text = line.tokens[at].text.lower().rstrip("!?:")
    if match := _ISO.fullmatch(low):
        return Day(_date(int(match[3]), int(match[2]), int(match[1]), low), at + 1)
    if (match := _SLASHED.fullmatch(low) or _DOTTED.fullmatch(text)) and line.low(at + 1) != "of":
        day, month = int(match[1]), int(match[2])
        if "/" in low and (locale.replace("_", "-") in ("en-US", "") or month > 12) and day <= 12:
            day, month = month, day
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0) if match[3] else None
        return Day(_date(day, month, year, low), at + 1)
    return _named(line, at)


def _named(line: Typed, at: int) -> Day | None:
    """`2 Nov`, `the 2nd of November 2026`, `Nov 2`, `2nov`, `the 2nd`."""
    the = at + 1 < len(line) and line.low(at) == "the"
    at += the
    low, following = line.low(at), line.low(at + 1)
    if match := _GLUED.fullmatch(low):
        if match[2] not in MONTHS:
            return None
        day, month, end = int(match[1]), MONTHS[match[2]], at + 1
    elif match := _DAY_NUMBER.fullmatch(low):
        end = at + 2 if following == "of" else at + 1
        if line.low(end) not in MONTHS:
            if not the or low.isdecimal() or (line.low(at - 2) != "on" and following.isalpha()):
                return None  # `the 2nd time they ask` is no day
            return Day(_day_of_month(int(match[1]), low), at + 1)
        day, month, end = int(match[1]), MONTHS[line.low(end)], end + 1
    elif low in MONTHS and (match := _DAY_NUMBER.fullmatch(following)):
        day, month, end = int(match[1]), MONTHS[low], at + 2
    else:
        return None
    after = end + 1 if line.low(end) == "," else end
    if _YEAR.fullmatch(line.low(after)):
        return Day(_date(day, month, int(line.low(after)), line.slice(at, after + 1)), after + 1)
    return Day(_date(day, month, None, line.slice(at, end)), end)


def _day_of_month(day: int, said: str) -> Callable[[date, bool], date | Bad]:
    """Its latest occurrence up to today, or its next one from today on; some months do not have it."""

    def fits(today: date, past: bool) -> date | Bad:
        for months in range(12):
            first = today.replace(day=1) + relativedelta(months=-months if past else months)
            found = first + timedelta(days=day - 1)
            if found.month == first.month and (found <= today if past else found >= today):
                return found
        return Bad(f"There is no {said}. Try yesterday, 2 Nov or 2026-11-02.", said)

    return fits


def _date(day: int, month: int, year: int | None, said: str) -> Callable[[date, bool], date | Bad]:
    """A date without a year is its latest occurrence up to today, or its next one from today on."""

    def fits(today: date, past: bool) -> date | Bad:
        years = (year,) if year else _years(today.year, past)
        for candidate in years:
            try:
                found = date(candidate, month, day)
            except ValueError:
                continue
            if year or (found <= today if past else found >= today):
                return found
        return Bad(f"There is no {said}. Try yesterday, 2 Nov or 2026-11-02.", said)

    return fits


def _years(now: int, past: bool) -> tuple[int, ...]:
    """29 February may be eight years away (1896 to 1904, 2096 to 2104)."""
    return tuple(range(now, max(now - 9, 0), -1)) if past else tuple(range(now, min(now + 9, 9999) + 1))
