"""Risks: what is open, how much hangs on it, and what a fire has cost so far."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, literal, select
from sqlalchemy import cast as as_type

from storage.finding import among, chunks, keys, ours
from storage.queries.base import Queries
from storage.queries.postings import cards_standing
from storage.tables import Account, Activity, Member, Posting, Risk, RiskCategory, RiskCost
from storage.types import Guarded

_risks = Risk.table()
_costs = RiskCost.table()
_accounts = Account.table()
_activities = Activity.table()
_members = Member.table()
_postings = Posting.table()

_MONEY = frozenset({"money"})
_JOINED = _risks.join(_accounts, _accounts.c.id == _risks.c.account_id)
_LIVE = (_risks.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
_OPEN = (*_LIVE, _risks.c.closed_at.is_(None))
_COLUMNS = (
    *_risks.columns,
    _accounts.c.name.label("account_name"),
    _accounts.c.tier.label("account_tier"),
    _accounts.c.owner_id.label("account_owner_id"),
)
# A fire first, then what is worst, then what is oldest.
_WORST = (_risks.c.is_fire.desc(), _risks.c.severity, _risks.c.created_at, _risks.c.id)
# What risks are gathered by.
_GROUPS: Mapping[str, ColumnElement[Any]] = {
    "tier": _accounts.c.tier,
    "category": _risks.c.category,
    "severity": _risks.c.severity,
    "owner": _risks.c.owner_id,
}
_RANKED = frozenset({"tier", "severity"})  # groups that have an order of their own
_ONE = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(_risks.c.organization_id == bindparam("organization"), _risks.c.id == bindparam("risk"), *_LIVE)
)
_OF_ACCOUNT = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(_risks.c.organization_id == bindparam("organization"), _risks.c.account_id == bindparam("account"), *_OPEN)
    .order_by(*_WORST)
)
_COSTS = (
    select(*_costs.columns)
    .where(
        _costs.c.organization_id == bindparam("organization"),
        _costs.c.risk_id == bindparam("risk"),
        _costs.c.deleted_at.is_(None),
    )
    .order_by(_costs.c.spent_on, _costs.c.id)
)
_ON_RISK = (
    ours(_activities),
    _activities.c.risk_id == bindparam("risk"),
    _activities.c.deleted_at.is_(None),
)
_WORKED = (
    select(
        _activities.c.member_id,
        _members.c.name,
        _members.c.role,
        func.count().label("activities"),
        func.sum(_activities.c.minutes).label("minutes"),
    )
    .join(_members, _members.c.id == _activities.c.member_id)
    .where(*_ON_RISK)
    .group_by(_activities.c.member_id, _members.c.name, _members.c.role)
    .order_by(func.sum(_activities.c.minutes).desc(), _activities.c.member_id)
)
_LAST = select(func.max(_activities.c.at).label("at")).where(*_ON_RISK)
_NOTES = (
    select(*_activities.columns)
    .where(*_ON_RISK, _activities.c.note.is_not(None))
    .order_by(_activities.c.at.desc(), _activities.c.id.desc())
    .limit(bindparam("limit"))
)


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where one row of a group is so; both databases have no common `bool_or`."""
    return func.max(case((condition, 1), else_=0))


_CHAMPION = _any(_risks.c.category == RiskCategory.CHAMPION.value)

_AT = bindparam("at", type_=_risks.c.created_at.type)
_AS_OF = (
    select(
        _risks.c.account_id,
        _any(_risks.c.declared_at.is_not(None) & (_risks.c.declared_at <= _AT)).label("fire"),
        _any(_risks.c.declared & (_risks.c.category == RiskCategory.LEAVING.value)).label("leaving"),
        _CHAMPION.label("champion"),
    )
    .where(
        _risks.c.organization_id == bindparam("organization"),
        _risks.c.deleted_at.is_(None),
        _risks.c.created_at <= _AT,
        (_risks.c.closed_at.is_(None)) | (_risks.c.closed_at > _AT),
        among(_risks.c.account_id),
    )
    .group_by(_risks.c.account_id)
)
_COUNTS = (
    select(_risks.c.account_id, func.count().label("n"), _any(_risks.c.is_fire).label("fire"))
    .where(
        _risks.c.organization_id == bindparam("organization"),
        _risks.c.deleted_at.is_(None),
        _risks.c.closed_at.is_(None),
        among(_risks.c.account_id),
    )
    .group_by(_risks.c.account_id)
)


