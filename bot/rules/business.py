"""Time that counts: minutes of a team's working hours, over weekends, holidays and the days on which the clocks change.

A minute counts when it really passes during working hours, so a shift that the clocks shorten in spring is an hour shorter.
A span that ends just when the hours do ends then, and not on the next morning.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot.rules.rhythm import DAY, WorkWeek

MINUTE = timedelta(minutes=1)
# Days that are looked through at most: no span that is counted here, and no team's free time, lasts for twenty years.
LOOK_AHEAD = 7_320


class Shift(NamedTuple):
    """One day's working hours, from an instant to another, in UTC."""

    starts: datetime
    ends: datetime


def due(start: datetime, span: timedelta, week: WorkWeek | None) -> datetime:
    """When a span that begins at an instant has passed. week: None counts round the clock."""
    if week is None:
        return start.astimezone(UTC) + span
    left = span
    at = start.astimezone(UTC)
    for shift in _shifts(at.astimezone(week.zone).date() - DAY, week):
        if shift.ends <= at:
            continue
        begins = max(shift.starts, at)
        if left <= shift.ends - begins:
            return begins + left
        left -= shift.ends - begins
    return at + span


def back(end: datetime, span: timedelta, week: WorkWeek | None) -> datetime:
    """When a span that has passed at an instant began."""
    if week is None:
        return end.astimezone(UTC) - span
    left = span
    at = end.astimezone(UTC)
    for shift in _shifts_back(at.astimezone(week.zone).date() + DAY, week):
        if shift.starts >= at:
            continue
        ends = min(shift.ends, at)
        if left <= ends - shift.starts:
            return ends - left
        left -= ends - shift.starts
    return at - span


def between(start: datetime, end: datetime, week: WorkWeek | None) -> timedelta:
    """How much of the time between two instants counts; nothing where the second is not later."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return timedelta()
    if week is None:
        return end - start
    total = timedelta()
    for shift in _shifts(start.astimezone(week.zone).date() - DAY, week):
        if shift.starts >= end:
            break
        total += max(min(shift.ends, end) - max(shift.starts, start), timedelta())
    return total


def working_day(week: WorkWeek) -> timedelta:
    """How long one day is."""
    return (week.ends - week.starts) * MINUTE


def _shifts(day: date, week: WorkWeek) -> Iterator[Shift]:
    for ahead in range(LOOK_AHEAD):
        yield from _shift(day + ahead * DAY, week)


def _shifts_back(day: date, week: WorkWeek) -> Iterator[Shift]:
    for ago in range(LOOK_AHEAD):
        yield from _shift(day - ago * DAY, week)


def _shift(day: date, week: WorkWeek) -> Iterator[Shift]:
    """The hours of a day; none where it is free, or where the clocks skip all of them."""
    if not week.is_working(day):
        return
    starts, ends = week.morning(day), _instant(day, week.ends, week)
    if starts < ends:
        yield Shift(starts, ends)


def _instant(day: date, minutes: int, week: WorkWeek) -> datetime:
    """24:00 is the next midnight."""
    on, rest = day + DAY * (minutes // 1440), minutes % 1440
    return datetime.combine(on, time(*divmod(rest, 60)), week.zone).astimezone(UTC)
