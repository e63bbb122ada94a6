"""Calendars that people lent to Bailey, and their meetings with customers. Meetings of no customer are not kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from storage.types import Guarded, Record, document, instant, key, reference, sensitive


class CalendarSource(Record, table=True, frozen=True):
    """Where a member's meetings come from. kind: a file that was brought in, or the address of a subscription.
    name: of the file, or the address's host. address: whoever has it reads the whole calendar, so it is as secret as a
    password and shown to nobody. briefs: whether briefs come before meetings.

    look_at: when it is to be read next, None for a file. fetched_at: when it was last read whole. etag, changed_as: what
    its server said of the copy we have. names_version: of the accounts that its meetings were matched with. tries: how
    often in a row it could not be read. failure: why, "" while it can. told: its owner knows of the failure."""

    __tablename__ = "calendar_sources"
    __account_column__ = "member_id"
    __table_args__ = (
        CheckConstraint("kind IN ('file', 'address')", name="calendar_source_kind"),
        Index("calendar_sources_look", "organization_id", "look_at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int = reference("members.id")
    kind: str
    name: str
    address: Guarded[str] | None = sensitive("nobody", Text, default=None)
    briefs: bool = True
    look_at: datetime | None = instant(default=None)
    fetched_at: datetime | None = instant(default=None)
    etag: str = ""
    changed_as: str = ""
    names_version: int = Field(default=0, sa_type=BigInteger)
    tries: int = 0
    failure: str = ""
    told: bool = False
    created_at: datetime = instant()


class CalendarEvent(Record, table=True, frozen=True):
    """One meeting of a member with a customer. uid, recurrence: as the calendar knows it; recurrence is the instant at
    which the series has it, "" for a single meeting. zone: IANA name in which it was said. title, attendees: for the
    member alone; attendees are name and e-mail each.

    account_id: None while several may be meant: `candidates`. chosen: the member said which account. internal: colleagues
    only, about the customer. activity_id: as what it was logged, for as long as that record is not deleted. briefed_for:
    the beginning for which its brief was made."""

    __tablename__ = "calendar_events"
    __account_column__ = "member_id"
    __table_args__ = (
        UniqueConstraint("organization_id", "member_id", "uid", "recurrence"),
        CheckConstraint("starts_at <= ends_at", name="calendar_event_times"),
        Index("calendar_events_start", "organization_id", "starts_at"),
        Index("calendar_events_member", "organization_id", "member_id", "starts_at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int = reference("members.id", index=False)
    source_id: int = reference("calendar_sources.id")
    uid: str
    recurrence: str = ""
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    zone: str = "UTC"
    title: Guarded[str] = sensitive("own", Text)
    attendees: Guarded[list[dict[str, Any]]] = sensitive("own", JSON)
    account_id: int | None = reference("accounts.id", default=None)
    candidates: list[int] = document(default_factory=list)
    chosen: bool = False
    internal: bool = False
    cancelled: bool = False
    skipped: bool = False
    activity_id: int | None = reference("activities.id", default=None)
    briefed_for: datetime | None = instant(default=None)
