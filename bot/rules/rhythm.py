"""When somebody works: their days, hours, holidays and leaves in their own zone. Nudges come in the morning, which is the
instant at which a local working day starts.

A start that the clocks skip in spring moves forward by what they skip; one that they repeat in autumn is the first of the
two. A whole day that a zone skipped (Samoa had no 30 December 2011) is no day at all. Mornings are strictly increasing, and
every working day has exactly one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.holidays import holidays_in

DAY = timedelta(days=1)
# How far back a morning is looked for; whoever worked on no day of a year is planned for when they work again.
LOOK_BACK = 366


@dataclass(frozen=True)
class WorkWeek:
    """days: ISO numbers of the working days, at least one (`12345`). starts, ends: minutes since local midnight.
    place: whose public holidays are free (`DE-BY`), "" for none. away: leaves, as first and last day."""

    days: str
    starts: int
    ends: int
    zone: ZoneInfo
    place: str = ""
    away: tuple[tuple[date, date], ...] = ()

    def is_working(self, day: date) -> bool:
        return self._in_week(day) and not any(first <= day <= last for first, last in self.away)

    def at_work(self, now: datetime) -> bool:
        """Whether this is a moment of their working hours."""
        local = now.astimezone(self.zone)
        minutes = local.hour * 60 + local.minute
        return self.starts <= minutes < self.ends and self.is_working(local.date())

    def morning(self, day: date) -> datetime:
        """The instant, in UTC, at which the hours of a local day start, working or not."""
        # Without a fold: of two the first; and what the clocks skip is counted on from the time before.
        return _instant(day, self.starts, self.zone)

    def planned_day(self, now: datetime) -> date | None:
        """The newest local working day whose morning has come; None where that is more than a year ago."""
        today = now.astimezone(self.zone).date()
        for day in _days_back(today, LOOK_BACK):
            if self.is_working(day) and self.morning(day) <= now:
                return day
        return None

    def next_morning(self, now: datetime) -> datetime:
        """The first morning of a working day after an instant."""
        # A morning that the clocks pushed past midnight belongs to the day before.
        return next(morning for morning in self._mornings(now.astimezone(self.zone).date() - DAY) if morning > now)

    def next_working_moment(self, now: datetime) -> datetime:
        """Now while they work, else the next morning."""
        return now if self.at_work(now) else self.next_morning(now)

    def previous_working_day(self, day: date) -> date | None:
        """The last working day before a day; None where that is more than a year ago."""
        return next((each for each in _days_back(day - DAY, LOOK_BACK) if self.is_working(each)), None)

    def _in_week(self, day: date) -> bool:
        if str(day.isoweekday()) not in self.days:
            return False
        return _exists(day, self.zone) and day not in holidays_in(self.place, day.year)

    def _mornings(self, day: date) -> Iterator[datetime]:
        """Of all working days from a day on. Endless: leaves end, and no country has holidays only."""
        while True:
            last = next((last for first, last in self.away if first <= day <= last), None)
            if last is not None:
                day = last
            elif self._in_week(day):
                yield self.morning(day)
            day += DAY


def _days_back(day: date, count: int) -> Iterator[date]:
    return (day - timedelta(days=back) for back in range(count))


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(*divmod(minutes, 60)), zone).astimezone(UTC)


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether a zone had this day: noon is skipped only with the whole of it."""
    return _instant(day, 12 * 60, zone).astimezone(zone).date() == day
