"""Copies of living cards that stand in chats, and their edits."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, false, select, true, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.finding import one_of
from storage.frames import said
from storage.queries.lanes import lane_of
from storage.queries.outbox import Outbox
from storage.tables import OutboxMessage, Posting

_outbox = OutboxMessage.table()
_postings = Posting.table()

_OURS = _postings.c.organization_id == bindparam("organization")
_LIVE = (
    select(*_postings.columns)
    .where(_OURS, _postings.c.card == bindparam("card"), _postings.c.live == true())
    .order_by(_postings.c.id)
)
# A few times in a person's year, and not for each message: no index is kept for it.
_OF = (
    select(*_postings.columns)
    .where(
        _OURS,
        _postings.c.member_id == bindparam("member"),
        _postings.c.live == true(),
        _postings.c.at >= bindparam("since", type_=_postings.c.at.type),
    )
    .order_by(_postings.c.id)
)
_AT = select(*_postings.columns).where(
    _OURS, _postings.c.address == bindparam("address"), _postings.c.ref == bindparam("ref")
)


def cards_standing(table: Table, *kinds: str) -> Any:
    """The cards of these kinds that stand in some chat, of a table's rows at one `account`. Asked after every command: by
    the few rows of the account, never through all that stands anywhere."""
    rows = table.c.organization_id == bindparam("organization"), table.c.account_id == bindparam("account")
    named = [select(said(f"{kind}:", table.c.id)).where(*rows) for kind in kinds]
    cards = (named[0] if len(named) == 1 else union_all(*named)).scalar_subquery()
    standing = select(_postings.c.card).where(_OURS, one_of(_postings.c.card, cards), _postings.c.live == true())
    return standing.distinct().order_by(_postings.c.card)


_RETIRE = update(_postings).where(_OURS, _postings.c.id == bindparam("posting")).values(live=false())
_EDIT_WAITS = (
    select(_outbox.c.id)
    .where(
        _outbox.c.organization_id == bindparam("organization"),
        _outbox.c.lane == bindparam("lane"),
        _outbox.c.state == "due",
        _outbox.c.replaces == bindparam("ref"),
        _outbox.c.card != "",
        # One that is under way was perhaps drawn before what has changed now.
        _outbox.c.lease_until.is_(None),
    )
    .limit(1)
)
_COMING = (
    select(_outbox.c.id)
    .where(
        _outbox.c.organization_id == bindparam("organization"),
        _outbox.c.lane == bindparam("lane"),
        _outbox.c.state == "due",
        _outbox.c.card == bindparam("card"),
    )
    .limit(1)
)


def _post(name: str) -> postgresql.Insert | sqlite.Insert:
    make = sqlite.insert if name == "sqlite" else postgresql.insert
    new = make(_postings).values(
        {column.name: bindparam(column.name, type_=column.type) for column in _postings.columns if column.name != "id"}
    )
    # A platform without a memory gives its ids out again after a restart.
    again = {name: new.excluded[name] for name in ("card", "member_id", "author_id", "live", "at")}
    return new.on_conflict_do_update(index_elements=["organization_id", "address", "ref"], set_=again)


_POST = {name: _post(name) for name in ("sqlite", "postgresql")}


class Postings(Outbox):
    def copies(self, card: str) -> list[Posting]:
        """The copies that stand for this card, oldest first."""
        return [Posting.of(row) for row in self._work.rows(_LIVE, organization=self._organization, card=card)]

    def copy_at(self, address: str, ref: str) -> Posting | None:
        found = self._work.rows(_AT, organization=self._organization, address=address, ref=ref)
        return Posting.of(found[0]) if found else None

    def coming(self, card: str, address: str) -> bool:
        """Whether this card is on its way to a conversation, or arrived there a moment ago and is not noted yet."""
        found = self._work.rows(_COMING, organization=self._organization, lane=lane_of(address), card=card)
        return bool(found)

    def posted_copy(
        self, card: str, address: str, ref: str, member_id: int | None, author_id: int | None, now: datetime
    ) -> list[Posting]:
        """Remember a new copy; returns the older ones in the same chat, which no longer stand for the card.
        member_id: whose chat it is; None in a channel."""
        older = [copy for copy in self.copies(card) if lane_of(copy.address) == lane_of(address) and copy.ref != ref]
        for copy in older:
            self.retire(copy.id)
        self._work.run(
            _POST[self._work.dialect.name], organization_id=self._organization, card=card, address=address, ref=ref,
            member_id=member_id, author_id=author_id, live=True, at=now,
        )  # fmt: skip
        return older

    def retire(self, posting_id: int) -> None:
        """This copy is gone, or another stands for it."""
        self._work.run(_RETIRE, organization=self._organization, posting=posting_id)

    def redraw(self, card: str, now: datetime) -> int:
        """The matter changed: every copy of its card is drawn anew and edited. Returns how many will be."""
        return sum(self._redrawn(copy, now) for copy in self.copies(card))

    def redraw_chat(self, member_id: int, since: datetime, now: datetime) -> int:
        """Their clock is another: the cards that came into their own chat since then are drawn anew. Returns how many will
        be."""
        rows = self._work.rows(_OF, organization=self._organization, member=member_id, since=since)
        return sum(self._redrawn(Posting.of(row), now) for row in rows)

    def _redrawn(self, copy: Posting, now: datetime) -> bool:
        """Whether an edit was put: one that waits says what is true by then."""
        waits = self._work.rows(_EDIT_WAITS, organization=self._organization, lane=lane_of_copy(copy), ref=copy.ref)
        if not waits:
            self.edit(copy, f"edit:{copy.id}:{secrets.token_urlsafe(9)}", now, card=copy.card)
        return not waits

    def edit(self, copy: Posting, key: str, now: datetime, *, card: str = "", view: str = "") -> None:
        """Put something else where a copy stands: its card drawn anew, or this view."""
        self.put(
            key, copy.address, view, copy.member_id or copy.author_id, now,
            card=card, replaces=copy.ref, lane=lane_of_copy(copy),
        )  # fmt: skip


def lane_of_copy(copy: Posting) -> str:
    """In a member's own chat their lane, so that edits and new messages share its pace."""
    return f"member:{copy.member_id}" if copy.member_id else lane_of(copy.address)
