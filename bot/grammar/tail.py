"""The end of a line: what the note's last words say, read from the right, and the note itself, verbatim."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.grammar.read import Reader, Reading
from bot.grammar.shape import DASHES, OPENS_NOTE
from bot.grammar.slots import Slot
from bot.line import Token
from bot.words import Bad, OneOf

_LONGEST = 8  # words of a phrase at the end of a note
_LOOSE = frozenset({",", "for", "took", "lasted", "-", "–", "—", "and", ";", "\n"})


def tail(reader: Reader, reading: Reading) -> tuple[Reading, int]:
    """The reading with what the note's end says, and where the note itself ends."""
    line, stop = reader.line, len(reader.line)
    found = stop > reading.head
    while found and stop > reading.head:
        found = False
        for slot in reader.shape.tail:
            if slot.name in reading.values and not slot.word.many:
                continue
            last = _last(reader, slot, stop, reading)
            if last is not None:
                stop, value = last
                reading = replace(reading, values={**reading.values, slot.name: value})
                found = True
                break
        while found and stop > reading.head and line.low(stop - 1) in _LOOSE:
            stop -= 1
    return reading, stop


def _last(reader: Reader, slot: Slot, stop: int, reading: Reading) -> tuple[int, Any] | None:
    """Where the phrase before `stop` begins that a slot takes, and its value."""
    tokens = reader.line.tokens
    if slot.says.last and not all(token.low[:1] == "#" for token in tokens[stop:]):
        return None
    for start in range(max(reading.head, stop - _LONGEST), stop):
        if slot.firsts and tokens[start].low not in slot.firsts:
            continue
        found = reader.fit(slot, start, reading, tail=True)
        if found is not None and found.end == stop and (not isinstance(found.value, Bad) or found.value.sure):
            return start, found.value
    return None


def note_of(reader: Reader, reading: Reading, stop: int) -> str:
    """What is left, verbatim: the strays, then from the end of the head to the tail."""
    tokens = reader.line.tokens
    start = min(reading.after, stop)
    if start < stop and _belongs_to_note(reader, reading):
        start = reading.since
    while start < stop and (
        tokens[start].low in OPENS_NOTE or tokens[start].low in DASHES or tokens[start].text in ",;\n)]"
    ):
        start += 1
    while stop > start and tokens[stop - 1].sort == "mark" and tokens[stop - 1].text in ",;\n":
        stop -= 1
    body = _verbatim(reader, tokens[start:stop])
    lead = _verbatim(reader, [tokens[place] for place in reading.strays])
    return ", ".join(part for part in (lead, body) if part)


def _belongs_to_note(reader: Reader, reading: Reading) -> bool:
    """In `call Globex 45m upsell talk` the mode tells what the note is about, and the note needs the word as well."""
    slot = next((slot for slot in reader.shape.head if slot.name == reading.last), None)
    if slot is None or not isinstance(slot.word, OneOf) or not slot.word.topic or not reading.since:
        return False
    following = reader.line.tokens[reading.after]
    return following.sort == "word" and following.low not in OPENS_NOTE and following.low not in DASHES


def _verbatim(reader: Reader, tokens: Sequence[Token]) -> str:
    """Runs of text; what a key took out of the middle leaves a blank."""
    parts: list[str] = []
    start = 0
    for place in range(1, len(tokens) + 1):
        if place == len(tokens) or any(
            tokens[place - 1].end <= hole < tokens[place].start for hole in reader.source.holes
        ):
            parts.append(reader.line.text[tokens[start].start : tokens[place - 1].end])
            start = place
    return " ".join(parts)
