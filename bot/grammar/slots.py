"""A command's signature, taken apart once: what may stand in its line."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.words import Account, Accounts, As, FlagWord, OneOf, Word, word_of

NAMED = 6  # choices that a question tells one by one


@dataclass(frozen=True, slots=True)
class Says:
    """In an annotation: how a parameter is said.

    after: words that must stand before the value (`tier 1`, `without owner`). keys: what it is called in `key:value`,
    besides its own name. tail: also understood at the end of a note. head: understood before the note. last: in a note
    only as its very last word. label, hint: of its form field. hidden: carried by a form, never asked. typed: the same,
    and yet understood in a line. words: what says a flag, besides its name.
    """

    after: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    tail: bool = False
    head: bool = True
    last: bool = False
    label: str = ""
    hint: str = ""
    hidden: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter. default: None and () count as nothing said. account, several: it takes an account, or accounts.
    firsts: the first words of what must stand before it. merges: another phrase may refine or add to it. alone: some
    phrases need none of the firsts before them."""

    name: str
    word: Word
    required: bool
    default: Any
    says: Says
    account: bool
    several: bool
    firsts: frozenset[str] = frozenset()
    merges: bool = False
    alone: bool = False

    @property
    def label(self) -> str:
        return self.says.label or self.name.replace("_", " ").capitalize()

    @property
    def key(self) -> str:
        """What stands before its value in a printed line."""
        return self.name.rstrip("_")

    @property
    def usage(self) -> str:
        said = " ".join((*self.says.after[:1], f"<{self.label.lower()}>"))
        if isinstance(self.word, FlagWord):
            said = self.key.replace("_", " ")
        return said if self.required else f"[{said}]"

    @property
    def missing(self) -> str:
        """The sentence for a required value that is not there."""
        choices = [option.value for option in self.word.options()] if self.closed else []
        if 1 < len(choices) <= NAMED:
            return f"Which {self.label.lower()}: {', '.join(choices[:-1])} or {choices[-1]}?"
        instead = f" Try {self.word.sample}." if self.word.sample else ""
        return f"Which {self.label.lower()}?{instead}"

    @property
    def closed(self) -> bool:
        return isinstance(self.word, OneOf)


def slots_of(function: Callable[..., Any]) -> tuple[Slot, ...]:
    """All parameters but the first, which is the context. TypeError for a type that no line can hold."""
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(_slot(parameter, hints[parameter.name]) for parameter in parameters)


def _slot(parameter: inspect.Parameter, hint: Any) -> Slot:
    required = parameter.default is inspect.Parameter.empty
    notes = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    says = next((note for note in notes if isinstance(note, Says)), Says())
    plain = _plain(hint)
    name = parameter.name.rstrip("_")
    own = any(isinstance(note, As) for note in notes)
    word = FlagWord(name.replace("_", " "), *says.words) if plain is bool and not own else word_of(hint)
    return Slot(
        name=parameter.name,
        word=word,
        required=required,
        default=None if required else parameter.default,
        says=says,
        account=plain in (Account, Accounts),
        several=plain == Accounts,
        firsts=frozenset(phrase.split()[0] for phrase in says.after),
        merges=type(word).merge is not Word.merge,
        alone=type(word).find_alone is not Word.find_alone,
    )


def _plain(hint: Any) -> Any:
    """The type itself, without Annotated and None."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    parts = [part for part in get_args(hint) if part is not type(None)]
    if type(None) in get_args(hint) and len(parts) == 1:
        return _plain(parts[0])
    return hint
