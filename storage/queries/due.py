"""What came due: one Select a rule, over a frame (see `storage.frames`).

Each gives the columns key, subject, account_id, member_id (whose it is), due_on and figure, of what came due after the
frame's `since` up to its `until`, or was changed after its `since_at` and is due already. What is given twice is kept once,
by its key. changed_at, where it is given, is the instant since which that is so.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, Integer, Select, and_, bindparam, func, literal, or_, select

from storage.frames import days_between, either, month, plus_days, said
from storage.tables import Account, Contract, Interval, Member, NextStep, Renewal, Role

_accounts = Account.table()
_contracts = Contract.table()
_intervals = Interval.table()
_members = Member.table()
_renewals = Renewal.table()
_steps = NextStep.table()

# Days after which an undecided renewal is no matter for a nudge any more.
FORGOTTEN = 120

_LEADS = (Role.LEAD.value, Role.ADMIN.value)


def _crossed(at: ColumnElement[Any], frame: FromClause) -> ColumnElement[bool]:
    return and_(at > frame.c.since, at <= frame.c.until)


def _open_renewals(frame: FromClause) -> tuple[FromClause, tuple[ColumnElement[bool], ...]]:
    """Open renewals of live accounts, with their owners' frame."""
    joined = _renewals.join(_accounts, _accounts.c.id == _renewals.c.account_id).join(
        frame, frame.c.member_id == _accounts.c.owner_id
    )
    return joined, (
        _renewals.c.organization_id == bindparam("organization"),
        _renewals.c.outcome.is_(None),
        _renewals.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )


def renewal(frame: FromClause) -> Select[Any]:
    """The newest window that each renewal has come into, counted back from the notice deadline, which is never later than
    the renewal itself. figure: the window's days."""
    joined, live = _open_renewals(frame)
    joined = joined.join(
        _intervals,
        and_(
            _intervals.c.organization_id == _renewals.c.organization_id,
            _intervals.c.rule == "renewal",
            _intervals.c.tier == func.coalesce(_accounts.c.tier, 4),
        ),
    )
    opens = plus_days(_renewals.c.notice_on, -_intervals.c.days)
    window = func.min(_intervals.c.days)
    return (
        select(
            said("renewal:", _renewals.c.id, ":", window, "d:", month(_renewals.c.notice_on)).label("key"),
            said("renewal:", _renewals.c.id).label("subject"),
            _renewals.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            plus_days(_renewals.c.notice_on, -window).label("due_on"),
            window.label("figure"),
            _renewals.c.dated_at.label("changed_at"),
        )
        .select_from(joined)
        .where(
            *live,
            _renewals.c.due_on >= frame.c.until,
            opens <= frame.c.until,
            or_(opens > frame.c.since, _renewals.c.dated_at > frame.c.since_at),
        )
        .group_by(
            _renewals.c.id, _renewals.c.account_id, _renewals.c.notice_on, _renewals.c.dated_at, _accounts.c.owner_id
        )
    )


def notice(frame: FromClause) -> Select[Any]:
    """Notice deadlines `threshold` days ahead, of renewals that nobody has decided. figure: days to the deadline."""
    joined, live = _open_renewals(frame)
    opens = plus_days(_renewals.c.notice_on, -bindparam("threshold", type_=Integer))
    return (
        select(
            said("notice:", _renewals.c.id, ":", month(_renewals.c.notice_on)).label("key"),
            said("renewal:", _renewals.c.id).label("subject"),
            _renewals.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            opens.label("due_on"),
            days_between(frame.c.until, _renewals.c.notice_on).label("figure"),
            _renewals.c.dated_at.label("changed_at"),
        )
        .select_from(joined)
        .where(
            *live,
            _renewals.c.notice_on >= frame.c.until,
            opens <= frame.c.until,
            or_(opens > frame.c.since, _renewals.c.dated_at > frame.c.since_at),
        )
    )


