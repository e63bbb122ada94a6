"""What came in, what goes out, and lines too long for a button."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from storage.types import Record, instant, key, reference


class InboxEntry(Record, table=True, frozen=True):
    """A request that was carried out, with its reply, so that a repeated delivery gets the same answer.
    key: hash of what makes the request unique. reply: JSON."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("organization_id", "key"), Index("inbox_age", "at"))

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    key: str
    member_id: int = reference("members.id", index=False)
    reply: str
    at: datetime = instant()


class OutboxMessage(Record, table=True, frozen=True):
    """Something to say when nobody waits for it. address: `str(Address)`, or `member:<id>` for that member's own chat.
    view: JSON, drawn again for its readers when it is sent. state: due, sent, failed. lease_until: a courier has it.
    ref: the platform's id once sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("organization_id", "key"),
        CheckConstraint("state IN ('due', 'sent', 'failed')", name="outbox_state"),
        Index("outbox_due", "state", "due_at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    key: str
    address: str
    view: str
    author_id: int | None = reference("members.id", default=None, index=False)
    state: str = "due"
    due_at: datetime = instant()
    lease_until: datetime | None = instant(default=None)
    attempts: int = 0
    ref: str = ""
    error: str = ""
    created_at: datetime = instant()


class Draft(Record, table=True, frozen=True):
    """A line that does not fit a button, or a form that was not finished. Kept for seven days."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("organization_id", "token"), Index("drafts_age", "expires_at"))

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    token: str
    line: str
    expires_at: datetime = instant()
