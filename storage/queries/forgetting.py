"""Wherever somebody's name may be kept: to hand out what is known of a member, and to forget a contact."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, String, Table, bindparam, func, or_, select, update
from sqlalchemy import cast as as_type
from sqlmodel import SQLModel

from storage.queries.base import Queries
from storage.tables import (
    Account,
    Activity,
    Beta,
    CalendarEvent,
    Change,
    Contact,
    Draft,
    FeatureRequest,
    ImportRow,
    InboxEntry,
    Member,
    OutboxMessage,
    Participant,
    Problem,
    Question,
)
from storage.types import Record

_contacts = Contact.table()
_participants = Participant.table()
_activities = Activity.table()
_events = CalendarEvent.table()

FORMER = "a former contact"
# What things are found by elsewhere; of a customer's own row only its goal holds people's words.
_KEYS = ("external_id", "link")
_NAMELESS = ("account_names", "channels", "contacts", "calendar_events", "follows")
# What belongs to several customers, or to none: looked through wherever the name stands.
_SHARED = (Problem, FeatureRequest, Question, Beta)
# Where whole replies and messages stand: column by column, the name is replaced in the text itself.
_SAID = ((InboxEntry, "reply"), (OutboxMessage, "view"), (Draft, "line"))

_NAMED = (
    select(*_contacts.columns)
    .where(
        _contacts.c.organization_id == bindparam("organization"),
        or_(func.lower(_contacts.c.name) == bindparam("words"), func.lower(_contacts.c.email) == bindparam("words")),
    )
    .order_by(_contacts.c.account_id, _contacts.c.id)
)
_GUESTS = (
    select(_activities.c.account_id)
    .join(_participants, _participants.c.activity_id == _activities.c.id)
    .where(
        _participants.c.organization_id == bindparam("organization"),
        _participants.c.contact_id.is_(None),
        _participants.c.member_id.is_(None),
        func.lower(_participants.c.name) == bindparam("words"),
    )
    .distinct()
)


class Scrub:
    """Replaces somebody's name, address and number in whatever holds text. words: as they are written."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = sorted({word for word in words if word.strip()}, key=len, reverse=True)
        parts = (rf"(?<!\w){re.escape(word)}(?!\w)" for word in self.words)
        self._any = re.compile("|".join(parts), re.IGNORECASE)

    def __call__(self, value: Any) -> Any:
        match value:
            case str():
                return self._any.sub(FORMER, value)
            case list():
                return [self(each) for each in value]
            case dict():
                return {name: self(each) for name, each in value.items()}
            case _:
                return value


