"""Taking back what one change set did, unless somebody else has built on it since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Select, select
from sqlmodel import SQLModel

from storage.engine import is_duplicate
from storage.following import settle
from storage.tables import Account, ChangeSet, Contract, Member, Renewal
from storage.types import Record
from storage.work import Actor, Work, as_document, from_document

# Rows that others hang on: without them an activity would be nobody's, and seen nowhere.
ROOTS: tuple[type[Record], ...] = (Account, Member)
CHUNK = 500


class Clash(NamedTuple):
    """Why something cannot be taken back: this field came later, from somebody else; or this row hangs, by this field, on
    one that would go. field: "" where the whole row is in the way (its unique name was given away since)."""

    table: str
    record_id: int
    field: str


@dataclass
class _Row:
    """What a change set did to one row. left: fields as it left them. before: fields as it found them. made: it added
    the row."""

    record: type[Record]
    id: int
    left: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    made: bool = False


def take_back(work: Work, set_id: int) -> tuple[Clash, ...]:
    """Undo a change set as a change set of its own (`act_as` comes first). Empty when it is taken back, now or before.

    Nothing is changed when there are clashes. Taking back a taking back does the first thing again. Raises LookupError
    for a change set that this organization does not have.
    """
    actor = work.actor
    assert actor is not None, "call act_as before undoing anything"
    assert actor.set_id is None, "undo runs in a change set of its own"
    taken = work.changes.get(set_id)
    if taken is None:
        raise LookupError(f"no change set {set_id} in this organization")
    if taken.undone_by_id is not None:
        return ()
    rows = _rows(work, set_id)
    clashes = (*_changed_since(work, actor, set_id, rows), *_hanging_on(work, rows))
    return clashes or _apply(work, actor, taken, rows)


def _rows(work: Work, set_id: int) -> list[_Row]:
    """Newest first, which is the order in which to take them back."""
    rows: dict[tuple[str, int], _Row] = {}
    for change in work.changes.of_set(set_id):
        row = rows.setdefault(
            (change.record_table, change.record_id), _Row(_records()[change.record_table], change.record_id)
        )
        row.left = {**_kept(row.record, change.after), **row.left}
        row.before.update(_kept(row.record, change.before or {}))
        row.made = row.made or change.before is None
    for row in rows.values():
        row.left, row.before = _of_today(work, row.record, row.left), _of_today(work, row.record, row.before)
    return list(rows.values())


def _of_today(work: Work, record: type[Record], document: dict[str, Any]) -> dict[str, Any]:
    """With the members as they are known now: some turned out to be one person."""
    named = {name: document[name] for name in _member_columns(record) if document.get(name) is not None}
    became = work.people.lasting(set(named.values()))
    return {**document, **{name: became[id] for name, id in named.items() if id in became}}


@cache
def _member_columns(record: type[Record]) -> tuple[str, ...]:
    keys = record.table().foreign_keys
    return tuple(sorted(key.parent.name for key in keys if key.column.table is Member.table()))


def _kept(record: type[Record], document: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was a column once and is none any more."""
    return {name: value for name, value in document.items() if name in record.model_fields}


def _changed_since(work: Work, actor: Actor, set_id: int, rows: list[_Row]) -> Iterator[Clash]:
    for row in rows:
        current = _current(work, row)
        if row.made and "deleted_at" not in current:
            yield Clash(row.record.table().name, row.id, "")
        if row.made and current.get("deleted_at") is not None:
            continue
        changed = {name for name, value in row.left.items() if current[name] != value}
        if not changed:
            continue
        for name, member_id in work.changes.last_writers(row.record, row.id, set_id).items():
            if name in changed and member_id != actor.member_id:
                yield Clash(row.record.table().name, row.id, name)


def _hanging_on(work: Work, rows: list[_Row]) -> Iterator[Clash]:
    """Live rows of other change sets that point to a root which would be deleted."""
    for root in ROOTS:
        made = [row.id for row in rows if row.record is root and row.made]
        for child in _pointing_to(root) if made else ():
            ours = {row.id for row in rows if row.record.table() is child.table and row.made}
            for start in range(0, len(made), CHUNK):
                found = work.ask(_live_children(work.organization_id, child, made[start : start + CHUNK]))
                yield from (Clash(child.table.name, row["id"], child.name) for row in found if row["id"] not in ours)


def _live_children(organization: int, child: Column[Any], parents: list[int]) -> Select[Any]:
    table = child.table
    return (
        select(table.c.id)
        .where(table.c.organization_id == organization, table.c.deleted_at.is_(None), child.in_(parents))
        .order_by(table.c.id)
    )


def _apply(work: Work, actor: Actor, taken: ChangeSet, rows: list[_Row]) -> tuple[Clash, ...]:
    """Write what was before. The one clash that shows only now: a unique name that was given away in the meantime."""
    actor.undoes_id = taken.id
    at = None
    try:
        with work.savepoint():
            for at in rows:
                _restore(work, at, actor.at)
            settle(work, _contracts(work, rows))
    except Exception as error:
        if at is None or not is_duplicate(error):
            raise
        return (Clash(at.record.table().name, at.id, ""),)
    work.changes.undone(taken.id, work.open_set())
    if taken.undoes_id is not None:
        work.changes.undone(taken.undoes_id, None)
    return ()


def _contracts(work: Work, rows: list[_Row]) -> list[int]:
    """Contracts of which something was restored. Later changes may have left them another than they were then."""
    ids = {row.id for row in rows if row.record is Contract}
    renewals = (work.get(Renewal, row.id) for row in rows if row.record is Renewal)
    return sorted(ids | {renewal.contract_id for renewal in renewals if renewal is not None})


def _stands_already(work: Work, renewal: Renewal) -> bool:
    """Whether another renewal of the same contract is open, which goes on in its place."""
    other = work.renewals.open_of(renewal.contract_id)
    return other is not None and other.renewal.id != renewal.id


def _restore(work: Work, row: _Row, now: datetime) -> None:
    current = work.get(row.record, row.id)
    assert current is not None, "rows are deleted softly"
    if isinstance(current, Renewal) and not row.made and _stands_already(work, current):
        return
    if not row.made:
        work.change(current, **from_document(row.record, row.before))
    elif current.__dict__["deleted_at"] is None:
        work.change(current, deleted_at=now)


def _current(work: Work, row: _Row) -> Mapping[str, Any]:
    current = work.get(row.record, row.id)
    assert current is not None, "rows are deleted softly"
    return as_document({name: current.__dict__[name] for name in row.left})


@cache
def _records() -> Mapping[str, type[Record]]:
    """Table name → its record."""
    return {record.table().name: record for record in Record.__subclasses__()}


@cache
def _pointing_to(root: type[Record]) -> tuple[Column[Any], ...]:
    """Columns of other things that refer to rows of this table."""
    return tuple(
        key.parent
        for table in SQLModel.metadata.sorted_tables
        if "deleted_at" in table.c
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is root.table()
    )
