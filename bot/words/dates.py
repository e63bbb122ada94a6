"""When something was, when it is due, and from when to when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Literal

from dateutil.relativedelta import relativedelta

from bot.lexicon import Lexicon
from bot.line import Typed, vocabulary
from bot.words.base import Bad, Found, Word
from bot.words.calendar import MONTHS, WEEKDAYS, find_clock, find_day

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


Due = date  # a local date, today or later


class DueWord(Word):
    """A date to come. A weekday is its next one; a date its next occurrence."""

    what = "a day to come"
    sample = "Fri, tomorrow, 2 Dec or 14d"
    kind = "date"
    _FIXED: ClassVar = {
        "eow": "week", "end of week": "week", "end of the week": "week", "eom": "month", "end of month": "month",
        "end of the month": "month", "eoq": "quarter", "end of quarter": "quarter", "end of the quarter": "quarter",
    }  # fmt: skip
    _SPAN = re.compile(r"(\d{1,3})(d|w|m|y)")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.low(at) in ("by", "on", "until", "till", "before", "due") and at + 1 < len(line):
            return self.find(line, at + 1, lexicon)
        today = lexicon.now.date()
        if (day := find_day(line, at, lexicon.locale)) is not None:
            return Found(self._checked(day.fits(today, False), today, line.slice(at, day.end)), day.end)
        if match := self._SPAN.fullmatch(line.low(at)):
            unit = {"d": "days", "w": "weeks", "m": "months", "y": "years"}[match[2]]
            return Found(_add(today, unit, int(match[1])), at + 1)
        return self._phrase(line, at, today)

    def _phrase(self, line: Typed, at: int, today: date) -> Found | None:
        for end in range(min(at + 4, len(line)), at, -1):
            phrase = line.lows(at, end)
            if phrase in ("next week", "next month"):
                monday = today + timedelta(days=7 - today.weekday())
                return Found(monday if phrase == "next week" else _add(today.replace(day=1), "months", 1), end)
            if phrase in self._FIXED:
                return Found(_end(today, self._FIXED[phrase]), end)
            if match := re.fullmatch(r"in (\d{1,3}|a|two|three) (day|week|month)s?", phrase):
                count = {"a": 1, "two": 2, "three": 3}.get(match[1]) or int(match[1])
                return Found(_add(today, match[2] + "s", count), end)
        return None

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return None if self._SPAN.fullmatch(line.low(at)) and line.low(at - 1) != "in" else self.find(line, at, lexicon)

    def _checked(self, day: date | Bad, today: date, said: str) -> date | Bad:
        if isinstance(day, Bad) or day >= today:
            return day
        return Bad(f"“{said}” is past. Try Fri, tomorrow or 14d.", said)

    def show(self, value: date) -> str:
        return value.isoformat()

    def label(self, value: date) -> str:
        return f"{value:%a} {value.day} {value:%b %Y}"


def _add(day: date, unit: str, count: int) -> date:
    """relativedelta clamps: 31 January and a month is the last of February."""
    return day + relativedelta(**{unit: count})  # type: ignore[arg-type]  # the keyword is a unit of time


def _end(day: date, of: str) -> date:
    if of == "week":
        return day + timedelta(days=(4 - day.weekday()) % 7)
    months = 1 if of == "month" else 3 - (day.month - 1) % 3
    return day.replace(day=1) + relativedelta(months=months) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From one local date to another, both included."""

    first: date
    last: date


class PeriodWord(Word):
    """`this month`, `last week`, `Q3`, `2025`, `november`, `last 30 days`, `90d`, `2026-01-01..2026-03-31`."""

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
