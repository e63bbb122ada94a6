"""KPIs agreed with customers and what was read of them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, func, literal, or_, select, union

from storage.finding import among, chunks, keys, ours
from storage.frames import bounds, plus_days, said
from storage.queries.base import Queries
from storage.tables import Account, Kpi, KpiReading, KpiState

_kpis = Kpi.table()
_readings = KpiReading.table()
_accounts = Account.table()

_OF_ACCOUNT = (
    select(*_kpis.columns)
    .where(
        _kpis.c.organization_id == bindparam("organization"),
        _kpis.c.account_id == bindparam("account"),
        _kpis.c.deleted_at.is_(None),
    )
    .order_by(_kpis.c.state != KpiState.OPEN, _kpis.c.due_on, _kpis.c.id)
)
_READINGS = (
    select(*_readings.columns)
    .where(
        _readings.c.organization_id == bindparam("organization"),
        _readings.c.kpi_id == bindparam("kpi"),
        _readings.c.deleted_at.is_(None),
    )
    .order_by(_readings.c.on)
)
_ON = (
    select(*_readings.columns)
    .where(
        _readings.c.organization_id == bindparam("organization"),
        _readings.c.kpi_id == bindparam("kpi"),
        _readings.c.on == bindparam("day"),
        _readings.c.deleted_at.is_(None),
    )
)  # fmt: skip
# Of one KPI: its newest reading.
_newest = _readings.alias("newest")
_LATEST_ID = (
    select(_newest.c.id)
    .where(
        _newest.c.organization_id == _kpis.c.organization_id,
        _newest.c.kpi_id == _kpis.c.id,
        _newest.c.deleted_at.is_(None),
    )
    .order_by(_newest.c.on.desc())
    .limit(1)
    .correlate(_kpis)
    .scalar_subquery()
)
_LISTED = (
    select(
        *_kpis.columns,
        *(_readings.c[name].label(f"reading_{name}") for name in _readings.columns.keys()),  # noqa: SIM118  # a column collection, no dict
        _accounts.c.name.label("account_name"),
        _accounts.c.owner_id.label("account_owner_id"),
    )
    .select_from(
        _kpis.join(_accounts, _accounts.c.id == _kpis.c.account_id).outerjoin(_readings, _readings.c.id == _LATEST_ID)
    )
    .where(_kpis.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
)
_OFF = _LISTED.where(
    _kpis.c.organization_id == bindparam("organization"),
    _kpis.c.account_id == bindparam("account"),
    _kpis.c.state == KpiState.OPEN,
    _readings.c.ahead <= -100 * _kpis.c.threshold,
).order_by(_readings.c.ahead, _kpis.c.id)
_OF_ACCOUNTS = (
    select(*_kpis.columns)
    .where(
        _kpis.c.organization_id == bindparam("organization"),
        _kpis.c.deleted_at.is_(None),
        among(_kpis.c.account_id),
    )
    .order_by(_kpis.c.id)
)
_SEVERAL = select(*_kpis.columns).where(ours(_kpis), _kpis.c.deleted_at.is_(None), among(_kpis.c.id))
_OF_KPIS = select(*_readings.columns).where(
    ours(_readings),
    _readings.c.deleted_at.is_(None),
    among(_readings.c.kpi_id),
)
_BEHIND = (
    select(*_readings.columns)
    .where(
        ours(_readings),
        _readings.c.deleted_at.is_(None),
        _readings.c.id > bindparam("after"),
    )
    .order_by(_readings.c.id)
    .limit(bindparam("limit"))
)


_before = _readings.alias("before")
# How far ahead a KPI was at the reading before the one at hand.
_EARLIER = (
    select(_before.c.ahead)
    .where(
        _before.c.organization_id == _readings.c.organization_id,
        _before.c.kpi_id == _readings.c.kpi_id,
        _before.c.on < _readings.c.on,
        _before.c.deleted_at.is_(None),
    )
    .order_by(_before.c.on.desc())
    .limit(1)
    .correlate(_readings)
    .scalar_subquery()
)
_near = _readings.alias("near")
_came = _readings.alias("came")
OLD = 45  # days after which a reading is history, also when it comes in only now


def off_its_line(frame: FromClause) -> Select[Any]:
    """KPIs that a reading found too far behind their line, where the one before it had not (see `storage.queries.due`).
    figure: how far, in percent of the way."""
    allowed = -100 * _kpis.c.threshold
    edge = bounds(frame)
    return (
        select(
            said("kpi:", _kpis.c.id, ":", _readings.c.on).label("key"),
            said("kpi:", _kpis.c.id).label("subject"),
            _kpis.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            _readings.c.on.label("due_on"),
            (-_readings.c.ahead // 100).label("figure"),
            _readings.c.came_at.label("changed_at"),
        )
        .select_from(
            _readings.join(_kpis, _kpis.c.id == _readings.c.kpi_id)
            .join(_accounts, _accounts.c.id == _kpis.c.account_id)
            .join(frame, frame.c.member_id == _accounts.c.owner_id)
        )
        .where(
            ours(_readings),
            _readings.c.deleted_at.is_(None),
            # Of these few only, each by an index, the rest is asked.
            _readings.c.id.in_(
                union(
                    select(_near.c.id).where(
                        _near.c.on > edge.news_since, _near.c.on <= edge.until, _near.c.deleted_at.is_(None)
                    ),
                    select(_came.c.id).where(
                        _came.c.organization_id == bindparam("organization"), _came.c.came_at >= edge.since_at
                    ),
                )
            ),
            _kpis.c.state == KpiState.OPEN,
            _kpis.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            _readings.c.on <= frame.c.until,
            or_(
                _readings.c.on > frame.c.news_since,
                and_(_readings.c.came_at >= frame.c.since_at, _readings.c.on > plus_days(frame.c.until, literal(-OLD))),
            ),
            _readings.c.ahead <= allowed,
            func.coalesce(allowed < _EARLIER, literal(True)),
        )
    )


class Listed(NamedTuple):
    """A KPI with its latest reading, and whose customer's it is."""

    kpi: Kpi
    latest: KpiReading | None
    account: str
    owner_id: int | None

    @property
    def off(self) -> bool:
        """Whether it is open and further behind its line than was allowed."""
        ahead = self.latest.ahead.value if self.latest else 0
        return self.kpi.state == KpiState.OPEN and ahead <= -100 * self.kpi.threshold


