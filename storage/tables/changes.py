"""Who changed what, when, from what to what: the audit, and what undo reads."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.types import Id, Record, document, instant, key, reference


class ChangeSet(Record, table=True, frozen=True):
    """All changes of one request. what: a short sentence of what was done, without sensitive facts. undone_by_id: the
    change set that took it back. undoes_id: the one that this took back."""

    __tablename__ = "change_sets"
    __table_args__ = (Index("change_sets_member", "organization_id", "member_id", "id"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int = reference("members.id", index=False)
    command: str
    what: str = ""
    undone_by_id: int | None = reference("change_sets.id", default=None, index=False)
    undoes_id: int | None = reference("change_sets.id", default=None, index=False)
    at: datetime = instant()


class Change(Record, table=True, frozen=True):
    """One row's change. before: None for a new row. after: the changed columns (all of them for a new row)."""

    __tablename__ = "changes"
    __table_args__ = (Index("changes_record", "organization_id", "record_table", "record_id"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    set_id: int = reference("change_sets.id")
    record_table: str
    record_id: int = Field(sa_type=Id)
    before: dict[str, Any] | None = document(default=None)
    after: dict[str, Any] = document()
