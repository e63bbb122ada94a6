"""What others did at somebody's accounts while they were away."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, bindparam, select
from sqlalchemy.sql.elements import ClauseElement

from storage.frames import either
from storage.queries.base import Queries
from storage.queries.renewals import Listed
from storage.tables import Account, Activity, ForecastChange, NextStep, Nudge, Renewal

_accounts = Account.table()
_activities = Activity.table()
_nudges = Nudge.table()
_forecasts = ForecastChange.table()
_renewals = Renewal.table()
_steps = NextStep.table()


def _theirs(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Rows of the accounts that a member owns."""
    return (
        table.c.organization_id == bindparam("organization"),
        table.c.account_id.in_(
            select(_accounts.c.id).where(
                _accounts.c.organization_id == bindparam("organization"),
                _accounts.c.owner_id == bindparam("member"),
                _accounts.c.deleted_at.is_(None),
            )
        ),
    )


def _within(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(at >= bindparam("since"), at < bindparam("until"))


_DONE_MEANWHILE = (
    select(*_activities.columns)
    .where(
        *_theirs(_activities),
        _activities.c.deleted_at.is_(None),
        _activities.c.member_id != bindparam("member"),
        _within(_activities.c.at),
    )
    .order_by(_activities.c.at.desc(), _activities.c.id.desc())
)
_CLOSED_MEANWHILE = (
    select(*_nudges.columns)
    .where(
        *_theirs(_nudges),
        either(_nudges.c.state, "done", "dismissed"),
        _nudges.c.closed_by_id != bindparam("member"),
        _within(_nudges.c.closed_at),
    )
    .order_by(_nudges.c.closed_at.desc(), _nudges.c.id.desc())
)
_FORECAST_MEANWHILE = (
    select(*_forecasts.columns)
    .where(
        *_theirs(_forecasts),
        _forecasts.c.deleted_at.is_(None),
        _forecasts.c.member_id != bindparam("member"),
        _within(_forecasts.c.at),
    )
    .order_by(_forecasts.c.at.desc(), _forecasts.c.id.desc())
)
_DECIDED_MEANWHILE = (
    select(_renewals.c.id)
    .where(
        *_theirs(_renewals),
        _renewals.c.deleted_at.is_(None),
        _renewals.c.outcome.is_not(None),
        _renewals.c.decided_by_id != bindparam("member"),
        _within(_renewals.c.decided_at),
    )
    .order_by(_renewals.c.decided_at.desc(), _renewals.c.id.desc())
)
_KEPT_MEANWHILE = (
    select(*_steps.columns)
    .where(
        *_theirs(_steps),
        _steps.c.deleted_at.is_(None),
        _within(_steps.c.done_at),
    )
    .order_by(_steps.c.done_at.desc(), _steps.c.id.desc())
)


class Meanwhile(NamedTuple):
    """What others did at somebody's accounts in a span of time, the latest first. nudges: that they closed. forecasts:
    that they said. decided: renewals. steps: that were kept, whoever promised them."""

    activities: list[Activity]
    nudges: list[Nudge]
    forecasts: list[ForecastChange]
    decided: list[Listed]
    steps: list[NextStep]

    @property
    def lines(self) -> int:
        """How many things that makes."""
        return sum((len(self.activities), len(self.nudges), len(self.forecasts), len(self.decided), len(self.steps)))


class Absences(Queries):
    def meanwhile(self, member_id: int, since: datetime, until: datetime) -> Meanwhile:
        """since, until: instants, until excluded."""

        def ask(statement: ClauseElement) -> list[dict[str, Any]]:
            return self._work.rows(
                statement, organization=self._organization, member=member_id, since=since, until=until
            )

        decided = [self._work.renewals.get(row["id"]) for row in ask(_DECIDED_MEANWHILE)]
        return Meanwhile(
            [Activity.of(row) for row in ask(_DONE_MEANWHILE)],
            [Nudge.of(row) for row in ask(_CLOSED_MEANWHILE)],
            [ForecastChange.of(row) for row in ask(_FORECAST_MEANWHILE)],
            [listed for listed in decided if listed is not None],
            [NextStep.of(row) for row in ask(_KEPT_MEANWHILE)],
        )
