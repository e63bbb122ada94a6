"""What a piece of a file writes: collected line by line, written at once; on a rehearsal, not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.bulk import Edit
from storage.finding import KEYS
from storage.tables import (
    Account,
    AccountName,
    Activity,
    Contact,
    Contract,
    Kpi,
    KpiReading,
    Measure,
    Member,
    Participant,
    Reading,
    Renewal,
)
from storage.types import Record, reveal
from storage.work import Work

# Rows are written after those that they point to.
ORDER: tuple[type[Record], ...] = (
    Member, Account, AccountName, Contract, Renewal, Contact, Activity, Participant, Measure, Reading,
    Kpi, KpiReading,
)  # fmt: skip
# These come and go with the row that they belong to, so they need no audit of their own when they are new with it.
PARTS: frozenset[type[Record]] = frozenset({AccountName, Participant})


@dataclass
class Pen:
    """rehearses: nothing is written, and new rows get ids below 0. now: when rows are created."""

    work: Work
    now: datetime
    rehearses: bool
    _new: dict[tuple[type[Record], bool], list[dict[str, Any]]] = field(default_factory=dict)
    _edits: dict[type[Record], list[Edit]] = field(default_factory=dict)
    _ids: dict[type[Record], list[int]] = field(default_factory=dict)
    _next: int = 0

    def new(self, record: type[Record], part: bool = False, **values: Any) -> int:
        """The id of a new row. part: it belongs to another new row."""
        id = self._id(record)
        if not self.rehearses:
            row = {"id": id, **values}
            if "created_at" in record.model_fields:
                row["created_at"] = self.now
            self._new.setdefault((record, part and record in PARTS), []).append(row)
        return id

    def edit(self, record: type[Record], current: dict[str, Any], values: Mapping[str, Any]) -> dict[str, list[Any]]:
        """What differs: field → before and after. `current` is brought up to date, so that the next line sees it."""
        differs = {name: value for name, value in values.items() if reveal(current[name]) != value}
        before = {name: reveal(current[name]) for name in differs}
        if differs and not self.rehearses:
            self._edits.setdefault(record, []).append(Edit(current["id"], before, differs))
        current.update(differs)
        return {name: [before[name], value] for name, value in differs.items()}

    def flush(self) -> None:
        for record in ORDER:
            self.work.bulk.add(record, self._new.pop((record, False), []))
            self.work.bulk.insert(record, self._new.pop((record, True), []))
            self.work.bulk.change(record, self._edits.pop(record, []))

    def _id(self, record: type[Record]) -> int:
        if self.rehearses:
            self._next -= 1
            return self._next
        pool = self._ids.get(record)
        if not pool:
            pool = self._ids[record] = self.work.bulk.reserve(record, KEYS)[::-1]
        return pool.pop()
