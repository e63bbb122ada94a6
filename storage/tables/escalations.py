"""Escalations: what customers need somebody to act on, who that is, and by when; and what troubles several."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Integer, text

from storage.tables.desks import TARGETS
from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive


class EscalationKind(StrEnum):
    """Something is broken or has to be done; or it is about how we and the customer get on."""

    BREAK = "break/fix"
    RELATIONSHIP = "relationship"


class EscalationState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    WAITING = "waiting"
    RESOLVED = "resolved"


ESCALATION_KINDS = ", ".join(f"'{kind}'" for kind in EscalationKind)
ESCALATION_STATES = ", ".join(f"'{state}'" for state in EscalationState)
OPEN = f"resolved_at IS NULL AND {LIVE}"
CLOCKED = f"next_at IS NOT NULL AND {OPEN}"


class Problem(Record, table=True, frozen=True):
    """What troubles several customers until it is solved for good. solution: what their CSMs may tell them."""

    __tablename__ = "problems"
    __table_args__ = (
        Index(
            "problems_open",
            "organization_id",
            sqlite_where=text(f"solved_at IS NULL AND {LIVE}"),
            postgresql_where=text(f"solved_at IS NULL AND {LIVE}"),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    title: str
    raised_by_id: int = reference("members.id", index=False)
    solution: str | None = None
    solved_at: datetime | None = instant(default=None)
    solved_by_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ProblemAccount(Record, table=True, frozen=True):
    """A customer whom a problem troubles, whether or not they escalated it."""

    __tablename__ = "problem_accounts"
    __table_args__ = (
        Index(
            "problem_accounts_once",
            "organization_id",
            "problem_id",
            "account_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    problem_id: int = reference("problems.id")
    account_id: int = reference("accounts.id")
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Escalation(Record, table=True, frozen=True):
    """One matter of a customer that somebody has to act on.

    kind: an EscalationKind. said: the severity, 1 (worst) to 4, as somebody judged it; level: the one that its clocks run
    by, which may be one higher. Whoever knows both may conclude on the customer's health, so `said` needs that clearance.
    target: a TargetName; None for the account's own team. words: what it is about. quote: the customer's words. link:
    where they stand.

    owner_id: who has it. taken_at: since when. offered_to_id, offered_target: to whom it was handed and who has not
    accepted it yet; offered_by_id, offered_why: by whom, and why. bounces: how often it was returned; returned_why: the
    last reason.

    state: open (nobody has it), taken, waiting, resolved. respond_by, update_by, resolve_by: when its clocks run out; None
    where its level has no such clock. updated_at: when its owner last said something. paused_since: since when its clocks
    stand. needs: what has to be known to go on, None where it is the customer that is waited for. next_at: when the clock
    has to look at it again; clocked_at: up to when it has looked.

    resolved_at, resolved_by_id, cause: how it ended. reopened: how often it did not end so. problem_id: what it is a case
    of."""

    __tablename__ = "escalations"
    __table_args__ = (
        CheckConstraint(f"kind IN ({ESCALATION_KINDS})", name="escalation_kind"),
        CheckConstraint(f"state IN ({ESCALATION_STATES})", name="escalation_state"),
        CheckConstraint(f"target IN ({TARGETS})", name="escalation_target"),
        CheckConstraint(f"offered_target IN ({TARGETS})", name="escalation_offered_target"),
        CheckConstraint("said BETWEEN 1 AND 4 AND level BETWEEN 1 AND 4", name="escalation_severity"),
        CheckConstraint("(state = 'resolved') = (resolved_at IS NOT NULL)", name="escalation_resolved"),
        CheckConstraint("state <> 'taken' OR owner_id IS NOT NULL", name="escalation_taken"),
        CheckConstraint("state <> 'waiting' OR paused_since IS NOT NULL", name="escalation_waiting"),
        CheckConstraint("target IS NOT NULL OR kind = 'relationship'", name="escalation_team"),
        Index(
            "escalations_clock", "organization_id", "next_at", sqlite_where=text(CLOCKED), postgresql_where=text(CLOCKED)
        ),
        Index("escalations_open", "organization_id", "account_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )  # fmt: skip

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    kind: str
    said: Guarded[int] = sensitive("health", Integer)
    level: int
    target: str | None = None
    words: str
    quote: str | None = None
    link: str | None = None
    owner_id: int | None = reference("members.id", default=None)
    raised_by_id: int = reference("members.id", index=False)
    raised_at: datetime = instant()
    taken_at: datetime | None = instant(default=None)
    offered_to_id: int | None = reference("members.id", default=None)
    offered_target: str | None = None
    offered_by_id: int | None = reference("members.id", default=None, index=False)
    offered_why: str | None = None
    bounces: int = 0
    returned_why: str | None = None
    state: str = "open"
    respond_by: datetime = instant()
    update_by: datetime | None = instant(default=None)
    resolve_by: datetime | None = instant(default=None)
    updated_at: datetime | None = instant(default=None)
    paused_since: datetime | None = instant(default=None)
    needs: str | None = None
    next_at: datetime | None = instant(default=None)
    clocked_at: datetime = instant()
    resolved_at: datetime | None = instant(default=None)
    resolved_by_id: int | None = reference("members.id", default=None, index=False)
    cause: str | None = None
    reopened: int = 0
    problem_id: int | None = reference("problems.id", default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class EscalationUpdate(Record, table=True, frozen=True):
    """What happened on an escalation. internal: for colleagues. safe: for the customer; one of the two is there."""

    __tablename__ = "escalation_updates"
    __table_args__ = (CheckConstraint("internal IS NOT NULL OR safe IS NOT NULL", name="escalation_update_said"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    escalation_id: int = reference("escalations.id")
    author_id: int = reference("members.id", index=False)
    internal: str | None = None
    safe: str | None = None
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class EscalationHours(Record, table=True, frozen=True):
    """Time that somebody spent on an escalation. minutes: whole."""

    __tablename__ = "escalation_hours"
    __table_args__ = (CheckConstraint("minutes > 0", name="escalation_hours_minutes"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    escalation_id: int = reference("escalations.id")
    member_id: int = reference("members.id", index=False)
    minutes: int
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
