"""Complaints, and customers who do not answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text

from storage.tables.desks import TARGETS
from storage.types import LIVE, Record, instant, key, reference


class ComplaintState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


COMPLAINT_STATES = ", ".join(f"'{state}'" for state in ComplaintState)
UNANSWERED = f"answered_at IS NULL AND {LIVE}"
CLIMBING = f"ended_at IS NULL AND {LIVE}"


class Complaint(Record, table=True, frozen=True):
    """What a customer is not content with in how we serve them; no incident. about: a TargetName, None for us as a whole.
    words: the customer's voice. answer: what was said to them."""

    __tablename__ = "complaints"
    __table_args__ = (
        CheckConstraint(f"about IN ({TARGETS})", name="complaint_about"),
        CheckConstraint(f"state IN ({COMPLAINT_STATES})", name="complaint_state"),
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="complaint_answered"),
        Index(
            "complaints_open",
            "organization_id",
            "account_id",
            sqlite_where=text(UNANSWERED),
            postgresql_where=text(UNANSWERED),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    about: str | None = None
    words: str
    state: str = "open"
    raised_by_id: int = reference("members.id", index=False)
    answer: str | None = None
    answered_at: datetime | None = instant(default=None)
    answered_by_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Ladder(Record, table=True, frozen=True):
    """A customer who does not answer, and how far up we have gone. rung: 1 (another contact), 2 (their sponsor), 3 (an
    executive). rung_at: when that rung was reached. ended_at: they answered, or it was given up."""

    __tablename__ = "ladders"
    __table_args__ = (
        CheckConstraint("rung BETWEEN 1 AND 3", name="ladder_rung"),
        Index(
            "ladders_once",
            "organization_id",
            "account_id",
            unique=True,
            sqlite_where=text(CLIMBING),
            postgresql_where=text(CLIMBING),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    rung: int = 1
    rung_at: datetime = instant()
    started_by_id: int = reference("members.id", index=False)
    ended_at: datetime | None = instant(default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
