"""Conversations beneath cards: their threads, and what was said in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.queries.base import Queries
from storage.queries.lanes import lane_of
from storage.tables import Posting, Remark, Thread

_postings = Posting.table()
_threads = Thread.table()
_remarks = Remark.table()

# As many addresses can be the same place, as far as its kind is not known.
SPELLINGS = 4

_ROOT = (
    select(*_postings.columns)
    .where(
        _postings.c.organization_id == bindparam("organization"),
        _postings.c.ref == bindparam("ref"),
        _postings.c.address.in_([bindparam(f"address_{number}") for number in range(SPELLINGS)]),
    )
    .limit(1)
)
_THREADS = (
    select(*_threads.columns)
    .where(_threads.c.organization_id == bindparam("organization"), _threads.c.card == bindparam("card"))
    .order_by(_threads.c.id)
)
_OF_CARD = (_remarks.c.organization_id == bindparam("organization"), _remarks.c.card == bindparam("card"))
_AT = select(*_remarks.columns).where(
    _remarks.c.organization_id == bindparam("organization"),
    _remarks.c.chat == bindparam("chat"),
    _remarks.c.ref == bindparam("ref"),
)
_SAID = (
    select(*_remarks.columns)
    .where(*_OF_CARD, _remarks.c.deleted_at.is_(None))
    .order_by(_remarks.c.said_at.desc(), _remarks.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_SPOKEN = select(_remarks.c.thread_id).where(*_OF_CARD, _remarks.c.thread_id.is_not(None)).distinct()


class Mirroring(Queries):
    def root(self, addresses: Sequence[str], ref: str) -> Posting | None:
        """The copy of a card that a message is, at one of these addresses (at most four), whether or not it still stands
        for the card."""
        asked = {f"address_{number}": addresses[min(number, len(addresses) - 1)] for number in range(SPELLINGS)}
        found = self._work.rows(_ROOT, organization=self._organization, ref=ref, **asked)
        return Posting.of(found[0]) if found else None

    # ------------------------------------------------------------ threads

    def threads(self, card: str) -> list[Thread]:
        """Oldest first."""
        return [Thread.of(row) for row in self._work.rows(_THREADS, organization=self._organization, card=card)]

    def open(self, card: str, address: str, member_id: int | None, author_id: int | None, now: datetime) -> Thread:
        """A thread that belongs to the card's conversation from now on. Its chat must have none yet."""
        return self._work.insert(
            Thread, card=card, address=address, chat=lane_of(address), member_id=member_id, author_id=author_id,
            created_at=now,
        )  # fmt: skip

    # ------------------------------------------------------------ what was said

    def remark_at(self, chat: str, ref: str) -> Remark | None:
        found = self._work.rows(_AT, organization=self._organization, chat=chat, ref=ref)
        return Remark.of(found[0]) if found else None

    def said(self, card: str, limit: int, offset: int = 0) -> list[Remark]:
        """What stands there, newest first."""
        rows = self._work.rows(_SAID, organization=self._organization, card=card, limit=limit, offset=offset)
        return [Remark.of(row) for row in rows]

    def spoken(self, card: str) -> set[int]:
        """The threads in which something was written, deleted or not."""
        rows = self._work.rows(_SPOKEN, organization=self._organization, card=card)
        return {row["thread_id"] for row in rows}