class Forgetting(Queries):
    def contacts_named(self, words: str) -> list[Contact]:
        """By whole name or address, in any case; those who were put away too."""
        rows = self._work.rows(_NAMED, organization=self._organization, words=words.lower())
        return [Contact.of(row) for row in rows]

    def guests_named(self, words: str) -> list[int]:
        """Accounts with whom somebody of this name, who is no contact, took part in something."""
        return [
            row["account_id"] for row in self._work.rows(_GUESTS, organization=self._organization, words=words.lower())
        ]

    def of_member(self, member_id: int) -> Iterator[tuple[type[Record], Record]]:
        """Every row that names a member, table by table."""
        for record in Record.__subclasses__():
            naming = [key.parent for key in record.table().foreign_keys if key.column.table is Member.table()]
            if not naming:
                continue
            table = record.table()
            rows = self._work.ask(
                select(*table.columns)
                .where(table.c.organization_id == self._organization, or_(*(column == member_id for column in naming)))
                .order_by(table.c.id)
            )
            yield from ((record, record.of(row)) for row in rows)

    def scrub(self, account_id: int, scrub: Scrub, contact: Contact | None) -> int:
        """Replace the words everywhere at an account, in its audit, and in what was said; returns in how many rows.

        Whatever this changes is not audited: an audit that keeps what was forgotten has forgotten nothing."""
        count = sum(self._scrub_rows(table, columns, account_id, scrub) for table, columns in _tables())
        whose = _participants.c.name == FORMER
        if contact is not None:
            whose = or_(whose, _participants.c.contact_id == contact.id)
        self._work.do(
            update(_participants)
            .where(_participants.c.organization_id == self._organization, whose)
            .values(name=FORMER, title=None)
        )
        count += sum(self._scrub_shared(record.table(), scrub) for record in _SHARED)
        count += self._scrub_events(account_id, scrub)
        count += self._scrub_changes(account_id, scrub, contact)
        if contact is not None:
            rows = ImportRow.table()
            self._work.do(
                update(rows)
                .where(
                    rows.c.organization_id == self._organization,
                    rows.c.record_id == contact.id,
                    as_type(rows.c["values"], String).contains(json.dumps(contact.name)[1:-1], autoescape=True),
                )
                .values({"values": {}})
            )
        for record, name in _SAID:
            column = record.table().c[name]
            for word in scrub.words:
                self._work.do(
                    update(record.table())
                    .where(
                        record.table().c.organization_id == self._organization, column.contains(word, autoescape=True)
                    )
                    .values({name: func.replace(column, word, FORMER)})
                )
        return count

    def _scrub_rows(self, table: Table, columns: tuple[Column[Any], ...], account_id: int, scrub: Scrub) -> int:
        rows = self._work.ask(
            select(table.c.id, *columns).where(
                table.c.organization_id == self._organization, _of_account(table, account_id)
            )
        )
        return sum(self._write(table, row, scrub) for row in rows)

    def _scrub_shared(self, table: Table, scrub: Scrub) -> int:
        columns = _worded(table)
        named = [_holds(column, word) for column in columns for word in scrub.words]
        rows = self._work.ask(
            select(table.c.id, *columns).where(table.c.organization_id == self._organization, or_(*named))
        )
        return sum(self._write(table, row, scrub) for row in rows)

    def _scrub_events(self, account_id: int, scrub: Scrub) -> int:
        """Meetings wherever they belong: an address is the same person with any customer."""
        text = as_type(_events.c.attendees, String)
        named = (text.contains(json.dumps(word)[1:-1], autoescape=True) for word in scrub.words)
        rows = self._work.ask(
            select(_events.c.id, _events.c.title, _events.c.attendees).where(
                _events.c.organization_id == self._organization,
                or_(_events.c.account_id == account_id, *named),
            )
        )
        return sum(self._write(_events, row, scrub) for row in rows)

    def _scrub_changes(self, account_id: int, scrub: Scrub, contact: Contact | None) -> int:
        table, count = Change.table(), 0
        for change in (*self._work.sightings.everything(account_id), *self._shared_changes(scrub)):
            before, after = scrub(change.before), scrub(change.after)
            if contact is not None and (change.record_table, change.record_id) == ("contacts", contact.id):
                before, after = (_bare(document) for document in (before, after))
            if (before, after) != (change.before, change.after):
                self._work.do(update(table).where(table.c.id == change.id).values(before=before, after=after))
                count += 1
        return count

    def _shared_changes(self, scrub: Scrub) -> Iterator[Change]:
        """The audit of what belongs to several customers, where the name stands in it."""
        table = Change.table()
        told = [as_type(column, String) for column in (table.c.before, table.c.after)]
        words = [json.dumps(word)[1:-1] for word in scrub.words]
        rows = self._work.ask(
            select(*table.columns).where(
                table.c.organization_id == self._organization,
                table.c.record_table.in_([record.table().name for record in _SHARED]),
                or_(*(_holds(column, word) for column in told for word in words)),
            )
        )
        return (Change.of(row) for row in rows)

    def _write(self, table: Table, row: dict[str, Any], scrub: Scrub) -> int:
        values = {name: scrub(value) for name, value in row.items() if name != "id"}
        differs = {name: value for name, value in values.items() if value != row[name]}
        if not differs:
            return 0
        self._work.do(update(table).where(table.c.id == row["id"]).values(differs))
        return 1


def _bare(document: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the audit keeps of the contact's own row."""
    if document is None:
        return None
    personal = {"name": FORMER, "title": None, "email": None, "phone": None, "external_id": None}
    return {**document, **{name: value for name, value in personal.items() if name in document}}


def _of_account(table: Table, account_id: int) -> Any:
    if table is Account.table():
        return table.c.id == account_id
    if "account_id" in table.c:
        return table.c.account_id == account_id
    # A participant hangs on an activity and perhaps on a contact: either will do.
    parents = ((key.parent, key.column.table) for key in table.foreign_keys if "account_id" in key.column.table.c)
    return or_(
        *(column.in_(select(parent.c.id).where(parent.c.account_id == account_id)) for column, parent in parents)
    )


@cache
def _tables() -> tuple[tuple[Table, tuple[Column[Any], ...]], ...]:
    """Tables of what belongs to an account, with their columns that hold people's words."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        hangs = any("account_id" in key.column.table.c for key in table.foreign_keys)
        if table.name in _NAMELESS or not (hangs or "account_id" in table.c or table is Account.table()):
            continue
        columns = (table.c.goal,) if table is Account.table() else _worded(table)
        if columns:
            found.append((table, columns))
    return tuple(found)


def _holds(column: Any, word: str) -> Any:
    """As it is written, or in any case; SQLite knows the case of no letter beyond ASCII."""
    return or_(column.contains(word, autoescape=True), func.lower(column).contains(word.lower(), autoescape=True))


def _worded(table: Table) -> tuple[Column[Any], ...]:
    """The columns in which somebody may be named."""
    return tuple(
        column
        for column in table.columns
        if isinstance(getattr(column.type, "impl", column.type), String | JSON) and column.name not in _KEYS
    )
