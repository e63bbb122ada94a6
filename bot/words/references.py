"""The words of references: what a customer may be asked for, until when, and by whom it is named."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.rules.reference_rules import next_quarter, quarter_of
from bot.rules.seeking import SAID
from bot.words.accounts import AccountWord
from bot.words.base import Found, OneOf
from bot.words.calendar import MONTHS
from bot.words.due import DueWord
from storage.tables import AskKind

KIND = OneOf(AskKind, SAID, "what they may be asked for")


class NamedAccountWord(AccountWord):
    """An account where other words stand as well: only by `account:`, or picked in a form."""

    creates = False

    def wanted(self, values: Mapping[str, Any]) -> bool:
        return False


class UntilWord(DueWord):
    """A day to come, or the last one before what begins: `Q2` is over once Q2 begins, `March` once March does. The end of
    something is its last day."""

    sample = "1 Mar, March, end of June, Q2 or next quarter"
    _QUARTER = re.compile(r"q([1-4])(?: ?(20\d\d))?")
    _MONTH = re.compile(rf"({'|'.join(MONTHS)})(?: (20\d\d))?")
    _YEAR = re.compile(r"20\d\d")
    _ENDS = ("the end of the ", "the end of ", "end of the ", "end of ")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.low(at) in ("by", "on", "until", "till", "before") and at + 1 < len(line):
            return self.find(line, at + 1, lexicon)
        today = lexicon.now.date()
        for end in range(min(at + 2, len(line)), at, -1):
            phrase = line.lows(at, end)
            if phrase == "next quarter":
                return Found(next_quarter(today) - timedelta(days=1), end)
            if match := self._QUARTER.fullmatch(phrase):
                return Found(_before(int(match[1]), match[2], today), end)
        if (found := super().find(line, at, lexicon)) is not None:
            return found
        return self._ends(line, at, today) or self._begins(line, at, today)

    def _ends(self, line: Typed, at: int, today: date) -> Found | None:
        """`end of June`, `the end of Q2`, `end of 2027`, `end of the year`."""
        for end in range(min(at + 6, len(line)), at, -1):
            phrase = line.lows(at, end)
            what = next((phrase.removeprefix(before) for before in self._ENDS if phrase.startswith(before)), "")
            if what == "year":
                return Found(date(today.year, 12, 31), end)
            if what and (first := self._first(what, today)) is not None:
                months = 12 if self._YEAR.fullmatch(what) else 3 if what[0] == "q" else 1
                return Found(first + relativedelta(months=months) - timedelta(days=1), end)
        return None

    def _begins(self, line: Typed, at: int, today: date) -> Found | None:
        for end in range(min(at + 2, len(line)), at, -1):
            phrase = line.lows(at, end)
            first = date(today.year + 1, 1, 1) if phrase == "next year" else self._first(phrase, today)
            if first is not None and first <= today and phrase.isalpha():
                first = first.replace(year=first.year + 1)  # `November` in November is the next one
            if first is not None and first > today:
                return Found(first - timedelta(days=1), end)
        return None

    def _first(self, what: str, today: date) -> date | None:
        """The first day of a month, quarter or year; of the next such one, where no year is said."""
        if self._YEAR.fullmatch(what):
            return date(int(what), 1, 1)
        if match := self._QUARTER.fullmatch(what):
            return _begin(3 * int(match[1]) - 2, match[2], today, months=3)
        if match := self._MONTH.fullmatch(what):
            return _begin(MONTHS[match[1]], match[2], today, months=1)
        return None


def _begin(month: int, year: str | None, today: date, months: int) -> date:
    first = date(int(year) if year else today.year, month, 1)
    over = not year and first + relativedelta(months=months) <= today
    return first.replace(year=first.year + 1) if over else first


def _before(quarter: int, year: str | None, today: date) -> date:
    """The last day before a quarter; the next such one, where no year is said."""
    first = date(int(year) if year else today.year, 3 * quarter - 2, 1)
    if not year and first <= quarter_of(today):
        first = first.replace(year=first.year + 1)
    return first - timedelta(days=1)
