"""Renewals: what is due, what is expected of it, what moved, and how it was decided."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select

from storage.finding import ours
from storage.queries.base import Queries
from storage.tables import Account, Contract, ExchangeRate, Forecast, ForecastChange, Renewal
from storage.types import Guarded

_renewals = Renewal.table()
_contracts = Contract.table()
_accounts = Account.table()
_history = ForecastChange.table()
_rates = ExchangeRate.table()

_MONEY = frozenset({"money"})
_JOINED = _renewals.join(_contracts, _contracts.c.id == _renewals.c.contract_id).join(
    _accounts, _accounts.c.id == _renewals.c.account_id
)
_LIVE = (_renewals.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
_OPEN = (*_LIVE, _renewals.c.outcome.is_(None))
_COLUMNS = (
    *_renewals.columns,
    *(_contracts.c[name].label(f"contract_{name}") for name in _contracts.columns.keys()),  # noqa: SIM118  # a column collection, no dict
    _accounts.c.name.label("account_name"),
    _accounts.c.owner_id.label("account_owner_id"),
)
_OF_ACCOUNT = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(
        ours(_renewals),
        _renewals.c.account_id == bindparam("account"),
        *_LIVE,
    )
    .order_by(_renewals.c.due_on, _renewals.c.id)
)
_ONE = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(_renewals.c.organization_id == bindparam("organization"), _renewals.c.id == bindparam("renewal"), *_LIVE)
)
_OF_CONTRACT = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(
        _renewals.c.organization_id == bindparam("organization"),
        _renewals.c.contract_id == bindparam("contract"),
        *_OPEN,
    )
)
_HISTORY = (
    select(*_history.columns)
    .where(
        ours(_history),
        _history.c.renewal_id == bindparam("renewal"),
        _history.c.deleted_at.is_(None),
    )
    .order_by(_history.c.at, _history.c.id)
)
_RATES = (
    select(*_rates.columns)
    .where(_rates.c.organization_id == bindparam("organization"), _rates.c.deleted_at.is_(None))
    .order_by(_rates.c.currency, _rates.c.since)
)


@dataclass(frozen=True)
class Sought:
    """Which renewals to list. Every filter that is None does not filter; today: for what is due next.

    due: (first, last) local dates of the renewal. deciding: (first, last) of the next date that matters, which is the
    notice deadline until it has passed. decided: with an outcome, or open. order: due, decision, arr, forecast or name.
    """

    today: date
    owner_id: int | None = None
    forecast: Forecast | None = None
    due: tuple[date | None, date | None] = (None, None)
    deciding: tuple[date, date] | None = None
    decided: bool = False
    order: str = "due"


class Listed(NamedTuple):
    """A renewal with its contract and whose it is."""

    renewal: Renewal
    contract: Contract
    account: str
    owner_id: int | None


class Sum(NamedTuple):
    """How many renewals of one forecast (None: not said), and what is up for renewal: currency → minor units."""

    forecast: str | None
    renewals: int
    arr: Guarded[dict[str, int]]


class Move(NamedTuple):
    """A renewal whose forecast is another than it was. before: None where nothing was said then."""

    listed: Listed
    before: Guarded[str] | None


class Renewals(Queries):
    def get(self, renewal_id: int) -> Listed | None:
        found = self._work.rows(_ONE, organization=self._organization, renewal=renewal_id)
        return _listed(found[0]) if found else None

    def of_account(self, account_id: int) -> list[Listed]:
        """Open and decided ones, soonest first."""
        rows = self._work.rows(_OF_ACCOUNT, organization=self._organization, account=account_id)
        return [_listed(row) for row in rows]

    def open_of(self, contract_id: int) -> Listed | None:
        found = self._work.rows(_OF_CONTRACT, organization=self._organization, contract=contract_id)
        return _listed(found[0]) if found else None

    def history(self, renewal_id: int) -> list[ForecastChange]:
        """What was expected of it, oldest first."""
        rows = self._work.rows(_HISTORY, organization=self._organization, renewal=renewal_id)
        return [ForecastChange.of(row) for row in rows]

    def board(self, sought: Sought, limit: int | None = None, offset: int = 0) -> list[Listed]:
        """limit: None for all there are."""
        statement = _ordered(self._sought(select(*_COLUMNS), sought), sought)
        return [_listed(row) for row in self._work.ask(statement.limit(limit).offset(offset))]

    def sums(self, sought: Sought) -> list[Sum]:
        """By forecast, best first, and what nobody has forecast yet at the end."""
        statement = self._sought(
            select(
                _renewals.c.forecast,
                _contracts.c.currency,
                func.count().label("n"),
                func.sum(_contracts.c.arr_minor).label("total"),
            ),
            sought,
        )
        rows = self._work.ask(
            statement.group_by(_renewals.c.forecast, _contracts.c.currency).order_by(_contracts.c.currency)
        )
        found = []
        for forecast in (*(each.value for each in Forecast), None):
            mine = [row for row in rows if row["forecast"] == forecast]
            if mine:
                arr = Guarded({row["currency"]: int(row["total"]) for row in mine}, _MONEY)
                found.append(Sum(forecast, sum(row["n"] for row in mine), arr))
        return found

    def moves(self, sought: Sought, since: datetime) -> list[Move]:
        """Renewals of the list whose forecast differs from what it was at an instant; the latest change first."""
        newest = (
            select(func.max(_history.c.id))
            .where(
                _history.c.organization_id == _renewals.c.organization_id,
                _history.c.renewal_id == _renewals.c.id,
                _history.c.at < since,
                _history.c.deleted_at.is_(None),
            )
            .correlate(_renewals)
            .scalar_subquery()
        )
        before = select(_history.c.forecast).where(_history.c.id == newest).correlate(_renewals).scalar_subquery()
        latest = (
            select(func.max(_history.c.at))
            .where(
                _history.c.organization_id == _renewals.c.organization_id,
                _history.c.renewal_id == _renewals.c.id,
                _history.c.deleted_at.is_(None),
            )
            .correlate(_renewals)
            .scalar_subquery()
        )
        statement = self._sought(select(*_COLUMNS, before.label("forecast_before")), sought).where(latest >= since)
        rows = self._work.ask(statement.order_by(latest.desc(), _renewals.c.id))
        moves = []
        for row in rows:
            listed = _listed(row)
            if row["forecast_before"] != row["forecast"]:
                said = row["forecast_before"]
                moves.append(Move(listed, None if said is None else Guarded(said, frozenset({"health"}))))
        return moves

    def decided_since(self, sought: Sought, since: datetime) -> list[Listed]:
        """Decided ones whose decision came after an instant, the latest first."""
        statement = self._sought(select(*_COLUMNS), sought).where(_renewals.c.decided_at >= since)
        rows = self._work.ask(statement.order_by(_renewals.c.decided_at.desc(), _renewals.c.id))
        return [_listed(row) for row in rows]

    def still_customers(self, ids: Collection[int], day: date) -> set[int]:
        """Which of these accounts have a contract that goes on after a day."""
        if not ids:
            return set()
        rows = self._work.ask(
            select(_contracts.c.account_id)
            .where(
                _contracts.c.organization_id == self._organization,
                _contracts.c.account_id.in_(sorted(ids)),
                _contracts.c.deleted_at.is_(None),
                _contracts.c.ends_on.is_(None) | (_contracts.c.ends_on > day),
            )
            .distinct()
        )
        return {row["account_id"] for row in rows}

    def rates(self) -> list[ExchangeRate]:
        """By currency, oldest first."""
        return [ExchangeRate.of(row) for row in self._work.rows(_RATES, organization=self._organization)]

    def _sought(self, statement: Select[Any], sought: Sought) -> Select[Any]:
        return statement.select_from(_JOINED).where(
            _renewals.c.organization_id == self._organization, *_filters(sought)
        )


def _filters(sought: Sought) -> Iterator[ColumnElement[bool]]:
    yield from _LIVE if sought.decided else _OPEN
    if sought.decided:
        yield _renewals.c.outcome.is_not(None)
    if sought.owner_id is not None:
        yield _accounts.c.owner_id == sought.owner_id
    if sought.forecast is not None:
        yield _renewals.c.forecast == sought.forecast.value
    first, last = sought.due
    if first is not None:
        yield _renewals.c.due_on >= first
    if last is not None:
        yield _renewals.c.due_on <= last
    if sought.deciding is not None:
        yield _decision(sought.today).between(*sought.deciding)


def _decision(today: date) -> ColumnElement[date]:
    """The next date that matters: the notice deadline, and the renewal once that has passed."""
    return case((_renewals.c.notice_on >= today, _renewals.c.notice_on), else_=_renewals.c.due_on)


def _ordered(statement: Select[Any], sought: Sought) -> Select[Any]:
    ranks = {forecast.value: rank for rank, forecast in enumerate(reversed(Forecast))}
    orders: dict[str, list[ColumnElement[Any]]] = {
        "due": [_renewals.c.due_on],
        "decision": [_decision(sought.today)],
        "arr": [_contracts.c.arr_minor.desc()],
        "forecast": [case(ranks, value=_renewals.c.forecast, else_=len(ranks))],
        "name": [func.lower(_accounts.c.name)],
    }
    return statement.order_by(*orders[sought.order], _renewals.c.due_on, func.lower(_accounts.c.name), _renewals.c.id)


def _listed(row: dict[str, Any]) -> Listed:
    contract = {name: row[f"contract_{name}"] for name in _contracts.columns.keys()}  # noqa: SIM118  # a column collection, no dict
    renewal = {name: row[name] for name in _renewals.columns.keys()}  # noqa: SIM118  # the same
    return Listed(Renewal.of(renewal), Contract.of(contract), row["account_name"], row["account_owner_id"])
