"""A Slack message as Slack draws it, as near as a page of our own comes to it: for pictures, where no Slack client is.

It draws the blocks that our payloads are made of, and fails on any other, so that nothing is left out silently.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from tests.e2e.server import ROOT

Json = dict[str, Any]
CAPTION = "Slack’s payload, drawn by our own page"
STYLE = """
* { box-sizing: border-box; margin: 0 }
body { font: 15px/1.46668 Lato, "Noto Sans", "DejaVu Sans", sans-serif; color: #1d1c1d; background: #fff; padding: 12px 0 }
article { display: flex; gap: 8px; padding: 8px 20px }
article > svg { width: 36px; height: 36px; border-radius: 6px; flex: none }
article > div { min-width: 0; flex: 1 }
header b { font-weight: 900; margin-right: 6px }
header i { font-style: normal; font-size: 10px; background: #e8e8e8; border-radius: 2px; padding: 1px 3px; color: #616061 }
.only, .context { font-size: 12px; color: #616061 }
.words { white-space: pre-wrap; overflow-wrap: anywhere; margin: 2px 0 8px }
.context { margin: 4px 0 8px; white-space: pre-wrap }
pre, code { font: 12px/1.5 "DejaVu Sans Mono", monospace; background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px }
pre { padding: 8px; margin: 4px 0 8px; white-space: pre-wrap }
code { color: #e01e5a; padding: 1px 3px }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 4px 0 10px }
.actions span { border: 1px solid #bbb; border-radius: 4px; padding: 0 12px; line-height: 34px }
.actions span { font-size: 13px; font-weight: 700 }
.actions .primary { background: #007a5a; border-color: #007a5a; color: #fff }
.actions .danger { background: #e01e5a; border-color: #e01e5a; color: #fff }
a, .user { color: #1264a3; text-decoration: none }
.user { background: #e8f5fa; border-radius: 3px; padding: 0 2px }
footer { color: #616061; font-size: 12px; border-top: 1px solid #ddd; margin: 8px 20px 0; padding-top: 8px }
"""


@dataclass(frozen=True)
class Posted:
    """private: seen by one person alone, in a channel."""

    payload: Json
    private: bool = False


def page(messages: Sequence[Posted], names: Mapping[str, str]) -> str:
    """names: user id → what Slack writes for a mention."""
    shown = "".join(_message(each, names) for each in messages)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{shown}<footer>{CAPTION}</footer>"


def _message(posted: Posted, names: Mapping[str, str]) -> str:
    face = (ROOT / "adapters/web/static/bailey.svg").read_text()
    only = '<p class="only">Only visible to you</p>' if posted.private else ""
    drawn = "".join(_block(block, names) for block in posted.payload["blocks"])
    head = "<header><b>Bailey</b><i>APP</i></header>"
    return f"<article>{face}<div>{only}{head}{drawn}</div></article>"


def _block(block: Json, names: Mapping[str, str]) -> str:
    match block["type"]:
        case "rich_text":
            return "".join(_rich(part, names) for part in block["elements"])
        case "section":
            return f'<p class="words">{escape(block["text"]["text"])}</p>'
        case "context":
            return f'<p class="context">{"".join(escape(one["text"]) for one in block["elements"])}</p>'
        case "actions":
            return f'<div class="actions">{"".join(map(_button, block["elements"]))}</div>'
        case other:
            raise ValueError(f"I cannot draw {other}")


def _button(element: Json) -> str:
    assert element["type"] == "button", element["type"]
    return f'<span class="{element.get("style", "plain")}">{escape(element["text"]["text"])}</span>'


def _rich(part: Json, names: Mapping[str, str]) -> str:
    words = "".join(_element(one, names) for one in part["elements"])
    return f"<pre>{words}</pre>" if part["type"] == "rich_text_preformatted" else f'<p class="words">{words}</p>'


def _element(one: Json, names: Mapping[str, str]) -> str:
    match one["type"]:
        case "text":
            words = escape(one["text"])
            for style, tag in (("code", "code"), ("italic", "em"), ("bold", "strong")):
                words = f"<{tag}>{words}</{tag}>" if one.get("style", {}).get(style) else words
            return words
        case "link":
            return f"<a>{escape(one['text'])}</a>"
        case "user":
            return f'<span class="user">@{escape(names[one["user_id"]])}</span>'
        case other:
            raise ValueError(f"I cannot draw {other}")
