"""When something was: a day, a clock, or both, and always in the past."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from bot.lexicon import Lexicon
from bot.line import Typed, vocabulary
from bot.words.base import Bad, Found, Word
from bot.words.calendar import WEEKDAYS, find_clock, find_day

GRACE = timedelta(minutes=5)  # clocks differ; a call that ended this minute is not the future
NOON = time(12)


@dataclass(frozen=True, slots=True)
class When:
    """A moment in the past. at: aware, in the asker's zone, whole minutes. precision: `day` means that only the day is
    known, and `at` is its local noon."""

    at: datetime
    precision: Literal["minute", "day"] = "minute"

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


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:[+-]\d\d:?\d\d|z)?")
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
        if "t" in low and (match := _INSTANT.fullmatch(low)):
            return Found(_instant(match[0], lexicon), at + 1)
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
        clock = find_clock(line, day.end)
        if clock is None:
            return Found(Moment(day=value, said=line.slice(start, day.end)), day.end)
        if isinstance(clock[0], Bad):
            return Found(clock[0], clock[1])
        return Found(Moment(day=value, clock=clock[0], said=line.slice(start, clock[1])), clock[1])

    def _clock(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        clock = find_clock(line, at)
        if clock is None:
            return None
        value, end = clock
        if isinstance(value, Bad):
            return Found(value, end)
        day = self._day(line, end, lexicon, at) if line.low(end) not in ("", "on") else None
        day = day or (self._day(line, end + 1, lexicon, at) if line.low(end) == "on" else None)
        if day is not None and isinstance(day.value, Moment) and day.value.clock is None:
            return Found(Moment(day=day.value.day, clock=value, said=line.slice(at, day.end)), day.end)
        return Found(Moment(clock=value, said=line.slice(at, end)), end)

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """Only today, yesterday, a weekday, `n days ago` or `on <date>`, and only where the note speaks of the past."""
        on = line.low(at) == "on"
        day = find_day(line, at + 1 if on else at, lexicon.locale)
        if day is None or not (on or day.sure) or line.low(at - 1) in _NOT_BEFORE:
            return self._clock_then_day(line, at, lexicon)
        if any(token.low in _LATER for token in line.tokens[max(0, at - 12) : at]):
            return None
        return self.find(line, at, lexicon)

    def _clock_then_day(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = self._clock(line, at, lexicon)
        return found if found and isinstance(found.value, Moment) and found.value.day else None

    def merge(self, old: Any, new: Any) -> Any | None:
        if not (isinstance(old, Moment) and isinstance(new, Moment)) or old.instant or new.instant:
            return None
        if (old.day and new.day) or (old.clock and new.clock):
            return None
        return Moment(day=old.day or new.day, clock=old.clock or new.clock, said=f"{old.said} {new.said}")

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
        return When(at) if at <= now + GRACE else self._future(value, lexicon)

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
        return Bad(sentence, value.said, ((self.show(likely), self.label(likely)),))

    def show(self, value: When) -> str:
        return value.at.date().isoformat() if value.precision == "day" else value.at.isoformat(timespec="minutes")

    def label(self, value: When) -> str:
        day = f"{value.at:%a} {value.at.day} {value.at:%b %Y}"
        return day if value.precision == "day" else f"{day} {value.at:%H:%M}"

    def complete(self, begun: str, lexicon: Lexicon) -> Any:
        return ((day, day) for day in ("today", "yesterday") if begun and day.startswith(begun.lower()))


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
    return Moment(instant=local.replace(second=0, microsecond=0), said=text.upper())
