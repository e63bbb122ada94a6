"""Customers: their names, people and contracts."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from storage.finding import ours
from storage.queries.account_book import AccountBook
from storage.queries.account_merging import AccountMerging
from storage.tables import (
    Account,
    AccountName,
    Contact,
    Contract,
)

_accounts = Account.table()
_names = AccountName.table()
_contacts = Contact.table()
_contracts = Contract.table()

_OF_ORGANIZATION = _accounts.c.organization_id == bindparam("organization")
_LIVE = _accounts.c.deleted_at.is_(None)
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
        ours(_contacts),
        _contacts.c.account_id == bindparam("account"),
        _contacts.c.deleted_at.is_(None),
    )
    .order_by(_contacts.c.name, _contacts.c.id)
)
_CHAMPIONS = (
    select(*_contacts.columns)
    .where(
        ours(_contacts),
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
        ours(_contracts),
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


class Unowned(NamedTuple):
    """accounts: how many. names: of the first ones."""

    accounts: int
    names: list[str]


class Accounts(AccountBook, AccountMerging):
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

    # ------------------------------------------------------------ channels

    def linked(self, platform: str, tenant: str, channel: str) -> int | None:
        """The account that a channel is about."""
        known = self._work.people.channel(platform, tenant, channel)
        return known.account_id if known else None