_CARDS = cards_standing(_risks, "fire", "risk")


@dataclass(frozen=True)
class SoughtRisks:
    """Which risks to list. Every filter that is None does not filter.

    owner_id: of the account or of the risk. closed: how they ended, or what is open. order: worst, amount or newest.
    group: only those of one group, by tier, category, severity or owner (of the risk); None for those without."""

    owner_id: int | None = None
    account_id: int | None = None
    tier: int | None = None
    category: str | None = None
    severity: int | None = None
    declared: bool | None = None
    fires: bool = False
    closed: bool = False
    state: str | None = None
    order: str = "worst"
    group: tuple[str, str | int | None] | None = None


class ListedRisk(NamedTuple):
    """A risk and whose it is."""

    risk: Risk
    account: str
    tier: int | None
    account_owner_id: int | None


class RiskTotals(NamedTuple):
    """How many, at how many accounts, and what may be lost: currency → minor units, of each account the largest amount."""

    risks: int
    accounts: int
    fires: int
    amount: Guarded[dict[str, int]]


class Threatened(NamedTuple):
    """leaving: the customer said that they want to go. champion: whoever carried us there has left."""

    leaving: bool
    champion: bool


class OpenRisks(NamedTuple):
    risks: int
    fire: bool


class Worked(NamedTuple):
    """What one colleague has logged on a risk. minutes: their sum."""

    member_id: int
    name: str
    role: str
    activities: int
    minutes: int


class Risks(Queries):
    def get(self, risk_id: int) -> ListedRisk | None:
        found = self._work.rows(_ONE, organization=self._organization, risk=risk_id) if risk_id < 2**63 else []
        return _listed(found[0]) if found else None

    def of_account(self, account_id: int) -> list[ListedRisk]:
        """Open ones; a fire first, then the worst."""
        rows = self._work.rows(_OF_ACCOUNT, organization=self._organization, account=account_id)
        return [_listed(row) for row in rows]

    def fire_of(self, account_id: int) -> ListedRisk | None:
        """The fire that burns at an account."""
        return next((one for one in self.of_account(account_id) if one.risk.is_fire), None)

    def threats_at(self, account_ids: Collection[int], at: datetime) -> dict[int, Threatened]:
        """Of those accounts that had an open risk at an instant."""
        found: dict[int, Threatened] = {}
        for some in chunks(sorted(account_ids)):
            for row in self._work.rows(_AS_OF, organization=self._organization, at=at, **keys(some)):
                leaving = bool(row["fire"] or row["leaving"])
                found[row["account_id"]] = Threatened(leaving, bool(row["champion"]))
        return found

    def counts(self, account_ids: Collection[int]) -> dict[int, OpenRisks]:
        """How many are open, of those accounts that have any."""
        found: dict[int, OpenRisks] = {}
        for some in chunks(sorted(account_ids)):
            for row in self._work.rows(_COUNTS, organization=self._organization, **keys(some)):
                found[row["account_id"]] = OpenRisks(int(row["n"]), bool(row["fire"]))
        return found

    def cards(self, account_ids: Collection[int]) -> list[str]:
        """The cards of risks and fires at these accounts that stand in some chat, of those that have ended too."""
        found = (self._work.rows(_CARDS, organization=self._organization, account=id) for id in sorted(account_ids))
        return [row["card"] for rows in found for row in rows]

    # ------------------------------------------------------------ lists

    def board(self, sought: SoughtRisks, limit: int | None = None, offset: int = 0) -> list[ListedRisk]:
        """limit: None for all there are."""
        statement = self._sought(select(*_COLUMNS), sought).order_by(*_order(sought)).limit(limit).offset(offset)
        return [_listed(row) for row in self._work.ask(statement)]

    def totals(self, sought: SoughtRisks) -> RiskTotals:
        return self._totals(sought, literal(1)).get(1, RiskTotals(0, 0, 0, Guarded({}, _MONEY)))

    def groups(self, sought: SoughtRisks, by: str) -> list[tuple[str | int | None, RiskTotals]]:
        """The totals of each group (see SoughtRisks), whatever has no tier or owner last; the rest in the order of tiers
        and severities, else with the most risks first."""
        found = self._totals(sought, _GROUPS[by])
        ranked = by in _RANKED
        keys = sorted(found, key=lambda key: (key is None, 0 if ranked else -found[key].risks, str(key)))
        return [(key, found[key]) for key in keys]

    def _totals(self, sought: SoughtRisks, by: ColumnElement[Any]) -> dict[Any, RiskTotals]:
        counted = self._work.ask(
            self._sought(
                select(
                    by.label("key"),
                    func.count().label("n"),
                    func.count(_risks.c.account_id.distinct()).label("accounts"),
                    func.sum(as_type(_risks.c.is_fire, Integer)).label("fires"),
                ),
                sought,
            ).group_by(by)
        )
        # What a customer pays is lost once, for whatever reasons.
        of = (
            self._sought(
                select(by.label("key"), _risks.c.currency, func.max(_risks.c.amount_minor).label("amount")), sought
            )
            .where(_risks.c.amount_minor.is_not(None))
            .group_by(by, _risks.c.account_id, _risks.c.currency)
            .subquery()
        )
        amounts: dict[Any, dict[str, int]] = {}
        summed = select(of.c.key, of.c.currency, func.sum(of.c.amount).label("total"))
        for row in self._work.ask(summed.group_by(of.c.key, of.c.currency).order_by(of.c.currency)):
            amounts.setdefault(row["key"], {})[row["currency"]] = int(row["total"])
        return {
            row["key"]: RiskTotals(
                row["n"], row["accounts"], int(row["fires"] or 0), Guarded(amounts.get(row["key"], {}), _MONEY)
            )
            for row in counted
        }

    def _sought(self, statement: Any, sought: SoughtRisks) -> Any:
        return statement.select_from(_JOINED).where(_risks.c.organization_id == self._organization, *_filters(sought))

    # ------------------------------------------------------------ what it cost

    def costs_of(self, risk_id: int) -> list[RiskCost]:
        """In the order in which they came."""
        return [RiskCost.of(row) for row in self._work.rows(_COSTS, organization=self._organization, risk=risk_id)]

    def worked_on(self, risk_id: int) -> list[Worked]:
        """Activities logged on a risk, by who did them; the most minutes first."""
        rows = self._work.rows(_WORKED, organization=self._organization, risk=risk_id)
        return [
            Worked(row["member_id"], row["name"], row["role"], int(row["activities"]), int(row["minutes"] or 0))
            for row in rows
        ]

    def last_worked(self, risk_id: int) -> datetime | None:
        """When anything was last done about a risk, as far as it was logged on it."""
        at: datetime | None = self._work.rows(_LAST, organization=self._organization, risk=risk_id)[0]["at"]
        return at

    def last_notes(self, risk_id: int, limit: int) -> list[Activity]:
        """The newest activities on a risk that say something."""
        rows = self._work.rows(_NOTES, organization=self._organization, risk=risk_id, limit=limit)
        return [Activity.of(row) for row in rows]


