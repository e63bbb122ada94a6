"""Taking an import back: all of it, but for what somebody has built on since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.errors import UserError
from bot.importing.flow import known
from bot.importing.pen import ORDER, Pen
from storage.tables import Account, Change, Contract, Measure, Member, Renewal
from storage.types import Record
from storage.work import Work, as_document, from_document

_RECORDS: Mapping[str, type[Record]] = {str(record.table().name): record for record in ORDER}
# They go and come with their account, so nobody counts them.
UNCOUNTED: tuple[type[Record], ...] = (Contract, Renewal)
# They stay: somebody may have spoken to the member, and read the measure, since.
STAYING: tuple[type[Record], ...] = (Member, Measure)
# A card names this many of what stays.
NAMED = 5
LARGEST_ID = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Undone:
    """removed, restored: how many rows. kept: how many stay as somebody has made them since. why: of the first few."""

    removed: int
    restored: int
    kept: int
    why: tuple[str, ...]


def undo_import(work: Work, import_id: int, now: datetime) -> Undone:
    """Take an applied import back, as a change set of its own (`act_as` comes first).

    What others changed since stays and is told; so does a new account with activities, contacts or next steps.
    Members stay: somebody may have spoken to them. Raises UserError when there is nothing to take back.
    """
    staged = known(work, import_id)
    if staged.state != "applied" or staged.set_id is None:
        raise UserError(f"{staged.filename} has changed nothing that could be taken back.")
    assert work.actor is not None, "call act_as before undoing anything"
    work.actor.undoes_id = staged.set_id
    taking = _Taking(work, Pen(work, now, rehearses=False), staged.set_id, work.actor.member_id, now)
    taking.decide()
    for piece in _written(work, staged.set_id):
        taking.take(piece)
    work.changes.undone(staged.set_id, work.open_set())
    work.describe(f"took back {staged.filename}")
    work.imports.undone(import_id)
    return Undone(taking.removed, taking.restored, taking.kept, tuple(taking.why))


@dataclass
class _Taking:
    """stays: accounts of this import that others have built on."""

    work: Work
    pen: Pen
    set_id: int
    member_id: int
    now: datetime
    stays: set[int] = field(default_factory=set)
    removed: int = 0
    restored: int = 0
    kept: int = 0
    why: list[str] = field(default_factory=list)

    def decide(self) -> None:
        """Which new accounts stay, before anything that belongs to them is touched."""
        for piece in _written(self.work, self.set_id):
            made = [one for one in piece if one.record_table == Account.table().name and one.before is None]
            ids = [one.record_id for one in made]
            worked_on = self.work.imports.worked_on(ids)
            current = self.work.imports.current(Account, ids)
            by = self._by_others(Account, ids)
            for one in made:
                touched = _differing(Account, current[one.record_id], one.after) & by.get(one.record_id, {}).keys()
                if one.record_id in worked_on or touched:
                    self.stays.add(one.record_id)
                    self._keep(f"{current[one.record_id]['name']} has been worked on since.")

    def take(self, piece: Iterable[Change]) -> None:
        changes = list(piece)
        for table in dict.fromkeys(change.record_table for change in changes):
            record = _RECORDS[table]
            mine = [change for change in changes if change.record_table == table]
            current = self.work.imports.current(record, (change.record_id for change in mine))
            by = self._by_others(record, (change.record_id for change in mine))
            for change in mine:
                row = current[change.record_id]
                if change.before is None:
                    self._remove(record, row, change, by.get(change.record_id, {}))
                else:
                    self._restore(record, row, change, by.get(change.record_id, {}))
        self.pen.flush()

    def _remove(self, record: type[Record], row: dict[str, Any], change: Change, by: Mapping[str, str]) -> None:
        if record in STAYING or row["deleted_at"] is not None:
            return
        if (row["id"] if record is Account else row.get("account_id")) in self.stays:
            return
        if touched := sorted(_differing(record, row, change.after) & by.keys()):
            self._keep(f"{_called(row)}: {by[touched[0]]} changed it since.")
            if record is Renewal:
                self.stays.add(row["account_id"])  # and so does the contract that it is about
            return
        self.pen.edit(record, row, {"deleted_at": self.now})
        self.removed += record not in UNCOUNTED

    def _restore(self, record: type[Record], row: dict[str, Any], change: Change, by: Mapping[str, str]) -> None:
        assert change.before is not None, "only changed rows are restored"
        differing = _differing(record, row, change.after)
        for name in sorted(differing & by.keys()):
            self._keep(f"{_called(row)}: {by[name]} changed {_said(name)} since.")
        back = {name: value for name, value in change.before.items() if name not in differing or name not in by}
        self.restored += bool(self.pen.edit(record, row, from_document(record, back))) and record is not Renewal

    def _by_others(self, record: type[Record], ids: Iterable[int]) -> dict[int, dict[str, str]]:
        """Who else wrote which field since: record id → field → name."""
        found: dict[int, dict[str, str]] = {}
        for since in self.work.imports.since(record, ids, self.set_id):
            if since.member_id != self.member_id:
                found.setdefault(since.record_id, {}).update(dict.fromkeys(since.fields, since.by))
        return found

    def _keep(self, why: str) -> None:
        self.kept += 1
        if len(self.why) < NAMED:
            self.why.append(why)


def _written(work: Work, set_id: int) -> Iterator[list[Change]]:
    """Everything that the import wrote, newest first, a few hundred at a time."""
    before = LARGEST_ID
    while piece := work.imports.changes(set_id, before):
        yield piece
        before = piece[-1].id


def _differing(record: type[Record], row: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Fields that are not any more as the import left them."""
    now = as_document({name: row[name] for name in after})
    return {name for name, value in after.items() if now[name] != value}


def _called(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("kind") or row.get("source") or "renewal")


def _said(column: str) -> str:
    return column.removesuffix("_id").removesuffix("_minor").replace("_", " ")
