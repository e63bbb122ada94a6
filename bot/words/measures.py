"""What health is made of: values, colours, and days that have been."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.rules.amounts import number
from bot.rules.cells import Unreadable
from bot.words.base import Bad, Found, Word
from bot.words.calendar import find_day
from bot.words.due import DueWord

MOST = Decimal(10) ** 12


class Colour(StrEnum):
    """A band as people say it."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"

    @classmethod
    def synonyms(cls) -> dict["Colour", tuple[str, ...]]:
        return {
            cls.RED: ("critical", "bad", "🔴"),
            cls.YELLOW: ("amber", "orange", "mixed", "🟡"),
            cls.GREEN: ("good", "happy", "fine", "🟢"),
        }


class MeasureWord(Word):
    """What a measure of health is called, here."""

    what = "a measure"
    sample = "usage"
    _LONGEST = 4

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in range(min(len(line), at + self._LONGEST), at, -1):
            name = lexicon.measured(line.slice(at, end))
            if name is not None:
                return Found(name, end)
        return Found(line.tokens[at].text, at + 1) if line.tokens[at].sort == "quoted" else None

    def read(self, text: str, lexicon: Lexicon) -> str:
        return lexicon.measured(text) or text.strip()


class ValueWord(Word):
    """A number: `34`, `0.5`, `-3`, `82%`, `1,200`."""

    what = "a number"
    sample = "80"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        text = line.tokens[at].text.rstrip("%:;,.")
        sign, digits = (-1, text[1:]) if text[:1] in "-−" else (1, text)
        if not digits[:1].isdigit():
            return None
        try:
            value = sign * number(digits)
        except Unreadable:
            return None
        end = at + 2 if line.low(at + 1) == "%" else at + 1
        return Found(value if abs(value) < MOST else Bad("That number is too large.", text), end)

    def show(self, value: Decimal) -> str:
        return f"{value:f}"


class PastDayWord(DueWord):
    """A day up to today."""

    what = "a day that has been"
    sample = "1 March, yesterday or 2026-03-01"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        day = find_day(line, at, lexicon.locale)
        if day is None:
            return None
        today, said = lexicon.now.date(), line.slice(at, day.end)
        found = day.fits(today, True)
        if isinstance(found, date) and found > today:
            return Found(Bad(f"{said} is still to come. Try yesterday or 1 March.", said), day.end)
        return Found(found, day.end)

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return self.find(line, at, lexicon)


class AsOfWord(PastDayWord):
    """The same after an account without any `as of`; but beside a colour a day is until when."""

    def wanted(self, values: Mapping[str, Any]) -> bool:
        return values.get("band") is None

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        # At the beginning `Monday` is rather a customer.
        return self.find(line, at, lexicon) if at else None


class UntilWord(DueWord):
    """A day to come; right after a colour also without `until`: `red 1 Dec: champion leaving`."""

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        # Behind a colon the reason has begun: `red: on 1 March they told us`.
        right_after = at and line.slice(at - 1, at).lower() in _COLOURS and line.low(at) != "on"
        return self.find(line, at, lexicon) if right_after else None


_COLOURS = frozenset(colour.value for colour in Colour)
