"""Words in a card: the one place where text is kept from becoming markup.

A `TextBlock` reads markdown, and which characters it reads differs between Teams on the web, on iOS and on Android. A
`TextRun` inside a `RichTextBlock` reads none, so names, notes and numbers go there and style comes from its own
properties. Two things are still read in every text: `{{DATE(…)}}`, and `<at>…</at>` where a mention of that very text
is announced; an invisible word joiner breaks both. A line that really mentions somebody has to be a `TextBlock`, since
Teams looks for mentions nowhere else; there every mark is escaped as well.
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.view import Amount, Bold, CommandLine, Link, Mention, Room, Shielded, Span, Spans, When

JOINER = "\u2060"
Element = dict[str, Any]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")
# Overrides of the writing direction would reach into the words around them.
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_AT = re.compile(r"<(?=/?at\b)", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>&:/@\"'])")


def inert(text: str) -> str:
    """Text that no card element computes with: the escape for runs, titles, labels and notification lines."""
    text = _TURNS.sub("", _CONTROL.sub(" ", text.replace("\r\n", "\n")))
    text = text.replace("{{", "{" + JOINER + "{")
    # What is left of "{{{" after the first replacement.
    text = text.replace("{{", "{" + JOINER + "{")
    return _AT.sub("<" + JOINER, text)


def escaped(text: str) -> str:
    """Text inside a TextBlock, where markdown is read."""
    return _MARKS.sub(r"\\\1", inert(text))


def said(span: Span) -> str:
    """The words of a span, before any escape."""
    match span:
        case str():
            return span
        case Bold(text=text) | Link(text=text):
            return text
        case Mention(name=name):
            return f"@{name}"
        case Room(name=name):
            return name
        case When(text=text, at=at):
            return text or at.isoformat()
        case Amount(text=text, minor=minor, currency=currency):
            return text or f"{minor} {currency}"
        case CommandLine(line=line):
            return line
        case Shielded():
            raise TypeError("a shielded span reached a card; draw the view first")


def paragraphs(spans: Spans, look: Element | None = None, mentions: list[Element] | None = None) -> list[Element]:
    """One element a line. look: properties of every run (`size`, `weight`, `color`, `isSubtle`). mentions: where the
    card's mention entities are collected; without it people are named, not notified."""
    lines = list(_lines(spans))
    elements = [_line(line, look or {}, mentions) for line in lines if any(said(span).strip() for span in line)]
    for element in elements[1:]:
        element["spacing"] = "None"
    return elements


def _lines(spans: Spans) -> Iterator[Spans]:
    line: list[Span] = []
    for span in spans:
        if not isinstance(span, str):
            line.append(span)
            continue
        first, *others = span.replace("\r\n", "\n").split("\n")
        line.append(first)
        for other in others:
            yield tuple(line)
            line = [other]
    yield tuple(line)


def _line(line: Spans, look: Element, mentions: list[Element] | None) -> Element:
    if mentions is not None and any(_user(span)[0] for span in line):
        text = "".join(_marked(span, mentions) for span in line)
        return {"type": "TextBlock", "text": text, "wrap": True, **look}
    runs = [_run(span, look) for span in line if said(span)]
    return {"type": "RichTextBlock", "inlines": runs}


def _run(span: Span, look: Element) -> Element:
    run: Element = {"type": "TextRun", "text": inert(said(span)).replace("\n", " "), **look}
    match span:
        case Bold():
            run["weight"] = "Bolder"
        case CommandLine():
            run["fontType"] = "Monospace"
        case Mention():
            run["weight"] = "Bolder"
        case Link(url=url) if is_web(url):
            run |= {"color": "Accent", "selectAction": {"type": "Action.OpenUrl", "url": url}}
        case _:
            pass
    return run


def is_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


def _user(span: Span) -> tuple[str, str]:
    """Whom Teams can notify: (Teams' id, name), else two empty texts."""
    if isinstance(span, Mention):
        for identity in span.users:
            if user := teams_user(identity):
                return user, _name(span.name)
    return "", ""


def teams_user(identity: str) -> str:
    """Teams' id of somebody, "" for whom another platform knows."""
    platform, _, rest = identity.partition(":")
    return rest.partition(":")[2] if platform == "teams" else ""


def _name(name: str) -> str:
    """A mention's text is matched letter by letter, so what could be read as a tag or a mark is left out of it."""
    return " ".join(re.sub(r"[<>*_`\[\]\\{}~#|]", " ", inert(name)).split()) or "someone"


def _marked(span: Span, mentions: list[Element]) -> str:
    user, name = _user(span)
    if user:
        entity = {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": user, "name": name}}
        if entity not in mentions:
            mentions.append(entity)
        return f"<at>{name}</at>"
    text = escaped(said(span).replace("\n", " "))
    # No bold here: two asterisks beside some signs are no mark for markdown, and would be seen.
    match span:
        case Link(url=url) if is_web(url):
            return f"[{text}]({url.replace('(', '%28').replace(')', '%29').replace(' ', '%20')})"
        case _:
            return text
