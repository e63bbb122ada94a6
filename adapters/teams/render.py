"""DrawnView → Adaptive Card 1.5."""

import json
from dataclasses import dataclass
from typing import Any

from adapters.teams import limits
from adapters.teams.actions import REFRESH, Names, Surface, action_sets
from adapters.teams.charts import picture
from adapters.teams.fit import smaller
from adapters.teams.forms import form_elements
from adapters.teams.words import Element, inert, paragraphs, teams_user
from bot.text import figures
from bot.view import (
    Block,
    Button,
    Buttons,
    Chart,
    DrawnView,
    Facts,
    Footer,
    Form,
    Heading,
    Notice,
    Row,
    Rows,
    Spans,
    Table,
    Text,
    spans,
)

NOTICES: dict[str, tuple[str, Element, str]] = {
    "done": ("✓ ", {"color": "Good", "weight": "Bolder"}, "default"),
    "info": ("", {}, "default"),
    "warning": ("▲ ", {"color": "Warning", "weight": "Bolder"}, "warning"),
    "problem": ("✗ ", {"color": "Attention", "weight": "Bolder"}, "attention"),
}
CLOSER = "What I may see"
BLANK: Element = {"type": "TextBlock", "text": " "}  # clients draw no empty cell
SUBTLE: Element = {"isSubtle": True, "size": "Small"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """card: the Adaptive Card. summary: the notification line."""

    card: dict[str, Any]
    summary: str


def render(view: DrawnView, surface: Surface = Surface.MESSAGE, room: int = limits.CARD_BYTES) -> Rendered:
    """The card of a view, in at most `room` bytes; what did not fit is named in it."""
    for candidate in smaller(view):
        card = _Drawing(candidate.nonce, surface).card(candidate)
        if size(card) <= room:
            break
    return Rendered(card, summary_of(view))


def summary_of(view: DrawnView) -> str:
    line = " ".join(inert(view.summary or "Bailey has an answer for you.").split())
    return line if len(line) <= limits.SUMMARY else line[: limits.SUMMARY - 1] + "…"


def size(card: dict[str, Any]) -> int:
    """Bytes of a card as it goes over the wire."""
    return len(json.dumps(card).encode())


class _Drawing:
    """One card being drawn: its mentions, and the ids that its actions need."""

    def __init__(self, nonce: str, surface: Surface) -> None:
        self._nonce = nonce
        self._surface = surface
        self._names = Names()
        self._mentions: list[Element] = []

    def card(self, view: DrawnView) -> dict[str, Any]:
        body: list[Element] = []
        for above, block in zip((None, *view.blocks), view.blocks, strict=False):
            elements = self._block(block)
            if elements and (isinstance(block, Footer) or (_wordy(above) and isinstance(block, Text | Rows))):
                elements[0]["spacing"] = "Small"
            body += elements
        users = [teams_user(user) for user in view.closer.users] if view.closer else []
        if view.closer and not users:
            body += self._buttons((Button(CLOSER, view.closer.line),))
        card: dict[str, Any] = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.5",
            "body": body or paragraphs(("Nothing to show.",)),
        }
        if view.closer and users:
            data = {"line": view.closer.line}
            action = {"type": "Action.Execute", "title": CLOSER, "verb": REFRESH, "data": data}
            card["refresh"] = {"action": action, "userIds": users}
        teams: Element = {}
        if any(isinstance(block, Table | Chart) for block in view.blocks):
            teams["width"] = "Full"
        if self._mentions:
            teams["entities"] = self._mentions
        return {**card, "msteams": teams} if teams else card

    def _block(self, block: Block) -> list[Element]:
        match block:
            case Heading(spans=words):
                return self._words(words, {"size": "Medium", "weight": "Bolder"})
            case Text(spans=words):
                return self._words(words)
            case Footer(spans=words):
                return self._words(words, SUBTLE)
            case Notice():
                return self._notice(block)
            case Facts():
                return self._facts(block)
            case Table():
                return [_table(block), *self._rest(len(block.rows), block.total, block.next)]
            case Rows(items=rows):
                drawn = [self._row(row, first=index == 0) for index, row in enumerate(rows)]
                return [*drawn, *self._rest(len(rows), block.total, block.next)]
            case Chart():
                return self._chart(block)
            case Buttons(items=buttons):
                return self._buttons(buttons)
            case Form():
                return form_elements(block, self._nonce, self._surface)

    def _words(self, words: Spans, look: Element | None = None) -> list[Element]:
        return paragraphs(words, look, self._mentions)

    def _buttons(self, buttons: tuple[Button, ...]) -> list[Element]:
        return action_sets(buttons, self._nonce, self._surface, self._names)

    def _notice(self, notice: Notice) -> list[Element]:
        mark, look, style = NOTICES[notice.level]
        lines = self._words(spans(mark, notice.spans) if mark else notice.spans)
        if lines and mark and lines[0]["type"] == "RichTextBlock":
            lines[0]["inlines"][0] |= look
        if style == "default":
            return lines
        return [{"type": "Container", "style": style, "items": lines or [dict(BLANK)]}]

    def _facts(self, facts: Facts) -> list[Element]:
        """A FactSet would read markdown in its values, so each fact is a line of two columns."""
        longest = max((len(item.label) for item in facts.items), default=0)
        width = f"{min(190, max(72, 7 * longest + 16))}px"
        return [
            {
                "type": "ColumnSet",
                "spacing": "Small" if index else "Default",
                "columns": [
                    {"type": "Column", "width": width, "items": paragraphs((item.label,), {"isSubtle": True})},
                    {"type": "Column", "width": "stretch", "items": self._words(item.value)},
                ],
            }
            for index, item in enumerate(facts.items)
        ]

    def _chart(self, chart: Chart) -> list[Element]:
        drawn = picture(chart)
        said = [*figures(chart), *([drawn[1]] if drawn and drawn[1] else [])]
        return [
            *paragraphs((chart.title,), {"weight": "Bolder"}),
            *self._words(chart.summary),
            *([drawn[0]] if drawn else []),
            *paragraphs(("\n".join(said),), SUBTLE),
        ]

    def _row(self, row: Row, first: bool) -> Element:
        items = self._words(row.spans)
        items += [{**line, "spacing": "None"} for line in self._words(row.detail, SUBTLE)]
        items += [{**element, "spacing": "Small"} for element in self._buttons(row.buttons)] if row.buttons else []
        items = items or [dict(BLANK)]
        return {"type": "Container", "separator": not first, "spacing": "Default" if first else "Small", "items": items}

    def _rest(self, shown: int, total: int | None, following: str | None) -> list[Element]:
        if total is None or total <= shown:
            return []
        counted = paragraphs((f"{shown} of {total}",), SUBTLE)
        return counted + (self._buttons((Button("Next", following),)) if following else [])


def _wordy(block: Block | None) -> bool:
    """Words that what follows belongs to, so that no gap parts them."""
    return isinstance(block, Heading | Text | Notice)


def _table(table: Table) -> Element:
    head = {
        "type": "TableRow",
        "cells": [_cell((column.title,), {"weight": "Bolder"}) for column in table.columns],
    }
    rows = [{"type": "TableRow", "cells": [_cell(cell, {}) for cell in row]} for row in table.rows]
    return {
        "type": "Table",
        "firstRowAsHeaders": True,
        "showGridLines": False,
        "columns": [
            {"width": _width(table, index), "horizontalCellContentAlignment": column.align.capitalize()}
            for index, column in enumerate(table.columns)
        ],
        "rows": [head, *rows],
    }


def _width(table: Table, index: int) -> int:
    """Columns share the width by the length of what is in them, within reason."""
    lengths = [len(table.columns[index].title)]
    lengths += [sum(len(str(getattr(span, "text", span))) for span in row[index]) for row in table.rows]
    return min(30, max(6, *lengths))


def _cell(words: Spans, look: Element) -> Element:
    return {"type": "TableCell", "items": paragraphs(words, look) or [dict(BLANK)]}
