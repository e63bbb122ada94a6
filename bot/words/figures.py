"""Figures with a unit: `80`, `12k`, `20%`, `5d`, `€12k`; and the day on which one was read."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.rules.amounts import Point, currency_of, number
from bot.rules.cells import Unreadable
from bot.words.base import Bad, Found, Word, shorten
from bot.words.calendar import MONTHS, find_day
from bot.words.contracts import DateWord, PercentWord
from bot.words.plain import NumberWord

MICRO = 1_000_000
MOST = 10**12


@dataclass(frozen=True, slots=True)
class Figure:
    """micro: millionths of the unit. unit: `%`, `d`, `h`, `min`, `s`, an ISO currency, or "" where none was said."""

    micro: int
    unit: str = ""


class TooMuch(Unreadable):
    """A figure, but a larger or more exact one than a column holds."""


UNITS = {
    unit: name
    for name, units in {
        "%": "% percent pct",
        "d": "d day days",
        "h": "h hr hrs hour hours",
        "min": "min mins minute minutes",
        "s": "s sec secs second seconds",
    }.items()
    for unit in units.split()
}
_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "bn": 9, "billion": 9}
_SHAPE = re.compile(
    r"(?P<sign>[-−+]?) ?(?P<before>[^\d\s.,+\-−]{0,4}) ?(?P<digits>\d[\d.,'’]*) ?"
    r"(?P<scale>k|thousand|mn|mio|million|bn|billion|m(?!in))? ?(?P<unit>[^\d\s.,]*)"
)


def figure(text: str, point: Point = "") -> Figure:
    """What a text says. point: the decimal sign of its column, where that is known. Raises Unreadable with a sentence."""
    low = " ".join(text.casefold().split()).rstrip(".,;:!")
    match = _SHAPE.fullmatch(low)
    if match is None or (match["before"] and match["unit"]):
        raise Unreadable(f"“{shorten(text)}” is not a figure. Try 80, 12k, 20%, 5d or €12k.")
    unit = _unit(match["before"], text) or _unit(match["unit"], text)
    scaled = number(match["digits"].rstrip(".,"), point, text).scaleb(_SCALES.get(match["scale"] or "", 0))
    micro = scaled * MICRO
    if micro != micro.to_integral_value() or abs(scaled) >= MOST:
        raise TooMuch(f"“{shorten(text)}” is more exact or larger than I can keep.")
    return Figure(-int(micro) if match["sign"] in ("-", "−") else int(micro), unit)


def _unit(said: str, text: str) -> str:
    found = UNITS.get(said) or currency_of(said) if said else ""
    if found is None:
        raise Unreadable(f"“{shorten(text)}” is not a figure that I can read. Try 80, 12k, 20%, 5d or €12k.")
    return found


class FigureWord(Word):
    what = "a figure"
    sample = "80, 12k, 20%, 5d or €12k"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.tokens[at].sort != "word" or not any(char.isdigit() for char in line.low(at) + line.low(at + 1)):
            return None
        for end in range(min(len(line), at + 6), at, -1):
            try:
                return Found(figure(line.slice(at, end)), end)
            except TooMuch as wrong:
                return Found(Bad(str(wrong), line.slice(at, end), sure=True), end)
            except Unreadable:
                continue
        return None

    def read(self, text: str, lexicon: Lexicon) -> Figure | Bad:
        try:
            return figure(text)
        except Unreadable as wrong:
            return Bad(str(wrong), text)

    def show(self, value: Figure) -> str:
        return f"{plain_number(value.micro)}{value.unit}"

    def label(self, value: Figure) -> str:
        return f"{plain_number(value.micro)} {value.unit}".strip()


class LimitWord(NumberWord):
    """A whole number with or without what it counts, also where no word introduces it: `20`, `20 points`, `15 %`."""

    _UNITS = frozenset({"points", "point", "days", "day", "%", "percent"})

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        return Found(found.value, found.end + 1) if found and line.low(found.end) in self._UNITS else found

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return self.find(line, at, lexicon)


class BudgetWord(NumberWord):
    """`5`, `5 messages`, `5 a day`, `none`."""

    what = "a number of messages"
    sample = "5, or 0 to hold everything back"
    _DAILY = re.compile(r"(?:messages?)? ?(?:an? day|per day|daily|each day|every day)?")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        at += line.low(at) in ("to", "at") and at + 1 < len(line)
        found = Found(0, at + 1) if line.low(at) in ("no", "none", "nothing") else super().find(line, at, lexicon)
        if found is None:
            found = Found(self.bad(line.tokens[at].text), at + 1)
        ends = range(min(len(line), found.end + 3), found.end, -1)
        return Found(found.value, next((end for end in ends if self._says_daily(line.lows(found.end, end))), found.end))

    def _says_daily(self, said: str) -> bool:
        return self._DAILY.fullmatch(said) is not None


class ValueWord(FigureWord):
    """A figure that never stands first, where the number of what it is about does."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return super().find(line, at, lexicon) if at else None


