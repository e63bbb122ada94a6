"""What was done for a customer, by whom, with whom, and what comes next."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text

from storage.types import Guarded, Record, document, instant, key, reference, sensitive


class Activity(Record, table=True, frozen=True):
    """kind: an ActivityKind. level: operational, business or strategic, for reviews and cadence. minutes: whole minutes,
    0 (unknown) to 1440. at: the instant; zone: where it was said; precise: False means the day alone is known (at is that
    day's local noon). mode: preventive, reactive or growth; mode_guessed: inferred, not said. missions: names, in order.
    effect: −2 to +2, or None. internal: no customer took part, so no touch. attempt: nobody answered, so no two-way touch.
    meeting: shared by the records of one meeting that several colleagues logged. risk: what it was done about."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="activity_minutes"),
        CheckConstraint("effect BETWEEN -2 AND 2", name="activity_effect"),
        CheckConstraint("mode IN ('preventive', 'reactive', 'growth')", name="activity_mode"),
        Index("activities_account", "organization_id", "account_id", "at"),
        Index("activities_member", "organization_id", "member_id", "at"),
        # Without the organization: SQLite, which keeps no statistics, would take them for as good as any other.
        Index("activities_at", "at"),
        Index("activities_created", "created_at"),
        Index("activities_external", "organization_id", "external_id"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    member_id: int = reference("members.id", index=False)
    logged_by_id: int = reference("members.id", index=False)
    kind: str
    level: str | None = None
    minutes: int = 0
    at: datetime = instant()
    zone: str = "UTC"
    precise: bool = True
    mode: str = "preventive"
    mode_guessed: bool = True
    missions: list[str] = document(default_factory=list)
    effect: int | None = None
    internal: bool = False
    attempt: bool = False
    note: Guarded[str] | None = sensitive("team", Text, default=None)
    link: str | None = None
    external_id: str | None = None
    meeting_id: int | None = reference("activities.id", default=None)
    risk_id: int | None = reference("risks.id", default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Participant(Record, table=True, frozen=True):
    """Who took part: a member, a contact, or a name that is neither (yet)."""

    __tablename__ = "participants"

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    activity_id: int = reference("activities.id")
    member_id: int | None = reference("members.id", default=None)
    contact_id: int | None = reference("contacts.id", default=None)
    name: str
    title: str | None = None
    deleted_at: datetime | None = instant(default=None)


class NextStep(Record, table=True, frozen=True):
    """Something promised. due_on: a local date. done_at: when it was pressed done. person: for whom, at the customer."""

    __tablename__ = "next_steps"
    __table_args__ = (Index("next_steps_due", "organization_id", "owner_id", "done_at", "due_on"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    owner_id: int = reference("members.id", index=False)
    activity_id: int | None = reference("activities.id", default=None)
    text: Guarded[str] = sensitive("team", Text)
    person: str | None = None
    due_on: date | None = None
    done_at: datetime | None = instant(default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
