"""Customers: their names, people, contracts, and lists of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from storage.finding import unindexed
from storage.queries.base import Queries
from storage.tables import (
    Account,
    AccountName,
    Activity,
    BetaSeat,
    Complaint,
    Contact,
    Contract,
    Escalation,
    EscalationHours,
    EscalationUpdate,
    Feedback,
    ForecastChange,
    Fyi,
    HealthOverride,
    Interview,
    Kpi,
    KpiReading,
    Ladder,
    NameKind,
    NextStep,
    ProblemAccount,
    QuestionFor,
    Reading,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceDebt,
    ReferenceOpinion,
    ReferenceProfile,
    ReferenceVerdict,
    Renewal,
    Risk,
    RiskCost,
    Voice,
    Win,
)
from storage.types import Guarded, Record

_accounts = Account.table()
_names = AccountName.table()
_contacts = Contact.table()
_contracts = Contract.table()
_activities = Activity.table()

_OF_ORGANIZATION = _accounts.c.organization_id == bindparam("organization")
_LIVE = _accounts.c.deleted_at.is_(None)
# The live contracts of the account at hand.
_OF_ACCOUNT = (
    _contracts.c.organization_id == _accounts.c.organization_id,
    _contracts.c.account_id == _accounts.c.id,
    _contracts.c.deleted_at.is_(None),
)

_TOOK_IN = (
    select(_accounts.c.id)
    .where(
        _OF_ORGANIZATION,
        _accounts.c.merged_into_id == bindparam("account"),
        _accounts.c.deleted_at >= bindparam("since", type_=_accounts.c.deleted_at.type),
    )
    .limit(1)
)
_NAMES_OF = (
    select(*_names.columns)
    .where(
        _names.c.organization_id == bindparam("organization"),
        _names.c.account_id == bindparam("account"),
        _names.c.deleted_at.is_(None),
    )
    .order_by(_names.c.id)
)
_CONTACTS = (
    select(*_contacts.columns)
    .where(
        _contacts.c.organization_id == bindparam("organization"),
        _contacts.c.account_id == bindparam("account"),
        _contacts.c.deleted_at.is_(None),
    )
    .order_by(_contacts.c.name, _contacts.c.id)
)
_CHAMPIONS = (
    select(*_contacts.columns)
    .where(
        _contacts.c.organization_id == bindparam("organization"),
        _contacts.c.account_id == bindparam("account"),
        _contacts.c.champion_on.is_not(None),
        _contacts.c.champion_left_on.is_(None),
        _contacts.c.deleted_at.is_(None),
    )
    .order_by(_contacts.c.champion_on, _contacts.c.id)
)
_CONTRACTS = (
    select(*_contracts.columns)
    .where(
        _contracts.c.organization_id == bindparam("organization"),
        _contracts.c.account_id == bindparam("account"),
        _contracts.c.deleted_at.is_(None),
    )
    .order_by(_contracts.c.renews_on, _contracts.c.id)
)
_CHILDREN = (
    select(*_accounts.columns)
    .where(_OF_ORGANIZATION, _LIVE, _accounts.c.parent_id == bindparam("account"))
    .order_by(_accounts.c.name)
)
_COUNT = select(func.count().label("accounts")).where(_OF_ORGANIZATION, _LIVE)
_OWNERS = select(_accounts.c.id, _accounts.c.owner_id, _accounts.c.backup_id).where(
    _OF_ORGANIZATION, _LIVE, _accounts.c.id == bindparam("id")
)
_OWNED = (
    select(*_accounts.columns)
    .where(
        _OF_ORGANIZATION,
        _LIVE,
        (_accounts.c.owner_id == bindparam("member")) | (_accounts.c.backup_id == bindparam("member")),
    )
    .order_by(_accounts.c.id)
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


# What belongs to an account, and goes along when it is merged into another.
MOVED: tuple[type[Record], ...] = (
    Activity,
    NextStep,
    Contact,
    Renewal,
    ForecastChange,
    Risk,
    RiskCost,
    Escalation,
    EscalationUpdate,
    EscalationHours,
    ProblemAccount,
    Complaint,
    Ladder,
    Contract,
    HealthOverride,
    Reading,
    Kpi,
    KpiReading,
    Voice,
    Feedback,
    Interview,
    QuestionFor,
    BetaSeat,
    ReferenceProfile,
    ReferenceConsent,
    ReferenceOpinion,
    ReferenceVerdict,
    ReferenceAsk,
    ReferenceDebt,
    Fyi,
    Win,
    AccountName,
)

# Of what an account has once, what the account that stays had counts. Columns that tell it apart.
ONCE: Mapping[type[Record], tuple[str, ...]] = {
    Reading: ("measure_id", "at"),
    QuestionFor: ("question_id",),
    BetaSeat: ("beta_id",),
    ReferenceProfile: (),
    ReferenceConsent: ("kind",),
    ReferenceOpinion: ("member_id",),
    ReferenceVerdict: (),
}


class Unowned(NamedTuple):
    """accounts: how many. names: of the first ones."""

    accounts: int
    names: list[str]


class Accounts(Queries):
    def names_of(self, account_id: int) -> list[AccountName]:
        rows = self._work.rows(_NAMES_OF, organization=self._organization, account=account_id)
        return [AccountName.of(row) for row in rows]

    def owners(self, account_id: int) -> tuple[int | None, int | None]:
        """Owner and backup; (None, None) for an unknown account."""
        found = self._work.rows(_OWNERS, organization=self._organization, id=account_id)
        return (found[0]["owner_id"], found[0]["backup_id"]) if found else (None, None)

    # ------------------------------------------------------------ one account

    def get(self, account_id: int) -> Account | None:
        """The live account; a merged one leads to the account that took its place."""
        account = self._work.get(Account, account_id)
        passed = {account_id}
        while account is not None and account.merged_into_id is not None and account.merged_into_id not in passed:
            passed.add(account.merged_into_id)
            account = self._work.get(Account, account.merged_into_id)
        return account if account is not None and account.deleted_at is None else None

    def contacts(self, account_id: int) -> list[Contact]:
        rows = self._work.rows(_CONTACTS, organization=self._organization, account=account_id)
        return [Contact.of(row) for row in rows]

    def champions(self, account_id: int) -> list[Contact]:
        """Those of today, the one of longest standing first."""
        rows = self._work.rows(_CHAMPIONS, organization=self._organization, account=account_id)
        return [Contact.of(row) for row in rows]

    def contracts(self, account_id: int) -> list[Contract]:
        """Soonest renewal first."""
        rows = self._work.rows(_CONTRACTS, organization=self._organization, account=account_id)
        return [Contract.of(row) for row in rows]

    def children(self, account_id: int) -> list[Account]:
        rows = self._work.rows(_CHILDREN, organization=self._organization, account=account_id)
        return [Account.of(row) for row in rows]

    def named(self, ids: Collection[int]) -> dict[int, Account]:
        if not ids:
            return {}
        rows = self._work.ask(
            select(*_accounts.columns).where(
                _accounts.c.organization_id == self._organization, _accounts.c.id.in_(sorted(ids))
            )
        )
        return {row["id"]: Account.of(row) for row in rows}

    def count(self) -> int:
        return int(self._work.rows(_COUNT, organization=self._organization)[0]["accounts"])

    def of_member(self, member_id: int) -> list[Account]:
        """Accounts that a member owns or backs up."""
        rows = self._work.rows(_OWNED, organization=self._organization, member=member_id)
        return [Account.of(row) for row in rows]

    def without_owner(self, limit: int) -> "Unowned":
        """How many live accounts nobody owns, and the names of the first ones."""
        orphan = (_accounts.c.organization_id == self._organization, _LIVE, _accounts.c.owner_id.is_(None))
        count = self._work.ask(select(func.count().label("n")).select_from(_accounts).where(*orphan))[0]["n"]
        rows = self._work.ask(select(_accounts.c.name).where(*orphan).order_by(_accounts.c.name).limit(limit))
        return Unowned(int(count), [row["name"] for row in rows])

    def move_all(self, gone: Account, stays: Account) -> int:
        """Everything that belongs to one account goes to another, remembered row by row; returns how many rows."""
        moved = 0
        for record in MOVED:
            table = record.table()
            rows = self._work.ask(
                select(*table.columns)
                .where(table.c.organization_id == self._organization, table.c.account_id == gone.id)
                .order_by(table.c.id)
            )
            apart = ONCE.get(record)
            taken = self._taken(record, apart, stays.id) if apart is not None else set()
            for row in rows:
                if apart is not None and row["deleted_at"] is None and tuple(row[name] for name in apart) in taken:
                    if record is QuestionFor or record is BetaSeat:  # nobody waits for two answers
                        self._work.remove(record.of(row))
                    continue
                kept = record.of(row)
                if record is AccountName and row["kind"] == NameKind.NAME:
                    self._work.change(kept, account_id=stays.id, kind=NameKind.ALIAS.value)
                else:
                    self._work.change(kept, account_id=stays.id)
                moved += 1
        moved += self._move_nudges(gone, stays)
        for follow in self._work.alerts.followers(gone.id):
            # Whoever follows both already follows what stays.
            if self._work.follows.find(stays.id, follow.member_id, follow.address) is None:
                self._work.change(follow, account_id=stays.id)
                moved += 1
        for child in self.children(gone.id):
            self._work.change(child, parent_id=stays.id if child.id != stays.id else None)
            moved += 1
        return moved

    def took_in(self, account_id: int, since: datetime) -> bool:
        """Whether another account became part of this one since then."""
        return bool(self._work.rows(_TOOK_IN, organization=self._organization, account=account_id, since=since))

    def _move_nudges(self, gone: Account, stays: Account) -> int:
        """What waits at one account waits at the other, for its owner; what is not true there settles by itself."""
        waiting = self._work.nudges.open_at(gone.id)
        for nudge in waiting:
            instead = stays.owner_id if nudge.member_id == gone.owner_id else None
            self._work.change(nudge, account_id=stays.id, member_id=instead or nudge.member_id)
        return len(waiting)

    def _taken(self, record: type[Record], apart: tuple[str, ...], account_id: int) -> set[tuple[Any, ...]]:
        table = record.table()
        rows = self._work.ask(
            select(table.c.id, *(table.c[name] for name in apart)).where(
                unindexed(table.c.organization_id) == self._organization,
                table.c.account_id == account_id,
                table.c.deleted_at.is_(None),
            )
        )
        return {tuple(row[name] for name in apart) for row in rows}

    # ------------------------------------------------------------ lists

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

    # ------------------------------------------------------------ channels

    def linked(self, platform: str, tenant: str, channel: str) -> int | None:
        """The account that a channel is about."""
        known = self._work.people.channel(platform, tenant, channel)
        return known.account_id if known else None


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