def overdue(frame: FromClause) -> Select[Any]:
    """Renewals whose date has passed without a decision. figure: days since."""
    joined, live = _open_renewals(frame)
    return (
        select(
            said("overdue:", _renewals.c.id, ":", month(_renewals.c.due_on)).label("key"),
            said("renewal:", _renewals.c.id).label("subject"),
            _renewals.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            plus_days(_renewals.c.due_on, literal(1)).label("due_on"),
            days_between(_renewals.c.due_on, frame.c.until).label("figure"),
            _renewals.c.dated_at.label("changed_at"),
        )
        .select_from(joined)
        .where(
            *live,
            _renewals.c.due_on < frame.c.until,
            _renewals.c.due_on > plus_days(frame.c.until, literal(-FORGOTTEN)),
            or_(_renewals.c.due_on >= frame.c.since, _renewals.c.dated_at > frame.c.since_at),
        )
    )


def step(frame: FromClause) -> Select[Any]:
    """Next steps whose day has come, for whoever promised them. figure: 0."""
    return (
        select(
            said("step:", _steps.c.id, ":", _steps.c.due_on).label("key"),
            said("step:", _steps.c.id).label("subject"),
            _steps.c.account_id,
            _steps.c.owner_id.label("member_id"),
            _steps.c.due_on,
            literal(0).label("figure"),
            _steps.c.created_at.label("changed_at"),
        )
        .select_from(_steps.join(frame, frame.c.member_id == _steps.c.owner_id))
        .where(
            _steps.c.organization_id == bindparam("organization"),
            _steps.c.done_at.is_(None),
            _steps.c.deleted_at.is_(None),
            _crossed(_steps.c.due_on, frame),
        )
    )


def _monday(frame: FromClause) -> ColumnElement[Any]:
    """The Monday of the week being planned; 1970-01-05 was one."""
    first = literal(date(1970, 1, 5), Date())
    return plus_days(frame.c.until, -(days_between(first, frame.c.until) % 7))


def unowned(frame: FromClause) -> Select[Any]:
    """For each lead, once a week: how many live accounts have no owner."""
    orphans = (
        select(func.count().label("orphans"))
        .where(
            _accounts.c.organization_id == bindparam("organization"),
            _accounts.c.deleted_at.is_(None),
            _accounts.c.owner_id.is_(None),
        )
        .subquery("orphans")
    )
    monday = _monday(frame)
    return (
        select(
            said("unowned:", frame.c.member_id, ":", monday).label("key"),
            said("unowned:", frame.c.member_id).label("subject"),
            literal(None, Integer).label("account_id"),
            frame.c.member_id,
            frame.c.until.label("due_on"),
            orphans.c.orphans.label("figure"),
        )
        .select_from(frame.join(_members, _members.c.id == frame.c.member_id).join(orphans, orphans.c.orphans > 0))
        .where(either(_members.c.role, *_LEADS), monday > frame.c.since)
    )


def outlook(frame: FromClause) -> Select[Any]:
    """Everybody with accounts, on the first working morning of a week. figure: accounts."""
    monday = _monday(frame)
    return (
        select(
            said("outlook:", frame.c.member_id, ":", monday).label("key"),
            said("outlook:", frame.c.member_id).label("subject"),
            literal(None, Integer).label("account_id"),
            frame.c.member_id,
            frame.c.until.label("due_on"),
            func.count().label("figure"),
        )
        .select_from(frame.join(_accounts, _accounts.c.owner_id == frame.c.member_id))
        .where(
            _accounts.c.organization_id == bindparam("organization"),
            _accounts.c.deleted_at.is_(None),
            monday > frame.c.since,
        )
        .group_by(frame.c.member_id, frame.c.until, frame.c.since)
    )


def team(frame: FromClause) -> Select[Any]:
    """The same for leads: what changed in the whole team. figure: accounts."""
    monday = _monday(frame)
    accounts = (
        select(func.count().label("accounts"))
        .where(_accounts.c.organization_id == bindparam("organization"), _accounts.c.deleted_at.is_(None))
        .subquery("accounts_")
    )
    return (
        select(
            said("team:", frame.c.member_id, ":", monday).label("key"),
            said("team:", frame.c.member_id).label("subject"),
            literal(None, Integer).label("account_id"),
            frame.c.member_id,
            frame.c.until.label("due_on"),
            accounts.c.accounts.label("figure"),
        )
        .select_from(frame.join(_members, _members.c.id == frame.c.member_id).join(accounts, accounts.c.accounts > 0))
        .where(either(_members.c.role, *_LEADS), monday > frame.c.since)
    )
