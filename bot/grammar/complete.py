"""Completion of a line typed so far, from the registry's commands and the slots of the one that is being typed."""

from collections.abc import Callable, Iterator
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.grammar.read import Reader, Reading
from bot.grammar.shape import Shape
from bot.grammar.slots import Slot
from bot.grammar.source import source_of
from bot.lexicon import Lexicon
from bot.line import normalise
from bot.request import Choice
from bot.words import DurationWord, WhenWord

if TYPE_CHECKING:
    from bot.command import Command
    from bot.registry import Registry

MOST = 15
FEW = 4  # of one kind, where no word is begun


def completions(registry: "Registry", typed: str, lexicon: Lexicon, assumed: str = "") -> tuple[Choice, ...]:
    line = normalise(typed) + (" " if typed[-1:].isspace() else "")
    found = registry.find(line)
    command = registry.get(assumed) if assumed else None
    if command is None and (found is None or not (found[1] or line.endswith(" "))):
        begun = line.strip().lower().lstrip("/")
        names = (name for name in registry.commands if name.startswith(begun))
        return tuple(Choice(name, registry.commands[name].summary) for name in names)[:MOST]
    if command is None and found is not None:
        command = found[0]
    assert command is not None
    body = found[1] if found and found[0] is command and not assumed else line.strip()
    head = line[: len(line.rstrip()) - len(body)] if body else line.rstrip() + " " * bool(line.strip())
    choices: dict[str, Choice] = {}
    for value, label in _following(command, body, line.endswith(" "), lexicon):
        choices.setdefault(head + value, Choice((head + value).strip(), label))
    return tuple(choices.values())[:MOST]


def _following(command: "Command", body: str, open_: bool, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The body with its last word, or last two, completed by every slot that is still empty."""
    words = body.split(" ") if body else []
    for count in (0,) if open_ or not words else (2, 1):
        if count > len(words):
            continue
        before, begun = " ".join(words[: len(words) - count]), " ".join(words[len(words) - count :])
        reader = Reader(command.shape, source_of(before, command.shape, lexicon), lexicon)
        reading = max(reader.readings(), key=lambda reading: reading.taken)
        introduced = next((slot for slot in command.shape.head if _introduces(slot, before)), None)
        for slot in (introduced,) if introduced else sorted(command.shape.head, key=_rank(command.shape)):
            held = reading.values.get(slot.name)
            if held is not None and not slot.word.many:
                continue
            for said, label in _phrases(slot, begun, introduced is not None, reading, lexicon):
                yield f"{before} {said}".strip(), label


def _phrases(slot: Slot, begun: str, introduced: bool, reading: Reading, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """What a slot could be said by; without a word begun, only a few."""
    there = _said(reading.values.get(slot.name))
    introductions = () if introduced else slot.says.after
    values = slot.word.complete(begun, lexicon, reading.values)
    kept = (value for value in values if value[1].lower() not in there and value[0].lower() not in there)
    lead = f"{introductions[0]} " if introductions else ""
    for said, label in islice(kept, None if begun else FEW):
        yield ("" if slot.alone and begun.startswith("@") else lead) + said, label
    for introduction in introductions:
        if begun and introduction.startswith(begun.lower()):
            yield introduction, slot.label


def _introduces(slot: Slot, before: str) -> bool:
    low = before.lower()
    return any(low == phrase or low.endswith(" " + phrase) for phrase in slot.says.after)


def _rank(shape: Shape) -> Callable[[Slot], int]:
    """What a line opens with, the account, people, a length, when, the rest."""

    def rank(slot: Slot) -> int:
        if slot is shape.opening:
            return 0
        if slot.account:
            return 1
        if slot is shape.people:
            return 2
        return 3 if isinstance(slot.word, DurationWord) else 4 if isinstance(slot.word, WhenWord) else 5

    return rank


def _said(held: Any) -> set[str]:
    """What the line holds already, in the words that would be offered."""
    items = held if isinstance(held, tuple) else ()
    return {f"#{item.value}" if isinstance(item, Enum) else str(getattr(item, "name", "")).lower() for item in items}
