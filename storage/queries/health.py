"""Health: what is measured, the newest reading of each measure, what Bailey knows itself, and the score of each day.

What is asked of many accounts is asked of at most `storage.bulk.KEYS` at a time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.finding import among, chunks, keys, ours
from storage.queries.accounts import two_way
from storage.queries.base import Queries
from storage.tables import (
    Account,
    Activity,
    HealthBand,
    HealthMark,
    HealthOverride,
    HealthScore,
    HealthSweep,
    Measure,
    Member,
    NextStep,
    Reading,
    Renewal,
    Risk,
)
from storage.types import Guarded

_accounts = Account.table()
_activities = Activity.table()
_bands = HealthBand.table()
_marks = HealthMark.table()
_measures = Measure.table()
_members = Member.table()
_overrides = HealthOverride.table()
_readings = Reading.table()
_renewals = Renewal.table()
_risks = Risk.table()
_scores = HealthScore.table()
_steps = NextStep.table()
_sweeps = HealthSweep.table()

_HEALTH = frozenset({"health"})
REACTIVE_DAYS = 30
ACTIVE_DAYS = 90
NOWHERE = "UTC"  # the zone of accounts that nobody owns
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

_latest = _scores.alias("latest")
_NEWEST_SCORE = (
    select(_latest.c.id)
    .where(_latest.c.account_id == _accounts.c.id, _latest.c.on <= bindparam("day"))
    .order_by(_latest.c.on.desc())
    .limit(1)
    .correlate(_accounts)
    .scalar_subquery()
)
_SCORES = select(*_scores.columns).where(
    _scores.c.id.in_(select(_NEWEST_SCORE).where(ours(_accounts), among(_accounts.c.id)))
)
_FIRST_SCORE = (
    select(_scores.c.account_id, func.min(_scores.c.on).label("on"))
    .where(ours(_scores), among(_scores.c.account_id))
    .group_by(_scores.c.account_id)
)
_COURSE = (
    select(*_scores.columns)
    .where(
        ours(_scores),
        _scores.c.account_id == bindparam("account"),
        _scores.c.on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(_scores.c.on)
)
_SCORE_COLUMNS = ("account_id", "on", "score", "band", "coverage", "capped", "rules", "at")
_KEEP = {
    name: insert(_scores)
    .values(
        organization_id=bindparam("organization"),
        **{column: bindparam(f"new_{column}", type_=_scores.c[column].type) for column in _SCORE_COLUMNS},
    )
    .on_conflict_do_update(
        index_elements=["account_id", "on"],
        set_={column: bindparam(f"new_{column}", type_=_scores.c[column].type) for column in _SCORE_COLUMNS[2:]},
    )
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_CURRENT = (
    update(_accounts)
    .where(
        _accounts.c.organization_id == bindparam("organization"),
        _accounts.c.id == bindparam("account"),
        _accounts.c.health.is_distinct_from(bindparam("new_health", type_=_accounts.c.health.type)),
    )
    .values(health=bindparam("new_health", type_=_accounts.c.health.type))
)
_OVERRIDES = (
    select(*_overrides.columns)
    .where(
        _overrides.c.organization_id == bindparam("organization"),
        among(_overrides.c.account_id),
        _overrides.c.ended_at.is_(None),
        _overrides.c.deleted_at.is_(None),
    )
    .order_by(_overrides.c.id)
)
_OVER = (
    select(*_overrides.columns)
    .where(
        _overrides.c.organization_id == bindparam("organization"),
        _overrides.c.ended_at.is_(None),
        _overrides.c.deleted_at.is_(None),
        _overrides.c.until < bindparam("day"),
    )
    .order_by(_overrides.c.until, _overrides.c.id)
    .limit(bindparam("limit"))
)
_DECIDED = select(_renewals.c.outcome).where(
    ours(_renewals),
    _renewals.c.account_id == bindparam("account"),
    _renewals.c.decided_at >= bindparam("since", type_=_renewals.c.decided_at.type),
    _renewals.c.deleted_at.is_(None),
)
_MARKED = (
    select(_marks.c.id, _marks.c.account_id)
    .where(_marks.c.organization_id == bindparam("organization"))
    .order_by(_marks.c.id)
    .limit(bindparam("limit"))
)
_UNMARK = delete(_marks).where(_marks.c.organization_id == bindparam("organization"), _marks.c.id <= bindparam("last"))
_ZONES = (
    select(_members.c.zone)
    .where(_members.c.organization_id == bindparam("organization"), _members.c.deleted_at.is_(None))
    .distinct()
)
_SWEEP = select(*_sweeps.columns).where(
    _sweeps.c.organization_id == bindparam("organization"), _sweeps.c.zone == bindparam("where")
)
_BEHIND = (
    select(_accounts.c.id)
    .select_from(_accounts.outerjoin(_members, _members.c.id == _accounts.c.owner_id))
    .where(
        ours(_accounts),
        _accounts.c.id > bindparam("after"),
        _accounts.c.deleted_at.is_(None),
        func.coalesce(_members.c.zone, NOWHERE) == bindparam("where"),
    )
    .order_by(_accounts.c.id)
    .limit(bindparam("limit"))
)
_ZONES_OF = (
    select(_accounts.c.id, func.coalesce(_members.c.zone, NOWHERE).label("zone"))
    .select_from(_accounts.outerjoin(_members, _members.c.id == _accounts.c.owner_id))
    .where(ours(_accounts), among(_accounts.c.id), _accounts.c.deleted_at.is_(None))
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


class Health(Queries):
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

    # ------------------------------------------------------------ the score of each day

    def scores(self, account_ids: Collection[int], day: date) -> dict[int, HealthScore]:
        """What was known on a day: the row of that day, else the last one before it."""
        return {
            row["account_id"]: HealthScore.of(row)
            for piece in chunks(account_ids)
            for row in self._work.rows(_SCORES, organization=self._organization, day=day, **keys(piece))
        }

    def course(self, account_id: int, first: date, last: date) -> list[HealthScore]:
        """Each change from one day to another, oldest first."""
        rows = self._work.rows(_COURSE, organization=self._organization, account=account_id, first=first, last=last)
        return [HealthScore.of(row) for row in rows]

    def first_scored(self, account_ids: Collection[int]) -> dict[int, date]:
        return {
            row["account_id"]: row["on"]
            for piece in chunks(account_ids)
            for row in self._work.rows(_FIRST_SCORE, organization=self._organization, **keys(piece))
        }

    def keep(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Scores of days, instead of what was kept of the same days. rows: account_id, on, score, band, coverage, capped,
        rules and at of each."""
        if rows:
            given = [
                {"organization": self._organization, **{f"new_{name}": row[name] for name in _SCORE_COLUMNS}}
                for row in rows
            ]
            self._work.run_many(_KEEP[self._work.dialect.name], given)

    def current(self, scores: Mapping[int, int | None]) -> None:
        """What lists and filters go by: account → score. No part of the audit: it follows from what is."""
        rows = [
            {"organization": self._organization, "account": id, "new_health": score} for id, score in scores.items()
        ]
        if rows:
            self._work.run_many(_CURRENT, rows)

    # ------------------------------------------------------------ whoever thought otherwise

    def overrides(self, account_ids: Collection[int]) -> dict[int, HealthOverride]:
        """The one that counts, by account."""
        return {
            row["account_id"]: HealthOverride.of(row)
            for piece in chunks(account_ids)
            for row in self._work.rows(_OVERRIDES, organization=self._organization, **keys(piece))
        }

    def overrides_over(self, day: date, limit: int) -> list[HealthOverride]:
        """Those whose last day lies before a day, and of which nobody was told yet."""
        rows = self._work.rows(_OVER, organization=self._organization, day=day, limit=limit)
        return [HealthOverride.of(row) for row in rows]

    def decided_since(self, account_id: int, since: datetime) -> set[str]:
        """How renewals of an account were decided since an instant."""
        rows = self._work.rows(_DECIDED, organization=self._organization, account=account_id, since=since)
        return {row["outcome"] for row in rows}

    # ------------------------------------------------------------ what is to be counted

    def mark(self, account_ids: Iterable[int]) -> None:
        """These have to be counted anew."""
        ids = list(dict.fromkeys(account_ids))
        self._work.insert_many(HealthMark, [{"organization_id": self._organization, "account_id": id} for id in ids])

    def marked(self, limit: int) -> tuple[list[int], int]:
        """Some accounts that have to be counted anew, and the last mark among them."""
        rows = self._work.rows(_MARKED, organization=self._organization, limit=limit)
        return list(dict.fromkeys(row["account_id"] for row in rows)), rows[-1]["id"] if rows else 0

    def unmark(self, last: int) -> None:
        """They were counted, up to that mark."""
        self._work.run(_UNMARK, organization=self._organization, last=last)

    def zones(self) -> list[str]:
        """Where our people live."""
        rows = self._work.rows(_ZONES, organization=self._organization)
        return sorted({NOWHERE, *(row["zone"] for row in rows)})

    def zones_of(self, account_ids: Collection[int]) -> dict[int, str]:
        """The zone whose days count for an account: its owner's. Accounts that are gone are left out."""
        return {
            row["id"]: row["zone"]
            for piece in chunks(account_ids)
            for row in self._work.rows(_ZONES_OF, organization=self._organization, **keys(piece))
        }

    def count_of(self, zone: str, day: date) -> HealthSweep:
        """How far the count of a zone's day has come; it begins when it is first asked for."""
        rows = self._work.rows(_SWEEP, organization=self._organization, where=zone)
        if not rows:
            return self._work.insert(HealthSweep, zone=zone, on=day, after_id=0)
        found = HealthSweep.of(rows[0])
        # A clock that goes back, or a flight to the west, counts no day twice.
        return found if found.on >= day else self._work.update(HealthSweep, found.id, on=day, after_id=0)

    def swept(self, sweep_id: int, after_id: int | None) -> None:
        self._work.update(HealthSweep, sweep_id, after_id=after_id)

    def begin_anew(self) -> None:
        """What is measured has changed: every account is counted again."""
        self._work.do(update(_sweeps).where(_sweeps.c.organization_id == self._organization).values(after_id=0))

    def in_zone(self, zone: str, after: int, limit: int) -> list[int]:
        """The next live accounts by id whose day is that of a zone."""
        rows = self._work.rows(_BEHIND, organization=self._organization, where=zone, after=after, limit=limit)
        return [row["id"] for row in rows]
