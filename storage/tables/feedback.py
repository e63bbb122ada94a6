"""What customers like and what they do not; and programmes in which they try what is not finished yet."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Text, text

from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive


class Feedback(Record, table=True, frozen=True):
    """One thing that a customer likes (sign 1) or does not (sign -1). theme: what of the product it is about."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("sign IN (1, -1)", name="feedback_sign"),
        Index("feedback_at", "organization_id", "created_at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    author_id: int = reference("members.id", index=False)
    beta_id: int | None = reference("betas.id", default=None)
    sign: int
    theme: str
    words: Guarded[str] = sensitive("inside", Text)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Beta(Record, table=True, frozen=True):
    """A programme in which customers try something early. criteria: who fits, in words. ended_at: None while it runs."""

    __tablename__ = "betas"

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    request_id: int | None = reference("feature_requests.id", default=None)
    name: str
    criteria: str = ""
    owner_id: int = reference("members.id", index=False)
    ended_at: datetime | None = instant(default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class SeatState(StrEnum):
    NOMINATED = "nominated"
    ELIGIBLE = "eligible"
    CONSENTED = "consented"
    IN = "in"
    OUT = "out"


SEATS = ", ".join(f"'{state}'" for state in SeatState)


class BetaSeat(Record, table=True, frozen=True):
    """One customer in a programme. words: what they agreed to, or why they are out of it."""

    __tablename__ = "beta_seats"
    __table_args__ = (
        CheckConstraint(f"state IN ({SEATS})", name="beta_seat_state"),
        Index(
            "beta_seats_once",
            "beta_id",
            "account_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    beta_id: int = reference("betas.id", index=False)
    account_id: int = reference("accounts.id")
    nominated_by_id: int = reference("members.id", index=False)
    state: str = SeatState.NOMINATED.value
    consented_at: datetime | None = instant(default=None)
    words: Guarded[str] | None = sensitive("inside", Text, default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
