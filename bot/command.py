"""@command: the signature is the grammar.

    @command("log", slash=True, examples=("log call Acme 30m",))
    def log(ctx: Context, kind: ActivityKind, account: Account, length: Duration | None = None) -> View:
        '''Log what you did. …'''

From the signature come the parser, the usage line, the form, the completion, and the printing of lines that read back
to the same call. The docstring is the help.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.grammar.errors import Incomplete, Unclear
from bot.grammar.forms import form_of
from bot.grammar.pieces import read_pieces
from bot.grammar.shape import Shape, shape_of
from bot.grammar.slots import Says, Slot, slots_of
from bot.grammar.understand import Raw, concluded, settled, understand
from bot.lexicon import Lexicon
from bot.line import MAX_LINE, joined, normalise, quote
from bot.quoting import Message
from bot.refs import Account
from bot.registry import Registry, registry
from bot.view import Form
from bot.words import Among, Bad

Handler = TypeVar("Handler", bound=Callable[..., Any])
Supply = Callable[[dict[str, Any]], dict[str, Any]]
Quoting = Callable[[Message], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """A command and its arguments, by parameter name, without the context. alternatives: parameter → accounts that
    may have been meant as well, to be offered one press away."""

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
    `risk:12 …` and `risk 12 …` say it; a parameter has the same name. quoting: what a message gives its form; a command
    that has it can be chosen on a message."""

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
    quoting: Quoting | None = None

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
    quoting: Quoting | None = None,
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
                quoting=quoting,
            )
        )
        return function

    return declare


__all__ = ["Call", "Command", "Incomplete", "Says", "Unclear", "command"]
