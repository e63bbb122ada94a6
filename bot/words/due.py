"""When something is due: a day to come."""

import re
from datetime import date, timedelta
from typing import ClassVar

from dateutil.relativedelta import relativedelta

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.base import Bad, Found, Word
from bot.words.calendar import find_day

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
    _WRITTEN = re.compile(r"(?:in )?(\d{1,3}|a|an|one|two|three) (day|week|month|year)s?")

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
            if match := self._WRITTEN.fullmatch(phrase):
                count = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}.get(match[1]) or int(match[1])
                return Found(_add(today, match[2] + "s", count), end)
        return None

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """At the end of a text a length alone is part of it: `usage of the last 14d`."""
        alone = self._SPAN.fullmatch(line.low(at)) or self._WRITTEN.fullmatch(line.lows(at, at + 2))
        return None if alone and line.low(at - 1) != "in" else self.find(line, at, lexicon)

    def _checked(self, day: date | Bad, today: date, said: str) -> date | Bad:
        if isinstance(day, Bad):
            return Bad(f"There is no {said}. Try Fri, tomorrow or 2 Dec.", said, sure=True)
        if day >= today:
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
