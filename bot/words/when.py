"""When something was: a day, a clock, or both, and always in the past."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from bot.lexicon import Lexicon
from bot.line import Typed, vocabulary
from bot.words.base import Bad, Found, Word
from bot.words.calendar import COUNTS, STARTS, WEEKDAY_NAMES, WEEKDAYS, find_day
from bot.words.clocks import CLOCK_STARTS, find_clock, find_range
from bot.words.durations import Duration

GRACE = timedelta(minutes=5)  # clocks differ; a call that ended this minute is not the future
NOON = time(12)


@dataclass(frozen=True, slots=True)
class When:
    """A moment in the past. at: aware, in the asker's zone, whole minutes. precision: `day` means that only the day is
    known, and `at` is its local noon. lasted: what `14:00-14:45` says beside it."""

    at: datetime
    precision: Literal["minute", "day"] = "minute"
    lasted: Duration | None = field(default=None, compare=False)

    @property
    def zone(self) -> str:
        return str(self.at.tzinfo)


@dataclass(frozen=True, slots=True)
class Moment:
    """What the words said so far: a day, a clock, or both. said: as typed."""

    day: date | None = None
    clock: time | None = None
    instant: datetime | None = None
    said: str = ""
    lasted: Duration | None = None


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:[+-]\d\d:?\d\d|z)?")
_STARTS = STARTS | CLOCK_STARTS | {"on", "just"}
_AGO = re.compile(r"(\d{1,3}|[a-z]+) ?(m|h)(?:in(?:ute)?s?|(?:ou)?rs?)? ago")
_LATER = vocabulary(
    "will ll we'll they'll i'll he'll she'll shall plan plans planned planning due schedule scheduled schedules "
    "next follow deadline until till going wants want needs need expect expects expected reschedule rescheduled "
    "postponed moved agreed booked meet again tbd send sending"
)
_NOT_BEFORE = vocabulary("by until till before after next this for since from of as to than every each per or and")


class WhenWord(Word):
    what = "a day or time in the past"
    sample = "yesterday, Mon 14:00 or 2 Nov"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        low = line.low(at)
        if low not in _STARTS and not low[:1].isdigit():
            return None
        if "t" in low and (match := _INSTANT.fullmatch(low)):
            return Found(_instant(match[0], lexicon), at + 1)
        if found := self._just_now(line, at, lexicon):
            return found
        if low == "on":
            return self._day(line, at + 1, lexicon, at)
        return self._day(line, at, lexicon, at) or self._clock(line, at, lexicon)

    def _day(self, line: Typed, at: int, lexicon: Lexicon, start: int) -> Found | None:
        day = find_day(line, at, lexicon.locale)
        if day is None:
            return None
        value = day.fits(lexicon.now.date(), True)
        if isinstance(value, Bad):
            return Found(value, day.end)
        said = Moment(day=value, said=line.slice(start, day.end))
        clock = self._clock_alone(line, day.end)
        if clock is None:
            return Found(said, day.end)
        return Found(_joined(said, clock.value) if isinstance(clock.value, Moment) else clock.value, clock.end)

    def _clock_alone(self, line: Typed, at: int) -> Found | None:
        """A time of day, or from one to another."""
        if (span := find_range(line, at)) is not None:
            begin, minutes, end = span
            return Found(Moment(clock=begin, lasted=Duration(minutes), said=line.slice(at, end)), end)
        if (clock := find_clock(line, at)) is None:
            return None
        value, end = clock
        return Found(value if isinstance(value, Bad) else Moment(clock=value, said=line.slice(at, end)), end)

    def _clock(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        clock = self._clock_alone(line, at)
        if clock is None or isinstance(clock.value, Bad):
            return clock
        place = clock.end + 1 if line.low(clock.end) == "on" else clock.end
        day = self._day(line, place, lexicon, place) if place < len(line) else None
        if day is not None and isinstance(day.value, Moment) and day.value.clock is None:
            return Found(_joined(clock.value, day.value), day.end)
        return clock

    def _just_now(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """`just now`, `20 minutes ago`, `an hour ago`."""
        low = line.low(at)
        if low == "just" and line.low(at + 1) == "now":
            return Found(Moment(instant=_minute(lexicon.now), said="just now"), at + 2)
        for end in (at + 2, at + 3):
            match = _AGO.fullmatch(line.lows(at, end)) if line.low(end - 1) == "ago" else None
            count = int(match[1]) if match and match[1].isdecimal() else COUNTS.get(match[1], 0) if match else 0
            if match and 0 < count < 1000:
                shift = timedelta(**{"hours" if match[2] == "h" else "minutes": count})
                return Found(Moment(instant=_minute(lexicon.now - shift), said=line.slice(at, end)), end)
        return None

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """Only today, yesterday, a weekday, `n days ago` or `on <date>`, and only where the note speaks of the past."""
        if line.low(at - 1) in _NOT_BEFORE or any(token.low in _LATER for token in line.tokens[max(0, at - 12) : at]):
            return None
        on = line.low(at) == "on"
        day = find_day(line, at + 1 if on else at, lexicon.locale)
        if day is not None and (on or day.sure):
            return self.find(line, at, lexicon)
        found = self._clock(line, at, lexicon)
        return found if found and isinstance(found.value, Moment) and found.value.day else None

    def merge(self, old: Any, new: Any) -> Any | None:
        if not (isinstance(old, Moment) and isinstance(new, Moment)) or old.instant or new.instant:
            return None
        if (old.day and new.day) or (old.clock and new.clock):
            return None
        return _joined(old, new)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        value = super().read(text, lexicon)
        return self.settle(value, lexicon, {}) if isinstance(value, Moment) else value

    def settle(self, value: Any, lexicon: Lexicon, others: Mapping[str, Any]) -> Any:
        if not isinstance(value, Moment):
            return value
        now, zone = lexicon.now, lexicon.now.tzinfo
        if value.instant is None and value.clock is None:
            day = value.day or now.date()
            return When(datetime.combine(day, NOON, zone), "day") if day <= now.date() else self._future(value, lexicon)
        at = value.instant or datetime.combine(value.day or now.date(), value.clock or NOON, zone)
        ended = at + timedelta(minutes=value.lasted.minutes) if value.lasted else at
        return When(at, lasted=value.lasted) if ended <= now + GRACE else self._future(value, lexicon)

    def _future(self, value: Moment, lexicon: Lexicon) -> Bad:
        """The likely past one: the same day last week, or last year, at the same time."""
        now, zone = lexicon.now, lexicon.now.tzinfo
        day = value.day or (value.instant.date() if value.instant else now.date())
        clock = value.clock or (value.instant.time() if value.instant else None)
        if value.clock and day == now.date():
            weekday = any(word.strip(",.") in WEEKDAYS for word in value.said.lower().split())
            past = day - timedelta(days=7 if weekday else 1)
        elif day - timedelta(days=7) <= now.date():
            past = now.date() if (day - now.date()).days == 1 and not clock else day - timedelta(days=7)
        else:
            past = day - relativedelta(years=max(1, day.year - now.year))
        likely = When(datetime.combine(past, clock or NOON, zone), "minute" if clock else "day")
        sentence = f"“{value.said}” is still to come; only what has happened can be logged."
        printed, label = self.show(likely), self.label(likely)
        if value.lasted:
            end = likely.at + timedelta(minutes=value.lasted.minutes)
            printed, label = f"{past} {likely.at:%H:%M}-{end:%H:%M}", f"{label}–{end:%H:%M}"
        return Bad(sentence, value.said, ((printed, label),))

    def show(self, value: When) -> str:
        return value.at.date().isoformat() if value.precision == "day" else value.at.isoformat(timespec="minutes")

    def label(self, value: When) -> str:
        day = f"{value.at:%a} {value.at.day} {value.at:%b %Y}"
        return day if value.precision == "day" else f"{day} {value.at:%H:%M}"

    def written(self, value: When) -> str:
        return self.label(value).partition(" ")[2]

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        low = begun.lower()
        days = ("yesterday", "today", *(WEEKDAY_NAMES if low else ()))
        return ((day, day.capitalize()) for day in days if day.startswith(low))


def _joined(one: Moment, other: Moment) -> Moment:
    """A day and a clock."""
    said = f"{one.said} {other.said}"
    return Moment(one.day or other.day, one.clock or other.clock, None, said, one.lasted or other.lasted)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _instant(text: str, lexicon: Lexicon) -> Moment | Bad:
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:
        return Bad(f"{text} is no moment. Try 2026-11-20T14:00+01:00.", text)
    zone = lexicon.now.tzinfo
    try:
        local = at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
    except OverflowError:
        return Bad(f"{text} is no moment. Try 2026-11-20T14:00+01:00.", text)
    return Moment(instant=_minute(local), said=text.upper())
