"""Files brought in: staged rows, so that nothing is written before they are looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from storage.types import Record, document, instant, key, reference


class Import(Record, table=True, frozen=True):
    """subject: accounts, contacts or activities; "" while asked. state: asked (what it is about), staged, applied, undone
    or cancelled. counts: action → rows. columns: field → heading. told: how the file was read, in sentences.
    content: the file itself, compressed, while somebody must still say what it is about."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'staged', 'applied', 'undone', 'cancelled')", name="import_state"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int = reference("members.id")
    subject: str
    filename: str
    state: str = "staged"
    counts: dict[str, int] = document(default_factory=dict)
    columns: dict[str, str] = document(default_factory=dict)
    told: list[str] = document(default_factory=list)
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    set_id: int | None = reference("change_sets.id", default=None)
    at: datetime = instant()


class ImportRow(Record, table=True, frozen=True):
    """line: the file's line, from 1. action: create, change, same, skip. why: for a person, when skipped or incomplete.
    record_id: what it matched. values: recognised field → value, as JSON; empty for a line that could not be read."""

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint("action IN ('create', 'change', 'same', 'skip')", name="import_row_action"),
        Index("import_rows_line", "import_id", "line"),
        Index("import_rows_action", "import_id", "action", "line"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    import_id: int = reference("imports.id", index=False)
    line: int
    action: str
    why: str = ""
    record_id: int | None = None
    values: dict[str, Any] = document()
