"""A channel as it is written in a line, and tiers of accounts."""

import re
from dataclasses import dataclass
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.base import Bad, Found, Word

HERE = "here"


@dataclass(frozen=True, slots=True)
class Channel:
    """said: the platform's id of a mentioned channel, a name without its hash, or `here`."""

    said: str


class ChannelWord(Word):
    what = "a channel"
    sample = "#renewals, or here"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        text = line.tokens[at].text
        if line.tokens[at].sort == "channel":  # `<#room>`, already without its brackets
            return Found(Channel(text.partition("|")[0]), at + 1)
        if line.low(at) == HERE:
            return Found(Channel(HERE), at + 1)
        if line.lows(at, at + 2) == "this channel":
            return Found(Channel(HERE), at + 2)
        if text.startswith("#") and len(text) > 1 and not text[1:].isdecimal():
            return Found(Channel(text[1:]), at + 1)
        return None

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return self.find(line, at, lexicon)

    def show(self, value: Any) -> str:
        return HERE if value.said == HERE else f"<#{value.said}>"

    def label(self, value: Any) -> str:
        return HERE if value.said == HERE else f"#{value.said}"


@dataclass(frozen=True, slots=True)
class Tiers:
    """numbers: some of 1 to 4, in order."""

    numbers: tuple[int, ...]


class TiersWord(Word):
    """`tier 1-2`, `T1`, `tiers 1, 2`."""

    what = "tiers of accounts"
    sample = "tier 1-2"
    _range = re.compile(r"t?([1-4])(?:[-–]t?([1-4]))?,?")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        named = line.low(at) in ("tier", "tiers")
        start = at + 1 if named else at
        numbers: list[int] = []
        end = start
        while end < len(line):
            low = line.low(end)
            found = self._range.fullmatch(low)
            if numbers and low in (",", "and", "&", "+"):
                end += 1
                continue
            if found is None or not (named or low.startswith("t")):
                break
            first, last = int(found[1]), int(found[2] or found[1])
            numbers += range(min(first, last), max(first, last) + 1)
            end += 1
        if not numbers and named and line.low(start)[:1].isdecimal():
            said = line.slice(at, start + 1)
            return Found(Bad(f"There is no {said}: tiers are 1 to 4. Try tier 1-2.", said, sure=True), start + 1)
        return Found(Tiers(tuple(sorted(set(numbers)))), end) if numbers else None

    def show(self, value: Any) -> str:
        return "tier " + ", ".join(map(str, value.numbers))

    def label(self, value: Any) -> str:
        return "T" + ", T".join(map(str, value.numbers))
