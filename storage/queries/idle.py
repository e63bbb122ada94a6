"""Open risks that nobody does anything about: what came due of it, over a frame (see `storage.queries.due`)."""

from typing import Any

from sqlalchemy import FromClause, Integer, Select, bindparam, case, func, or_, select

from storage.frames import day_of, days_between, plus_days, said
from storage.tables import Account, Activity, Risk

_accounts = Account.table()
_activities = Activity.table()
_risks = Risk.table()

_LAST = (
    select(func.max(_activities.c.at))
    .where(
        _activities.c.organization_id == _risks.c.organization_id,
        _activities.c.risk_id == _risks.c.id,
        _activities.c.deleted_at.is_(None),
    )
    .correlate(_risks)
    .scalar_subquery()
)


def risk(frame: FromClause) -> Select[Any]:
    """Risks on which nothing was logged for `threshold` days, or since they were raised; for whoever works them, else for
    the account's owner. Once a silence. figure: days."""
    known = (
        select(
            _risks.c.id,
            _risks.c.account_id,
            _risks.c.created_at,
            func.coalesce(_risks.c.owner_id, _accounts.c.owner_id).label("member_id"),
            _LAST.label("last_at"),
        )
        .select_from(_risks.join(_accounts, _accounts.c.id == _risks.c.account_id))
        .where(
            _risks.c.organization_id == bindparam("organization"),
            _risks.c.closed_at.is_(None),
            _risks.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
        )
        .subquery("known")
    )
    last = case((known.c.last_at > known.c.created_at, known.c.last_at), else_=known.c.created_at)
    since = day_of(last)
    due_on = plus_days(since, bindparam("threshold", type_=Integer))
    return (
        select(
            said("idle:", known.c.id, ":", since).label("key"),
            said("idle:", known.c.id).label("subject"),
            known.c.account_id,
            known.c.member_id.label("member_id"),
            due_on.label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            known.c.created_at.label("changed_at"),
        )
        .select_from(known.join(frame, frame.c.member_id == known.c.member_id))
        .where(due_on <= frame.c.until, or_(due_on > frame.c.since, known.c.created_at >= frame.c.since_at))
    )
