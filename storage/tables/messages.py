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
    view: JSON, drawn again for its readers when it is sent; "" for a living card. card: the living card's subject
    (`renewal:42`), asked for its view when it is sent; "" for a message that stands for itself. replaces: the platform's
    id of the message to edit instead of posting; "" posts. lane: messages of one lane go out one after another, paced.

    state: due, sent, failed, dropped (no longer true when it was to be sent). lease_until: a courier has it. unsure: a
    courier had it before and never said what became of it. ref: the platform's id once sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("organization_id", "key"),
        CheckConstraint("state IN ('due', 'sent', 'failed', 'dropped')", name="outbox_state"),
        Index("outbox_due", "state", "due_at"),
        Index("outbox_lane", "lane", "state", "id"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    key: str
    address: str
    view: str
    card: str = ""
    replaces: str = ""
    lane: str = ""
    author_id: int | None = reference("members.id", default=None, index=False)
    state: str = "due"
    due_at: datetime = instant()
    lease_until: datetime | None = instant(default=None)
    unsure: bool = False
    attempts: int = 0
    ref: str = ""
    error: str = ""
    created_at: datetime = instant()


class Lane(Record, table=True, frozen=True):
    """A conversation that messages go into one after another, whichever replica sends them. name: `slack|T1|C7`, or
    `member:5` for a member wherever they are reached. free_at: when the next may go. held_until: a courier has one of
    its messages under way."""

    __tablename__ = "lanes"
    __table_args__ = (UniqueConstraint("name"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    name: str
    free_at: datetime = instant()
    held_until: datetime | None = instant(default=None)


class Posting(Record, table=True, frozen=True):
    """A copy of a living card that stands in a chat. address: `str(Address)` of the conversation. ref: the platform's id.
    member_id: whose chat it is; None in a channel. live: False once a newer copy in the same chat stands for it."""

    __tablename__ = "postings"
    __table_args__ = (
        Index("postings_card", "organization_id", "card", "live"),
        UniqueConstraint("organization_id", "address", "ref"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    card: str
    address: str
    ref: str
    member_id: int | None = reference("members.id", default=None, index=False)
    author_id: int | None = reference("members.id", default=None, index=False)
    live: bool = True
    at: datetime = instant()


class Draft(Record, table=True, frozen=True):
    """A line that does not fit a button, a form that was not finished, or what takes back what an emoji did. Kept for
    seven days."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("organization_id", "token"), Index("drafts_age", "expires_at"))

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    token: str
    line: str
    expires_at: datetime = instant()
