"""When somebody works, and how far their day has been planned."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from storage.types import Record, instant, key, reference


class Rhythm(Record, table=True, frozen=True):
    """days: working days as ISO numbers (`12345`). starts, ends: minutes since local midnight; nudges come when the day
    starts. country: ISO 3166 code, with a subdivision where it matters (`DE-BY`), for holidays; "" has none. budget: how
    many messages a day may come unasked. wraps_at: minutes since local midnight of the day's proposal of what to log, or
    None.

    begun_on: the first local date that was planned. planned_on: the last local date for which nudges were planned,
    and planned_at when; plan_until: the date that is being planned. wrapped_on: the last local date for which the
    proposal was made."""

    __tablename__ = "rhythms"
    __table_args__ = (
        UniqueConstraint("organization_id", "member_id"),
        CheckConstraint("starts BETWEEN 0 AND 1439 AND ends BETWEEN 1 AND 1440 AND starts < ends", name="rhythm_hours"),
        CheckConstraint("wraps_at BETWEEN 0 AND 1439", name="rhythm_wraps"),
        CheckConstraint("budget >= 0", name="rhythm_budget"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int = reference("members.id")
    days: str = "12345"
    starts: int = 510
    ends: int = 1050
    country: str = ""
    budget: int = 7
    wraps_at: int | None = None
    begun_on: date | None = None
    planned_on: date | None = None
    planned_at: datetime | None = instant(default=None)
    plan_until: date | None = None
    wrapped_on: date | None = None


class Leave(Record, table=True, frozen=True):
    """Out of office from the local date `from_on` to `until_on`, both included. cover_id: who gets and answers what comes
    meanwhile; None: each account's backup. returned_at: when the hand-back note was given."""

    __tablename__ = "leaves"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="leave_dates"),
        Index("leaves_of_member", "organization_id", "member_id", "until_on"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int = reference("members.id")
    from_on: date
    until_on: date
    cover_id: int | None = reference("members.id", default=None)
    returned_at: datetime | None = instant(default=None)
    deleted_at: datetime | None = instant(default=None)
