"""What contracts are made of: sums in the contract's own currency, terms, price increases, dates past and to come."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from babel.numbers import get_currency_precision

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.rules.amounts import money
from bot.rules.cells import Unreadable
from bot.words.base import Bad, Found, Word, shorten
from bot.words.calendar import find_day
from bot.words.due import DueWord


@dataclass(frozen=True, slots=True)
class Sum:
    """amount: in whole units. currency: ISO 4217, or None where it was not said."""

    amount: Decimal
    currency: str | None


class SumWord(Word):
    """`120k`, `€120k`, `120,000 USD`; the currency is said or not. A bare number needs at least two digits or a scale."""

    what = "an amount of money"
    sample = "120k"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if not any(char.isdigit() for char in line.low(at) + line.low(at + 1)[:1]):
            return None
        for end in range(min(len(line), at + 3), at, -1):
            try:
                return Found(Sum(*money(line.slice(at, end).rstrip(".,;:"))), end)
            except Unreadable:
                continue
        return None

    def read(self, text: str, lexicon: Lexicon) -> Sum | Bad:
        try:
            return Sum(*money(text))
        except Unreadable as wrong:
            return Bad(str(wrong), text)

    def show(self, value: Sum) -> str:
        return f"{value.currency or ''}{value.amount:f}"

    def label(self, value: Sum) -> str:
        return f"{value.amount:,f}" + (f" {value.currency}" if value.currency else "")


class ArrWord(SumWord):
    """What is paid in a year: `-5k` is told to be less than nothing, and not passed over."""

    _LESS = re.compile(r"[^\w(]?[-−–]\W?\d.*")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        said = line.tokens[at].text
        if self._LESS.fullmatch(said):
            return Found(Bad(f"ARR cannot be less than nothing, and {shorten(said)} is. Try 120k.", said), at + 1)
        return super().find(line, at, lexicon)


def sum_of(minor: int, currency: str) -> Sum:
    """An amount as a form or a line carries it."""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return Sum(amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount, currency)


class MonthsWord(Word):
    """`12 months`, `1 year`, `24m`, `36`."""

    what = "a term"
    sample = "12 months"
    _SHAPE = re.compile(r"(\d{1,3}) ?(m|mo|months?|y|yrs?|years?|)")
    _NAMED: ClassVar = {
        "monthly": 1, "quarterly": 3, "annual": 12, "annually": 12, "yearly": 12, "a year": 12, "one year": 12,
        "two years": 24, "three years": 36,
    }  # fmt: skip

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in (at + 2, at + 1):
            if end > len(line):
                continue
            phrase = line.lows(at, end)
            match = self._SHAPE.fullmatch(phrase)
            if match and (match[2] or end == at + 1):
                months = int(match[1]) * (12 if match[2][:1] == "y" else 1)
                bad = Bad(f"A term has 1 to 240 months, and {phrase} is not that.", phrase)
                return Found(months if 1 <= months <= 240 else bad, end)
            if phrase in self._NAMED:
                return Found(self._NAMED[phrase], end)
        return None

    def show(self, value: int) -> str:
        return f"{value}m"

    def label(self, value: int) -> str:
        return f"{value} months"


class PercentWord(Word):
    """`5%`, `3.5 %`, `3,5`. Its value is basis points, 0 to 10,000."""

    what = "a percentage"
    sample = "5%"
    _SHAPE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|percent|per cent|pct)?")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in (at + 3, at + 2, at + 1):
            match = self._SHAPE.fullmatch(line.lows(at, end)) if end <= len(line) else None
            if match:
                points = int(Decimal(match[1].replace(",", ".")) * 100)
                said = line.slice(at, end)
                return Found(points if points <= 10_000 else Bad(f"{said} is more than 100 %.", said), end)
        return None

    def show(self, value: int) -> str:
        return f"{Decimal(value).scaleb(-2).normalize():f}%"


class DateWord(DueWord):
    """A day, past or to come: without a year its next occurrence."""

    what = "a date"
    sample = "16 Dec 2027"

    def _checked(self, day: date | Bad, today: date, said: str) -> date | Bad:
        return day


class SinceWord(DateWord):
    """The same, but without a year its latest occurrence: a rate of `1 Nov` has been read already."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.low(at) in ("on", "from", "since") and at + 1 < len(line):
            return self.find(line, at + 1, lexicon)
        day = find_day(line, at, lexicon.locale)
        return None if day is None else Found(day.fits(lexicon.now.date(), True), day.end)

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return self.find(line, at, lexicon)


class RateWord(Word):
    """A rate of exchange, `0.92`, with up to nine decimals."""

    what = "a rate"
    sample = "0.92"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        text = line.tokens[at].text.replace(",", ".")
        if not re.fullmatch(r"\d{1,6}(?:\.\d{1,9})?", text):
            return None
        try:
            rate = Decimal(text)
        except InvalidOperation:
            return None
        return Found(rate if rate else Bad("A rate is more than 0. Try 0.92.", shorten(text)), at + 1)

    def show(self, value: Decimal) -> str:
        return f"{value:f}"
