"""Rows as the text of a file."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.rules.cells import protected


def as_csv(headings: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """In UTF-8; text that a spreadsheet would run is disarmed."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in headings])
        yield page.getvalue()
        page.seek(0)
        page.truncate()
    yield page.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            # Always with a separator at the end, so that an item with a comma stays one item.
            return protected("; ".join(value) + (";" if len(value) == 1 and "," in value[0] else ""))
        case _:
            return protected(str(value))


def as_json(headings: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One list, an object a line."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps({name: _plain(row.get(name)) for name in headings}, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
