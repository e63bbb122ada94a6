"""Inbox and drafts; the outbox and its cards are in `outbox` and `postings`."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.queries.postings import Postings
from storage.tables import Draft, InboxEntry

_inbox = InboxEntry.table()
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
_UNDRAFT = delete(_drafts).where(
    _drafts.c.organization_id == bindparam("organization"), _drafts.c.token == bindparam("token")
)
_FORGET_INBOX = delete(_inbox).where(_inbox.c.at < bindparam("before"))
_FORGET_DRAFTS = delete(_drafts).where(_drafts.c.expires_at < bindparam("now"))
DRAFT_DAYS = 7
INBOX_DAYS = 30


class Messages(Postings):
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

    def undraft(self, token: str) -> None:
        """The line behind a token is not needed any more."""
        self._work.run(_UNDRAFT, organization=self._organization, token=token)

    # ------------------------------------------------------------ housekeeping

    def sweep(self, now: datetime) -> None:
        """Forget what no delivery can repeat any more: inbox rows after thirty days, drafts after seven."""
        self._work.run(_FORGET_INBOX, before=now - timedelta(days=INBOX_DAYS))
        self._work.run(_FORGET_DRAFTS, now=now)
