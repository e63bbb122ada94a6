"""The matter of a nudge, or several, as its buttons carry it: `renewal:42`, `renewal:42+step:7`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.accounts import AccountWord
from bot.words.base import Found, Word
from bot.words.plain import FlagWord

_ONE = r"[a-z]+(?:-[a-z]+)*:[1-9][0-9]{0,17}"
_SUBJECT = re.compile(rf"{_ONE}(?:\+{_ONE}){{0,49}}")
# What stands behind “all” where it does not begin a note: “done Acme all 30m”, and not “done Acme all good”.
_BEHIND = frozenset({"because", "until", "till", "to", "over", "for"})


@dataclass(frozen=True, slots=True)
class Subject:
    """card: the living card's subject; those of several matters joined by `+`."""

    card: str

    @property
    def cards(self) -> tuple[str, ...]:
        """Of each matter, in the order in which they were shown."""
        return tuple(dict.fromkeys(self.card.split("+")))

    @staticmethod
    def of(subjects: Iterable[str]) -> "Subject":
        return Subject("+".join(dict.fromkeys(subjects)))


class MatterAccountWord(AccountWord):
    """The account whose matter is meant, where none was named: after a matter, names belong to what is said of it."""

    creates = False

    def wanted(self, values: Mapping[str, Any]) -> bool:
        return "matter" not in values


class AllWord(FlagWord):
    """Everything that waits at an account."""

    def __init__(self) -> None:
        super().__init__("all", "all of it", "all of them", "all of", "everything", "everything at")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        if found is None or at == 0 or found.end == len(line) or line.tokens[found.end - 1].text.endswith(":"):
            return found
        behind = line.tokens[found.end]
        plain = behind.sort == "word" and not behind.low[0].isdigit() and behind.low not in _BEHIND
        return None if plain else found


class SubjectWord(Word):
    what = "a matter of mine"
    sample = "nudges, which lists them"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        return Found(Subject(token.low), at + 1) if _SUBJECT.fullmatch(token.low) else None

    def show(self, value: Any) -> str:
        return str(value.card)
