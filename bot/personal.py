"""What is kept of one member: every row that names them, as a document, for whoever asks what is known of them."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.permissions import Audience
from storage.documents import as_document
from storage.tables import Member
from storage.types import Guarded
from storage.work import Work

# Copies of what was said, kept for repeated deliveries and swept after a month, and files as they came.
LEFT_OUT = frozenset({"reply", "view", "content", "lease_until"})
NOT_SHOWN = "not for your role"


class Piece(NamedTuple):
    """One row. area: what people call its table. document: column → value, as JSON keeps it."""

    area: str
    document: dict[str, Any]


def pieces(work: Work, member: Member, audience: Audience) -> Iterator[Piece]:
    """The member's own record first; then, table by table, what names them. What their role may not see stays hidden."""
    yield Piece("me", _document(member, audience))
    for record, row in work.forgetting.of_member(member.id):
        if record is not Member:
            yield Piece(record.table().name.replace("_", " "), _document(row, audience))


def as_json(work: Work, member: Member, audience: Audience) -> Iterator[str]:
    """Pieces of one JSON document: a list of objects, each with its area."""
    before = "[\n"
    for piece in pieces(work, member, audience):
        yield before + said({"area": piece.area, **piece.document})
        before = ",\n"
    yield "\n]\n"


def said(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, default=str)


def _document(row: Any, audience: Audience) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in row.__dict__.items():
        if name in LEFT_OUT or name.startswith("_") or name == "organization_id":
            continue
        hidden = isinstance(value, Guarded) and not audience.sees(value.needs)
        shown[name] = NOT_SHOWN if hidden else value
    return as_document(shown)
