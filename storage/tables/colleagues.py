"""What colleagues tell one another: for your information, and wins."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index

from storage.types import Record, instant, key, reference


class FyiState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    RETURNED = "returned"


FYI_STATES = ", ".join(f"'{state}'" for state in FyiState)


class Fyi(Record, table=True, frozen=True):
    """Something that a colleague should know of an account. words: for the two of them and the account's team. activity_id:
    where it is logged."""

    __tablename__ = "fyis"
    __table_args__ = (
        CheckConstraint(f"state IN ({FYI_STATES})", name="fyi_state"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="fyi_answered"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    author_id: int = reference("members.id")
    member_id: int = reference("members.id")
    words: str
    state: str = "open"
    why: str | None = None
    activity_id: int | None = reference("activities.id", default=None)
    answered_at: datetime | None = instant(default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Win(Record, table=True, frozen=True):
    """Something small that went well. on: the local day."""

    __tablename__ = "wins"
    __table_args__ = (Index("wins_of", "organization_id", "member_id", "on"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int | None = reference("accounts.id", default=None)
    member_id: int = reference("members.id")
    words: str
    on: date
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
