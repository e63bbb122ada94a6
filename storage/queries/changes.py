"""The audit: what was changed, and what can be taken back."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, union_all

from storage.final import NOT_MEANT_BY_UNDO
from storage.queries.base import Queries
from storage.tables import Change, ChangeSet, InboxEntry, OutboxMessage, Rhythm
from storage.types import Instant, Record

_sets = ChangeSet.table()
_changes = Change.table()

_LAST = (
    select(*_sets.columns)
    .where(
        _sets.c.organization_id == bindparam("organization"),
        _sets.c.member_id == bindparam("member"),
        _sets.c.undone_by_id.is_(None),
        _sets.c.undoes_id.is_(None),
        _sets.c.command.not_in(NOT_MEANT_BY_UNDO),
    )
    .order_by(_sets.c.id.desc())
    .limit(1)
)
_OF_SET = (
    select(*_changes.columns)
    .where(_changes.c.organization_id == bindparam("organization"), _changes.c.set_id == bindparam("set"))
    .order_by(_changes.c.id.desc())
)
_OF_RECORD = (
    select(
        _changes.c.before, _changes.c.after, _sets.c.at, _sets.c.member_id, _sets.c.command, _sets.c.id.label("set_id")
    )
    .join(_sets, _sets.c.id == _changes.c.set_id)
    .where(
        _changes.c.organization_id == bindparam("organization"),
        _changes.c.record_table == bindparam("record_table"),
        _changes.c.record_id == bindparam("record"),
    )
    .order_by(_changes.c.id)
)
_SINCE = (
    select(_changes.c.after, _sets.c.member_id)
    .join(_sets, _sets.c.id == _changes.c.set_id)
    .where(
        _changes.c.organization_id == bindparam("organization"),
        _changes.c.record_table == bindparam("record_table"),
        _changes.c.record_id == bindparam("record"),
        _changes.c.set_id > bindparam("set"),
    )
    .order_by(_changes.c.id)
)
_RECORDS = (
    select(_changes.c.record_id)
    .join(_sets, _sets.c.id == _changes.c.set_id)
    .where(
        _sets.c.organization_id == bindparam("organization"),
        _changes.c.organization_id == bindparam("organization"),
        _changes.c.record_table == bindparam("record_table"),
        _sets.c.at >= bindparam("since", type_=Instant()),
    )
    .distinct()
)
_DONE = union_all(
    *(
        select(instant.label("at")).where(instant.table.c.organization_id == bindparam("organization"))
        for instant in (
            _sets.c.at,
            InboxEntry.table().c.at,
            OutboxMessage.table().c.created_at,
            Rhythm.table().c.planned_at,
        )
    )
).subquery()
_LATEST = select(func.max(_DONE.c.at).label("at"))


class Past(NamedTuple):
    """One change of one record. before: None when it was created. Values as JSON keeps them, sensitive ones guarded."""

    at: datetime
    member_id: int
    command: str
    before: dict[str, Any] | None
    after: dict[str, Any]


class Writing(NamedTuple):
    """One change set that wrote a record, and what it wrote."""

    set_id: int
    member_id: int
    after: dict[str, Any]


class Changes(Queries):
    def open(self, member_id: int, command: str, what: str, at: datetime, undoes_id: int | None) -> int:
        opened = self._work.insert(
            ChangeSet, member_id=member_id, command=command, what=what, at=at, undoes_id=undoes_id
        )
        return opened.id

    def remember(self, set_id: int, record: Record, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        self._work.put(
            Change,
            set_id=set_id,
            record_table=record.table().name,
            record_id=record.__dict__["id"],
            before=before,
            after=after,
        )

    def describe(self, set_id: int, what: str) -> None:
        self._work.update(ChangeSet, set_id, what=what)

    def get(self, set_id: int) -> ChangeSet | None:
        return self._work.get(ChangeSet, set_id)

    def last_of(self, member_id: int) -> ChangeSet | None:
        """The newest change set of this member that can still be taken back."""
        found = self._work.rows(_LAST, organization=self._organization, member=member_id)
        return ChangeSet.of(found[0]) if found else None

    def latest(self) -> datetime | None:
        """When anything was last asked, changed, said or planned here."""
        found: datetime | None = self._work.rows(_LATEST, organization=self._organization)[0]["at"]
        return found

    def of_set(self, set_id: int) -> list[Change]:
        """Newest first, the order in which to take them back."""
        return [Change.of(row) for row in self._work.rows(_OF_SET, organization=self._organization, set=set_id)]

    def undone(self, set_id: int, by_set_id: int | None) -> None:
        """Taken back by another change set, or (None) not any more."""
        self._work.update(ChangeSet, set_id, undone_by_id=by_set_id)

    def last_writers(self, record: type[Record], record_id: int, after_set: int) -> dict[str, int]:
        """Who wrote each field of a record last, among the change sets after one: field → member."""
        rows = self._work.rows(
            _SINCE,
            organization=self._organization,
            record_table=record.table().name,
            record=record_id,
            set=after_set,
        )
        return {name: row["member_id"] for row in rows for name in row["after"]}

    def writings(self, record: type[Record], record_id: int, column: str) -> list[Writing]:
        """Who wrote a column of a record, oldest first."""
        rows = self._work.rows(
            _OF_RECORD, organization=self._organization, record_table=record.table().name, record=record_id
        )
        return [Writing(row["set_id"], row["member_id"], row["after"]) for row in rows if column in row["after"]]

    def wrote(self, record: type[Record], record_id: int, column: str, since: datetime) -> bool:
        """Whether somebody wrote a column of a record since then, also by making it."""
        rows = self._work.rows(
            _OF_RECORD, organization=self._organization, record_table=record.table().name, record=record_id
        )
        return any(row["at"] >= since and column in row["after"] for row in rows)

    def records(self, record: type[Record], since: datetime) -> set[int]:
        """The records of a table that somebody made or changed since then, also by taking something back."""
        table = record.table().name
        rows = self._work.rows(_RECORDS, organization=self._organization, record_table=table, since=since)
        return {row["record_id"] for row in rows}

    def of_record(self, record: Record) -> list[Past]:
        """Oldest first."""
        rows = self._work.rows(
            _OF_RECORD,
            organization=self._organization,
            record_table=record.table().name,
            record=record.__dict__["id"],
        )
        account = record.__dict__.get(record.__account_column__)
        return [
            Past(
                row["at"],
                row["member_id"],
                row["command"],
                None if row["before"] is None else record.guard(row["before"], account),
                record.guard(row["after"], account),
            )
            for row in rows
        ]
