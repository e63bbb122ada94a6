"""Whose turn it is: messages of one conversation go out one after another, at the pace that its platform allows.

A lane is a row, and claiming is locking it: whoever holds the lane is the only one, of all processes, who sends into that
conversation. It is held until the message is settled or the lease runs out, and it is free again only at `free_at`.
"""

from sqlalchemy import ColumnElement, Update, and_, bindparam, case, exists, func, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.finding import among, one_of
from storage.tables import Lane, OutboxMessage
from storage.types import Id, Instant

# As many messages are claimed at once at most.
CLAIM = 100

_outbox = OutboxMessage.table()
_lanes = Lane.table()

_NOW = bindparam("now", type_=Instant)
_FREE_BY = bindparam("free_by", type_=Instant)
_CLAIMABLE = and_(
    _outbox.c.lane == _lanes.c.name,
    _outbox.c.state == "due",
    # Said in a way that no index answers: SQLite, which keeps no statistics, would look through everything that is due for
    # each lane, where the lane's own few messages are at hand. It took a second for 2,000 lanes, and takes a hundredth.
    func.coalesce(_outbox.c.due_at, _NOW) <= _NOW,
    or_(_outbox.c.lease_until.is_(None), _outbox.c.lease_until < _NOW),
)
# The messages that have waited longest. Their lanes are mostly the ones to hold, and an index finds them, where looking at
# every lane takes the longer the more people there are.
WINDOW = 4 * CLAIM
_LONGEST = (
    select(_outbox.c.lane)
    .where(
        _outbox.c.state == "due",
        _outbox.c.due_at <= _NOW,
        or_(_outbox.c.lease_until.is_(None), _outbox.c.lease_until < _NOW),
    )
    .order_by(_outbox.c.due_at)
    .limit(WINDOW)
    .subquery("longest")
)
WAITING = select(func.count().label("count")).select_from(_LONGEST)


def _hold(wanted: ColumnElement[bool]) -> Update:
    ready = (
        select(_lanes.c.id)
        .where(_lanes.c.free_at <= _FREE_BY, or_(_lanes.c.held_until.is_(None), _lanes.c.held_until < _NOW), wanted)
        .order_by(_lanes.c.free_at, _lanes.c.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
        # A table expression is made once; a subquery of IN may be made again for each row, and lock more than the limit.
        .cte("ready")
    )
    return (
        update(_lanes)
        .where(one_of(_lanes.c.id, select(ready.c.id).scalar_subquery()))
        .values(held_until=bindparam("lease", type_=Instant))
        .returning(_lanes.c.id, _lanes.c.name, _lanes.c.free_at)
    )


HOLD_LONGEST = _hold(one_of(_lanes.c.name, select(_LONGEST.c.lane).scalar_subquery()))
HOLD_ANY = _hold(exists().where(_CLAIMABLE).correlate(_lanes))
# A statement of its own: in PostgreSQL it sees what was committed before the lanes were locked, which one statement that
# did both would not. Only so is it certain that nobody else has a message of these lanes under way.
_HEAD = select(_outbox.c.id).where(_CLAIMABLE).order_by(_outbox.c.id).limit(1).correlate(_lanes).scalar_subquery()
_HEADS = select(_HEAD).select_from(_lanes).where(among(_lanes.c.id, "lane"))
TAKE = (
    update(_outbox)
    .where(one_of(_outbox.c.id, _HEADS.scalar_subquery()))
    .values(
        lease_until=bindparam("lease", type_=Instant),
        attempts=_outbox.c.attempts + 1,
        # Somebody had it before, and never said what became of it.
        unsure=case((_outbox.c.lease_until.is_not(None), true()), else_=_outbox.c.unsure),
    )
    .returning(*_outbox.columns)
)
LET_GO = update(_lanes).where(_lanes.c.id == bindparam("lane")).values(held_until=None)
# A lane whose lease ran out meanwhile is somebody else's, who will say when it is free.
FREE = (
    update(_lanes)
    .where(_lanes.c.name == bindparam("lane"), _lanes.c.held_until == bindparam("lease", type_=Instant))
    .values(held_until=None, free_at=bindparam("free", type_=Instant))
)

# Looked for before it is written: in PostgreSQL, a row that a courier has just changed would otherwise make the
# transaction of whoever puts a message there start again.
_MISSING = select(
    bindparam("organization", type_=Id),
    bindparam("lane", type_=_lanes.c.name.type),
    bindparam("now", type_=Instant),
).where(~exists().where(_lanes.c.name == bindparam("lane")))
OPEN = {
    name: insert(_lanes).from_select(["organization_id", "name", "free_at"], _MISSING).on_conflict_do_nothing()
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def lane_of(address: str) -> str:
    """The lane of an address: a conversation with all its threads, or a member wherever they are reached."""
    return "|".join(address.split("|")[:3])
