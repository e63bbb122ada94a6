"""The demo's time. It runs as everybody's does and can be put forward, never back: what was said in between stays said."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clock import Clock, system_clock

MORNING, EVENING = time(8, 30), time(17, 30)
FARTHEST = timedelta(days=366)
"""As far ahead as one journey goes."""


class DemoClock:
    """A clock to be put forward. ahead: of the real one."""

    def __init__(self, real: Clock = system_clock) -> None:
        self._real = real
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return self._real() + self.ahead

    def reach(self, at: datetime) -> None:
        """It is `at`, or later already."""
        self.ahead = max(self.ahead, at - self._real())


@dataclass(frozen=True, slots=True)
class DemoTime:
    """What the page may do with the clock. arrived: does what is due by now and waits for it. anew: begins the demo from
    the start, at the real time; None where the demo may not forget what it holds."""

    clock: DemoClock
    arrived: Callable[[], Awaitable[None]]
    anew: Callable[[], None] | None = None


def zone_of(name: str) -> ZoneInfo:
    """The zone of this IANA name; UTC where there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def morning(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, MORNING, zone).astimezone(UTC)


def tomorrow(now: datetime, zone: ZoneInfo) -> datetime:
    return morning(now.astimezone(zone).date() + timedelta(days=1), zone)


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    today = now.astimezone(zone).date()
    return morning(today + timedelta(days=7 - today.weekday()), zone)


def stops(now: datetime, to: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every morning and evening on the way, and the end of it: so that what comes due meanwhile comes on its own day."""
    day = now.astimezone(zone).date()
    while True:
        for hour in (MORNING, EVENING):
            stop = datetime.combine(day, hour, zone).astimezone(UTC)
            if stop >= to:
                yield to
                return
            if stop > now:
                yield stop
        day += timedelta(days=1)
