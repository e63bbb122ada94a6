"""Completion of a line typed so far, from the registry's commands and the slots of the one that is being typed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.grammar.read import Reader
from bot.grammar.source import source_of
from bot.lexicon import Lexicon
from bot.line import normalise
from bot.request import Choice

if TYPE_CHECKING:
    from bot.command import Command, Registry

MOST = 15


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
        reading = next(reader.readings())
        for slot in command.shape.head:
            if slot.name in reading.values and not slot.word.many:
                continue
            for introduction in slot.says.after:
                if begun and introduction.startswith(begun.lower()) and count == 1:
                    yield f"{before} {introduction}".strip(), slot.label
            for value, label in slot.word.complete(begun, lexicon):
                yield f"{before} {value}".strip(), label
