"""Inbox, outbox and drafts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.queries.base import Queries
from storage.tables import Draft, InboxEntry, OutboxMessage

_inbox = InboxEntry.table()
_outbox = OutboxMessage.table()
_drafts = Draft.table()

_SEEN = select(*_inbox.columns).where(
    _inbox.c.organization_id == bindparam("organization"), _inbox.c.key == bindparam("key")
)
# Written before it is looked for: in PostgreSQL a look for what is not there yet makes neighbours wait for one another.
_OPEN = {
    name: insert(_inbox)
    .values(
        organization_id=bindparam("organization"),
        key=bindparam("request"),
        member_id=bindparam("member"),
        reply="",
        at=bindparam("now"),
    )
    .on_conflict_do_nothing()
    .returning(_inbox.c.id)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_ANSWERED = (
    update(_inbox)
    .where(_inbox.c.organization_id == bindparam("organization"), _inbox.c.id == bindparam("entry"))
    .values(reply=bindparam("answer"))
)
_FORGOTTEN = delete(_inbox).where(
    _inbox.c.organization_id == bindparam("organization"), _inbox.c.id == bindparam("entry")
)
_DRAFT = select(*_drafts.columns).where(
    _drafts.c.organization_id == bindparam("organization"), _drafts.c.token == bindparam("token")
)
_OUTBOX_BY_KEY = select(*_outbox.columns).where(
    _outbox.c.organization_id == bindparam("organization"), _outbox.c.key == bindparam("key")
)
_DUE = (
    select(_outbox.c.id)
    .where(
        _outbox.c.state == "due",
        _outbox.c.due_at <= bindparam("now"),
        (_outbox.c.lease_until.is_(None)) | (_outbox.c.lease_until < bindparam("now")),
    )
    .order_by(_outbox.c.due_at, _outbox.c.id)
    .limit(bindparam("limit"))
)
_CLAIM = (
    update(_outbox)
    .where(_outbox.c.id.in_(_DUE.with_for_update(skip_locked=True).scalar_subquery()))
    .values(lease_until=bindparam("lease"), attempts=_outbox.c.attempts + 1)
    .returning(*_outbox.columns)
)
_FORGET_INBOX = delete(_inbox).where(_inbox.c.at < bindparam("before"))
_FORGET_DRAFTS = delete(_drafts).where(_drafts.c.expires_at < bindparam("now"))
_FAILED = (
    select(*_outbox.columns)
    .where(_outbox.c.organization_id == bindparam("organization"), _outbox.c.state == "failed")
    .order_by(_outbox.c.id.desc())
    .limit(20)
)

DRAFT_DAYS = 7
INBOX_DAYS = 30


class Messages(Queries):
    """posted: whether this transaction put something into the outbox."""

    posted = False

    # ------------------------------------------------------------ inbox

    def seen(self, key: str) -> InboxEntry | None:
        found = self._work.rows(_SEEN, organization=self._organization, key=key)
        return InboxEntry.of(found[0]) if found else None

    def begin(self, key: str, member_id: int, at: datetime) -> int | None:
        """The id of a new inbox row for this request; None when the request was answered before (`seen`)."""
        found = self._work.rows(
            _OPEN[self._work.dialect.name], organization=self._organization, request=key, member=member_id, now=at
        )
        return int(found[0]["id"]) if found else None

    def answered(self, entry_id: int, reply: str) -> None:
        """Keep the reply, for a repeated delivery."""
        self._work.run(_ANSWERED, organization=self._organization, entry=entry_id, answer=reply)

    def forget(self, entry_id: int) -> None:
        """The request may come again and be carried out then."""
        self._work.run(_FORGOTTEN, organization=self._organization, entry=entry_id)

    # ------------------------------------------------------------ drafts

    def draft(self, token: str, line: str, now: datetime) -> None:
        self._work.put(Draft, token=token, line=line, expires_at=now + timedelta(days=DRAFT_DAYS))

    def drafted(self, token: str, now: datetime) -> str | None:
        """The line behind a token, or None when it is unknown or older than seven days."""
        found = self._work.rows(_DRAFT, organization=self._organization, token=token)
        return str(found[0]["line"]) if found and found[0]["expires_at"] > now else None

    # ------------------------------------------------------------ outbox

    def put(self, key: str, address: str, view: str, author_id: int | None, now: datetime, *, card: str = "") -> bool:
        """Say something once: False when this key was said before."""
        values = {
            "organization_id": self._organization, "key": key, "address": address, "view": view, "author_id": author_id,
            "card": card, "replaces": "", "lane": address, "unsure": False,
            "state": "due", "due_at": now, "attempts": 0, "ref": "", "error": "", "created_at": now,
        }  # fmt: skip
        make = sqlite.insert if self._work.dialect.name == "sqlite" else postgresql.insert
        statement = make(_outbox).values(values).on_conflict_do_nothing().returning(_outbox.c.id)
        new = bool(self._work.ask(statement))
        self.posted = self.posted or new
        return new

    def redraw(self, card: str, now: datetime) -> None:
        """Draw every copy of a living card anew."""

    def said(self, key: str) -> OutboxMessage | None:
        found = self._work.rows(_OUTBOX_BY_KEY, organization=self._organization, key=key)
        return OutboxMessage.of(found[0]) if found else None

    def claim(self, now: datetime, lease: timedelta, limit: int) -> list[OutboxMessage]:
        """Take due messages, of all organizations, for as long as `lease`. The one statement that does."""
        rows = self._work.rows(_CLAIM, now=now, lease=now + lease, limit=limit)
        return sorted((OutboxMessage.of(row) for row in rows), key=lambda message: (message.due_at, message.id))

    def settle_sent(self, id: int, ref: str) -> None:
        self._work.update(OutboxMessage, id, state="sent", ref=ref, lease_until=None, error="")

    def settle_later(self, id: int, at: datetime, why: str) -> None:
        self._work.update(OutboxMessage, id, due_at=at, lease_until=None, error=why)

    def settle_never(self, id: int, why: str) -> None:
        self._work.update(OutboxMessage, id, state="failed", lease_until=None, error=why)

    def failed(self) -> Sequence[OutboxMessage]:
        """The newest twenty that no platform would take."""
        return [OutboxMessage.of(row) for row in self._work.rows(_FAILED, organization=self._organization)]

    # ------------------------------------------------------------ housekeeping

    def sweep(self, now: datetime) -> None:
        """Forget what no delivery can repeat any more: inbox rows after thirty days, drafts after seven."""
        self._work.run(_FORGET_INBOX, before=now - timedelta(days=INBOX_DAYS))
        self._work.run(_FORGET_DRAFTS, now=now)
