"""When people work, how far their days are planned, and who is away."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.queries.base import Queries
from storage.tables import Account, Leave, Member, Rhythm

_rhythms = Rhythm.table()
_leaves = Leave.table()
_members = Member.table()
_accounts = Account.table()

# What a member works like who never said so.
DEFAULTS = {
    name: field.default
    for name, field in Rhythm.model_fields.items()
    if name in ("days", "starts", "ends", "country", "budget")
}
_OF_MEMBER = select(*_rhythms.columns).where(
    _rhythms.c.organization_id == bindparam("organization"), _rhythms.c.member_id == bindparam("member")
)


def _looks_after(column: str) -> ColumnElement[bool]:
    return exists().where(
        _accounts.c.organization_id == _members.c.organization_id,
        _accounts.c[column] == _members.c.id,
        _accounts.c.deleted_at.is_(None),
    )


# Colleagues whom we have met, and those who were named as owners before they first spoke.
_HERE = (
    _members.c.organization_id == bindparam("organization"),
    _members.c.deleted_at.is_(None),
    _members.c.left_at.is_(None),
    _members.c.outsider.is_(False),
    # One after the other, so that each has its index.
    _members.c.seen_at.is_not(None) | _looks_after("owner_id") | _looks_after("backup_id"),
)
_NEW = (
    select(
        _members.c.organization_id,
        _members.c.id,
        *(literal(value, _rhythms.c[name].type).label(name) for name, value in DEFAULTS.items()),
    )
    .where(*_HERE)
    .where(
        ~exists().where(_rhythms.c.organization_id == _members.c.organization_id, _rhythms.c.member_id == _members.c.id)
    )
)
_ENSURE = {
    name: insert(_rhythms)
    .from_select(["organization_id", "member_id", *DEFAULTS], _NEW, include_defaults=False)
    .on_conflict_do_nothing()
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_PLANNABLE = (
    select(*_rhythms.columns, _members.c.zone.label("zone"))
    .join(_members, _members.c.id == _rhythms.c.member_id)
    .where(_rhythms.c.organization_id == bindparam("organization"), *_HERE)
    .order_by(_rhythms.c.member_id)
)
_LIVE = (_leaves.c.organization_id == bindparam("organization"), _leaves.c.deleted_at.is_(None))
_LEAVES_OF = (
    select(*_leaves.columns)
    .where(*_LIVE, _leaves.c.member_id == bindparam("member"), _leaves.c.until_on >= bindparam("since"))
    .order_by(_leaves.c.from_on, _leaves.c.id)
)
_AWAY = (
    select(*_leaves.columns)
    .where(*_LIVE, _leaves.c.from_on <= bindparam("day"), _leaves.c.until_on >= bindparam("day"))
    .order_by(_leaves.c.until_on, _leaves.c.id)
)
# A note that was given before the last day belongs to a return that was taken back.
_RETURNING = (
    select(*_leaves.columns)
    .where(
        *_LIVE,
        _leaves.c.until_on < bindparam("day"),
        _leaves.c.returned_at.is_(None) | (_leaves.c.returned_at < _leaves.c.until_on),
    )
    .order_by(_leaves.c.until_on, _leaves.c.id)
)
_TOGETHER = (
    select(*_leaves.columns)
    .where(*_LIVE, _leaves.c.member_id == bindparam("member"), _leaves.c.returned_at == bindparam("returned"))
    .order_by(_leaves.c.from_on, _leaves.c.id)
)


class Paced(NamedTuple):
    """A member's rhythm and the IANA name of their zone."""

    rhythm: Rhythm
    zone: str


class Rhythms(Queries):
    def of(self, member_id: int) -> Rhythm:
        """How a member works; the usual where nobody said so yet (that row has the id 0)."""
        found = self._work.rows(_OF_MEMBER, organization=self._organization, member=member_id)
        return Rhythm.of(found[0] if found else {"id": 0, **self._work.whole(Rhythm, {"member_id": member_id})})

    def own(self, member_id: int) -> Rhythm:
        """The same as a row that can be changed."""
        found = self.of(member_id)
        return found if found.id else self._work.insert(Rhythm, member_id=member_id)

    def ensure(self) -> None:
        """A row for everybody who can be planned for, in one statement."""
        self._work.run(_ENSURE[self._work.dialect.name], organization=self._organization)

    def plannable(self) -> list[Paced]:
        """Everybody who can be planned for and has a row (`ensure`), by member. Whoever is away is among them: what
        comes due meanwhile is for their cover."""
        rows = self._work.rows(_PLANNABLE, organization=self._organization)
        return [Paced(Rhythm.of(row), row["zone"]) for row in rows]

    def plan_until(self, member_ids: Collection[int], day: date) -> None:
        """From here on, these members are being planned up to a local date."""
        self._set(member_ids, plan_until=day)

    def planned(self, member_ids: Collection[int], now: datetime) -> None:
        """These members are planned up to where they were being planned."""
        begun = func.coalesce(_rhythms.c.begun_on, _rhythms.c.plan_until)
        self._set(member_ids, begun_on=begun, planned_on=_rhythms.c.plan_until, planned_at=now)

    def _set(self, member_ids: Collection[int], **values: date | ColumnElement[date]) -> None:
        if member_ids:
            ours = (_rhythms.c.organization_id == self._organization, _rhythms.c.member_id.in_(sorted(member_ids)))
            self._work.do(update(_rhythms).where(*ours).values(values))

    # ------------------------------------------------------------ leaves

    def leave(self, leave_id: int) -> Leave | None:
        found = self._work.get(Leave, leave_id)
        return found if found is not None and found.deleted_at is None else None

    def leaves_of(self, member_id: int, since: date) -> list[Leave]:
        """Those that end on a day or later, soonest first."""
        rows = self._work.rows(_LEAVES_OF, organization=self._organization, member=member_id, since=since)
        return [Leave.of(row) for row in rows]

    def away_on(self, day: date) -> dict[int, Leave]:
        """Who is away on a local date: member → leave."""
        rows = self._work.rows(_AWAY, organization=self._organization, day=day)
        return {row["member_id"]: Leave.of(row) for row in rows}

    def returning(self, day: date) -> list[Leave]:
        """Leaves that ended before a local date and whose hand-back note was not given, oldest first."""
        rows = self._work.rows(_RETURNING, organization=self._organization, day=day)
        return [Leave.of(row) for row in rows]

    def returned(self, member_id: int, at: datetime) -> list[Leave]:
        """The leaves of which the hand-back note of an instant tells, oldest first."""
        rows = self._work.rows(_TOGETHER, organization=self._organization, member=member_id, returned=at)
        return [Leave.of(row) for row in rows]
