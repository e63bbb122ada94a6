"""What is said of a risk: how bad it is, what hangs on it, and what could have told it earlier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bot.lexicon import Lexicon
from bot.line import Typed, normalise, tokenise
from bot.rules.risk_words import may_be_severity
from bot.rules.risks import Severity
from bot.view import Option
from bot.words.base import Found, Word
from bot.words.calendar import find_day
from bot.words.contracts import SumWord
from storage.tables import CostKind


class SeverityWord(Word):
    """`sev 1`, `severity high`, `high severity`; alone, `high` counts at the end of a line only, and not after `too`."""

    what = "a severity"
    sample = "high, medium or low"
    kind = "choice"
    _alone: ClassVar = {"high": 1, "critical": 1, "severe": 1, "medium": 2, "moderate": 2, "low": 3, "minor": 3}
    _numbers: ClassVar = {"1": 1, "2": 2, "3": 3} | _alone

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        low, following = line.low(at), line.low(at + 1)
        if low in ("sev", "severity") and following in self._numbers:
            return Found(Severity(self._numbers[following]), at + 2)
        if low[:3] == "sev" and low[3:].lstrip("-") in ("1", "2", "3"):
            return Found(Severity(int(low[-1])), at + 1)
        if low in self._alone and following in ("severity", "risk", "sev"):
            return Found(Severity(self._alone[low]), at + 2)
        return None

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if (found := self.find(line, at, lexicon)) is not None:
            return found
        if line.low(at) in self._alone and may_be_severity(line.low(at - 1)):
            return Found(Severity(self._alone[line.low(at)]), at + 1)
        return None

    def read(self, text: str, lexicon: Lexicon) -> Any:
        value = self._numbers.get(text.strip().casefold().removeprefix("sev").strip())
        return Severity(value) if value else super().read(text, lexicon)

    def show(self, value: Severity) -> str:
        return value.said

    def label(self, value: Severity) -> str:
        return value.said.capitalize()

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(self.show(value), self.label(value)) for value in Severity)


class SeverityFilter(SeverityWord):
    """The same where nothing else could be high: in a list's filters."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        if found is None and line.low(at) in self._alone:
            return Found(Severity(self._alone[line.low(at)]), at + 1)
        return found


class HangingWord(SumWord):
    """A sum among other words: only with its currency, or with `k`; `30m` is rather half an hour than thirty million."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.low(at) == "amount" and at + 1 < len(line):
            return super().find(line, at + 1, lexicon)
        found = super().find(line, at, lexicon)
        if found is None:
            return None
        said = line.slice(at, found.end).lower().rstrip(".,;:")
        return found if found.value.currency or said.endswith("k") else None

    def find_beside(self, line: Typed, at: int, lexicon: Lexicon, values: Mapping[str, Any]) -> Found | None:
        """After `credit` or `travel` any number is money."""
        return super().find(line, at, lexicon) if values.get("kind") in _SPENT else None


_SPENT = (CostKind.CREDIT, CostKind.TRAVEL, CostKind.DISCOUNT)


@dataclass(frozen=True, slots=True)
class Sign:
    """What could have told it. text: "" where only the day was said. on: a local date, today or earlier."""

    text: str
    on: date | None


class SignWord(Word):
    """`3 Nov`, `late loads 3 Nov`, `late loads on 3 Nov`: up to the day, or up to who noticed it."""

    what = "a first sign"
    sample = "late loads on 3 Nov"
    _ends = frozenset({"noticed", "spotted", "declared", "owner", "sev", "severity"})

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        end = at
        while end < len(line) and line.low(end) not in self._ends:
            start = end + 1 if line.low(end) in ("on", "was") and end + 1 < len(line) else end
            day = find_day(line, start, lexicon.locale)
            on = day.fits(lexicon.now.date(), True) if day is not None else None
            if day is not None and isinstance(on, date) and on <= lexicon.now.date():
                return Found(Sign(_plain(line.slice(at, end)), on), day.end)
            end += 1
        return Found(Sign(_plain(line.slice(at, end)), None), end) if end > at else None

    def read(self, text: str, lexicon: Lexicon) -> Any:
        line = tokenise(normalise(text))
        found = self.find(line, 0, lexicon) if len(line) else None
        return found.value if found is not None and found.end == len(line) else Sign(text.strip(), None)

    def show(self, value: Sign) -> str:
        return " on ".join(part for part in (value.text, value.on.isoformat() if value.on else "") if part)


def _plain(text: str) -> str:
    return text.strip(" ,;:–—-")
