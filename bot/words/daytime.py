"""A time of day that is to come every day."""

from datetime import time

from bot.lexicon import Lexicon
from bot.line import Typed, tokenise
from bot.words.base import Bad, Found, Word
from bot.words.clocks import find_clock


class DaytimeWord(Word):
    """`17:00`, `5pm`, `at 5`, `9:30`, `noon`. Nothing else in the line is a number, so bare ones are clocks too."""

    what = "a time of day"
    sample = "17:00 or 5pm"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if (found := find_clock(line, at)) is not None:
            return Found(*found)
        bare = line.low(at)
        if not bare[:1].isdigit() or (found := find_clock(tokenise(f"at {bare}"), 0)) is None:
            return None
        return Found(found[0], at + 1)

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"

    def bad(self, text: str) -> Bad:
        return Bad(f"“{text[:20]}” is not {self.what}. Try {self.sample}.", text)
