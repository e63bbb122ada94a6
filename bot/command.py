"""@command: the signature is the grammar.

    @command("log", slash=True, examples=("log call Acme 30m",))
    def log(ctx: Context, kind: ActivityKind, account: Account, length: Duration | None = None) -> View:
        '''Log what you did. …'''

From the signature come the parser, the usage line, the form, the completion, and the printing of lines that read back
to the same call. The docstring is the help.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.errors import UserError
from bot.grammar.complete import completions
from bot.grammar.errors import Incomplete, Unclear, Unknown
from bot.grammar.forms import form_of
from bot.grammar.pieces import read_pieces
from bot.grammar.shape import Shape, shape_of
from bot.grammar.slots import Says, Slot, slots_of
from bot.grammar.understand import Raw, concluded, settled, understand
from bot.lexicon import Lexicon
from bot.line import MAX_LINE, joined, normalise, quote, tokenise, unbulleted
from bot.refs import Account
from bot.request import Choice
from bot.view import Button, Form
from bot.words import Among, Bad, FlagWord, OneOf
from bot.words.base import shorten

Handler = TypeVar("Handler", bound=Callable[..., Any])
Supply = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """A command and its arguments, by parameter name, without the context. alternatives: parameter → accounts that
    may have been meant as well, to be offered one press away. strays: words stood where none are expected."""

    command: "Command"
    args: dict[str, Any]
    alternatives: dict[str, tuple[Account, ...]] = field(default_factory=dict, compare=False)

    @property
    def line(self) -> str:
        """The canonical line: it reads back to the same call."""
        return self.command.printed(self.args)

    def changed(self, **values: Any) -> str:
        """The canonical line with other values."""
        return self.command.printed({**self.args, **values})

    def run(self, ctx: Any) -> Any:
        return self.command.function(ctx, **self.args)


@dataclass(frozen=True)
class Command:
    """One command. reads: it changes nothing. splits: several may stand in one line, parted by `;` or line breaks.
    supply: adds what can be told from the other values. group: under what the help lists it. record: what it is about, as
    `risk:12 …` and `risk 12 …` say it; a parameter has the same name."""

    name: str
    function: Callable[..., Any]
    slots: tuple[Slot, ...]
    shape: Shape
    help: str
    examples: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    slash: bool = False
    reads: bool = False
    splits: bool = False
    group: str = ""
    title: str = ""
    submit: str = "Save"
    supply: Supply | None = None
    record: str = ""

    @property
    def summary(self) -> str:
        """The first sentence of the help."""
        return self.help.split("\n", 1)[0]

    @property
    def usage(self) -> str:
        return joined((self.name, *(slot.usage for slot in self.slots if not slot.says.hidden)))

    def slot(self, name: str) -> Slot:
        """Raises KeyError for a parameter that the command has not."""
        for slot in self.slots:
            if slot.name == name:
                return slot
        raise KeyError(name)

    def read(self, text: str, lexicon: Lexicon) -> tuple[Call, ...]:
        """text: normalised, without the command's name. Raises Unclear or Incomplete."""
        if self.splits and (";" in text or "\n" in text):
            return read_pieces(self, text, lexicon)
        return (understand(self, text, lexicon),)

    def call(self, values: Mapping[str, Any], others: Mapping[str, tuple[Account, ...]] | None = None) -> Call:
        args = {slot.name: values.get(slot.name, slot.default) for slot in self.slots}
        return Call(self, args, dict(others or {}))

    def line(self, **values: Any) -> str:
        """A line with these values, as a button carries it: ids, absolute times, quoted text."""
        return self.printed(values)

    def printed(self, values: Mapping[str, Any]) -> str:
        parts = [self.name]
        for slot in self.slots:
            value = values.get(slot.name)
            if value is not None and value != slot.default:
                parts.append(f"{slot.key}:{quote(self.text(slot, value))}")
        return " ".join(parts)

    def text(self, slot: Slot, value: Any) -> str:
        """A value as a field or a line holds it; what could not be read comes as it was typed."""
        match value:
            case Raw(text=text) | Bad(text=text):
                return text
            case Among(said=said):
                return said
            case (Among() | Raw() as only,) if slot.several:
                return self.text(slot, only)
            case tuple() if slot.several:
                return ", ".join(
                    quote(self.text(slot, item)) if isinstance(item, Among | Raw) else f"#{item.id}" for item in value
                )
            case _:
                return slot.word.show(value)

    def labelled(self, name: str, value: Any) -> str:
        slot = self.slot(name)
        match value:
            case Among(items=items, said=said):
                return items[0].name if len(items) == 1 else said
            case Raw(text=text) | Bad(text=text):
                return text
            case tuple() if slot.several:
                return ", ".join(item.said if isinstance(item, Among) else item.name for item in value)
            case _:
                return slot.word.label(value)

    def form(self, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None) -> Form:
        """The command with blanks, these values filled in and these errors beside their fields."""
        return form_of(self, values or {}, errors or {})

    def fill(self, fields: Mapping[str, str], lexicon: Lexicon) -> Call:
        """A submitted form, field by field; the texts are never joined into a line. Raises Incomplete or Unclear."""
        values: dict[str, Any] = {}
        for slot in self.slots:
            text = normalise(fields.get(slot.name, "")[: MAX_LINE * 2])
            if len(text) > MAX_LINE:
                values[slot.name] = Bad(f"That is longer than {MAX_LINE} characters.", text[:MAX_LINE])
            elif text:
                values[slot.name] = slot.word.read(text, lexicon)
        return concluded(self, settled(self, values, lexicon), lexicon)


