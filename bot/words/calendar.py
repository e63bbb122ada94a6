"""Days and clocks as people write them. Pure look-ups over tokens; what they mean in past or future is for when.py and due.py."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from dateutil.relativedelta import relativedelta

from bot.line import Typed
from bot.words.base import Bad

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
    "earlier": 0, "just now": 0, "yesterday": -1, "yday": -1, "yest": -1, "last night": -1, "yesterday morning": -1,
    "yesterday afternoon": -1, "yesterday evening": -1, "the day before yesterday": -2, "day before yesterday": -2,
    "tomorrow": 1, "tmrw": 1, "tomorrow morning": 1, "the day after tomorrow": 2, "day after tomorrow": 2,
}  # fmt: skip
_RELATIVE_STARTS = {phrase.split()[0] for phrase in RELATIVE}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[/](\d{1,2})(?:[/](\d{4}|\d{2}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_DAY_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_GLUED = re.compile(r"(\d{1,2})([a-z]{3,9})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})? ?(am|pm|a\.m|p\.m|uhr|h)?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was named. fits: the day itself, by the date of today and whether the past or the future is meant.
    words: as typed. sure: it can hardly mean anything else, even at the end of a note."""

    fits: Callable[[date, bool], date | Bad]
    end: int
    sure: bool = False


def find_day(line: Typed, at: int, locale: str) -> Day | None:
    low = line.low(at)
    if not low:
        return None
    if low in _RELATIVE_STARTS:
        for end in (at + 4, at + 3, at + 2, at + 1):
            if end <= len(line) and (shift := RELATIVE.get(line.lows(at, end))) is not None:
                return Day(_shifted(shift), end, sure=True)
    if low in ("last", "this", "next", "past") and line.low(at + 1) in WEEKDAYS:
        return Day(_weekday(WEEKDAYS[line.low(at + 1)], low), at + 2, sure=low in ("last", "past"))
    if low in WEEKDAYS:
        return Day(_weekday(WEEKDAYS[low], ""), at + 1, sure=True)
    return _ago(line, at) or _dated(line, at, locale)


def _shifted(days: int) -> Callable[[date, bool], date]:
    return lambda today, past: today + timedelta(days=days)


def _weekday(number: int, which: str) -> Callable[[date, bool], date]:
    def fits(today: date, past: bool) -> date:
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
    text = line.tokens[at].text.lower().rstrip("!?:")
    low = line.low(at)
    if match := _ISO.fullmatch(low):
        return Day(_date(int(match[3]), int(match[2]), int(match[1]), low), at + 1)
    if match := _SLASHED.fullmatch(low) or _DOTTED.fullmatch(text):
        day, month = int(match[1]), int(match[2])
        if "/" in low and (locale.replace("_", "-") in ("en-US", "") or month > 12) and day <= 12:
            day, month = month, day
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0) if match[3] else None
        return Day(_date(day, month, year, low), at + 1)
    return _named(line, at)


def _named(line: Typed, at: int) -> Day | None:
    """`2 Nov`, `2nd of November 2026`, `Nov 2`, `2nov`."""
    low, following = line.low(at), line.low(at + 1)
    if match := _GLUED.fullmatch(low):
        if match[2] not in MONTHS:
            return None
        day, month, end = int(match[1]), MONTHS[match[2]], at + 1
    elif match := _DAY_NUMBER.fullmatch(low):
        end = at + 2 if following == "of" else at + 1
        if line.low(end) not in MONTHS:
            return None
        day, month, end = int(match[1]), MONTHS[line.low(end)], end + 1
    elif low in MONTHS and (match := _DAY_NUMBER.fullmatch(following)):
        day, month, end = int(match[1]), MONTHS[low], at + 2
    else:
        return None
    after = end + 1 if line.low(end) == "," else end
    if _YEAR.fullmatch(line.low(after)):
        return Day(_date(day, month, int(line.low(after)), line.slice(at, after + 1)), after + 1)
    return Day(_date(day, month, None, line.slice(at, end)), end)


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


def find_clock(line: Typed, at: int) -> tuple[time | Bad, int] | None:
    """A time of day: two-digit `14:00`, `3pm`, `3:30 pm`, `noon`, and after `at` also `at 9:30` and `at 3`.

    One-digit h:mm is a length of time unless `at` stands before it.
    """
    said_at = line.low(at) in ("at", "@", "around", "from")
    place = at + 1 if said_at else at
    low = line.low(place)
    if low in ("noon", "midday"):
        return time(12), place + 1
    if not low[:1].isdigit():
        return None
    half = line.low(place + 1) if line.low(place + 1) in ("am", "pm", "a.m", "p.m") else ""
    match = _CLOCK.fullmatch(low + half)
    if match is None or (match[3] == "h" and not said_at):
        return None
    plain = match[3] is None and not (match[2] and ":" in low and low.index(":") == 2)
    if plain and not said_at:
        return None
    hour, minute, end = int(match[1]), int(match[2] or 0), place + (2 if half else 1)
    if plain and not match[2] and line.low(end) in ("%", "percent", "of", "x"):
        return None
    return _time(hour, minute, (match[3] or "")[:1], bool(plain), line.slice(place, end)), end


def _time(hour: int, minute: int, half: str, plain: bool, said: str) -> time | Bad:
    if half in ("a", "p") and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif plain and 1 <= hour <= 6:
        hour += 12  # "at 3" among people at work is the afternoon
    if hour > 23 or minute > 59:
        return Bad(f"{said} is no time of day. Try 14:00 or 3pm.", said)
    return time(hour, minute)
