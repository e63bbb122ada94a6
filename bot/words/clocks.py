"""Clocks as people write them: a time of day, and from one to another."""

import re
from datetime import date, datetime, time, timedelta

from bot.line import Typed
from bot.words.base import Bad

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})? ?(am|pm|a\.m|p\.m|uhr|h)?")
_HALF = r" ?(am|pm|a\.m|p\.m|uhr|h)?"
_RANGE = re.compile(
    rf"(\d{{1,2}})(?:[:.](\d\d))?{_HALF} ?(?:-|–|—|to|till|until|and|bis) ?(\d{{1,2}})(?:[:.](\d\d))?{_HALF}"
)
_FROM = frozenset({"from", "between", "von"})
_AT = frozenset({"at", "@", "around", "from"})
_NOON = frozenset({"noon", "midday"})
CLOCK_STARTS = _FROM | _AT | _NOON  # every word that a clock can begin with, but for numbers
_LONGEST = timedelta(hours=12)  # a longer range is rather something else, or a slip


def find_clock(line: Typed, at: int) -> tuple[time | Bad, int] | None:
    """A time of day: two-digit `14:00`, `3pm`, `3:30 pm`, `noon`, and after `at` also `at 9:30` and `at 3`.

    One-digit h:mm is a length of time unless `at` stands before it.
    """
    said_at = line.low(at) in _AT
    place = at + 1 if said_at else at
    low = line.low(place)
    if low in _NOON:
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


def find_range(line: Typed, at: int) -> tuple[time, int, int] | None:
    """`14:00-14:45`, `2pm-3pm`, `11-12:30pm`, `from 10 to 11:30`: the beginning, whole minutes, and where it ends.

    Bare numbers (`2-3 seats`) are none: minutes, am or pm, or `from` must be there. The first half of the day is that
    of the second, unless it would begin after its end (`11-12:30pm`).
    """
    said_from = line.low(at) in _FROM
    start = at + 1 if said_from else at
    if not line.low(start)[:1].isdigit():
        return None
    for end in range(min(start + 5, len(line)), start, -1):
        match = _RANGE.fullmatch(line.lows(start, end))
        if match is None:
            continue
        hour, minute, half, other_hour, other_minute, other_half = match.groups()
        if not (said_from or half or other_half or (minute and other_minute)):
            return None
        to = _moment(other_hour, other_minute, other_half)
        begins = [_moment(hour, minute, half)] if half else [_moment(hour, minute, way) for way in (other_half, "am")]
        for begin in begins:
            if to is not None and begin is not None and timedelta() < (length := _between(begin, to)) <= _LONGEST:
                return begin, int(length.total_seconds()) // 60, end
        return None
    return None


def _moment(hour: str, minute: str | None, half: str | None) -> time | None:
    value = _time(int(hour), int(minute or 0), (half or "")[:1], False, "")
    return None if isinstance(value, Bad) else value


def _between(begin: time, end: time) -> timedelta:
    """From one clock to another, over midnight where the other is earlier."""
    length = datetime.combine(date.min, end) - datetime.combine(date.min, begin)
    return length if length > timedelta() else length + timedelta(days=1)
