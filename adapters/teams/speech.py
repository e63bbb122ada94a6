"""What somebody wrote in Teams, as plain text: markup undone, mentions as `<@id>`, Bailey's own mention gone."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)>", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:emoji|img)\b[^>]*?\balt=\"([^\"]*)\"[^>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|b|i|u|s|em|strong|strike|del|a|ul|ol|li|code|codeblock|pre|blockquote|table|tbody|thead|tr|td|th"
    r"|h[1-6]|at|br|hr|img|emoji|attachment|font|sub|sup|readonly|systemeventmessage)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_AT = re.compile(r"<at\b[^>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)
# A stand-in for a mention while markup is undone: private-use characters, which nobody types.
_OPEN, _CLOSE = "\ue0b0", "\ue0b1"
_HELD = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Speech:
    """text: plain. people: Teams' ids of others who are mentioned → the name shown."""

    text: str
    people: Mapping[str, str] = field(default_factory=dict)


def read(raw: dict[str, Any]) -> Speech:
    """The text of a message activity.

    A mention is an entity that names the very text it stands for; each entity takes one occurrence, left to right, so
    that words which merely look like the bot's name stay.
    """
    text = str(raw.get("text") or "").replace(_OPEN, "").replace(_CLOSE, "")
    own = str(_part(raw.get("recipient")).get("id") or "")
    held: list[str] = []
    people: dict[str, str] = {}
    start = 0
    for entity in raw.get("entities") or ():
        entity = _part(entity)
        shown, mentioned = entity.get("text"), _part(entity.get("mentioned"))
        user = str(mentioned.get("id") or "")
        if entity.get("type") != "mention" or not isinstance(shown, str) or not shown or not user:
            continue
        at = text.find(shown, start)
        at = text.find(shown) if at < 0 else at
        if at < 0:
            continue
        name = str(mentioned.get("name") or plain(_AT.sub(r"\1", shown)))
        spoken = "" if user == own else f"<#{user}>" if user.startswith("19:") else f"<@{user}>"
        if spoken.startswith("<@"):
            people[user] = name
        stand_in = f"{_OPEN}{len(held)}{_CLOSE}"
        held.append(spoken)
        text = text[:at] + stand_in + text[at + len(shown) :]
        start = at + len(stand_in)
    said = _HELD.sub(lambda match: held[int(match[1])] if int(match[1]) < len(held) else "", plain(text))
    return Speech("\n".join(" ".join(line.split(" ")).strip() for line in said.strip().split("\n")), people)


def plain(text: str) -> str:
    """Teams' HTML as plain text. What looks like a tag but is none of Teams' (`<!channel>`, `a < b`) stays."""
    text = _PICTURE.sub(lambda match: match[1], text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    return html.unescape(text).replace("\xa0", " ").strip()


def _part(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
