"""Many rows at once: ids reserved beforehand, one prepared statement for all of them, one audit row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.sql.elements import ClauseElement

from storage.documents import as_document, validate
from storage.finding import among, chunks, keys, ours
from storage.tables import (
    Account,
    AccountName,
    Activity,
    Change,
    Contract,
    Escalation,
    FeatureRequest,
    HealthOverride,
    NextStep,
    Reading,
    Renewal,
    Risk,
    Voice,
)
from storage.types import Record

if TYPE_CHECKING:
    from storage.work import Work

R = TypeVar("R", bound=Record)

# An index of names in memory must reload when one of these changes.
NAMED: tuple[type[Record], ...] = (Account, AccountName)

# And so must the index of what customers ask for.
SOUGHT: tuple[type[Record], ...] = (FeatureRequest, Voice)

# The health of an account follows from these.
COUNTED: tuple[type[Record], ...] = (Activity, Escalation, HealthOverride, NextStep, Reading, Risk)


class Edit(NamedTuple):
    """One row's new values, and what stood there before. Both have the same keys."""

    id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Bulk:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._reserved: dict[str, int] = {}

    def reserve(self, record: type[Record], count: int) -> list[int]:
        """Ids for new rows, so that rows which point at them can be written in the same stroke."""
        table = record.table()
        if self._work.dialect.name == "postgresql":
            rows = self._work.rows(_NEXT_IDS, table=table.name, count=count)
            return [row["id"] for row in rows]
        # One writer at a time: nobody else takes these before this transaction ends.
        highest = self._work.rows(_highest_id(record))[0]["id"]
        first = max(highest, self._reserved.get(table.name, 0)) + 1
        self._reserved[table.name] = first + count - 1
        return list(range(first, first + count))

    def insert(self, record: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows of one shape, without audit. Contracts have their reserved `id`, as their renewals point at them."""
        if rows:
            whole = self._whole(record, rows)
            self._write(record, whole)
            if record is Contract:
                self.insert(Renewal, self._work.renewals_for(whole))

    def add(self, record: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows of one shape, each with a reserved `id`, remembered for the audit and for undo."""
        if not rows:
            return
        for row in rows:
            validate(record, row)
        whole = self._whole(record, rows)
        self._write(record, whole)
        self._remember(record, [(row["id"], None, row) for row in whole])
        if record is Contract:
            self.add(Renewal, self._work.renewals_for(whole))
        if record in COUNTED:
            self._work.health.mark(row["account_id"] for row in whole)

    def _whole(self, record: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """With what new rows have by default, the same for all of them."""
        defaults = self._work.whole(record, {})
        return [{**defaults, **row} for row in rows]

    def _write(self, record: type[Record], whole: Sequence[Mapping[str, Any]]) -> None:
        self._work.insert_many(record, whole)
        if issubclass(record, NAMED):
            self._work.raise_names_version()
        if issubclass(record, SOUGHT):
            self._work.raise_requests_version()

    def change(self, record: type[Record], edits: Sequence[Edit]) -> None:
        """Other values for rows that are there, remembered with what was there before."""
        shapes: dict[tuple[str, ...], list[Edit]] = {}
        for edit in edits:
            validate(record, edit.after)
            shapes.setdefault(tuple(edit.after), []).append(edit)
        for columns, same in shapes.items():
            rows = [
                {
                    "row_id": edit.id,
                    "organization": self._work.organization_id,
                    **{f"new_{column}": edit.after[column] for column in columns},
                }
                for edit in same
            ]
            self._work.run_many(_update(record, columns), rows)
        self._remember(record, edits)
        if edits and issubclass(record, NAMED):
            self._work.raise_names_version()
        if edits and issubclass(record, SOUGHT):
            self._work.raise_requests_version()
        if record is Contract:
            self._work.follow_contracts([edit.id for edit in edits])
        if record is Account:
            owned = (edit for edit in edits if "owner_id" in edit.after)
            self._work.nudges.pass_on({edit.id: (edit.before["owner_id"], edit.after["owner_id"]) for edit in owned})
        if record in COUNTED:
            for piece in chunks(edit.id for edit in edits):
                rows = self._work.rows(_accounts_of(record), organization=self._work.organization_id, **keys(piece))
                self._work.health.mark(row["account_id"] for row in rows)

    def _remember(
        self,
        record: type[Record],
        changed: Iterable[tuple[int, Mapping[str, Any] | None, Mapping[str, Any]]],
    ) -> None:
        rows = [
            {
                "record_table": record.table().name,
                "record_id": id,
                "before": None if before is None else as_document(before),
                "after": as_document(after),
            }
            for id, before, after in changed
        ]
        if rows:
            set_id = self._work.open_set()
            self.insert(Change, [{**row, "set_id": set_id} for row in rows])


_NEXT_IDS = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) AS id FROM generate_series(1, :count)").columns(
    id=Account.table().c.id.type
)


@cache
def _highest_id(record: type[Record]) -> ClauseElement:
    return select(func.coalesce(func.max(record.table().c.id), 0).label("id"))


@cache
def _accounts_of(record: type[Record]) -> ClauseElement:
    table = record.table()
    return select(table.c.account_id).where(ours(table), among(table.c.id)).distinct()


@cache
def _update(record: type[Record], columns: tuple[str, ...]) -> ClauseElement:
    table = record.table()
    return (
        update(table)
        .where(table.c.id == bindparam("row_id"), table.c.organization_id == bindparam("organization"))
        .values({column: bindparam(f"new_{column}", type_=table.c[column].type) for column in columns})
    )
