"""Files brought in: staged rows, so that nothing is written before they are looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index

from storage.types import Record, document, instant, key, reference


class Import(Record, table=True, frozen=True):
    """subject: accounts, contacts or activities. state: staged, applied or undone. counts: action → rows."""

    __tablename__ = "imports"
    __table_args__ = (CheckConstraint("state IN ('staged', 'applied', 'undone')", name="import_state"),)

    id: int = key()
    organization_id: int = reference("organizations.id")
    member_id: int = reference("members.id")
    subject: str
    filename: str
    state: str = "staged"
    counts: dict[str, int] = document(default_factory=dict)
    columns: dict[str, str] = document(default_factory=dict)
    set_id: int | None = reference("change_sets.id", default=None)
    at: datetime = instant()


class ImportRow(Record, table=True, frozen=True):
    """line: the file's line, from 1 for the header. action: create, change, same, skip. why: for a person, when skipped.
    record_id: what it matched. values: recognised field → value, as JSON."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("import_rows_line", "import_id", "line"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    import_id: int = reference("imports.id", index=False)
    line: int
    action: str
    why: str = ""
    record_id: int | None = None
    values: dict[str, Any] = document()
