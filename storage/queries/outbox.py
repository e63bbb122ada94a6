"""The outbox: what is to be said, who may say it now, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Boolean, bindparam, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.finding import keys
from storage.queries import lanes
from storage.queries.base import Queries
from storage.queries.lanes import CLAIM, lane_of
from storage.tables import Lane, OutboxMessage
from storage.types import Instant

_outbox = OutboxMessage.table()
_lanes = Lane.table()

_PUT = {
    name: insert(_outbox)
    .values(
        {column.name: bindparam(column.name, type_=column.type) for column in _outbox.columns if column.name != "id"}
    )
    .on_conflict_do_nothing()
    .returning(_outbox.c.id)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_BY_KEY = select(*_outbox.columns).where(
    _outbox.c.organization_id == bindparam("organization"), _outbox.c.key == bindparam("key")
)
_ANY_DUE = select(_outbox.c.id).where(_outbox.c.state == "due", _outbox.c.due_at <= bindparam("now")).limit(1)
_SETTLE = (
    update(_outbox)
    .where(
        _outbox.c.id == bindparam("row"),
        _outbox.c.state == "due",
        # What was sent is sent, even where the lease ran out and another courier has taken it since.
        or_(bindparam("final", type_=Boolean), _outbox.c.attempts == bindparam("attempt")),
    )
    .values(
        state=bindparam("new_state"),
        due_at=bindparam("new_due", type_=Instant),
        attempts=bindparam("new_attempts"),
        unsure=bindparam("new_unsure", type_=Boolean),
        ref=bindparam("new_ref"),
        error=bindparam("new_error"),
        lease_until=None,
    )
)
_FAILED = (
    select(*_outbox.columns)
    .where(_outbox.c.organization_id == bindparam("organization"), _outbox.c.state == "failed")
    .order_by(_outbox.c.id.desc())
    .limit(20)
)
_COUNTED = select(func.count().label("count")).where(_outbox.c.state == "due", _outbox.c.due_at <= bindparam("now"))
_SINCE = case((_lanes.c.free_at > _outbox.c.due_at, _lanes.c.free_at), else_=_outbox.c.due_at)
_OLDEST = (
    select(func.min(_SINCE, type_=Instant).label("oldest"))
    .join_from(_outbox, _lanes, _lanes.c.name == _outbox.c.lane)
    .where(
        _outbox.c.state == "due",
        _outbox.c.due_at <= bindparam("now"),
        _lanes.c.free_at <= bindparam("now"),
        or_(_lanes.c.held_until.is_(None), _lanes.c.held_until < bindparam("now")),
    )
)


class Claim(NamedTuple):
    """A message that is ours until its lease ends, with the instant its lane was free from."""

    message: OutboxMessage
    free_at: datetime


@dataclass(frozen=True)
class Settled:
    """What became of a claimed message.

    state: sent, due (again at `due_at`), failed or dropped. free_at: when the next message may follow into the same
    conversation. unsure: it may have arrived all the same. counted: this was a try; False where it never came to one.
    """

    message: OutboxMessage
    state: str
    free_at: datetime
    due_at: datetime
    ref: str = ""
    error: str = ""
    unsure: bool = False
    counted: bool = True


class Waiting(NamedTuple):
    """messages: how many are due. oldest: since when one of them could have gone out, and did not; None where each
    waits for its turn alone."""

    messages: int
    oldest: datetime | None


class Outbox(Queries):
    """posted: whether this transaction put something into the outbox that is due already."""

    posted = False

    def put(
        self,
        key: str,
        address: str,
        view: str,
        author_id: int | None,
        now: datetime,
        *,
        due_at: datetime | None = None,
        card: str = "",
        replaces: str = "",
        lane: str = "",
    ) -> bool:
        """Say something once: False when this key was said before.

        address: `str(Address)` or `member:ID`. view: JSON; "" for a living card, which `card` names. due_at: not before
        then. replaces: the platform's id of the message to edit. lane: the member's, for a message in their own chat that
        is addressed to the chat itself; what follows from the address otherwise.
        """
        due_at, lane = due_at or now, lane or lane_of(address)
        kind = self._work.dialect.name
        self._work.run(lanes.OPEN[kind], organization=self._organization, lane=lane, now=now)
        new = self._work.rows(
            _PUT[kind], organization_id=self._organization, key=key, address=address, view=view, card=card,
            replaces=replaces, lane=lane, author_id=author_id, state="due", due_at=due_at, lease_until=None, unsure=False,
            attempts=0, ref="", error="", created_at=now,
        )  # fmt: skip
        self.posted = self.posted or (bool(new) and due_at <= now)
        return bool(new)

    def said(self, key: str) -> OutboxMessage | None:
        found = self._work.rows(_BY_KEY, organization=self._organization, key=key)
        return OutboxMessage.of(found[0]) if found else None

    # ------------------------------------------------------------ delivery, of all organizations

    def any_due(self, now: datetime) -> bool:
        """Whether claiming is worth a transaction that writes."""
        return bool(self._work.rows(_ANY_DUE, now=now))

    def claim(self, now: datetime, lease: timedelta, limit: int, ahead: timedelta = timedelta()) -> list[Claim]:
        """Take what may go out now for as long as `lease`: the oldest message of each lane that is free, of up to `limit`
        lanes (at most CLAIM), those that have waited longest. ahead: also of lanes that are free so much later,
        to be sent then. Needs READ COMMITTED, see `lanes.TAKE`."""
        held = self._hold(now, lease, min(limit, CLAIM), now + ahead)
        if not held:
            return []
        taken = [
            OutboxMessage.of(row)
            for row in self._work.rows(lanes.TAKE, now=now, lease=now + lease, **keys(held, "lane"))
        ]
        free = {row["name"]: row["free_at"] for row in held.values()}
        names = {message.lane for message in taken}
        empty = [{"lane": id} for id, row in held.items() if row["name"] not in names]
        if empty:  # its message was settled by somebody whose lease had run out
            self._work.run_many(lanes.LET_GO, empty)
        return [Claim(message, free[message.lane]) for message in sorted(taken, key=lambda one: (one.due_at, one.id))]

    def _hold(self, now: datetime, lease: timedelta, limit: int, free_by: datetime) -> dict[int, dict[str, Any]]:
        """Lock up to `limit` lanes: id → id, name, free_at."""
        until = now + lease
        held = self._work.rows(lanes.HOLD_LONGEST, now=now, free_by=free_by, lease=until, limit=limit)
        # Where those that have waited longest are of a few lanes, or of lanes that are not free, others wait behind them.
        if len(held) < limit and self._work.rows(lanes.WAITING, now=now)[0]["count"] == lanes.WINDOW:
            held += self._work.rows(lanes.HOLD_ANY, now=now, free_by=free_by, lease=until, limit=limit - len(held))
        return {row["id"]: row for row in held}

    def settle(self, outcomes: Sequence[Settled]) -> None:
        """Keep what became of claimed messages, and let go of their lanes."""
        self._work.run_many(
            _SETTLE,
            [
                {
                    "row": one.message.id, "final": one.state == "sent", "attempt": one.message.attempts,
                    "new_state": one.state, "new_due": one.due_at, "new_unsure": one.unsure, "new_ref": one.ref,
                    "new_error": one.error, "new_attempts": one.message.attempts - (not one.counted),
                }
                for one in outcomes
            ],
        )  # fmt: skip
        self._work.run_many(
            lanes.FREE,
            [
                {"lane": one.message.lane, "lease": one.message.lease_until, "free": one.free_at}
                for one in outcomes
            ],
        )  # fmt: skip

    def waiting(self, now: datetime) -> Waiting:
        """How much is due, and since when the oldest of it could have gone out."""
        count = self._work.rows(_COUNTED, now=now)[0]["count"]
        return Waiting(int(count), self._work.rows(_OLDEST, now=now)[0]["oldest"] if count else None)

    # ------------------------------------------------------------ what went wrong

    def failed(self) -> Sequence[OutboxMessage]:
        """The newest twenty that no platform would take."""
        return [OutboxMessage.of(row) for row in self._work.rows(_FAILED, organization=self._organization)]
