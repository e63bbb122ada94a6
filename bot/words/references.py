"""The words of references: what a customer may be asked for, until when, and by whom it is named."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.rules.reference_rules import next_quarter, quarter_of
from bot.rules.seeking import SAID
from bot.words.accounts import AccountWord
from bot.words.base import Found, OneOf
from bot.words.due import DueWord
from storage.tables import AskKind

KIND = OneOf(AskKind, SAID, "what they may be asked for")


class NamedAccountWord(AccountWord):
    """An account where other words stand as well: only by `account:`, or picked in a form."""

    creates = False

    def wanted(self, values: Mapping[str, Any]) -> bool:
        return False


class UntilWord(DueWord):
    """A day to come, or the last one before a quarter: `Q2` is over once Q2 begins."""

    sample = "1 Mar, Q2 or next quarter"
    _QUARTER = re.compile(r"q([1-4])(?: ?(20\d\d))?")

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
        return super().find(line, at, lexicon)


def _before(quarter: int, year: str | None, today: date) -> date:
    """The last day before a quarter; the next such one, where no year is said."""
    first = date(int(year) if year else today.year, 3 * quarter - 2, 1)
    if not year and first <= quarter_of(today):
        first = first.replace(year=first.year + 1)
    return first - timedelta(days=1)