class ShareWord(PercentWord):
    """1 to 100 percent, in basis points; anything else is meant for it all the same."""

    sample = "15%"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        if found is None or (not isinstance(found.value, Bad) and found.value >= 100):
            return found
        said = line.slice(at, found.end)
        return Found(Bad(f"{said} is not 1 to 100 % of the way. Usual are 15%.", said, sure=True), found.end)


def plain_number(micro: int) -> str:
    """“96”, “4.5”, without groups."""
    amount = Decimal(micro) / MICRO
    return f"{amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize():f}"


class PastDayWord(DateWord):
    """A day up to today: without a year its latest occurrence."""

    what = "a day up to today"
    sample = "today, Fri or 2 Nov"
    openers: ClassVar = ("on", "at", "of")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.low(at) in self.openers and at + 1 < len(line):
            return self.find(line, at + 1, lexicon)
        day = find_day(line, at, lexicon.locale)
        if day is None:
            return None
        today, said = lexicon.now.date(), line.slice(at, day.end)
        value: date | Bad = day.fits(today, True)
        if isinstance(value, Bad):
            return Found(Bad(f"There is no {said}. Try today, Fri or 2 Nov.", said, sure=True), day.end)
        if value > today:
            return Found(Bad(f"{said} lies ahead. Try today, Fri or 2 Nov.", said, sure=True), day.end)
        return Found(value, day.end)

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return self.find(line, at, lexicon)


class ReadOnWord(PastDayWord):
    """At the end of a note only after `on`, or a word that can be nothing else: `96 yesterday`."""

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        day = find_day(line, at, lexicon.locale)
        opened = line.low(at) in self.openers
        return self.find(line, at, lexicon) if opened or (day is not None and day.sure) else None


class ByWord(DateWord):
    """A date, or a month, quarter or the year by its end: `by 30 June`, `by June`, `by end of Q1`, `by end of year`."""

    sample = "30 June"
    _QUARTER = re.compile(r"q([1-4])")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        return found or self._ending(line, at, lexicon.now.date())

    def _ending(self, line: Typed, at: int, today: date) -> Found | None:
        start = at
        while line.low(at) in ("the", "end", "of"):
            at += 1
        low = line.low(at)
        if low == "year" and (start < at or line.low(at + 1) == "end"):
            return Found(date(today.year, 12, 31), at + 2 if line.low(at + 1) == "end" else at + 1)
        quarter = self._QUARTER.fullmatch(low)
        month = int(quarter[1]) * 3 if quarter else MONTHS.get(low)
        if month is None:
            return None
        year, end = line.low(at + 1), at + 2
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            year, end = str(today.year + (month < today.month)), at + 1
        return Found(date(int(year), month, monthrange(int(year), month)[1]), end)
