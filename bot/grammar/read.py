"""Reading one line: keys first, then the head from the left, then the tail of the note from the right."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz.distance import OSA

from bot.grammar.shape import DASHES, OPENS_NOTE, Shape, takes_phrase
from bot.grammar.slots import Slot
from bot.grammar.source import Source
from bot.lexicon import Lexicon
from bot.line import vocabulary
from bot.words import Bad, Found, OneOf

MAX_READINGS = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a line. values: slot → value, not settled yet. head: where the head stopped.
    after: where the words that were understood end. last: the slot that took the last of them, from the place `since`
    on. strays: words before the type that
    meant nothing (`pricing call Acme`). taken: how many words were understood."""

    values: dict[str, Any] = field(default_factory=dict)
    head: int = 0
    after: int = 0
    strays: tuple[int, ...] = ()
    taken: int = 0
    last: str = ""
    since: int = 0

    def with_value(self, slot: Slot, value: Any, start: int, end: int) -> "Reading":
        values = {**self.values, slot.name: value}
        return Reading(values, end, end, self.strays, self.taken + end - start, slot.name, start)


class Reader:
    """Reads one line for one command; everything it learns is in the readings it yields."""

    def __init__(self, shape: Shape, source: Source, lexicon: Lexicon) -> None:
        self.shape = shape
        self.line = source.line
        self.source = source
        self.lexicon = lexicon
        self.budget = MAX_READINGS
        self.closed: frozenset[str] = frozenset()
        # What words say at a place does not depend on the reading, and several readings ask.
        self._found: dict[tuple[str, int, bool], Found | None] = {}

    def nameless(self) -> "Reader":
        """The same reader, to whom no capitalised word is a person: `call with Globx` may mean an account."""
        other = Reader(self.shape, self.source, self.lexicon)
        other._found = self._found
        other.closed = frozenset(slot.name for slot in self.shape.slots if slot.word.kind == "people")
        return other

    def readings(self, start: Reading | None = None) -> Iterator[Reading]:
        yield from self._head(start or Reading(values=dict(self.source.keyed)))

    def _head(self, reading: Reading) -> Iterator[Reading]:
        line, place = self.line, reading.head
        while place < len(line):
            fits = self.fits(place, reading)
            if len(fits) > 1 and self.budget > 0:
                self.budget -= 1
                for slot, value, end in fits:
                    yield from self._head(reading.with_value(slot, value, place, end))
                return
            if fits:
                slot, value, end = fits[0]
                reading = reading.with_value(slot, value, place, end)
                place = end
            elif self._opens_note(place):
                if not self._goes_on(place, reading):
                    break
                place += 1
            elif line.low(place) in self.shape.skips and not self._closing_plus(place):
                place += 1
            elif (found := self._misspelt(place, reading)) is not None and self.shape.opening is not None:
                reading = reading.with_value(self.shape.opening, found, place, place + 1)
                place += 1
            elif count := self._strays(place, reading):
                reading = replace(reading, strays=(*reading.strays, *range(place, place + count)))
                place += count
            else:
                break
        yield replace(reading, head=place)

    def _closing_plus(self, at: int) -> bool:
        """A plus joins names, but at the very end it says how it went."""
        ends = all(token.low[:1] == "#" for token in self.line.tokens[at + 1 :])
        return ends and self.line.low(at) == "+" and any(slot.says.last for slot in self.shape.tail)

    def fits(self, at: int, reading: Reading) -> list[tuple[Slot, Any, int]]:
        """What the longest phrase at a place can be, several when it fits several slots."""
        best: list[tuple[Slot, Any, int]] = []
        longest = at
        low = self.line.low(at)
        for slot in self.shape.head if low else ():
            if slot.firsts and not slot.alone and low not in slot.firsts:
                continue
            if not slot.merges and slot.name in reading.values:
                continue
            found = self.fit(slot, at, reading, tail=False)
            if found is None or found.end < longest:
                continue
            if found.end > longest:
                best, longest = [], found.end
            best.append((slot, found.value, found.end))
        return best + self._swallowed(at, best, reading)

    def _swallowed(self, at: int, best: list[tuple[Slot, Any, int]], reading: Reading) -> list[tuple[Slot, Any, int]]:
        """The type at a place where a list of accounts begins with the same word: `call, Acme, 30m`."""
        opening = self.shape.opening
        if opening is None or opening.name in reading.values or not any(slot.several for slot, _, _ in best):
            return []
        found = self.fit(opening, at, reading, tail=False)
        shorter = found is not None and all(found.end < end for _, _, end in best)
        return [(opening, found.value, found.end)] if found and shorter else []

    def fit(self, slot: Slot, at: int, reading: Reading, tail: bool) -> Found | None:
        """The value of a slot at a place, merged with what the slot holds already."""
        held = reading.values.get(slot.name)
        if held is not None and (not slot.merges or (slot.name in self.source.keyed and not slot.word.many)):
            return None
        start = at
        if slot.firsts:
            start = self.introduced(slot, at) if self.line.tokens[at].low in slot.firsts else -1
        if slot.name in self.closed or not slot.word.wanted(reading.values):
            return None
        if start < 0:
            found = None if tail else slot.word.find_alone(self.line, at, self.lexicon)
            return self._beside(slot, found, held, reading)
        if start >= len(self.line) or (slot.word.long and not slot.says.after):
            return None
        asked = (slot.name, start, tail)
        try:
            found = self._found[asked]
        except KeyError:
            found = self._found[asked] = self._value(slot, start, tail)
        if found is None:
            found = slot.word.find_beside(self.line, start, self.lexicon, reading.values)
        return self._beside(slot, found, held, reading)

    def _beside(self, slot: Slot, found: Found | None, held: Any, reading: Reading) -> Found | None:
        """What was found, merged with what the slot holds."""
        if found is None or held is None:
            return found
        merged = None if isinstance(held, Bad) or isinstance(found.value, Bad) else slot.word.merge(held, found.value)
        if merged is None or not self._refines(slot, found, reading, merged != held):
            return None
        return Found(merged, found.end)

    def introduced(self, slot: Slot, at: int) -> int:
        """Where the value starts after one of the slot's own words, -1 where none of them stands."""
        for phrase in slot.says.after:
            count = phrase.count(" ") + 1
            if (self.line.low(at) if count == 1 else self.line.lows(at, at + count)) == phrase:
                return at + count
        return -1

    def _value(self, slot: Slot, at: int, tail: bool) -> Found | None:
        if slot.word.long:
            return Found(slot.word.read(self.line.slice(at, len(self.line)), self.lexicon), len(self.line))
        if takes_phrase(slot):
            return self._phrase(slot, at)
        find = slot.word.find_last if tail else slot.word.find
        return find(self.line, at, self.lexicon)

    def _phrase(self, slot: Slot, at: int) -> Found | None:
        """A few words: a quoted text, or everything up to what another slot wants."""
        if self.line.tokens[at].sort == "quoted":
            return Found(self.line.tokens[at].text, at + 1)
        end = at
        while end < len(self.line) and not (end > at and self._wanted(end, slot)):
            end += 1
        return Found(self.line.slice(at, end), end) if end > at else None

    def _wanted(self, at: int, by_other_than: Slot) -> bool:
        for slot in self.shape.head:
            if slot is by_other_than or (takes_phrase(slot) and not slot.says.after):
                continue
            if slot.firsts:
                if self.introduced(slot, at) >= 0:
                    return True
            elif not slot.word.long and slot.word.find(self.line, at, self.lexicon) is not None:
                return True
        return False

    def _refines(self, slot: Slot, found: Found, reading: Reading, changes: bool) -> bool:
        """A second type counts beside the first, or where a clause ends with it: elsewhere `QBR prep` is a note."""
        if not isinstance(slot.word, OneOf) or slot.word.many or slot.name == reading.last:
            return True
        end = found.end
        if not changes or not slot.word.late(found.value):
            return False
        ends = ("with", "w/", *OPENS_NOTE)
        return end >= len(self.line) or self.line.tokens[end].sort == "mark" or self.line.low(end) in ends

    def _opens_note(self, at: int) -> bool:
        if self.shape.rest is None:
            return False
        token = self.line.tokens[at]
        if token.low in OPENS_NOTE or (token.sort == "mark" and token.text in ";\n([—"):
            return True
        return token.low in DASHES and at + 1 < len(self.line)

    def _goes_on(self, at: int, reading: Reading) -> bool:
        """A dash before more of the head (`call Acme - 30m`), or `internal sync about Acme`: where nothing else names
        an account, what it was about may."""
        if self.line.low(at) in DASHES:
            return not reading.values or bool(self.fits(at + 1, reading))
        if self.line.low(at) in ("(", "["):
            fits = self.fits(at + 1, reading)
            return any(self.line.low(last) in (")", "]") for _, _, end in fits for last in (end - 1, end))
        if self._strays(at + 1, reading):
            return True  # `Globex re: SSO call 20m`
        slot = self.shape.account
        if slot is None or slot.name in reading.values or self.lexicon.linked is not None:
            return False
        return (
            self.line.low(at) in OPENS_NOTE
            and at + 1 < len(self.line)
            and self.fit(slot, at + 1, reading, False) is not None
        )

    def _misspelt(self, at: int, reading: Reading) -> Any | None:
        """The type, misspelt by one letter, where a line opens with it: `emial Globex 5m`."""
        slot, low = self.shape.opening, self.line.low(at)
        if (
            slot is None
            or self.shape.rest is None
            or reading.values
            or not isinstance(slot.word, OneOf)
            or len(low) < 3
        ):
            return None
        for value in slot.word.values:
            if low[0] == value.value[0] and OSA.distance(low, value.value, score_cutoff=1) == 1:
                return value
        return None

    def _strays(self, at: int, reading: Reading) -> int:
        """How many words stand in front of the type: `pricing call with Acme`, `Acme renewal call 30m`."""
        opening = self.shape.opening
        if opening is None or opening.name in reading.values or self.shape.rest is None:
            return 0
        begun = bool(reading.values)
        for count in range(1, 3 if begun else 5):
            place = at + count
            if (
                place >= len(self.line)
                or self.line.tokens[place - 1].sort != "word"
                or self.line.low(place - 1) in OPENS_NOTE
            ):
                return 0
            if self.line.low(place - 1) in _NO_STRAYS:
                return 0
            found = opening.word.find(self.line, place, self.lexicon)
            if found is not None:
                return count if not begun or self._ends_clause(found.end, reading) else 0
            if self.fits(place, reading):
                return count if not begun and self._leads_to(opening, place, reading) else 0
        return 0

    def _leads_to(self, opening: Slot, at: int, reading: Reading) -> bool:
        """Whether only understood words stand between a place and the type: `productive 1h QBR`."""
        while at < len(self.line):
            if opening.word.find(self.line, at, self.lexicon) is not None:
                return True
            fits = self.fits(at, reading)
            if not fits and self.line.low(at) not in self.shape.skips:
                return False
            at = fits[0][2] if fits else at + 1
        return False

    def _ends_clause(self, at: int, reading: Reading) -> bool:
        if at >= len(self.line) or self.line.tokens[at].sort == "mark" or self.line.low(at) in self.shape.skips:
            return True
        return bool(self.fits(at, reading)) or self._opens_note(at)


_NO_STRAYS = vocabulary(
    "they he she it we i you wants want wanted asked ask need needs will would should could can please is are was "
    "were who when what how why their his her said says no not don't didn't"
)