class Kpis(Queries):
    def get(self, kpi_id: int) -> Kpi | None:
        found = self._work.get(Kpi, kpi_id)
        return found if found is not None and found.deleted_at is None else None

    def of_account(self, account_id: int) -> list[Kpi]:
        """Open ones first, soonest due first."""
        rows = self._work.rows(_OF_ACCOUNT, organization=self._organization, account=account_id)
        return [Kpi.of(row) for row in rows]

    def readings(self, kpi_id: int) -> list[KpiReading]:
        """Oldest first."""
        rows = self._work.rows(_READINGS, organization=self._organization, kpi=kpi_id)
        return [KpiReading.of(row) for row in rows]

    def reading_on(self, kpi_id: int, day: date) -> KpiReading | None:
        rows = self._work.rows(_ON, organization=self._organization, kpi=kpi_id, day=day)
        return KpiReading.of(rows[0]) if rows else None

    def off_line(self, account_id: int) -> list[Listed]:
        """Open ones of an account that are too far behind, the furthest first."""
        return [_listed(row) for row in self._work.rows(_OFF, organization=self._organization, account=account_id)]

    def listing(
        self, owner_id: int | None, account_id: int | None, limit: int, offset: int = 0
    ) -> tuple[list[Listed], int]:
        """Open ones, the furthest behind first, those without a reading last; of an account also the closed ones after
        them. And how many there are in all."""
        statement = _LISTED.where(*self._whose(owner_id, account_id))
        ordered = statement.order_by(
            _kpis.c.state != KpiState.OPEN, _readings.c.ahead.is_(None), _readings.c.ahead, _kpis.c.due_on, _kpis.c.id
        )
        rows = self._work.ask(ordered.limit(limit).offset(offset))
        count = self._work.ask(select(func.count().label("n")).select_from(statement.subquery()))[0]["n"]
        return [_listed(row) for row in rows], int(count)

    def _whose(self, owner_id: int | None, account_id: int | None) -> Iterator[ColumnElement[bool]]:
        yield _kpis.c.organization_id == self._organization
        if account_id is not None:
            yield _kpis.c.account_id == account_id
            return
        yield _kpis.c.state == KpiState.OPEN
        if owner_id is not None:
            yield _accounts.c.owner_id == owner_id

    # ------------------------------------------------------------ for files

    def of_accounts(self, account_ids: Iterable[int]) -> list[Kpi]:
        return [
            Kpi.of(row)
            for piece in chunks(account_ids)
            for row in self._work.rows(_OF_ACCOUNTS, organization=self._organization, **keys(piece))
        ]

    def several(self, ids: Iterable[int]) -> dict[int, Kpi]:
        """By id, closed ones too."""
        return {
            row["id"]: Kpi.of(row)
            for piece in chunks(ids)
            for row in self._work.rows(_SEVERAL, organization=self._organization, **keys(piece))
        }

    def readings_of(self, ids: Collection[int]) -> list[KpiReading]:
        """Of several KPIs."""
        return [
            KpiReading.of(row)
            for piece in chunks(ids)
            for row in self._work.rows(_OF_KPIS, organization=self._organization, **keys(piece))
        ]

    def readings_behind(self, after: int, limit: int) -> list[KpiReading]:
        """The next live ones by id."""
        rows = self._work.rows(_BEHIND, organization=self._organization, after=after, limit=limit)
        return [KpiReading.of(row) for row in rows]


def _listed(row: dict[str, Any]) -> Listed:
    reading = {name: row[f"reading_{name}"] for name in _readings.columns.keys()}  # noqa: SIM118  # a column collection, no dict
    kpi = {name: row[name] for name in _kpis.columns.keys()}  # noqa: SIM118  # the same
    latest = KpiReading.of(reading) if reading["id"] is not None else None
    return Listed(Kpi.of(kpi), latest, row["account_name"], row["account_owner_id"])
