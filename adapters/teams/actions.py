"""Buttons of a card. Each carries the line that pressing it types, and the nonce of its view."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from adapters.teams import limits
from adapters.teams.words import Element, inert, paragraphs
from bot.view import Button, Confirm

STYLES = {"plain": "default", "primary": "positive", "danger": "destructive"}
LINE, FORM, REFRESH = "line", "form", "refresh"  # verbs of Action.Execute


class Surface(Enum):
    """Where a card is shown. A dialog knows Action.Submit alone, and its buttons answer into the dialog."""

    MESSAGE = "message"
    DIALOG = "dialog"


class Names:
    """Ids for elements of one card that actions refer to."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"bailey{self._last}"


def press(title: str, verb: str, data: dict[str, Any], surface: Surface, style: str = "plain") -> Element:
    """An action that comes back to the door. Clients without Action.Execute send the same data as a message."""
    look: Element = {"title": clipped(title)}
    if style != "plain":
        look["style"] = STYLES[style]
    if verb == LINE:
        # Pressing a button beside a form must not ask for the form's required fields.
        look["associatedInputs"] = "none"
    submit = {"type": "Action.Submit", **look, "data": data}
    if surface is Surface.DIALOG:
        return submit
    return {"type": "Action.Execute", **look, "verb": verb, "data": data, "fallback": submit}


def action_sets(buttons: Sequence[Button], nonce: str, surface: Surface, names: Names) -> list[Element]:
    """Sets of at most six, each followed by the questions that its buttons ask before they act."""
    elements: list[Element] = []
    for start in range(0, len(buttons), limits.ACTIONS_IN_A_SET):
        actions: list[Element] = []
        questions: list[Element] = []
        for button in buttons[start : start + limits.ACTIONS_IN_A_SET]:
            action = _action(button, nonce, surface)
            if button.confirm:
                question = names.new()
                questions.append(_question(button.confirm, action, question))
                action = _toggle(button.label, question, button.style)
            actions.append(action)
        elements.append({"type": "ActionSet", "spacing": "Small" if start else "Default", "actions": actions})
        elements += questions
    return elements


def _action(button: Button, nonce: str, surface: Surface) -> Element:
    data: dict[str, Any] = {"line": button.line, "nonce": nonce}
    if button.opens_form and surface is Surface.MESSAGE:
        data["msteams"] = {"type": "task/fetch"}
        action: Element = {
            "type": "Action.Submit",
            "title": clipped(button.label),
            "associatedInputs": "none",
            "data": data,
        }
        return action if button.style == "plain" else {**action, "style": STYLES[button.style]}
    return press(button.label, LINE, data, surface, button.style)


def _question(confirm: Confirm, action: Element, name: str) -> Element:
    """Cards have no confirmation of their own: the button unfolds the question, and the answer acts or folds it."""
    yes = {**action, "title": clipped(confirm.yes)}
    if "fallback" in yes:
        yes["fallback"] = {**yes["fallback"], "title": clipped(confirm.yes)}
    return {
        "type": "Container",
        "id": name,
        "isVisible": False,
        "style": "emphasis",
        "spacing": "Small",
        "items": [
            *paragraphs((confirm.title,), {"weight": "Bolder"}),
            *paragraphs((confirm.text,)),
            {"type": "ActionSet", "actions": [yes, _toggle(confirm.no, name, "plain")]},
        ],
    }


def _toggle(title: str, name: str, style: str) -> Element:
    action: Element = {"type": "Action.ToggleVisibility", "title": clipped(title), "targetElements": [name]}
    return action if style == "plain" else {**action, "style": STYLES[style]}


def clipped(text: str) -> str:
    text = inert(text).replace("\n", " ")
    return text if len(text) <= limits.TITLE else text[: limits.TITLE - 1] + "…"
