"""What is said of a feature request: how much it matters, and which one is meant."""

from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.rules.request_words import SAID, Importance
from bot.view import Option
from bot.words.base import Found, Word
from bot.words.plain import NumberWord


class ImportanceWord(Word):
    """`must`, `nice to have`, `dealbreaker`."""

    what = "how much it matters"
    sample = "nice, should, must or dealbreaker"
    kind = "choice"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in range(min(len(line), at + 3), at, -1):
            if (said := SAID.get(line.lows(at, end))) is not None:
                return Found(said, end)
        return None

    def show(self, value: Importance) -> str:
        return value.name.lower()

    def label(self, value: Importance) -> str:
        return value.said.capitalize()

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(self.show(value), self.label(value)) for value in Importance)


class ImportanceFilter(ImportanceWord):
    """The same of many: `dealbreakers`, `must haves`."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in range(min(len(line), at + 3), at, -1):
            if (said := SAID.get(line.lows(at, end).removesuffix("s"))) is not None:
                return Found(said, end)
        return None


class RequestNumberWord(NumberWord):
    """`request:9`, or the number alone."""

    what = "a request by its number"
    sample = "request:9"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        kind, colon, number = line.low(at).partition(":")
        if colon and kind == "request" and number.isdecimal() and len(number) < 16:
            return Found(int(number), at + 1)
        return super().find(line, at, lexicon)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        return super().read(text.strip().removeprefix("request:"), lexicon)
