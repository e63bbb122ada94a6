"""The commands by their names, and the line that says which of them is meant."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.errors import UserError
from bot.grammar.complete import completions
from bot.grammar.errors import Unknown
from bot.grammar.slots import Slot
from bot.lexicon import Lexicon
from bot.line import MAX_LINE, joined, normalise, tokenise, unbulleted
from bot.request import Choice
from bot.view import Button
from bot.words import FlagWord, OneOf
from bot.words.base import shorten

if TYPE_CHECKING:
    from bot.command import Call, Command

_RECORD = re.compile(r"/?([A-Za-z]+)([: ])(\d{1,18})(?=[\s:,]|$)")


class Registry:
    """The commands by their names. Names of several words (`team role`) win over their first word."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self._names: dict[str, Command] = {}
        self._loose: dict[str, Command] = {}
        self._openers: set[str] = set()  # first words of names that have several
        self._records: dict[str, list[Command]] = {}

    def add(self, command: "Command") -> "Command":
        """Raises ValueError when a name is taken."""
        for name in (command.name, *command.aliases):
            if name in self._names:
                raise ValueError(f"two commands are called {name!r}")
            self._names[name] = command
            if " " in name:
                self._openers.add(name.split()[0])
            self._loose.setdefault(_singular(name), command)
        self.commands[command.name] = command
        if command.record:
            self._records.setdefault(command.record, []).append(command)
        return command

    @property
    def on_messages(self) -> "tuple[Command, ...]":
        """The commands that can be chosen on a message."""
        return tuple(command for command in self.commands.values() if command.quoting is not None)

    def get(self, name: str) -> "Command | None":
        return self._names.get(name) or self._loose.get(_singular(name))

    def find(self, text: str) -> "tuple[Command, str] | None":
        """The command whose name a line begins with, and the rest of the line."""
        # Asked for every button of every card, so the plain case is told without reading.
        first, _, rest = text.partition(" ")
        if self._records and (about := self._about(text)) is not None:
            return about
        if first in self._names and first not in self._openers:
            return self._names[first], rest.strip()
        line = tokenise(text, most=3)
        for count in (3, 2, 1):
            if count > len(line) or any(token.sort != "word" for token in line.tokens[:count]):
                continue
            command = self.get(line.lows(0, count).removeprefix("/"))
            if command is not None:
                return command, text[line.tokens[count - 1].end :].strip()
        return None

    def _about(self, text: str) -> "tuple[Command, str] | None":
        """The command for a line about one record: `risk:12` is looked at, `risk:12 saved …` begins with a word that one
        of its commands must have, and whatever else is said changes it. After a blank (`risk 12 saved`) the number might
        also begin a name, so there the next word must be one that these commands know."""
        match = _RECORD.match(text)
        commands = self._records.get(match[1].lower(), []) if match else []
        if match is None or not commands:
            return None
        # Another one of the kind, as in `request:2 same as request:1`, is not the one that the line is about.
        rest = re.sub(rf"\b{match[1]}:(?=\d)", "#", text[match.end() :].strip(" :,"), flags=re.IGNORECASE)
        said = tokenise(rest, most=1).low(0)
        if rest and match[2] == " " and not any(_knows(slot, said) for command in commands for slot in command.slots):
            return None
        for command in commands:
            opening = command.shape.opening
            if command.reads if not rest else opening is not None and _knows(opening, said):
                return command, f"{match[1]}:{match[3]} {rest}".strip()
        other = next(command for command in commands if not command.reads and command.shape.opening is None)
        return other, f"{match[1]}:{match[3]} {rest}"

    def read(self, text: str, lexicon: Lexicon, assumed: str = "") -> "tuple[Call, ...]":
        """The calls that a line stands for. assumed: the command that a slash stood for. Raises UserError only."""
        line = unbulleted(checked(text))
        if assumed and (command := self.get(assumed)) is not None:
            found = self.find(line)
            body = found[1] if found and found[0] is command and found[1] else line
            return command.read(body, lexicon)
        found = self.find(line)
        if found is None:
            raise self.unknown(line)
        return found[0].read(found[1], lexicon)

    def fill(self, command: str, fields: Mapping[str, str], lexicon: Lexicon) -> "Call":
        known = self._names.get(command)
        if known is None:
            raise self.unknown(checked(command))
        return known.fill(fields, lexicon)

    def misspelt(self, text: str) -> bool:
        """Whether a line begins with a command's name that is one letter off (`lgo call Acme`), and with no word that
        means something by itself (`text Acme`)."""
        tokens = tokenise(normalise(text[:200])).tokens
        first = tokens[0].low if tokens else ""
        slots = (slot for known in self.commands.values() for slot in known.slots)
        if len(first) < 3 or any(isinstance(slot.word, OneOf) and slot.word.knows(first) for slot in slots):
            return False
        return any(OSA.distance(first, name) == 1 for name in self._names)

    def unknown(self, line: str) -> Unknown:
        tokens = tokenise(line).tokens
        if not tokens:
            return Unknown("Nothing to read there. Try help.", buttons=(Button("Help", "help"),))
        first, rest = tokens[0].text, line[tokens[0].end :].strip()
        near = process.extract(tokens[0].low, list(self._names), scorer=fuzz.ratio, limit=5, score_cutoff=60)
        names = dict.fromkeys(self._names[name].name for name, _, _ in near)  # one button a command, not one an alias
        buttons = tuple(Button(name.capitalize(), joined((name, rest))) for name in list(names)[:3])
        said = f"I know no command “{shorten(first)}”."
        return Unknown(said, " Did you mean one of these?" if buttons else " Try help.", buttons=buttons)

    def complete(self, line: str, lexicon: Lexicon, assumed: str = "") -> tuple[Choice, ...]:
        """What could follow in a line typed so far, at most 15: value is the whole line with it in place."""
        return completions(self, line, lexicon, assumed)


def checked(text: str) -> str:
    """The normalised line. Raises UserError for one that is too long to be a line."""
    if len(text) > 4 * MAX_LINE or len(line := normalise(text)) > MAX_LINE:
        raise UserError(
            f"That is {len(text):,} characters; a line takes {MAX_LINE:,}. Shorten the note, or send it as a file."
        )
    return line


def _knows(slot: Slot, said: str) -> bool:
    """Whether a word begins something that a slot takes, and hardly anything else."""
    word = slot.word
    return said in slot.firsts or (
        word.knows(said) if isinstance(word, OneOf) else isinstance(word, FlagWord) and said in word.starts
    )


def _singular(name: str) -> str:
    return re.sub(r"(?<=[a-z]{3})s\b", "", re.sub(r"(?<=[a-z]{3})ies\b", "y", name))


registry = Registry()
