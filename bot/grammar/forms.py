"""The form of a command: one field a slot, filled with what is known already."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.grammar.slots import Slot
from bot.refs import Account, Member
from bot.view import Form, FormField
from bot.words import Among, Bad

if TYPE_CHECKING:
    from bot.command import Command


def form_of(command: "Command", values: Mapping[str, Any], errors: Mapping[str, str]) -> Form:
    texts: dict[str, str] = {}
    shown: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for slot in command.slots:
        value = values.get(slot.name)
        if value is None or value == ():
            continue
        if slot.says.hidden or slot.says.typed:
            hidden[slot.name] = command.text(slot, value)
            continue
        parts = _parts(command, slot, value)
        texts[slot.name] = "\n".join(text for text, _ in parts)
        shown.update({text: label for text, label in parts if text != label})
    fields = tuple(_field(slot) for slot in command.slots if not (slot.says.hidden or slot.says.typed))
    blamed = {name: text for name, text in errors.items() if name}
    return Form(command.name, command.title, fields, texts, shown, blamed, hidden, command.submit)


def _parts(command: "Command", slot: Slot, value: Any) -> list[tuple[str, str]]:
    """Text and label of each value; several where the field takes several."""
    if not isinstance(value, tuple):
        plain = slot.word.kind in ("text", "multiline") and not isinstance(value, Among | Bad)
        return [(slot.word.written(value) if plain else command.text(slot, value), _label(slot, value))]
    return [(command.text(slot, (item,)), _label(slot, item if slot.several else (item,))) for item in value]


def _label(slot: Slot, value: Any) -> str:
    match value:
        case Among(said=text) | Bad(text=text):
            return text
        case Account(name=name) | Member(name=name):
            return name
        case _:
            return slot.word.label(value)


def _field(slot: Slot) -> FormField:
    return FormField(
        name=slot.name,
        label=slot.label,
        kind=slot.word.kind,
        required=slot.required,
        options=slot.word.options(),
        hint=slot.says.hint,
        placeholder=slot.word.sample,
    )
