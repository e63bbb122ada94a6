"""Lengths of time, as people write them: 30m, 90min, 1h15, 1h 15m, 1.5h, 0:45, half an hour."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed, vocabulary
from bot.words.base import Bad, Found, Word, shorten
from bot.words.calendar import MONTHS

DAY = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """minutes: whole, 1 to 1440."""

    minutes: int

    def __str__(self) -> str:
        hours, minutes = divmod(self.minutes, 60)
        if not hours:
            return f"{minutes}m"
        return f"{hours}h{minutes:02d}m" if minutes else f"{hours}h"


_HOUR = r"(?:h|hr|hrs|hour|hours|std|stunden?|heures?)"
_MINUTE = r"(?:m|mn|min|mins|minutes?|minuten|'|′)"
_NUMBER = r"\d{1,6}(?:[.,]\d{1,3})?"
_PATTERNS = (
    re.compile(rf"(?P<h>{_NUMBER}) and a (?P<half>half) {_HOUR}"),
    re.compile(rf"(?:(?P<h>\d{{1,2}})[ -])?(?P<over>[1-9])/(?P<under>[2-8]) ?-?(?:of an )?{_HOUR}"),
    re.compile(rf"(?P<h>{_NUMBER}) ?-?{_HOUR}(?: ?(?:and )?(?P<m>\d{{1,3}})(?: ?{_MINUTE})?)?"),
    re.compile(rf"(?P<m>{_NUMBER}) ?-?{_MINUTE}"),
    re.compile(r"(?P<h>\d):(?P<m>[0-5]\d)"),
    re.compile(rf"(?P<m>{_NUMBER}) ?-?{_MINUTE} ?-?long"),
)
_SPELT = {
    "half an hour": 30, "half hour": 30, "half-hour": 30, "a half hour": 30, "half a hour": 30, "a half-hour": 30,
    "an hour": 60, "a hour": 60, "an hour and a half": 90, "hour and a half": 90, "an hour and a quarter": 75,
    "a quarter of an hour": 15, "quarter of an hour": 15, "a quarter hour": 15, "quarter hour": 15, "quarter-hour": 15,
    "three quarters of an hour": 45, "three-quarters of an hour": 45, "three quarter hour": 45,
    "a few minutes": 5, "a couple of minutes": 5, "a couple of hours": 120, "couple of hours": 120, "half a day": 240,
    "all day": 480, "a day": 480, "full day": 480, "half day": 240, "half-day": 240, "full-day": 480,
    "a full day": 480, "eine stunde": 60, "halbe stunde": 30, "eine halbe stunde": 30, "une heure": 60,
    "une demi-heure": 30,
}  # fmt: skip
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "twenty-five": "25", "thirty": "30",
    "thirty-five": "35", "forty": "40", "forty-five": "45", "fifty": "50", "sixty": "60", "ninety": "90",
}  # fmt: skip
_STARTS = frozenset(phrase.split()[0] for phrase in _SPELT) | frozenset(_NUMBERS)
_FRACTIONS = str.maketrans({"½": " 1/2", "¼": " 1/4", "¾": " 3/4"})
_DIGITS = frozenset("0123456789½¼¾~≈")
_NEARLY = "~≈"
_MINUS = ("-", "−", "–")
_MOST = 5
_USUAL = (30, 60, 15, 45, 90, 10, 5, 120, 20, 180)


class DurationWord(Word):
    what = "a length of time"
    sample = "30m or 1h15m"
    weight = 1

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        low = token.low
        if token.sort == "word" and low[0] in _MINUS and isinstance(value := self._match(low[1:]), Duration):
            return Found(
                Bad(f"{low} is no length of time. Try {value}.", low, ((str(value), self.label(value)),)), at + 1
            )
        if token.sort != "word" or not (low[0] in _DIGITS or low in _STARTS):
            return None
        if "½" in low or "¼" in low or "¾" in low or low[0] in _NEARLY:
            low = low.lstrip(_NEARLY).translate(_FRACTIONS).strip()
        number = low[:1].isdigit()
        low = _NUMBERS.get(low, low)
        for end in range(min(len(line), at + _MOST), at, -1):
            following = "" if end == at + 1 else " " + line.lows(at + 1, end)
            if (minutes := _SPELT.get(token.low + following)) is not None:
                return Found(Duration(minutes), end)
            phrase = low + following
            if end > at + 1 and line.low(end - 1).isdecimal() and not _minutes(line, end - 1):
                continue
            if (number or low is not token.low) and (value := self._match(phrase)) is not None:
                return Found(value, end)
        return self._bare(line, at)

    def _match(self, phrase: str) -> Duration | Bad | None:
        for pattern in _PATTERNS:
            if match := pattern.fullmatch(phrase):
                parts = match.groupdict()
                hours, minutes = _number(parts.get("h")), _number(parts.get("m"))
                if parts.get("half"):
                    minutes = Decimal(30)
                if parts.get("over"):
                    minutes = 60 * Decimal(parts["over"]) / Decimal(parts["under"])
                return self._checked(hours * 60 + minutes, phrase)
        return None

    def _checked(self, minutes: Decimal, phrase: str) -> Duration | Bad:
        whole = int(minutes.to_integral_value(ROUND_HALF_UP))
        if whole > DAY:
            return Bad(f"{shorten(phrase)} is more than a day. A length is 1 minute to 24 hours: 30m or 1h15m.", phrase)
        if whole < 1:
            return Bad(f"{shorten(phrase)} is no time at all. A length is 1 minute to 24 hours: 30m or 1h15m.", phrase)
        return Duration(whole)

    def _bare(self, line: Typed, at: int) -> Found | None:
        """A number alone is minutes where the head ends with it and it is a usual length (`acme call 30`)."""
        low = line.low(at)
        if not (low.isascii() and low.isdecimal() and len(low) < 4 and int(low) % 5 == 0 and 5 <= int(low) <= 480):
            return None
        following = line.low(at + 1)
        ends = at + 1 == len(line) or following in BARE_ENDS
        return Found(Duration(int(low)), at + 1) if ends else None

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.low(at).isdecimal() and (at + 1 == len(line) or line.low(at + 1)[:1] not in "hm'"):
            return None
        if line.low(at) in ("a", "all") or line.low(at)[:1] in _MINUS or line.low(at - 1) in NOT_A_LENGTH:
            return None
        return self.find(line, at, lexicon)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        value = super().read(text, lexicon)
        if isinstance(value, Bad) and text.strip().isascii() and text.strip().isdecimal():
            return self._checked(Decimal(text.strip()[:9]), text.strip() + " minutes")
        return value

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        usual = (Duration(minutes) for minutes in _USUAL)
        return ((str(value), self.label(value)) for value in usual if str(value).startswith(begun.lower()))

    def label(self, value: Duration) -> str:
        hours, minutes = divmod(value.minutes, 60)
        if not hours:
            return f"{minutes} min"
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"


BARE_ENDS = frozenset(
    {",", "-", "–", "—", "about", "re", "regarding", "with", "w/", "yesterday", "today", "yday", "++", "+", "--"}
)
NOT_A_LENGTH = vocabulary(
    "in within every each than after before lost under over past last next per until by until the"
)


def _minutes(line: Typed, at: int) -> bool:
    """A number that may end `1h 15`: two digits, and no day of a month (`1h 15 Nov`)."""
    return len(line.low(at)) == 2 and line.low(at + 1) not in MONTHS and line.low(at + 1) != "of"


def _number(text: str | None) -> Decimal:
    return Decimal(text.replace(",", ".")) if text else Decimal(0)
