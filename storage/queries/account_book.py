"""Lists of customers: which of them, in which order, and what they pay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from storage.queries.base import Queries
from storage.tables import (
    Account,
    Activity,
    Contract,
)
from storage.types import Guarded

_accounts = Account.table()
_contracts = Contract.table()
_activities = Activity.table()

_LIVE = _accounts.c.deleted_at.is_(None)
# The live contracts of the account at hand.
_OF_ACCOUNT = (
    _contracts.c.organization_id == _accounts.c.organization_id,
    _contracts.c.account_id == _accounts.c.id,
    _contracts.c.deleted_at.is_(None),
)


@dataclass(frozen=True)
class Book:
    """Which accounts to list. Every filter that is None does not filter.

    renewing: (first, last) local dates of a renewal. silent_since: no two-way contact since that instant. health: (lowest,
    highest) score. order: name, arr, renewal, tier, touch or health. today: for “next renewal”.
    """

    today: date
    owner_id: int | None = None
    without_owner: bool = False
    tier: int | None = None
    segment: str | None = None
    stage: str | None = None
    industry: str | None = None
    region: str | None = None
    renewing: tuple[date, date] | None = None
    silent_since: datetime | None = None
    health: tuple[int, int] | None = None
    order: str = "name"


class Listed(NamedTuple):
    """One account of a list. arr: currency → minor units of its live contracts, guarded."""

    account: Account
    arr: Guarded[dict[str, int]]
    renews_on: date | None
    touched_at: datetime | None


class AccountBook(Queries):
    def book(self, wanted: Book, limit: int, offset: int = 0) -> list[Listed]:
        rows = self._work.ask(_ordered(self._listing(wanted), wanted.order).limit(limit).offset(offset))
        found = [Account.of({name: row[name] for name in _accounts.columns.keys()}) for row in rows]  # noqa: SIM118  # a column collection, no dict
        money = self._arr([account.id for account in found], wanted.today)
        none: Guarded[dict[str, int]] = Guarded({}, frozenset({"money"}))
        return [
            Listed(account, money.get(account.id, none), row["next_renewal"], row["touched_at"])
            for account, row in zip(found, rows, strict=True)
        ]

    def totals(self, wanted: Book) -> tuple[int, Guarded[dict[str, int]]]:
        """How many accounts, and their ARR: currency → minor units."""
        listing = self._listing(wanted).subquery()
        count = self._work.ask(select(func.count().label("n")).select_from(listing))[0]["n"]
        rows = self._work.ask(
            select(_contracts.c.currency, func.sum(_contracts.c.arr_minor).label("total"))
            .join(listing, listing.c.id == _contracts.c.account_id)
            .where(
                _contracts.c.organization_id == self._organization,
                _contracts.c.deleted_at.is_(None),
                paid(wanted.today),
            )
            .group_by(_contracts.c.currency)
            .order_by(_contracts.c.currency)
        )
        return int(count), Guarded({row["currency"]: int(row["total"]) for row in rows}, frozenset({"money"}))

    def _arr(self, ids: Sequence[int], today: date) -> dict[int, Guarded[dict[str, int]]]:
        if not ids:
            return {}
        rows = self._work.ask(
            select(_contracts.c.account_id, _contracts.c.currency, func.sum(_contracts.c.arr_minor).label("total"))
            .where(
                _contracts.c.organization_id == self._organization,
                _contracts.c.account_id.in_(ids),
                _contracts.c.deleted_at.is_(None),
                paid(today),
            )
            .group_by(_contracts.c.account_id, _contracts.c.currency)
            .order_by(_contracts.c.currency)
        )
        sums: dict[int, dict[str, int]] = {}
        for row in rows:
            sums.setdefault(row["account_id"], {})[row["currency"]] = int(row["total"])
        return {id: Guarded(total, frozenset({"money"}), id) for id, total in sums.items()}

    def _listing(self, wanted: Book) -> Select[Any]:
        renewal = (
            select(func.min(_contracts.c.renews_on))
            .where(
                *_OF_ACCOUNT,
                _contracts.c.renews_on >= wanted.today,
                _contracts.c.ends_on.is_(None),
            )
            .correlate(_accounts)
            .scalar_subquery()
        )
        touched = (
            select(func.max(_activities.c.at))
            .where(
                _activities.c.organization_id == _accounts.c.organization_id,
                _activities.c.account_id == _accounts.c.id,
                *two_way(),
            )
            .correlate(_accounts)
            .scalar_subquery()
        )
        live = (*_OF_ACCOUNT, paid(wanted.today))
        money = select(func.sum(_contracts.c.arr_minor)).where(*live).correlate(_accounts).scalar_subquery()
        statement = select(
            *_accounts.columns,
            renewal.label("next_renewal"),
            touched.label("touched_at"),
            money.label("arr_total"),
        ).where(_accounts.c.organization_id == self._organization, _LIVE)
        return statement.where(*_filters(wanted, touched))


def paid(today: date | ColumnElement[Any]) -> ColumnElement[bool]:
    """What still brings money: a contract of a customer who left does, until its last day."""
    return _contracts.c.ends_on.is_(None) | (_contracts.c.ends_on > today)


def two_way() -> Iterator[ColumnElement[bool]]:
    """What makes an activity a two-way touch: a customer took part and somebody answered."""
    yield _activities.c.deleted_at.is_(None)
    yield _activities.c.internal.is_(False)
    yield _activities.c.attempt.is_(False)


def _filters(wanted: Book, touched: Any) -> Iterator[ColumnElement[bool]]:
    if wanted.owner_id is not None:
        yield _accounts.c.owner_id == wanted.owner_id
    if wanted.without_owner:
        yield _accounts.c.owner_id.is_(None)
    if wanted.tier is not None:
        yield _accounts.c.tier == wanted.tier
    for column, value in (
        (_accounts.c.segment, wanted.segment),
        (_accounts.c.stage, wanted.stage),
        (_accounts.c.industry, wanted.industry),
        (_accounts.c.region, wanted.region),
    ):
        if value is not None:
            yield func.lower(column) == value.lower()
    if wanted.renewing is not None:
        first, last = wanted.renewing
        yield (
            select(_contracts.c.id)
            .where(
                *_OF_ACCOUNT,
                _contracts.c.renews_on.between(first, last),
                _contracts.c.ends_on.is_(None),
            )
            .exists()
        )
    if wanted.health is not None:
        yield _accounts.c.health.between(*wanted.health)
    if wanted.silent_since is not None:
        yield func.coalesce(touched < wanted.silent_since, True)


def _ordered(statement: Select[Any], order: str) -> Select[Any]:
    columns = statement.selected_columns
    orders: dict[str, list[ColumnElement[Any]]] = {
        "name": [func.lower(_accounts.c.name)],
        "tier": [_accounts.c.tier.is_(None), _accounts.c.tier],
        "renewal": [columns["next_renewal"].is_(None), columns["next_renewal"]],
        "arr": [func.coalesce(columns["arr_total"], 0).desc()],
        "health": [_accounts.c.health.is_(None), _accounts.c.health],
        "touch": [columns["touched_at"].is_not(None), columns["touched_at"]],
    }
    return statement.order_by(*orders[order], func.lower(_accounts.c.name), _accounts.c.id)
