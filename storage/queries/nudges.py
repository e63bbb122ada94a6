"""Nudges that are open: listed for whoever is to act, held back, ignored, handed on."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    bindparam,
    func,
    literal,
    or_,
    select,
)

from storage.bulk import Edit
from storage.finding import among, chunks, keys, ours
from storage.frames import either
from storage.queries.base import Queries
from storage.tables import Nudge, OutboxMessage, Posting
from storage.types import Instant

_nudges = Nudge.table()
_outbox = OutboxMessage.table()
_postings = Posting.table()

OURS = _nudges.c.organization_id == bindparam("organization")
OPEN = (OURS, _nudges.c.state == "open")
AWAKE_NOW = or_(_nudges.c.snoozed_until.is_(None), _nudges.c.snoozed_until <= bindparam("now", type_=Instant()))
# A copy's key says for whom it is.
ORIGINAL = _nudges.c.key.not_like(literal("%:for:%"))


class Answered(NamedTuple):
    """How a question whether somebody takes a nudge ended: who ended it, whether they took it, or closed the nudge."""

    member_id: int
    accepted: bool
    closed: bool


class Nudges(Queries):
    def get(self, nudge_id: int) -> Nudge | None:
        return self._work.get(Nudge, nudge_id)

    def stands(self, card: str) -> bool:
        """Whether a copy of a living card stands in a chat."""
        return bool(self._work.rows(_STANDS, organization=self._organization, card=card))

    def on_card(self, card: str, limit: int = 20) -> list[Nudge]:
        """What a living card shows: open ones first, then what was closed, the newest first."""
        rows = self._work.rows(_ON_CARD, organization=self._organization, card=card, limit=limit)
        return [Nudge.of(row) for row in rows]

    def of_subject(self, subject: str) -> list[Nudge]:
        """Open ones of a matter, the newest first."""
        rows = self._work.rows(_OF_SUBJECT, organization=self._organization, subject=subject)
        return [Nudge.of(row) for row in rows]

    def of_member(self, member_id: int, now: datetime, limit: int = 300) -> list[Nudge]:
        """What waits for somebody: open, said, not snoozed, also what was handed to them."""
        rows = self._work.rows(_OF_MEMBER, organization=self._organization, member=member_id, now=now, limit=limit)
        return [Nudge.of(row) for row in rows]

    def snoozed(self, member_id: int, now: datetime) -> list[Nudge]:
        """What somebody put off until later."""
        rows = self._work.rows(_SNOOZED, organization=self._organization, member=member_id, now=now)
        return [Nudge.of(row) for row in rows]

    def of_account(self, account_id: int) -> list[Nudge]:
        """Open ones that were said."""
        rows = self._work.rows(_OF_ACCOUNT, organization=self._organization, account=account_id)
        return [Nudge.of(row) for row in rows]

    def open_at(self, account_id: int) -> list[Nudge]:
        """All open ones, also those that were not said yet."""
        ids = [row["id"] for row in self._work.rows(_OPEN_AT, organization=self._organization, **keys([account_id]))]
        return [nudge for id in ids if (nudge := self.get(id)) is not None]

    def of_no_account(self) -> list[Nudge]:
        """Open ones that were said, and are about no single account."""
        return [Nudge.of(row) for row in self._work.rows(_OF_NO_ACCOUNT, organization=self._organization)]

    def held(self, member_id: int, limit: int = 50) -> list[Nudge]:
        """What was held back from somebody, newest first."""
        rows = self._work.rows(_HELD, organization=self._organization, member=member_id, limit=limit)
        return [Nudge.of(row) for row in rows]

    def said_since(self, member_id: int, since: datetime) -> int:
        """How many messages of nudges went to a member since then, whoever's matter they were about."""
        found = self._work.rows(_SAID_SINCE, organization=self._organization, lane=f"member:{member_id}", since=since)
        return int(found[0]["messages"])

    def ignored(self, member_ids: Collection[int], before: datetime) -> list[Nudge]:
        """Open, said before then and not touched since, of which nobody was warned."""
        found: list[Nudge] = []
        for piece in chunks(member_ids):
            rows = self._work.rows(_IGNORED, organization=self._organization, before=before, **keys(piece))
            found += [Nudge.of(row) for row in rows]
        return found

    def raised(self, since: datetime) -> list[Nudge]:
        """Open ones that nobody touched though their owner was warned, for the lead."""
        rows = self._work.rows(_RAISED, organization=self._organization, since=since)
        return [Nudge.of(row) for row in rows]

    def offers_of(self, nudge_id: int) -> list[int]:
        """The change sets in which a nudge was offered to somebody."""
        past = self._work.changes.writings(Nudge, nudge_id, "offered_to_id")
        return [one.set_id for one in past if one.after["offered_to_id"] is not None]

    def offered_in(self, set_id: int) -> list[tuple[Nudge, int]]:
        """Nudges that were offered in a change set, in the order in which they were, and to whom."""
        found = []
        for change in reversed(self._work.changes.of_set(set_id)):
            to_id = change.after.get("offered_to_id") if change.record_table == Nudge.table().name else None
            if to_id is not None and (nudge := self.get(change.record_id)) is not None:
                found.append((nudge, int(to_id)))
        return found

    def answered(self, nudge_id: int, set_id: int) -> Answered | None:
        """What ended the question that was asked in a change set; None while nothing did."""
        past = self._work.changes.writings(Nudge, nudge_id, "offered_to_id")
        first = next((one for one in past if one.set_id > set_id), None)
        if first is None:
            return None
        return Answered(first.member_id, "member_id" in first.after, "state" in first.after)

    def pass_on(self, owners: Mapping[int, tuple[int | None, int | None]]) -> None:
        """Accounts have other owners: what waits for the old one waits for the new one. owners: account → old and new."""
        edits = []
        for piece in chunks(owners):
            for row in self._work.rows(_OPEN_AT, organization=self._organization, **keys(piece)):
                old, new = owners[row["account_id"]]
                if new is not None and row["member_id"] == old:
                    edits.append(_passed(row, new))
        self._work.bulk.change(Nudge, edits)

    def hand_all(self, from_id: int, to_id: int) -> int:
        """All that waits for one member at any account waits for another. Returns how many of these were said."""
        rows = self._work.rows(_OPEN_OF, organization=self._organization, member=from_id)
        self._work.bulk.change(Nudge, [_passed(row, to_id) for row in rows])
        return sum(row["said_at"] is not None for row in rows)


