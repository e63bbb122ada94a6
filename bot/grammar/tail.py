"""The end of a line: what the note's last words say, read from the right, and the note itself, verbatim."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.grammar.read import Reader, Reading
from bot.grammar.shape import DASHES, OPENS_NOTE
from bot.grammar.slots import Slot
from bot.line import Token
from bot.words import Bad

_LOOSE = frozenset({",", "for", "took", "lasted", "-", "–", "—", "and", ";", "\n"})


def tail(reader: Reader, reading: Reading) -> tuple[Reading, int]:
    """The reading with what the note's end says, and where the note itself ends."""
    line, stop = reader.line, len(reader.line)
    values = dict(reading.values)
    found = True
    while found and stop > reading.head:
        found = False
        for slot in reader.shape.tail:
            start = _last(reader, slot, reading.head, stop, replace(reading, values=values), values)
            if start is not None:
                stop, found = start, True
                break
        while found and stop > reading.head and line.low(stop - 1) in _LOOSE:
            stop -= 1
    return replace(reading, values=values), stop


def _last(reader: Reader, slot: Slot, first: int, stop: int, reading: Reading, values: dict[str, Any]) -> int | None:
    if (
        slot.says.last
        and stop < len(reader.line)
        and not all(token.low[:1] == "#" for token in reader.line.tokens[stop:])
    ):
        return None
    if slot.name in values and not slot.word.many:
        return None
    for start in range(max(first, stop - 8), stop):
        found = reader.fit(slot, start, reading, tail=True)
        if found is not None and found.end == stop and not isinstance(found.value, Bad):
            values[slot.name] = found.value
            return start
    return None


def note_of(reader: Reader, reading: Reading, stop: int) -> str:
    """What is left, verbatim: the strays, then from the end of the head to the tail."""
    tokens = reader.line.tokens
    start = min(reading.after, stop)
    while start < stop and (
        tokens[start].low in OPENS_NOTE or tokens[start].low in DASHES or tokens[start].text in ",;\n)]"
    ):
        start += 1
    while stop > start and tokens[stop - 1].sort == "mark" and tokens[stop - 1].text in ",;\n":
        stop -= 1
    body = _verbatim(reader, tokens[start:stop])
    lead = _verbatim(reader, [tokens[place] for place in reading.strays])
    return ", ".join(part for part in (lead, body) if part)


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
