"""What is said in the threads beneath a card: one conversation, however many copies of the card there are."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint

from storage.types import Guarded, Record, document, instant, key, reference, sensitive


class Thread(Record, table=True, frozen=True):
    """One of the threads of a card's conversation. card: `escalation:12`. address: `str(Address)` with the message that the
    thread hangs on. chat: the conversation that it is in, which has one such thread at most. member_id: whose own chat
    that is; None in a channel. author_id: who had the card posted there."""

    __tablename__ = "threads"
    __table_args__ = (UniqueConstraint("organization_id", "card", "chat"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    card: str
    address: str
    chat: str
    member_id: int | None = reference("members.id", default=None, index=False)
    author_id: int | None = reference("members.id", default=None, index=False)
    created_at: datetime = instant()


class Remark(Record, table=True, frozen=True):
    """Something that a colleague said beneath a card. chat, ref: the conversation it was written in, and what the platform
    calls the message there. thread_id: the thread; None for what was said by a command. words: plain text; "" once it is
    deleted. files: `{"name": …, "link": …}` of each. passed_by_id: who passed the files on.

    said_at: when it was written; changed_at: since when it is as it is, both by the platform's clock."""

    __tablename__ = "remarks"
    __table_args__ = (
        UniqueConstraint("organization_id", "chat", "ref"),
        Index("remarks_card", "organization_id", "card", "said_at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    card: str
    thread_id: int | None = reference("threads.id", default=None, index=False)
    platform: str
    chat: str
    ref: str
    author_id: int = reference("members.id", index=False)
    words: Guarded[str] = sensitive("inside", Text)
    files: list[dict[str, Any]] = document(default_factory=list)
    passed_by_id: int | None = reference("members.id", default=None, index=False)
    said_at: datetime = instant()
    changed_at: datetime = instant()
    edited: bool = False
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
