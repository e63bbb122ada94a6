"""What came due of health: one Select a rule over a frame, as `storage.queries.due` says.

A score that changes is a row; what is compared is always the row before it, by the same measures. So a rule speaks of a
change in the data and never of a recount, and a day's row that changes after the plan of that day is told the next morning.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, and_, bindparam, case, func, or_, select

from storage.frames import bounds, days_between, plus_days, said
from storage.tables import Account, Band, HealthBand, HealthOverride, HealthScore

_accounts = Account.table()
_bands = HealthBand.table()
_overrides = HealthOverride.table()
_now = HealthScore.table().alias("now")
_before = HealthScore.table().alias("before")

DROP_DAYS = 7
# Where a band begins until an admin says otherwise (field guide: 0–49, 50–69, 70–100).
BEGINS = {Band.YELLOW: 50, Band.GREEN: 70}
_THRESHOLD: Any = bindparam("threshold", type_=Integer)


def _begins(band: Band) -> ColumnElement[int]:
    written = (
        select(_bands.c.begins)
        .where(
            _bands.c.organization_id == bindparam("organization"),
            _bands.c.band == band.value,
            _bands.c.deleted_at.is_(None),
        )
        .scalar_subquery()
    )
    return func.coalesce(written, BEGINS[band])


def _level(score: ColumnElement[Any]) -> ColumnElement[int]:
    """0 red, 1 yellow, 2 green, by where they begin now: writing down other limits is no crossing."""
    return case((score < _begins(Band.YELLOW), 0), (score < _begins(Band.GREEN), 1), else_=2)


def _row_before(row: Any, than: Any) -> ColumnElement[int]:
    """The last row of the same account before a day."""
    earlier = HealthScore.table().alias()
    return (
        select(earlier.c.id)
        .where(earlier.c.account_id == row.c.account_id, earlier.c.on < than)
        .order_by(earlier.c.on.desc())
        .limit(1)
        .correlate(row)
        .scalar_subquery()
    )


def _changes(frame: FromClause) -> tuple[FromClause, tuple[ColumnElement[bool], ...]]:
    """Rows that are news of the frame's days, each with the row before it, by the same measures."""
    joined = (
        _now.join(_accounts, _accounts.c.id == _now.c.account_id)
        .join(frame, frame.c.member_id == _accounts.c.owner_id)
        .join(_before, _before.c.id == _row_before(_now, _now.c.on))
    )
    edge = bounds(frame)
    return joined, (
        _now.c.organization_id == bindparam("organization"),
        _now.c.on >= edge.news_since,
        _now.c.on <= edge.until,
        _now.c.on >= frame.c.news_since,
        _now.c.on <= frame.c.until,
        or_(_now.c.on > frame.c.news_since, _now.c.at > frame.c.since_at),
        _before.c.rules == _now.c.rules,
        _accounts.c.deleted_at.is_(None),
    )


def _told(kind: str, figure: ColumnElement[Any], *more: Any) -> list[ColumnElement[Any]]:
    return [
        said(f"{kind}:", _now.c.account_id, ":", _now.c.on, *more).label("key"),
        said("health:", _now.c.account_id).label("subject"),
        _now.c.account_id,
        _accounts.c.owner_id.label("member_id"),
        _now.c.on.label("due_on"),
        figure.label("figure"),
        _now.c.at.label("changed_at"),
    ]


def band(frame: FromClause) -> Select[Any]:
    """Accounts whose score fell into a worse band. figure: the score."""
    joined, news = _changes(frame)
    level = _level(_now.c.score)
    return (
        select(*_told("band", _now.c.score, ":", level))
        .select_from(joined)
        .where(*news, _now.c.score.is_not(None), _before.c.score.is_not(None), level < _level(_before.c.score))
    )


def drop(frame: FromClause) -> Select[Any]:
    """Accounts that lost `threshold` points within seven days, and had not the change before. figure: the points."""
    joined, news = _changes(frame)
    then, then_before = HealthScore.table().alias("then"), HealthScore.table().alias("then_before")
    week = plus_days(_now.c.on, 1 - DROP_DAYS)
    week_before = plus_days(_before.c.on, 1 - DROP_DAYS)
    joined = joined.join(then, then.c.id == _row_before(_now, week)).outerjoin(
        then_before, then_before.c.id == _row_before(_before, week_before)
    )
    points = then.c.score - _now.c.score
    return (
        select(*_told("drop", points))
        .select_from(joined)
        .where(
            *news,
            then.c.rules == _now.c.rules,
            points >= _THRESHOLD,
            func.coalesce(then_before.c.score - _before.c.score, 0) < _THRESHOLD,
        )
    )


def stale(frame: FromClause) -> Select[Any]:
    """Accounts that lost `threshold` per cent of their data at once, or their score with it. figure: what is left."""
    joined, news = _changes(frame)
    lost = and_(_now.c.score.is_(None), _before.c.score.is_not(None))
    return (
        select(*_told("stale", _now.c.coverage))
        .select_from(joined)
        .where(*news, or_(_before.c.coverage - _now.c.coverage >= _THRESHOLD, lost))
    )


def override(frame: FromClause) -> Select[Any]:
    """Words against the score that end in `threshold` days, for whoever said them. figure: the days."""
    opens = plus_days(_overrides.c.until, -_THRESHOLD)
    return (
        select(
            said("override:", _overrides.c.id).label("key"),
            said("health:", _overrides.c.account_id).label("subject"),
            _overrides.c.account_id,
            _overrides.c.member_id,
            opens.label("due_on"),
            days_between(frame.c.until, _overrides.c.until).label("figure"),
            _overrides.c.at.label("changed_at"),
        )
        .select_from(
            _overrides.join(_accounts, _accounts.c.id == _overrides.c.account_id).join(
                frame, frame.c.member_id == _overrides.c.member_id
            )
        )
        .where(
            _overrides.c.organization_id == bindparam("organization"),
            _overrides.c.ended_at.is_(None),
            _overrides.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            _overrides.c.until >= frame.c.until,
            opens <= frame.c.until,
            # Said for fewer days than that, it needs no reminder.
            opens > frame.c.since,
        )
    )
