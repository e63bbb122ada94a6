"""What came due: one Select a rule, over a frame (see `storage.frames`).

Each gives the columns key, subject, account_id, member_id (whose it is), due_on and figure, of what came due after the
frame's `since` up to its `until`, or was changed after its `since_at` and is due already. What is given twice is kept once,
by its key. changed_at, where it is given, is the instant since which that is so.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from storage.finding import one_of, ours
from storage.frames import bounds, days_between, either, month, plus_days, said
from storage.tables import Account, Contract, Interval, Member, NextStep, Renewal, Role

_accounts = Account.table()
_contracts = Contract.table()
_intervals = Interval.table()
_members = Member.table()
_renewals = Renewal.table()
_steps = NextStep.table()
_near = _renewals.alias("near")
_moved = _renewals.alias("moved")

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
        ours(_renewals),
        _renewals.c.outcome.is_(None),
        _renewals.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )


def _among(near: Select[Any], frame: FromClause) -> ColumnElement[bool]:
    """Few renewals can have come due: those whose days lie near, and those that were dated anew. near: the first ones, by
    an index of theirs."""

    def live(renewals: FromClause) -> Iterator[ColumnElement[bool]]:
        yield renewals.c.outcome.is_(None)
        yield renewals.c.deleted_at.is_(None)

    moved = select(_moved.c.id).where(ours(_moved), *live(_moved), _moved.c.dated_at > bounds(frame).since_at)
    few = union(near.where(_near.c.organization_id == bindparam("organization"), *live(_near)), moved)
    return one_of(_renewals.c.id, few.scalar_subquery())


def renewal(frame: FromClause) -> Select[Any]:
    """The newest window that each renewal has come into, counted back from the notice deadline, which is never later than
    the renewal itself. figure: the window's days."""
    joined, live = _open_renewals(frame)
    edge = bounds(frame)
    windows = (
        select(_intervals.c.days)
        .where(_intervals.c.organization_id == bindparam("organization"), _intervals.c.rule == "renewal")
        .distinct()
        .subquery("windows")
    )
    near = select(_near.c.id).join(
        windows,
        and_(
            _near.c.notice_on > plus_days(edge.since, windows.c.days),
            _near.c.notice_on <= plus_days(edge.until, windows.c.days),
        ),
    )
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
            _among(near, frame),
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
    edge = bounds(frame)
    ahead = bindparam("threshold", type_=Integer)
    opens = plus_days(_renewals.c.notice_on, -ahead)
    near = select(_near.c.id).where(
        _near.c.notice_on > plus_days(edge.since, ahead), _near.c.notice_on <= plus_days(edge.until, ahead)
    )
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
            _among(near, frame),
            _renewals.c.notice_on >= frame.c.until,
            opens <= frame.c.until,
            or_(opens > frame.c.since, _renewals.c.dated_at > frame.c.since_at),
        )
    )


def overdue(frame: FromClause) -> Select[Any]:
    """Renewals whose date has passed without a decision. figure: days since."""
    joined, live = _open_renewals(frame)
    edge = bounds(frame)
    near = select(_near.c.id).where(_near.c.due_on >= edge.since, _near.c.due_on < edge.until)
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
            _among(near, frame),
            _renewals.c.due_on < frame.c.until,
            _renewals.c.due_on > plus_days(frame.c.until, literal(-FORGOTTEN)),
            or_(_renewals.c.due_on >= frame.c.since, _renewals.c.dated_at > frame.c.since_at),
        )
    )


def step(frame: FromClause) -> Select[Any]:
    """Next steps whose day has come, for whoever promised them. figure: 0."""
    edge = bounds(frame)
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
            # So that their index is gone through one member after the other, and only where it matters.
            _steps.c.owner_id.in_(edge.members),
            _steps.c.due_on > edge.since,
            _steps.c.due_on <= edge.until,
            _crossed(_steps.c.due_on, frame),
        )
    )


def _monday(frame: FromClause) -> ColumnElement[Any]:
    """The Monday of the week being planned; 1970-01-05 was one."""
    first = literal(date(1970, 1, 5), Date())
    return plus_days(frame.c.until, -(days_between(first, frame.c.until) % 7))


def _live_accounts(*of_whom: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(_accounts).where(*_live(*of_whom)).scalar_subquery()


def _live(*of_whom: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (_accounts.c.organization_id == bindparam("organization"), *of_whom, _accounts.c.deleted_at.is_(None))


def _weekly(kind: str, frame: FromClause, *of_whom: ColumnElement[bool]) -> Select[Any]:
    """Once a week for each member, where there are such accounts. figure: how many. They are counted for those who are
    told, and so on no other day."""
    monday = _monday(frame)
    return select(
        said(f"{kind}:", frame.c.member_id, ":", monday).label("key"),
        said(f"{kind}:", frame.c.member_id).label("subject"),
        literal(None, Integer).label("account_id"),
        frame.c.member_id,
        frame.c.until.label("due_on"),
        _live_accounts(*of_whom).label("figure"),
    ).where(monday > frame.c.since, exists().where(*_live(*of_whom)))


def _for_leads(weekly: Select[Any], frame: FromClause) -> Select[Any]:
    return weekly.select_from(frame.join(_members, _members.c.id == frame.c.member_id)).where(
        either(_members.c.role, *_LEADS)
    )


def unowned(frame: FromClause) -> Select[Any]:
    """For each lead, once a week: how many live accounts have no owner."""
    return _for_leads(_weekly("unowned", frame, _accounts.c.owner_id.is_(None)), frame)


def outlook(frame: FromClause) -> Select[Any]:
    """Everybody with accounts, on the first working morning of a week. figure: accounts."""
    return _weekly("outlook", frame, _accounts.c.owner_id == frame.c.member_id).select_from(frame)


def team(frame: FromClause) -> Select[Any]:
    """The same for leads: what changed in the whole team. figure: accounts."""
    return _for_leads(_weekly("team", frame), frame)
