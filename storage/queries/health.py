"""Health: what is measured, the newest reading of each measure, and what Bailey knows itself."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from storage.finding import among, chunks, keys, ours
from storage.queries.account_book import two_way
from storage.queries.health_counting import HealthCounting
from storage.queries.health_scores import HealthScores
from storage.tables import (
    Account,
    Activity,
    HealthBand,
    Measure,
    NextStep,
    Reading,
)
from storage.types import Guarded

_accounts = Account.table()
_activities = Activity.table()
_bands = HealthBand.table()
_measures = Measure.table()
_readings = Reading.table()
_steps = NextStep.table()

_HEALTH = frozenset({"health"})
REACTIVE_DAYS = 30
ACTIVE_DAYS = 90
_AT: Any = bindparam("instant", type_=_activities.c.at.type)


_MEASURES = (
    select(*_measures.columns)
    .where(_measures.c.organization_id == bindparam("organization"), _measures.c.deleted_at.is_(None))
    .order_by(_measures.c.id)
)
_BANDS = select(*_bands.columns).where(
    _bands.c.organization_id == bindparam("organization"), _bands.c.deleted_at.is_(None)
)

# For each account and measure one step into the index, however many readings there are.
_newest = _readings.alias("newest")
_PAIRS = (
    select(
        select(_newest.c.id)
        .where(
            _newest.c.account_id == _accounts.c.id,
            _newest.c.measure_id == _measures.c.id,
            _newest.c.at <= _AT,
            _newest.c.deleted_at.is_(None),
        )
        .order_by(_newest.c.at.desc())
        .limit(1)
        .correlate(_accounts, _measures)
        .scalar_subquery()
        .label("reading_id")
    )
    .select_from(_accounts.join(_measures, _measures.c.organization_id == _accounts.c.organization_id))
    .where(
        ours(_accounts),
        among(_accounts.c.id),
        _measures.c.archived.is_(False),
        _measures.c.deleted_at.is_(None),
    )
    .subquery()
)
_READINGS = select(
    *(_readings.c[name] for name in ("account_id", "measure_id", "value", "at", "source", "member_id"))
).join(_PAIRS, _PAIRS.c.reading_id == _readings.c.id)

_TOUCHED = (
    select(
        _accounts.c.id.label("account_id"),
        select(func.max(_activities.c.at))
        .where(
            _activities.c.organization_id == _accounts.c.organization_id,
            _activities.c.account_id == _accounts.c.id,
            _activities.c.at <= _AT,
            *two_way(),
        )
        .correlate(_accounts)
        .scalar_subquery()
        .label("touched_at"),
    )
    .where(ours(_accounts), among(_accounts.c.id))
    .subquery()
)


def _activities_since(since: Any) -> list[ColumnElement[bool]]:
    return [
        _activities.c.organization_id == bindparam("organization"),
        _activities.c.account_id == _TOUCHED.c.account_id,
        _activities.c.at > since,
        _activities.c.at <= _AT,
        _activities.c.deleted_at.is_(None),
    ]


def _counted(*conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(_activities).where(*conditions).correlate(_TOUCHED).scalar_subquery()


_CONTACTS = select(
    _TOUCHED.c.account_id,
    _TOUCHED.c.touched_at,
    _counted(*_activities_since(_TOUCHED.c.touched_at), _activities.c.attempt.is_(True)).label("attempts"),
    _counted(
        *_activities_since(bindparam("reactive_since", type_=_activities.c.at.type)),
        _activities.c.mode == "reactive",
        _activities.c.internal.is_(False),
    ).label("reactive"),
    _counted(*_activities_since(bindparam("active_since", type_=_activities.c.at.type))).label("active"),
    select(func.count())
    .select_from(_steps)
    .where(
        _steps.c.account_id == _TOUCHED.c.account_id,
        ours(_steps),
        _steps.c.due_on < bindparam("day"),
        _steps.c.created_at <= _AT,
        _steps.c.done_at.is_(None) | (_steps.c.done_at > _AT),
        _steps.c.deleted_at.is_(None),
    )
    .correlate(_TOUCHED)
    .scalar_subquery()
    .label("overdue"),
)
_HISTORY = (
    select(*_readings.columns)
    .where(
        ours(_readings),
        _readings.c.account_id == bindparam("account"),
        _readings.c.measure_id == bindparam("measure"),
        _readings.c.deleted_at.is_(None),
    )
    .order_by(_readings.c.at.desc())
    .limit(bindparam("limit"))
)
_AT_ONCE = select(*_readings.columns).where(
    ours(_readings),
    among(_readings.c.account_id),
    _readings.c.measure_id == bindparam("measure"),
    among(_readings.c.at, "at"),
    _readings.c.deleted_at.is_(None),
)
_FIRST = (
    select(_readings.c.account_id, func.min(_readings.c.at).label("at"))
    .where(ours(_readings), among(_readings.c.account_id), _readings.c.deleted_at.is_(None))
    .group_by(_readings.c.account_id)
)


class Newest(NamedTuple):
    """The newest reading of one measure of one account, without what only its own card tells."""

    account_id: int
    measure_id: int
    value: Guarded[int]
    at: datetime
    source: str
    member_id: int | None


class Contacts(NamedTuple):
    """What Bailey knows of an account without being told. touched_at: the last two-way contact. attempts: unanswered
    since then. reactive: contacts in the 30 days before that were reactive. active: activities of the 90 days before.
    overdue: promises whose day has passed."""

    account_id: int
    touched_at: datetime | None
    attempts: int
    reactive: int
    active: int
    overdue: int


class Health(HealthScores, HealthCounting):
    # ------------------------------------------------------------ what is measured

    def measures(self) -> list[Measure]:
        """Those that somebody defined, changed or wrote to; archived ones too."""
        return [Measure.of(row) for row in self._work.rows(_MEASURES, organization=self._organization)]

    def bands(self) -> list[HealthBand]:
        """Those that an admin has described."""
        return [HealthBand.of(row) for row in self._work.rows(_BANDS, organization=self._organization)]

    # ------------------------------------------------------------ what was read

    def readings(self, account_ids: Collection[int], at: datetime) -> list[Newest]:
        """The newest reading up to an instant, of each measure of each account."""
        found: list[Newest] = []
        for piece in chunks(account_ids):
            rows = self._work.rows(_READINGS, organization=self._organization, instant=at, **keys(piece))
            found += [Newest(**{**row, "value": Guarded(row["value"], _HEALTH)}) for row in rows]
        return found

    def contacts(self, account_ids: Collection[int], at: datetime, day: date) -> list[Contacts]:
        """As of an instant, which is on that local day."""
        found: list[Contacts] = []
        for piece in chunks(account_ids):
            rows = self._work.rows(
                _CONTACTS,
                organization=self._organization,
                instant=at,
                day=day,
                reactive_since=at - timedelta(days=REACTIVE_DAYS),
                active_since=at - timedelta(days=ACTIVE_DAYS),
                **keys(piece),
            )
            found += [Contacts(**row) for row in rows]
        return found

    def history(self, account_id: int, measure_id: int, limit: int) -> list[Reading]:
        """Of one measure, newest first."""
        rows = self._work.rows(
            _HISTORY, organization=self._organization, account=account_id, measure=measure_id, limit=limit
        )
        return [Reading.of(row) for row in rows]

    def readings_at(
        self, account_ids: Collection[int], measure_id: int, instants: Collection[datetime]
    ) -> list[Reading]:
        """Of one measure, at exactly these instants."""
        found: list[Reading] = []
        for piece in chunks(account_ids):
            for moments in chunks(instants):
                given = {**keys(piece), **keys(moments, "at")}
                rows = self._work.rows(_AT_ONCE, organization=self._organization, measure=measure_id, **given)
                found += [Reading.of(row) for row in rows]
        return found

    def first_read(self, account_ids: Collection[int]) -> dict[int, datetime]:
        """The oldest reading of each account that has any."""
        return {
            row["account_id"]: row["at"]
            for piece in chunks(account_ids)
            for row in self._work.rows(_FIRST, organization=self._organization, **keys(piece))
        }
