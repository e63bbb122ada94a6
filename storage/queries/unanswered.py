"""Who waits for an answer: complaints of customers, and customers that we wait for ourselves; what came due of it, over a
frame (see `storage.queries.due`)."""

from typing import Any

from sqlalchemy import FromClause, Integer, Select, bindparam, func, or_, select, union

from storage.finding import ours
from storage.frames import bounds, day_of, days_between, plus_days, said, start_of
from storage.queries.intervals import last_touch
from storage.tables import Account, Activity, Complaint, Escalation, Ladder
from storage.types import Instant

_accounts = Account.table()
_activities = Activity.table()
_complaints = Complaint.table()
_escalations = Escalation.table()
_ladders = Ladder.table()
_tries = _activities.alias("tries")
_tried = _activities.alias("tried")
_told = _activities.alias("told")

_THRESHOLD = bindparam("threshold", type_=Integer)


def complaint(frame: FromClause) -> Select[Any]:
    """Complaints that nobody answered for `threshold` days; for the account's owner, once. figure: days."""
    since = day_of(_complaints.c.created_at)
    due_on = plus_days(since, _THRESHOLD)
    return (
        select(
            said("complaint-open:", _complaints.c.id).label("key"),
            said("complaint-open:", _complaints.c.id).label("subject"),
            _complaints.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            _complaints.c.created_at.label("changed_at"),
        )
        .select_from(
            _complaints.join(_accounts, _accounts.c.id == _complaints.c.account_id).join(
                frame, frame.c.member_id == _accounts.c.owner_id
            )
        )
        .where(
            _complaints.c.organization_id == bindparam("organization"),
            _complaints.c.answered_at.is_(None),
            _complaints.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            due_on <= frame.c.until,
            or_(due_on > frame.c.since, _complaints.c.created_at >= frame.c.since_at),
        )
    )


def info(frame: FromClause) -> Select[Any]:
    """Escalations that wait for an answer of ours for `threshold` days, while their clocks stand; for the account's owner,
    once a question. figure: days."""
    since = day_of(_escalations.c.paused_since)
    due_on = plus_days(since, _THRESHOLD)
    return (
        select(
            said("info:", _escalations.c.id, ":", since).label("key"),
            said("info:", _escalations.c.id).label("subject"),
            _escalations.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            _escalations.c.paused_since.label("changed_at"),
        )
        .select_from(
            _escalations.join(_accounts, _accounts.c.id == _escalations.c.account_id).join(
                frame, frame.c.member_id == _accounts.c.owner_id
            )
        )
        .where(
            _escalations.c.organization_id == bindparam("organization"),
            _escalations.c.state == "waiting",
            _escalations.c.resolved_at.is_(None),
            _escalations.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            due_on <= frame.c.until,
            or_(due_on > frame.c.since, _escalations.c.paused_since >= frame.c.since_at),
        )
    )


def ladder(frame: FromClause) -> Select[Any]:
    """Customers who have not answered on a rung for `threshold` days; once a rung. figure: days."""
    since = day_of(_ladders.c.rung_at)
    due_on = plus_days(since, _THRESHOLD)
    return (
        select(
            said("ladder:", _ladders.c.id, ":", _ladders.c.rung).label("key"),
            said("ladder:", _ladders.c.id).label("subject"),
            _ladders.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            _ladders.c.rung_at.label("changed_at"),
        )
        .select_from(
            _ladders.join(_accounts, _accounts.c.id == _ladders.c.account_id).join(
                frame, frame.c.member_id == _accounts.c.owner_id
            )
        )
        .where(
            _ladders.c.organization_id == bindparam("organization"),
            _ladders.c.ended_at.is_(None),
            _ladders.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            due_on <= frame.c.until,
            or_(due_on > frame.c.since, _ladders.c.rung_at >= frame.c.since_at),
        )
    )


def attempts(frame: FromClause) -> Select[Any]:
    """Customers whom we tried to reach `threshold` times since they last answered, and for whom nobody climbs a ladder yet.
    Once a silence. figure: attempts."""
    known = (
        select(
            _accounts.c.id,
            _accounts.c.owner_id,
            func.coalesce(last_touch("operational"), _accounts.c.created_at, type_=Instant).label("last_at"),
        )
        .where(
            ours(_accounts),
            _accounts.c.deleted_at.is_(None),
            _accounts.c.owner_id.is_not(None),
            _accounts.c.id.in_(_perhaps_tried(frame)),
        )
        .subquery("known")
    )
    tries = (
        select(
            known.c.id,
            known.c.owner_id,
            known.c.last_at,
            func.count().label("tries"),
            func.max(_tries.c.at, type_=Instant).label("tried_at"),
            func.max(_tries.c.created_at, type_=Instant).label("told_at"),
        )
        .select_from(
            known.join(
                _tries,
                (_tries.c.account_id == known.c.id)
                & (_tries.c.organization_id == bindparam("organization"))
                & (_tries.c.at > known.c.last_at)
                & _tries.c.attempt.is_(True)
                & _tries.c.deleted_at.is_(None),
            )
        )
        .group_by(known.c.id, known.c.owner_id, known.c.last_at)
        .having(func.count() >= _THRESHOLD)
        .subquery("counted")
    )
    climbing = (
        select(_ladders.c.id)
        .where(
            _ladders.c.organization_id == bindparam("organization"),
            _ladders.c.account_id == tries.c.id,
            _ladders.c.ended_at.is_(None),
            _ladders.c.deleted_at.is_(None),
        )
        .exists()
    )
    due_on = day_of(tries.c.tried_at)
    return (
        select(
            said("unanswered:", tries.c.id, ":", day_of(tries.c.last_at)).label("key"),
            said("unanswered:", tries.c.id).label("subject"),
            tries.c.id.label("account_id"),
            tries.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            tries.c.tries.label("figure"),
            tries.c.told_at.label("changed_at"),
        )
        .select_from(tries.join(frame, frame.c.member_id == tries.c.owner_id))
        .where(
            ~climbing,
            due_on <= frame.c.until,
            or_(due_on > frame.c.since, tries.c.told_at >= frame.c.since_at),
        )
    )


def _perhaps_tried(frame: FromClause) -> Any:
    """The few accounts where somebody tried in these days, or said so since; each by an index of its own."""
    edge = bounds(frame)
    return union(
        select(_tried.c.account_id).where(
            ours(_tried), _tried.c.attempt.is_(True), _tried.c.at >= start_of(edge.since), _tried.c.deleted_at.is_(None)
        ),
        select(_told.c.account_id).where(
            ours(_told),
            _told.c.attempt.is_(True),
            _told.c.created_at >= edge.again.since_at,
            _told.c.deleted_at.is_(None),
        ),
    )
