"""Forms as inputs of a card, and what was entered as text again.

An input's id is a letter for how its value is written and the field's name: `t` text as it is, `d` an ISO date, `c`
one choice, `m` several. Teams joins several choices with commas, so commas inside one of them are encoded.
"""

from datetime import date
from typing import Any

from adapters.teams import limits
from adapters.teams.actions import FORM, Surface, clipped, press
from adapters.teams.words import Element, inert, paragraphs
from bot.request import Filled
from bot.view import Form, FormField

TYPEAHEAD = ("account", "accounts", "member", "people")
SEVERAL = ("choices", "accounts", "people")


def form_elements(form: Form, nonce: str, surface: Surface) -> list[Element]:
    elements = [] if surface is Surface.DIALOG else paragraphs((form.title,), {"size": "Medium", "weight": "Bolder"})
    for item in form.fields:
        elements += _field(item, form)
    data = {"form": form.command, "hidden": dict(form.hidden), "nonce": nonce}
    elements.append({"type": "ActionSet", "actions": [press(form.submit, FORM, data, surface, "primary")]})
    return elements


def filled(data: dict[str, Any]) -> Filled:
    """What somebody entered. data: of the pressed submit button, with the inputs' values."""
    fields = {str(name): str(value) for name, value in _mapping(data.get("hidden")).items()}
    for key, value in data.items():
        letter, mark, name = key.partition(":")
        if not mark or not isinstance(value, str):
            continue
        match letter:
            case "t" | "d" | "c":
                fields[name] = value
            case "m":
                fields[name] = "\n".join(_decoded(part) for part in value.split(",") if part)
            case _:
                continue
    return Filled(str(data.get("form", "")), fields)


def choice_value(value: str, kind: str) -> str:
    """A choice's value as an input of this kind of field holds it."""
    return value.replace("%", "%25").replace(",", "%2C") if kind in SEVERAL else value


def _decoded(value: str) -> str:
    return value.replace("%2C", ",").replace("%25", "%")


def _field(item: FormField, form: Form) -> list[Element]:
    value = form.values.get(item.name, "")
    element = {**_input(item, value, form), "label": clipped(item.label)}
    if item.required:
        element |= {"isRequired": True, "errorMessage": inert(f"{item.label} is needed.")}
    elements = [element]
    if item.hint:
        elements += _below((item.hint,), {"size": "Small", "isSubtle": True})
    if error := form.errors.get(item.name):
        elements += _below((f"✗ {error}",), {"color": "Attention"})
    return elements


def _below(spans: tuple[str, ...], look: Element) -> list[Element]:
    return [{**element, "spacing": "None"} for element in paragraphs(spans, look)]


def _input(item: FormField, value: str, form: Form) -> Element:
    match item.kind:
        case "choice" | "choices":
            return _choices(item, value, form)
        case "account" | "accounts" | "member" | "people":
            return _choices(item, value, form) | {
                "style": "filtered",
                "choices.data": {"type": "Data.Query", "dataset": item.kind},
                "placeholder": clipped(item.placeholder or "Type a few letters"),
            }
        case "date" if not value or _is_date(value):
            return {"type": "Input.Date", "id": f"d:{item.name}", "value": value}
        case _:
            # A date in words stays as it was typed: a date input would lose it.
            element: Element = {
                "type": "Input.Text",
                "id": f"t:{item.name}",
                "value": value,
                "maxLength": max(limits.TYPED_TEXT, len(value)),
            }
            if item.kind == "multiline":
                element["isMultiline"] = True
            return element | ({"placeholder": clipped(item.placeholder)} if item.placeholder else {})


def _choices(item: FormField, value: str, form: Form) -> Element:
    several = item.kind in SEVERAL
    picked = [part for part in (value.split("\n") if several else [value]) if part]
    offered = {option.value: option.label for option in item.options}
    for part in picked:
        # What was typed before but is no option stays, so that nothing typed is lost.
        offered.setdefault(part, form.shown.get(part, part))
    element: Element = {
        "type": "Input.ChoiceSet",
        "id": f"{'m' if several else 'c'}:{item.name}",
        "style": "compact",
        "value": ",".join(choice_value(part, item.kind) for part in picked),
        "choices": [
            {"title": inert(label), "value": choice_value(option, item.kind)} for option, label in offered.items()
        ],
    }
    if several:
        element["isMultiSelect"] = True
    return element | ({"placeholder": clipped(item.placeholder)} if item.placeholder else {})


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