class Registry:
    """The commands by their names. Names of several words (`team role`) win over their first word."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self._names: dict[str, Command] = {}
        self._loose: dict[str, Command] = {}
        self._openers: set[str] = set()  # first words of names that have several
        self._records: dict[str, list[Command]] = {}

    def add(self, command: Command) -> Command:
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

    def get(self, name: str) -> Command | None:
        return self._names.get(name) or self._loose.get(_singular(name))

    def find(self, text: str) -> tuple[Command, str] | None:
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

    def _about(self, text: str) -> tuple[Command, str] | None:
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

    def read(self, text: str, lexicon: Lexicon, assumed: str = "") -> tuple[Call, ...]:
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

    def fill(self, command: str, fields: Mapping[str, str], lexicon: Lexicon) -> Call:
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


_RECORD = re.compile(r"/?([A-Za-z]+)([: ])(\d{1,18})(?=[\s:,]|$)")


def _knows(slot: Slot, said: str) -> bool:
    """Whether a word begins something that a slot takes, and hardly anything else."""
    word = slot.word
    return said in slot.firsts or (
        word.knows(said) if isinstance(word, OneOf) else isinstance(word, FlagWord) and said in word.starts
    )


def _singular(name: str) -> str:
    return re.sub(r"(?<=[a-z]{3})s\b", "", re.sub(r"(?<=[a-z]{3})ies\b", "y", name))


registry = Registry()


def command(
    name: str,
    *,
    slash: bool = False,
    aliases: tuple[str, ...] = (),
    examples: tuple[str, ...] = (),
    reads: bool = False,
    splits: bool = False,
    group: str = "",
    title: str = "",
    submit: str = "Save",
    supply: Supply | None = None,
    record: str = "",
    into: Registry = registry,
) -> Callable[[Handler], Handler]:
    """Make a function a command. Its first parameter is the context; the others are what may stand in the line."""

    def declare(function: Handler) -> Handler:
        slots = slots_of(function)
        into.add(
            Command(
                name=name,
                function=function,
                slots=slots,
                shape=shape_of(slots),
                help=inspect.getdoc(function) or "",
                examples=examples,
                aliases=aliases,
                slash=slash,
                reads=reads,
                splits=splits,
                group=group,
                title=title or name.capitalize(),
                submit=submit,
                supply=supply,
                record=record,
            )
        )
        return function

    return declare


__all__ = ["Call", "Command", "Incomplete", "Registry", "Says", "Unclear", "Unknown", "command", "registry", "replace"]
