"""The score of each day, and whoever thought otherwise."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.finding import among, chunks, keys, ours
from storage.queries.base import Queries
from storage.tables import (
    Account,
    HealthOverride,
    HealthScore,
    Renewal,
)

_accounts = Account.table()
_overrides = HealthOverride.table()
_renewals = Renewal.table()
_scores = HealthScore.table()

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


class HealthScores(Queries):
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
