"""The matter of a nudge, as its buttons carry it: `renewal:42`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.accounts import AccountWord
from bot.words.base import Found, Word

_SUBJECT = re.compile(r"[a-z]+(-[a-z]+)*:[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Subject:
    """card: the living card's subject."""

    card: str


class MatterAccountWord(AccountWord):
    """The account whose matter is meant, where none was named: after a matter, names belong to what is said of it."""

    creates = False

    def wanted(self, values: Mapping[str, Any]) -> bool:
        return "matter" not in values


class SubjectWord(Word):
    what = "a matter of mine"
    sample = "nudges, which lists them"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        return Found(Subject(token.low), at + 1) if _SUBJECT.fullmatch(token.low) else None

    def show(self, value: Any) -> str:
        return str(value.card)
