"""Who was not talked to for too long: what came due of it, one Select a rule over a frame (see `storage.queries.due`)."""

from typing import Any

from sqlalchemy import FromClause, Integer, Select, and_, bindparam, func, or_, select

from storage.frames import day_of, days_between, plus_days, said
from storage.queries.intervals import UNTIERED, last_touch, of_level
from storage.tables import Account, Activity, Contact, Interval, Participant

_accounts = Account.table()
_activities = Activity.table()
_contacts = Contact.table()
_intervals = Interval.table()
_participants = Participant.table()
_parts = _participants.alias("parts")
_talks = _activities.alias("talks")


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
            _accounts.c.organization_id == bindparam("organization"),
            _accounts.c.deleted_at.is_(None),
            _accounts.c.owner_id.is_not(None),
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
            _contacts.c.organization_id == bindparam("organization"),
            _contacts.c.champion_on.is_not(None),
            _contacts.c.champion_left_on.is_(None),
            _contacts.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
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
