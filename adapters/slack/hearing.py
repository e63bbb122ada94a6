"""Slack's encoding of what people type, undone: `&lt;`, `<@U1|ana>`, `<#C1|sales>`, `<https://x|label>`."""

import re
from dataclasses import dataclass, field

_ENCODED = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Heard:
    """text: as it was typed, people as `<@U1>`, channels as `<#C1>`. people: user id → the name shown, "" if none."""

    text: str
    people: dict[str, str] = field(default_factory=dict)


def hear(encoded: str, but: str = "") -> Heard:
    """but: the user whose mention is left out: Bailey's own."""
    people: dict[str, str] = {}

    def replaced(match: re.Match[str]) -> str:
        target, label = match[1], match[2] or ""
        if target[0] == "@":
            user = target[1:]
            if user == but:
                return " "
            people[user] = _decoded(label).removeprefix("@") or people.get(user, "")
            return f"<@{user}>"
        return _said(target, label)

    # The pieces are decoded apart, so that a typed `&lt;@U1&gt;` does not turn into a mention that was decoded twice.
    parts: list[str] = []
    at = 0
    for match in _ENCODED.finditer(encoded):
        parts += [_decoded(encoded[at : match.start()]), replaced(match)]
        at = match.end()
    text = "".join((*parts, _decoded(encoded[at:])))
    return Heard(text.strip() if but else text, people)


def _said(target: str, label: str) -> str:
    match target[0]:
        case "#":
            return f"<{target}>"
        case "!":
            # <!here>, <!subteam^S1|@team>, <!date^…|16 Dec>
            return _decoded(label) or "@" + target[1:].partition("^")[0]
    scheme, _, rest = target.partition(":")
    if scheme in ("mailto", "tel"):
        return _decoded(label or rest)
    # Slack makes a link of a bare domain; what was typed is the label then.
    typed = bool(label) and target.removesuffix("/").endswith("//" + label.removesuffix("/"))
    return _decoded(label if typed else target)


def _decoded(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text
