"""Reading a card as Teams' clients do: what is visible, what can be pressed, what would be refused or be markup."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from adapters.teams import limits

Raw = dict[str, Any]
ACTIONS = ("Action.Execute", "Action.Submit", "Action.ToggleVisibility", "Action.OpenUrl")
ELEMENTS = {
    "AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "ColumnSet", "Column", "Container", "ActionSet", "Table",
    "TableRow", "TableCell", "Input.Text", "Input.ChoiceSet", "Input.Date", *ACTIONS,
    "Chart.Line", "Chart.VerticalBar", "Chart.VerticalBar.Grouped",
}  # fmt: skip
# Punctuation that a TextBlock reads as markdown unless a backslash stands before it.
_LIVE = re.compile(r"(?<!\\)(?:\\\\)*([*_`\[\]#~|]|<(?!/?at>))")


def parts(node: Any) -> Iterator[Raw]:
    """Every typed object of a card, parents first, fallbacks left out."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for name, value in node.items():
            if name not in ("data", "fallback", "msteams", "choices.data", "refresh"):
                yield from parts(value)
    elif isinstance(node, list):
        for one in node:
            yield from parts(one)


def words(card: Raw) -> str:
    """Everything visible, top to bottom, mentions by name."""
    return "\n".join(_text(part) for part in parts(card)).replace("\u2060", "")


def _text(part: Raw) -> str:
    match part["type"]:
        case "RichTextBlock":
            return "".join(run["text"] for run in part["inlines"])
        case "TextBlock":
            text = re.sub(r"<at>(.*?)</at>", r"@\1", part["text"])
            text = _without_marks(text)
            return re.sub(r"\\(.)", r"\1", text)
        case "Input.Text" | "Input.Date":
            return f"{part['label']} {part['value']}"
        case "Input.ChoiceSet":
            picked = part["value"].split(",") if part.get("isMultiSelect") else [part["value"]]
            titles = [choice["title"] for choice in part["choices"] if choice["value"] in picked]
            return f"{part['label']} {', '.join(titles)}"
        case kind if kind in ACTIONS:
            return str(part.get("title", ""))
        case _:
            return ""


def actions(card: Raw) -> list[Raw]:
    return [part for part in parts(card) if part["type"] in ACTIONS and "title" in part]


def buttons(card: Raw) -> list[str]:
    return [action["title"] for action in actions(card)]


def inputs(card: Raw) -> list[Raw]:
    return [part for part in parts(card) if part["type"].startswith("Input.")]


def entered(card: Raw, **changes: str) -> Raw:
    """What a client sends for a form: each input's value, some of them changed. Choices keep their encoding."""
    values = {one["id"]: one["value"] for one in inputs(card)}
    for name, value in changes.items():
        [found] = [key for key in values if key.partition(":")[2] == name]
        values[found] = value
    return values


def faults(card: Raw) -> list[str]:
    """What Teams would refuse or fail to draw."""
    found = []
    if len(json.dumps(card).encode()) > limits.ACTIVITY_BYTES - 512:
        found.append(f"{len(json.dumps(card))} bytes")
    if len(card.get("refresh", {}).get("userIds", ["one"])) not in range(1, 61):
        found.append("a copy of their own for nobody, or for too many")
    if card.get("version") != "1.5" or not card.get("body"):
        found.append("no body")
    names = [part["id"] for part in parts(card) if "id" in part]
    if len(names) != len(set(names)):
        found.append("an id is used twice")
    for part in parts(card):
        if part["type"] not in ELEMENTS:
            found.append(f"unknown element {part['type']}")
        if part["type"] == "ActionSet" and not 0 < len(part["actions"]) <= limits.ACTIONS_IN_A_SET:
            found.append(f"{len(part['actions'])} actions in a set")
        if part["type"] in ("RichTextBlock", "Container", "TableCell") and not (
            part.get("inlines") or part.get("items")
        ):
            found.append(f"an empty {part['type']}")
        if part["type"].startswith("Chart."):
            found += _chart(part)
        if part["type"] == "TableRow" and len(part["cells"]) != len(_columns(card, part)):
            found.append("a ragged table")
        if part["type"] == "Action.Execute" and part["fallback"]["type"] != "Action.Submit":
            found.append("no fallback")
        if part["type"] == "Action.ToggleVisibility" and not set(part["targetElements"]) <= set(names):
            found.append("a toggle without target")
        if part["type"].startswith("Action.") and "title" in part and not 0 < len(part["title"]) <= limits.TITLE:
            found.append(f"a title of {len(part['title'])} characters")
    return found


def _chart(chart: Raw) -> Iterator[str]:
    if chart.get("fallback", {}).get("type") != "Container" or not chart["fallback"]["items"]:
        yield "a chart without fallback"
    single = chart["type"] == "Chart.VerticalBar"
    for line in [{"legend": "-", "values": chart["data"]}] if single else chart["data"]:
        if not line["legend"] or not 0 < len(line["values"]) <= 50:
            yield "a line of a chart"
        if any(not isinstance(at["x"], str) or not isfinite(at["y"]) for at in line["values"]):
            yield "a figure of a chart"


def _columns(card: Raw, row: Raw) -> list[Raw]:
    return next(
        part["columns"] for part in parts(card) if part["type"] == "Table" and any(row is r for r in part["rows"])
    )


def markup(card: Raw) -> list[str]:
    """Strings that a client would compute with or read as markdown."""
    announced = {entity["text"] for entity in card.get("msteams", {}).get("entities", [])}
    found = []
    for part in parts(card):
        if part["type"].startswith("Chart."):
            found += [text for text in _said(part["data"]) if re.search(r"\{\{|<at>", text)]
        for name in ("text", "title", "label", "placeholder", "errorMessage", "yAxisTitle"):
            text = part.get(name)
            if not isinstance(text, str):
                continue
            if re.search(r"\{\{", text) or any(tag not in announced for tag in re.findall(r"<at>.*?</at>", text)):
                found.append(text)
            if part["type"] == "TextBlock" and _LIVE.search(_without_marks(text)):
                found.append(text)
            if part["type"] != "TextBlock" and any(tag in text for tag in announced):
                found.append(text)
    return found


def _said(data: Any) -> Iterator[str]:
    """The names and places of a chart."""
    for item in data:
        yield from (text for text in (item.get("legend"), item.get("x")) if isinstance(text, str))
        yield from _said(item.get("values", ()))


def _without_marks(text: str) -> str:
    """Without the links that the renderer itself puts around escaped text."""
    return re.sub(r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\(https?://[^()\s]*\)", r"\1", text)
