"""What accounts are called: all of it, and what of it has changed since somebody looked last."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from storage.finding import among, chunks, keys, ours
from storage.queries.base import Queries
from storage.tables import Account, AccountName, Change, Organization

_accounts = Account.table()
_names = AccountName.table()
_changes = Change.table()
_organizations = Organization.table()

_OURS = _names.c.organization_id == bindparam("organization")
_OF_NAMES = (_changes.c.record_table == _accounts.name) | (_changes.c.record_table == _names.name)

_VERSION = select(_organizations.c.names_version).where(_organizations.c.id == bindparam("organization"))
_ALL = (
    select(_names.c.id, _names.c.account_id, _names.c.name, _names.c.kind)
    .join(_accounts, _accounts.c.id == _names.c.account_id)
    .where(_OURS, _names.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
    .order_by(_names.c.account_id, _names.c.id)
)
_OF = _ALL.where(among(_names.c.account_id))


def _later(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column > bindparam("seen")


_CHANGED = (
    select(_changes.c.id, _changes.c.record_table, _changes.c.record_id, _changes.c.before, _names.c.account_id)
    .outerjoin(_names, (_changes.c.record_table == _names.name) & (_names.c.id == _changes.c.record_id))
    .where(ours(_changes), _OF_NAMES, _later(_changes.c.id))
)
_ADDED = select(_names.c.id, _names.c.account_id).where(ours(_names), _later(_names.c.id))
_LAST_CHANGE = select(func.coalesce(func.max(_changes.c.id), 0).label("id")).where(
    _changes.c.organization_id == bindparam("organization"), _OF_NAMES
)
_LAST_NAME = select(func.coalesce(func.max(_names.c.id), 0).label("id")).where(_OURS)


class Name(NamedTuple):
    """One entry of the dictionary of names."""

    account_id: int
    name: str
    kind: str


class Seen(NamedTuple):
    """How far somebody has read: the newest row about names in the audit, and the newest name. 0: none yet."""

    change: int
    name: int


class Touched(NamedTuple):
    """accounts: whose names may be others than before. seen: up to where that is told."""

    accounts: frozenset[int]
    seen: Seen


class Names(Queries):
    """Whoever writes about names also writes the organization's row, so one such transaction ends before the next can
    begin: their ids grow in the order of their commits, in PostgreSQL as well (the loser of a race begins anew)."""

    def version(self) -> int:
        """Another number whenever anything about names is another."""
        return int(self._work.rows(_VERSION, organization=self._organization)[0]["names_version"])

    def all(self) -> list[Name]:
        """Every name of every live account."""
        return _said(self._work.rows(_ALL, organization=self._organization))

    def of(self, account_ids: Collection[int]) -> list[Name]:
        """The same of these accounts alone; nothing of those that are gone."""
        found: list[dict[str, Any]] = []
        for some in chunks(sorted(account_ids)):
            found += self._work.rows(_OF, organization=self._organization, **keys(some))
        return _said(found)

    def seen(self) -> Seen:
        """How far one has read who has read everything."""
        change = self._work.rows(_LAST_CHANGE, organization=self._organization)[0]["id"]
        return Seen(change, self._work.rows(_LAST_NAME, organization=self._organization)[0]["id"])

    def touched_since(self, seen: Seen) -> Touched:
        """Imports write new names without audit, so these count by themselves."""
        changed = self._work.rows(_CHANGED, organization=self._organization, seen=seen.change)
        added = self._work.rows(_ADDED, organization=self._organization, seen=seen.name)
        accounts = {row["account_id"] for row in added}
        for row in changed:
            if row["record_table"] == _accounts.name:
                accounts.add(row["record_id"])
            else:
                # A merge gives a name to another account: both are called something else now.
                accounts |= {row["account_id"], (row["before"] or {}).get("account_id", row["account_id"])}
        last_change = max((row["id"] for row in changed), default=seen.change)
        last_name = max((row["id"] for row in added), default=seen.name)
        return Touched(frozenset(accounts), Seen(last_change, last_name))


def _said(rows: Iterable[dict[str, Any]]) -> list[Name]:
    return [Name(row["account_id"], row["name"], row["kind"]) for row in rows]
