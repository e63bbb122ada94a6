"""Who was not talked to for too long: what came due of it, one Select a rule over a frame (see `storage.queries.due`)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, and_, bindparam, func, or_, select, union

from storage.finding import ours
from storage.frames import Bounds, bounds, day_of, days_between, plus_days, said, start_of
from storage.queries.intervals import UNTIERED, last_touch, of_level
from storage.tables import Account, Activity, Contact, Interval, Participant

_accounts = Account.table()
_activities = Activity.table()
_contacts = Contact.table()
_intervals = Interval.table()
_participants = Participant.table()
_parts = _participants.alias("parts")
_talks = _activities.alias("talks")
_held = _activities.alias("held")
_came = _activities.alias("came")
_new = _accounts.alias("new")
_new_contacts = _contacts.alias("new_contacts")


def operational(frame: FromClause) -> Select[Any]:
    return _silent("operational", frame)


def business(frame: FromClause) -> Select[Any]:
    return _silent("business", frame)


def strategic(frame: FromClause) -> Select[Any]:
    return _silent("strategic", frame)


def _silent(level: str, frame: FromClause) -> Select[Any]:
    """Accounts whose next touch of a level has come due: the matrix's days for their tier after the last one, or after we
    came to know them. Once a silence. figure: days since."""
    known = (
        select(
            _accounts.c.id,
            _accounts.c.owner_id,
            _accounts.c.created_at,
            func.coalesce(_accounts.c.tier, UNTIERED).label("tier"),
            last_touch(level, "id").label("last_id"),
        )
        .where(
            ours(_accounts),
            _accounts.c.deleted_at.is_(None),
            _accounts.c.owner_id.is_not(None),
            _accounts.c.id.in_(_perhaps_silent(level, frame)),
        )
        .subquery("known")
    )
    since = day_of(func.coalesce(_activities.c.at, known.c.created_at))
    due_on = plus_days(since, _intervals.c.days)
    changed_at = func.coalesce(_activities.c.created_at, known.c.created_at)
    return (
        select(
            said(f"{level}:", known.c.id, ":", since).label("key"),
            said(f"{level}:", known.c.id).label("subject"),
            known.c.id.label("account_id"),
            known.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            changed_at.label("changed_at"),
        )
        .select_from(
            known.join(frame, frame.c.member_id == known.c.owner_id)
            .join(
                _intervals,
                and_(
                    _intervals.c.organization_id == bindparam("organization"),
                    _intervals.c.rule == level,
                    _intervals.c.tier == known.c.tier,
                ),
            )
            .outerjoin(_activities, _activities.c.id == known.c.last_id)
        )
        .where(due_on <= frame.c.until, or_(due_on > frame.c.since, changed_at >= frame.c.since_at))
    )


def _perhaps_silent(level: str, frame: FromClause) -> Any:
    """The few accounts that can have come due: with a touch, or a beginning, as many days ago as a tier allows, and those
    whose touch was told since. Each by an index of its own."""
    edge = bounds(frame)
    cadence = (
        select(_intervals.c.days)
        .where(_intervals.c.organization_id == bindparam("organization"), _intervals.c.rule == level)
        .distinct()
        .subquery("cadence")
    )
    return union(
        select(_held.c.account_id)
        .join(cadence, and_(*_days_ago(_held.c.at, cadence.c.days, edge.again)))
        .where(ours(_held), *of_level(level, _held)),
        select(_came.c.account_id).where(ours(_came), _came.c.created_at >= edge.again.since_at),
        select(_new.c.id)
        .join(cadence, and_(*_days_ago(_new.c.created_at, cadence.c.days, edge.again)))
        .where(ours(_new)),
        select(_new.c.id).where(ours(_new), _new.c.created_at >= edge.since_at),
    )


def _days_ago(at: ColumnElement[Any], days: Any, edge: Bounds) -> Iterator[ColumnElement[bool]]:
    """Instants from which as many days led into the frame."""
    yield at >= start_of(plus_days(edge.since, 1 - days))
    yield at < start_of(plus_days(edge.until, 1 - days))


# The last two-way contact in which the champion at hand took part.
_LAST_WITH = (
    select(_talks.c.id)
    .select_from(_parts.join(_talks, _talks.c.id == _parts.c.activity_id))
    .where(
        _parts.c.organization_id == _contacts.c.organization_id,
        _parts.c.contact_id == _contacts.c.id,
        _parts.c.deleted_at.is_(None),
        *of_level("operational", _talks),
    )
    .order_by(_talks.c.at.desc(), _talks.c.id.desc())
    .limit(1)
    .correlate(_contacts)
    .scalar_subquery()
)


def _perhaps_quiet(frame: FromClause) -> Any:
    """The few people with whom the silence can have become too long, found like `_perhaps_silent`."""
    edge = bounds(frame)
    days = bindparam("threshold", type_=Integer)
    with_them = select(_parts.c.contact_id).where(_parts.c.contact_id.is_not(None))
    champions = (
        ours(_new_contacts),
        _new_contacts.c.champion_on.is_not(None),
        _new_contacts.c.champion_left_on.is_(None),
        _new_contacts.c.deleted_at.is_(None),
    )
    return union(
        with_them.join(_held, _held.c.id == _parts.c.activity_id).where(
            ours(_held), *_days_ago(_held.c.at, days, edge.again)
        ),
        with_them.join(_came, _came.c.id == _parts.c.activity_id).where(
            ours(_came), _came.c.created_at >= edge.again.since_at
        ),
        select(_new_contacts.c.id).where(
            *champions,
            _new_contacts.c.champion_on > plus_days(edge.since, -days),
            _new_contacts.c.champion_on <= plus_days(edge.until, -days),
        ),
        select(_new_contacts.c.id).where(*champions, _new_contacts.c.created_at >= edge.since_at),
    )


def champion(frame: FromClause) -> Select[Any]:
    """Champions with whom nobody talked for `threshold` days, or since they became one. Once a silence. figure: days."""
    known = (
        select(
            _contacts.c.id,
            _contacts.c.account_id,
            _contacts.c.champion_on,
            _contacts.c.created_at,
            _accounts.c.owner_id,
            _LAST_WITH.label("last_id"),
        )
        .select_from(_contacts.join(_accounts, _accounts.c.id == _contacts.c.account_id))
        .where(
            ours(_contacts),
            _contacts.c.champion_on.is_not(None),
            _contacts.c.champion_left_on.is_(None),
            _contacts.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            _contacts.c.id.in_(_perhaps_quiet(frame)),
        )
        .subquery("known")
    )
    since = func.coalesce(day_of(_activities.c.at), known.c.champion_on)
    due_on = plus_days(since, bindparam("threshold", type_=Integer))
    changed_at = func.coalesce(_activities.c.created_at, known.c.created_at)
    return (
        select(
            said("champion:", known.c.id, ":", since).label("key"),
            said("champion:", known.c.id).label("subject"),
            known.c.account_id,
            known.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            changed_at.label("changed_at"),
        )
        .select_from(
            known.join(frame, frame.c.member_id == known.c.owner_id).outerjoin(
                _activities, _activities.c.id == known.c.last_id
            )
        )
        .where(due_on <= frame.c.until, or_(due_on > frame.c.since, changed_at >= frame.c.since_at))
    )