def _filters(sought: SoughtRisks) -> Iterator[ColumnElement[bool]]:
    yield from _LIVE
    if sought.state is not None:
        yield _risks.c.state == sought.state
    elif sought.closed:
        yield _risks.c.closed_at.is_not(None)
    else:
        yield _risks.c.closed_at.is_(None)
    if sought.owner_id is not None:
        yield (_accounts.c.owner_id == sought.owner_id) | (_risks.c.owner_id == sought.owner_id)
    if sought.fires:
        yield _risks.c.is_fire.is_(True)
    if sought.group is not None:
        by, key = sought.group
        yield _GROUPS[by].is_(None) if key is None else _GROUPS[by] == key
    if sought.declared is not None:
        yield _risks.c.declared.is_(sought.declared)
    equal = {
        _risks.c.account_id: sought.account_id,
        _accounts.c.tier: sought.tier,
        _risks.c.category: sought.category,
        _risks.c.severity: sought.severity,
    }
    for column, value in equal.items():
        if value is not None:
            yield column == value


def _order(sought: SoughtRisks) -> tuple[ColumnElement[Any], ...]:
    match sought.order:
        case "amount":
            return (func.coalesce(_risks.c.amount_minor, -1).desc(), *_WORST)
        case "newest":
            return (_risks.c.created_at.desc(), _risks.c.id.desc())
        case _:
            return (_risks.c.closed_at.desc(), _risks.c.id.desc()) if sought.closed else _WORST


def _listed(row: dict[str, Any]) -> ListedRisk:
    risk = {name: row[name] for name in _risks.columns.keys()}  # noqa: SIM118  # a column collection, no dict
    return ListedRisk(Risk.of(risk), row["account_name"], row["account_tier"], row["account_owner_id"])
