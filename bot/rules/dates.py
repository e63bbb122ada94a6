"""Dates and times as other programs write them. What a column's own values prove decides between 3/4 and 4/3."""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal, NamedTuple

from bot.rules.cells import Unreadable, short

# The order of day and month in a column: proved by its values, both (they contradict), or not known.
Order = Literal["dmy", "mdy", "both", ""]


class Moment(NamedTuple):
    """clock: None where the day alone is said. offset: None where no zone is said."""

    day: date
    clock: time | None = None
    offset: timezone | None = None


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january januar", "feb february februar", "mar march märz mär mrz", "apr april", "may mai", "jun june juni",
         "jul july juli", "aug august", "sep sept september", "oct october okt oktober", "nov november",
         "dec december dez dezember"), start=1
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-zäöü]*\.?,?\s+")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[.\s-]+([a-zä]+)[.,\s-]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-zä]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(uhr)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
# Excel counts days from here; its first two months are wrong and nobody's contract is that old.
_EXCEL = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1950, 2150


def order_of(text: str) -> Order:
    """The order that one date proves: `16/12/2026` day first, `12/16/2026` month first, `3/4/2026` nothing.
    Dots are day first everywhere."""
    match = _NUMBERS.match(_plain(text))
    if not match or _ISO.match(_plain(text)):
        return ""
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second or "." in match[0]:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def moment(text: str, order: Order = "dmy") -> Moment:
    """order: of the column; "" counts as day first, "both" refuses what could be either."""
    plain = _plain(text)
    day, rest = _day(plain, order, text)
    rest = rest.lstrip(" ,t").removeprefix("at ").removeprefix("um ").strip()
    if not rest:
        return day if isinstance(day, Moment) else Moment(day)
    match = _CLOCK.fullmatch(rest)
    if not match or isinstance(day, Moment):
        raise _unreadable(text)
    return Moment(day, _clock(match, text), _offset(match[6]))


def day(text: str, order: Order = "dmy") -> date:
    """The date alone; a clock beside it (exports write midnight) is left out."""
    return moment(text, order).day


def _plain(text: str) -> str:
    return _WEEKDAY.sub("", text.strip().casefold())


def _day(plain: str, order: Order, text: str) -> tuple[date | Moment, str]:
    if match := _ISO.match(plain):
        return _date(match[1], match[2], match[3], text), plain[match.end() :]
    if match := _NUMBERS.match(plain):
        first, second, year = match.groups()
        if order_of(match[0]) == "mdy" or (order == "mdy" and order_of(match[0]) != "dmy"):
            first, second = second, first
        elif order == "both" and not order_of(match[0]) and first != second:
            raise Unreadable(f"{short(text)} could be two dates. Write it as 2026-12-16.")
        return _date(year, second, first, text), plain[match.end() :]
    if match := _DAY_FIRST.match(plain):
        return _date(match[3], _month(match[2], text), match[1], text), plain[match.end() :]
    if match := _MONTH_FIRST.match(plain):
        return _date(match[3], _month(match[1], text), match[2], text), plain[match.end() :]
    if match := _COMPACT.match(plain):
        return _date(match[1], match[2], match[3], text), plain[match.end() :]
    if match := _SERIAL.fullmatch(plain):
        return _serial(match, text), ""
    raise _unreadable(text)


def _date(year: str, month: str | int, day: str, text: str) -> date:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        raise Unreadable(f"{short(text)} is not in the calendar. Write dates as 2026-12-16.") from None
    return plausible(found, text)


def plausible(found: date, text: str) -> date:
    """The day itself, where its year can be meant. text: as written. Raises Unreadable."""
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unreadable(f"{short(text)} is a year that cannot be meant. Write dates as 2026-12-16.")
    return found


def _serial(match: "re.Match[str]", text: str) -> date | Moment:
    """A spreadsheet's number of a day; its fraction is the time."""
    found = plausible(_EXCEL + timedelta(days=int(match[1])), text)
    if not match[2] or not int(match[2]):
        return found
    seconds = round(float(f"0.{match[2]}") * 86_400)
    if seconds >= 86_400:
        return found + timedelta(days=1)
    return Moment(found, (datetime.min + timedelta(seconds=seconds)).time().replace(second=0, microsecond=0))


def _month(name: str, text: str) -> int:
    if name not in _MONTHS:
        raise _unreadable(text)
    return _MONTHS[name]


def _clock(match: "re.Match[str]", text: str) -> time:
    hour, half = int(match[1]), (match[4] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise _unreadable(text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        raise _unreadable(text) from None


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in ("z", "utc", "gmt"):
        return timezone(timedelta())
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if shift >= timedelta(hours=24):
        raise _unreadable(text)
    return timezone(-shift if text[0] == "-" else shift)


def _unreadable(text: str) -> Unreadable:
    return Unreadable(f"{short(text)} is not a date. Write it as 2026-12-16.")
