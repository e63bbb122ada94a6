"""What every typed word of a signature can do: be found in a line, be read from a field, be printed again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from bot.lexicon import Lexicon
from bot.line import Typed, normalise, tokenise
from bot.view import FieldKind, Option


class Found(NamedTuple):
    """A value and the place in the line where its words end."""

    value: Any
    end: int


@dataclass(frozen=True, slots=True)
class Bad:
    """Words that are meant for a slot and cannot be its value. sentence: what is wrong and what to type instead.
    likely: values that may be meant, each printed, with the label of its button. sure: the words can mean nothing else,
    even at the end of a note."""

    sentence: str
    text: str
    likely: tuple[tuple[str, str], ...] = ()
    sure: bool = False


class Word:
    """One type of a signature. Values are whatever the type says; the base class knows a single plain word.

    what: how a person calls it ("a length of time"). sample: what to type instead of something unreadable. kind: its
    form field. long: takes all the words there are. many: the slot may be filled again and again. weight: how much a
    reading is worth for having one, where readings are equal otherwise.
    """

    what = "a word"
    sample = ""
    kind: FieldKind = "text"
    long = False
    many = False
    weight = 0

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """The longest phrase that stands at this place and can be a value."""
        token = line.tokens[at]
        return Found(token.text, at + 1) if token.sort in ("word", "quoted") else None

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """The same in the tail, where notes end as well: only phrases that are hardly ever part of a note."""
        return self.find(line, at, lexicon)

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """The same without the word that should introduce it: only phrases that can hardly mean anything else."""
        return None

    def find_beside(self, line: Typed, at: int, lexicon: Lexicon, values: Mapping[str, Any]) -> Found | None:
        """The same where it takes what the line said before to know the words: `jane` is a contact of that account."""
        return None

    def wanted(self, values: Mapping[str, Any]) -> bool:
        """Whether, after what the line said before, it is still asked for."""
        return True

    def merge(self, old: Any, new: Any) -> Any | None:
        """What a filled slot becomes when another phrase fits it, None when it must stay as it is."""
        return None

    def settle(self, value: Any, lexicon: Lexicon, others: Mapping[str, Any]) -> Any:
        """The final value, once the whole line is read: dates come to stand in the past, names become contacts."""
        return value

    def read(self, text: str, lexicon: Lexicon) -> Any:
        """The value that a whole text is, or Bad."""
        line = tokenise(normalise(text))
        found = self.find(line, 0, lexicon) if len(line) else None
        if found is None or found.end < len(line):
            return self.bad(text)
        return found.value

    def bad(self, text: str) -> Bad:
        instead = f" Try {self.sample}." if self.sample else ""
        return Bad(f"“{shorten(text)}” is not {self.what}.{instead}", text)

    def show(self, value: Any) -> str:
        """The text that reads back to the same value."""
        return str(value)

    def label(self, value: Any) -> str:
        """What people see of it."""
        return self.show(value)

    def written(self, value: Any) -> str:
        """The text that somebody finds in a field, and may change there; it reads back to the same value too."""
        return self.show(value)

    def options(self) -> tuple[Option, ...]:
        return ()

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Values, printed, and their labels, that could follow what was begun, the likeliest first. values: what the
        line holds already."""
        return ()


def shorten(text: str, limit: int = 40) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


class OneOf(Word):
    """Any of a closed set, by its own name or by what people usually call it.

    synonyms: value → phrases, lower case. Values print as themselves. topic: its words also say what a note is about.
    """

    kind: FieldKind = "choice"

    def __init__(
        self, values: type[StrEnum], synonyms: Mapping[Any, Iterable[str]], what: str = "", *, topic: bool = False
    ) -> None:
        self.topic = topic
        self.values = values
        self.phrases: dict[str, Any] = {}
        for value in values:
            self.phrases[value.value] = value
            for phrase in synonyms.get(value, ()):
                self.phrases[phrase] = value
        self.most = max(len(phrase.split()) for phrase in self.phrases)
        self.starts = {phrase.split()[0] for phrase in self.phrases}
        names = ", ".join(value.value for value in values)
        self.what = what or f"one of {names}"
        self.sample = next(iter(values)).value

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        if token.low not in self.starts:
            return self.phrases_of(token.low, at) if token.sort == "quoted" else None
        for end in range(min(len(line), at + self.most), at, -1):
            value = self.phrases.get(line.lows(at, end))
            if value is not None:
                return Found(value, end)
        return None

    def late(self, value: Any) -> bool:
        """Whether it refines what was said long before it."""
        return True

    def knows(self, word: str) -> bool:
        """Whether a phrase of this vocabulary begins with the word."""
        return word in self.starts

    def phrases_of(self, phrase: str, at: int) -> Found | None:
        value = self.phrases.get(phrase)
        return None if value is None else Found(value, at + 1)

    def show(self, value: Any) -> str:
        return str(value.value)

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(value.value, self.label(value)) for value in self.values)

    def label(self, value: Any) -> str:
        return str(value.value).capitalize()

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        low = begun.lower()
        return ((value.value, self.label(value)) for value in self.values if value.value.startswith(low))
