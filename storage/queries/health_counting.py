"""Whose score is to be counted: accounts with news, and every account once on each of its days."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import bindparam, delete, func, select, update

from storage.finding import among, chunks, keys, ours
from storage.queries.base import Queries
from storage.tables import (
    Account,
    HealthMark,
    HealthSweep,
    Member,
)

_accounts = Account.table()
_marks = HealthMark.table()
_members = Member.table()
_sweeps = HealthSweep.table()

NOWHERE = "UTC"  # the zone of accounts that nobody owns

_MARKED = (
    select(_marks.c.id, _marks.c.account_id)
    .where(_marks.c.organization_id == bindparam("organization"))
    .order_by(_marks.c.id)
    .limit(bindparam("limit"))
)
_UNMARK = delete(_marks).where(_marks.c.organization_id == bindparam("organization"), _marks.c.id <= bindparam("last"))
_ZONES = (
    select(_members.c.zone)
    .where(_members.c.organization_id == bindparam("organization"), _members.c.deleted_at.is_(None))
    .distinct()
)
_SWEEP = select(*_sweeps.columns).where(
    _sweeps.c.organization_id == bindparam("organization"), _sweeps.c.zone == bindparam("where")
)
_BEHIND = (
    select(_accounts.c.id)
    .select_from(_accounts.outerjoin(_members, _members.c.id == _accounts.c.owner_id))
    .where(
        ours(_accounts),
        _accounts.c.id > bindparam("after"),
        _accounts.c.deleted_at.is_(None),
        func.coalesce(_members.c.zone, NOWHERE) == bindparam("where"),
    )
    .order_by(_accounts.c.id)
    .limit(bindparam("limit"))
)
_ZONES_OF = (
    select(_accounts.c.id, func.coalesce(_members.c.zone, NOWHERE).label("zone"))
    .select_from(_accounts.outerjoin(_members, _members.c.id == _accounts.c.owner_id))
    .where(ours(_accounts), among(_accounts.c.id), _accounts.c.deleted_at.is_(None))
)


class HealthCounting(Queries):
    def mark(self, account_ids: Iterable[int]) -> None:
        """These have to be counted anew."""
        ids = list(dict.fromkeys(account_ids))
        self._work.insert_many(HealthMark, [{"organization_id": self._organization, "account_id": id} for id in ids])

    def marked(self, limit: int) -> tuple[list[int], int]:
        """Some accounts that have to be counted anew, and the last mark among them."""
        rows = self._work.rows(_MARKED, organization=self._organization, limit=limit)
        return list(dict.fromkeys(row["account_id"] for row in rows)), rows[-1]["id"] if rows else 0

    def unmark(self, last: int) -> None:
        """They were counted, up to that mark."""
        self._work.run(_UNMARK, organization=self._organization, last=last)

    def zones(self) -> list[str]:
        """Where our people live."""
        rows = self._work.rows(_ZONES, organization=self._organization)
        return sorted({NOWHERE, *(row["zone"] for row in rows)})

    def zones_of(self, account_ids: Collection[int]) -> dict[int, str]:
        """The zone whose days count for an account: its owner's. Accounts that are gone are left out."""
        return {
            row["id"]: row["zone"]
            for piece in chunks(account_ids)
            for row in self._work.rows(_ZONES_OF, organization=self._organization, **keys(piece))
        }

    def count_of(self, zone: str, day: date) -> HealthSweep:
        """How far the count of a zone's day has come; it begins when it is first asked for."""
        rows = self._work.rows(_SWEEP, organization=self._organization, where=zone)
        if not rows:
            return self._work.insert(HealthSweep, zone=zone, on=day, after_id=0)
        found = HealthSweep.of(rows[0])
        # A clock that goes back, or a flight to the west, counts no day twice.
        return found if found.on >= day else self._work.update(HealthSweep, found.id, on=day, after_id=0)

    def swept(self, sweep_id: int, after_id: int | None) -> None:
        self._work.update(HealthSweep, sweep_id, after_id=after_id)

    def begin_anew(self) -> None:
        """What is measured has changed: every account is counted again."""
        self._work.do(update(_sweeps).where(_sweeps.c.organization_id == self._organization).values(after_id=0))

    def in_zone(self, zone: str, after: int, limit: int) -> list[int]:
        """The next live accounts by id whose day is that of a zone."""
        rows = self._work.rows(_BEHIND, organization=self._organization, where=zone, after=after, limit=limit)
        return [row["id"] for row in rows]
