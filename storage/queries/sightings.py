"""Who was shown what of whom, and who changed it: the two halves of an account's audit."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Boolean, CompoundSelect, Select, bindparam, delete, or_, select, union_all
from sqlmodel import SQLModel

from storage.queries.base import Queries
from storage.tables import Account, Change, ChangeSet, Sighting
from storage.types import Id, Instant

_sightings = Sighting.table()
_changes = Change.table()
_sets = ChangeSet.table()

_SEEN = (
    select(*_sightings.columns)
    .where(
        _sightings.c.organization_id == bindparam("organization"),
        _sightings.c.account_id == bindparam("account"),
        _sightings.c.at >= bindparam("since", type_=Instant),
        _sightings.c.at < bindparam("until", type_=Instant),
        or_(bindparam("anybody", type_=Boolean), _sightings.c.member_id == bindparam("member", type_=Id)),
    )
    .order_by(_sightings.c.at.desc(), _sightings.c.id.desc())
    .limit(bindparam("limit"))
)
_SEEN_BY = (
    select(*_sightings.columns)
    .where(_sightings.c.organization_id == bindparam("organization"), _sightings.c.member_id == bindparam("member"))
    .order_by(_sightings.c.at.desc(), _sightings.c.id.desc())
    .limit(bindparam("limit"))
)
_FORGET = delete(_sightings).where(_sightings.c.at < bindparam("before", type_=Instant))


class Entry(NamedTuple):
    """One line of an account's audit. by: the command, or the kind of card. what: the sentence of the change set, or the
    kinds of fields that were shown. place: where it was shown. set_id: of a change; None for a look."""

    at: datetime
    member_id: int | None
    by: str
    what: str
    place: str = ""
    set_id: int | None = None
    undone: bool = False


class Sightings(Queries):
    def put(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """rows: account_id, member_id, fields, by, place, at of each."""
        given = [{**row, "organization_id": self._organization} for row in rows]
        self._work.insert_many(Sighting, given)

    def of_account(
        self,
        account_id: int,
        since: datetime,
        until: datetime,
        limit: int,
        member_id: int | None = None,
        *,
        looks: bool = True,
        changes: bool = True,
    ) -> list[Entry]:
        """Looks and changes (or one half) from then until then, newest first; of one member, or of everybody."""
        asked: dict[str, Any] = {
            "organization": self._organization, "account": account_id, "since": since, "until": until, "limit": limit,
            "anybody": member_id is None, "member": member_id,
        }  # fmt: skip
        looked = self._work.rows(_SEEN, **asked) if looks else []
        sets = self._work.rows(_sets_of_account(), **asked) if changes else []
        seen = (Entry(row["at"], row["member_id"], row["by"], row["fields"], row["place"]) for row in looked)
        done = (
            Entry(
                row["at"], row["member_id"], row["command"], row["what"], "", row["id"], row["undone_by_id"] is not None
            )
            for row in sets
        )
        return list(heapq.merge(seen, done, key=lambda entry: entry.at, reverse=True))[:limit]

    def changes(self, account_id: int, set_ids: Sequence[int]) -> dict[int, list[Change]]:
        """What each of these change sets did at this account, oldest first."""
        if not set_ids:
            return {}
        touching = _touching(self._organization, account_id).subquery()
        rows = self._work.ask(
            select(*_changes.columns)
            .where(
                _changes.c.id.in_(select(touching.c.id).where(touching.c.set_id.in_(sorted(set_ids)))),
            )
            .order_by(_changes.c.id)
        )
        found: dict[int, list[Change]] = {}
        for row in rows:
            found.setdefault(row["set_id"], []).append(Change.of(row))
        return found

    def everything(self, account_id: int) -> list[Change]:
        """All changes that are kept of an account and of what belongs to it."""
        touching = _touching(self._organization, account_id).subquery()
        rows = self._work.ask(
            select(*_changes.columns).where(_changes.c.id.in_(select(touching.c.id))).order_by(_changes.c.id)
        )
        return [Change.of(row) for row in rows]

    def of_member(self, member_id: int, limit: int) -> list[Sighting]:
        """What somebody was shown, newest first."""
        rows = self._work.rows(_SEEN_BY, organization=self._organization, member=member_id, limit=limit)
        return [Sighting.of(row) for row in rows]

    def sweep(self, before: datetime) -> None:
        """Forget what was seen before then, of all organizations."""
        self._work.run(_FORGET, before=before)


@cache
def _sets_of_account() -> Select[Any]:
    touching = _touching(bindparam("organization"), bindparam("account", type_=Id)).subquery()
    return (
        select(*_sets.columns)
        .where(
            _sets.c.organization_id == bindparam("organization"),
            _sets.c.at >= bindparam("since", type_=Instant),
            _sets.c.at < bindparam("until", type_=Instant),
            or_(bindparam("anybody", type_=Boolean), _sets.c.member_id == bindparam("member", type_=Id)),
            _sets.c.id.in_(select(touching.c.set_id)),
        )
        .order_by(_sets.c.at.desc(), _sets.c.id.desc())
        .limit(bindparam("limit"))
    )


def _touching(organization: Any, account: Any) -> CompoundSelect[Any]:
    """The changes of an account: of its own row, of the rows that name it, and of those that hang on them. organization,
    account: ids, or parameters for them."""
    parts = [_of(organization, Account.table(), Account.table().c.id == account)]
    naming = [table for table in SQLModel.metadata.sorted_tables if "account_id" in table.c and "id" in table.c]
    for table in naming:
        parts.append(_of(organization, table, table.c.account_id == account))
    for table in SQLModel.metadata.sorted_tables:
        if "account_id" in table.c:
            continue
        for column in (key.parent for key in table.foreign_keys if key.column.table in naming):
            parent = next(iter(column.foreign_keys)).column.table
            parts.append(
                _of(organization, table, column.in_(select(parent.c.id).where(parent.c.account_id == account)))
            )
    return union_all(*parts)


def _of(organization: Any, table: Any, which: Any) -> Select[Any]:
    return select(_changes.c.id, _changes.c.set_id).where(
        _changes.c.organization_id == organization,
        _changes.c.record_table == table.name,
        _changes.c.record_id.in_(select(table.c.id).where(which)),
    )
