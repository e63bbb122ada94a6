"""What Slack says of a payload before it takes it, what a person reads in it, and what in it Slack would interpret.

The numbers are Slack's published ones, written down a second time on purpose: the adapter's own table is what is checked.
"""

import json
import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

Json = dict[str, Any]
RICH = {"rich_text_section", "rich_text_preformatted"}
MESSAGE_ONLY, VIEW_ONLY = (
    {"actions", "context", "rich_text", "section", "image", "divider", "header", "data_visualization"},
    {"input"},
)
UNESCAPED = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")


# ---------------------------------------------------------------- refused


def faults(payload: Json) -> list[str]:
    """For a message (`blocks`, `text`) or a view (`type` modal or home)."""
    view = payload.get("type") in ("modal", "home")
    blocks = payload.get("blocks", [])
    found = [fault for block in blocks for fault in _block(block, view)]
    found += _twice("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    if len(blocks) > (100 if view else 50):
        found.append(f"{len(blocks)} blocks")
    if view:
        found += _view(payload)
    else:
        if sum(block["type"] == "data_visualization" for block in blocks) > 2:
            found.append("too many charts")
        if not payload.get("text"):
            found.append("no text")
        if len(json.dumps(blocks, ensure_ascii=False)) > 13_200:
            found.append("msg_blocks_too_long")
    if any(ord(letter) < 0x20 and letter not in "\n\t" for letter in _strings(payload)):
        found.append("control character")
    return found


def _strings(part: Any) -> str:
    match part:
        case str():
            return part
        case Mapping():
            return "".join(_strings(value) for value in part.values())
        case list() | tuple():
            return "".join(_strings(value) for value in part)
        case _:
            return ""


def _view(view: Json) -> Iterator[str]:
    if len(json.dumps(view)) > 250_000:
        yield "view_too_large"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata"
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _text(view[name], 24, name)
    if view["type"] == "modal" and "title" not in view:
        yield "no title"
    if any(block["type"] == "input" for block in view["blocks"]) and not view.get("submit"):
        yield "inputs without submit"


def _twice(name: str, ids: list[str]) -> Iterator[str]:
    if len(ids) != len(set(ids)):
        yield f"{name} twice"
    if any(not 0 < len(each) <= 255 for each in ids):
        yield f"{name} length"


def _text(text: Json, most: int, name: str) -> Iterator[str]:
    if text["type"] not in ("plain_text", "mrkdwn"):
        yield f"{name}: no text object"
    if not text["text"].strip() or len(text["text"]) > most:
        yield f"{name}: {len(text['text'])} characters"


def _block(block: Json, view: bool) -> Iterator[str]:
    match block["type"]:
        case "section":
            yield from _text(block["text"], 3000, "section")
        case "context":
            if not 1 <= len(block["elements"]) <= 10:
                yield "context elements"
            for element in block["elements"]:
                yield from _text(element, 3000, "context")
        case "actions":
            if not 1 <= len(block["elements"]) <= 25:
                yield "actions elements"
            yield from _twice("action_id", [element["action_id"] for element in block["elements"]])
            for element in block["elements"]:
                yield from _button(element)
        case "rich_text":
            yield from _rich(block)
        case "data_visualization" if not view:
            yield from _chart(block)
        case "input" if view:
            yield from _input(block)
        case other:
            yield f"unknown block {other}"


def _rich(block: Json) -> Iterator[str]:
    if not block["elements"]:
        yield "empty rich text"
    for part in block["elements"]:
        if part["type"] not in RICH or not part["elements"]:
            yield "rich text part"
        for element in part["elements"]:
            match element["type"]:
                case "text" if not element["text"]:
                    yield "empty text element"
                case "link" if not re.fullmatch(r"https?://\S{1,2990}", element["url"]):
                    yield "link"
                case "user" if not re.fullmatch(r"[UW][A-Z0-9]+", element["user_id"]):
                    yield "user"
                case "channel" if not re.fullmatch(r"[CG][A-Z0-9]+", element["channel_id"]):
                    yield "channel"


def _chart(block: Json) -> Iterator[str]:
    chart = block["chart"]
    places = chart["axis_config"]["categories"]
    names = [series["name"] for series in chart["series"]]
    if chart["type"] not in ("line", "bar") or not 0 < len(block["title"]) <= 50:
        yield "chart title"
    if not 1 <= len(places) <= 20 or len(set(places)) < len(places) or not 1 <= len(names) <= 6:
        yield "chart places"
    if len(set(names)) < len(names) or any(not 0 < len(name) <= 20 for name in (*names, *places)):
        yield "chart names"
    for series in chart["series"]:
        if [point["label"] for point in series["data"]] != places:
            yield "chart data"
        if not all(type(point["value"]) in (int, float) and isfinite(point["value"]) for point in series["data"]):
            yield "chart value"


def _button(button: Json) -> Iterator[str]:
    yield from _text(button["text"], 75, "button")
    if button["type"] != "button" or not 1 <= len(button["value"]) <= 2000:
        yield "button value"
    if button.get("style") not in (None, "primary", "danger"):
        yield "button style"
    if confirm := button.get("confirm"):
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(confirm[name], most, f"confirm {name}")


def _input(block: Json) -> Iterator[str]:
    yield from _text(block["label"], 2000, "label")
    if "hint" in block:
        yield from _text(block["hint"], 2000, "hint")
    element = block["element"]
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder")
    if len(element.get("initial_value", "")) > element.get("max_length", 3000):
        yield "initial_value"
    if element["type"] in ("static_select", "multi_static_select") and not 1 <= len(element["options"]) <= 100:
        yield "options"
    initial = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    if "options" in element and any(option not in element["options"] for option in initial):
        yield "initial option"
    for option in (*element.get("options", ()), *initial):
        yield from _text(option["text"], 75, "option")
        if not 1 <= len(option["value"]) <= 150:
            yield "option value"


# ---------------------------------------------------------------- read


def visible(payload: Json, names: Mapping[str, str]) -> str:
    """All words that a person sees, top to bottom. names: user id → how Slack shows that person."""
    parts = [payload.get("title"), *payload.get("blocks", ()), payload.get("submit"), payload.get("close")]
    return "\n".join(filter(None, (_seen(part, names) for part in parts)))


def _seen(part: Any, names: Mapping[str, str]) -> str:
    if part is None:
        return ""
    match part["type"]:
        case "rich_text":
            return "\n".join("".join(_seen(e, names) for e in inner["elements"]) for inner in part["elements"])
        case "user":
            return f"@{names.get(part['user_id'], part['user_id'])}"
        case "channel":
            return f"#{part['channel_id']}"
        case "link":
            return str(part.get("text") or part["url"])
        case "context" | "actions":
            return " ".join(_seen(element, names) for element in part["elements"])
        case "data_visualization":
            names_drawn = [series["name"] for series in part["chart"]["series"]]
            return " ".join([part["title"], *names_drawn, *part["chart"]["axis_config"]["categories"]])
        case "input":
            hint = _seen(part.get("hint"), names)
            return f"{_seen(part['label'], names)}: {_filled(part['element'])} {hint}"
        case "button" | "section":
            return _seen(part["text"], names)
        case _:
            return str(part["text"])


def _filled(element: Json) -> str:
    options = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    shown = [option["text"]["text"] for option in options]
    return ", ".join([*shown, element.get("initial_value", ""), element.get("initial_date", "")])


def buttons(payload: Json) -> list[tuple[str, Json]]:
    """block_id and element of every button, top to bottom."""
    rows = [block for block in payload.get("blocks", ()) if block["type"] == "actions"]
    return [(row["block_id"], element) for row in rows for element in row["elements"]]


# ---------------------------------------------------------------- interpreted


def markup(payload: Any) -> list[str]:
    """Strings in which Slack would find markup: mrkdwn anywhere, emoji names in plain text, the line beside the blocks."""
    found = list(_interpreted(payload))
    if isinstance(payload, Mapping) and isinstance(payload.get("text"), str):
        if UNESCAPED.search(payload["text"]):
            found.append(payload["text"])
        if payload.get("mrkdwn") is not False:
            found.append("mrkdwn is on")
    return found


def _interpreted(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in part:
            yield from _interpreted(inner)
    elif isinstance(part, Mapping):
        if part.get("type") in ("mrkdwn", "markdown"):
            yield str(part["text"])
        if part.get("type") == "plain_text" and part.get("emoji") is not False:
            yield str(part["text"])
        if part.get("type") in ("emoji", "broadcast", "usergroup", "channel"):
            yield str(part)
        for inner in part.values():
            yield from _interpreted(inner)