def _passed(row: Mapping[str, Any], to_id: int) -> Edit:
    """A nudge of somebody else's from now on; whom it was offered to is asked no more."""
    before = {"member_id": row["member_id"], "offered_to_id": row["offered_to_id"]}
    return Edit(row["id"], before, {"member_id": to_id, "offered_to_id": None})


_SAID = (either(_nudges.c.route, "direct", "digest"), _nudges.c.said_at.is_not(None))
_ON_CARD = (
    select(*_nudges.columns)
    .where(
        OURS,
        or_(_nudges.c.card == bindparam("card"), _nudges.c.subject == bindparam("card")),
        _nudges.c.state != "replaced",
        _nudges.c.said_at.is_not(None),
    )
    .order_by((_nudges.c.state != "open"), _nudges.c.said_at.desc(), _nudges.c.id.desc())
    .limit(bindparam("limit"))
)
_OF_SUBJECT = (
    select(*_nudges.columns).where(*OPEN, _nudges.c.subject == bindparam("subject")).order_by(_nudges.c.id.desc())
)
_OF_MEMBER = (
    select(*_nudges.columns)
    .where(
        *OPEN,
        *_SAID,
        or_(_nudges.c.member_id == bindparam("member"), _nudges.c.offered_to_id == bindparam("member")),
        AWAKE_NOW,
    )
    .order_by(_nudges.c.said_at.desc(), _nudges.c.id.desc())
    .limit(bindparam("limit"))
)
_SNOOZED = (
    select(*_nudges.columns)
    .where(
        *OPEN,
        _nudges.c.member_id == bindparam("member"),
        _nudges.c.snoozed_until > bindparam("now", type_=Instant()),
    )
    .order_by(_nudges.c.snoozed_until, _nudges.c.id)
)
_OF_ACCOUNT = (
    select(*_nudges.columns).where(*OPEN, *_SAID, _nudges.c.account_id == bindparam("account")).order_by(_nudges.c.id)
)
_OF_NO_ACCOUNT = select(*_nudges.columns).where(*OPEN, *_SAID, _nudges.c.account_id.is_(None)).order_by(_nudges.c.id)
_HELD = (
    select(*_nudges.columns)
    .where(*OPEN, _nudges.c.member_id == bindparam("member"), either(_nudges.c.route, "held", "off"))
    .order_by(_nudges.c.id.desc())
    .limit(bindparam("limit"))
)
_SAID_SINCE = select(func.count().label("messages")).where(
    ours(_outbox),
    _outbox.c.lane == bindparam("lane"),
    _outbox.c.created_at >= bindparam("since", type_=Instant()),
    _outbox.c.replaces == "",
    or_(_outbox.c.key.startswith("nudge:"), _outbox.c.key.startswith("digest:")),
)
_IGNORED = (
    select(*_nudges.columns)
    .where(
        *OPEN,
        *_SAID,
        among(_nudges.c.member_id),
        _nudges.c.said_at < bindparam("before", type_=Instant()),
        _nudges.c.snoozed_until.is_(None),
        _nudges.c.warned_at.is_(None),
        ORIGINAL,
    )
    .order_by(_nudges.c.said_at, _nudges.c.id)
)
_STANDS = (
    select(_postings.c.id)
    .where(
        _postings.c.organization_id == bindparam("organization"),
        _postings.c.card == bindparam("card"),
        _postings.c.live,
    )
    .limit(1)
)
_RAISED = (
    select(*_nudges.columns)
    .where(*OPEN, _nudges.c.raised_at >= bindparam("since", type_=Instant()))
    .order_by(_nudges.c.said_at, _nudges.c.id)
)
_OPEN_AT = (
    select(_nudges.c.id, _nudges.c.account_id, _nudges.c.member_id, _nudges.c.offered_to_id, _nudges.c.said_at)
    .where(*OPEN, among(_nudges.c.account_id))
    .order_by(_nudges.c.id)
)
_OPEN_OF = (
    select(_nudges.c.id, _nudges.c.account_id, _nudges.c.member_id, _nudges.c.offered_to_id, _nudges.c.said_at)
    .where(*OPEN, _nudges.c.account_id.is_not(None), _nudges.c.member_id == bindparam("member"))
    .order_by(_nudges.c.id)
)
