"""Staged files, and the set-based questions that match their lines with what is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Select, bindparam, func, null, select
from sqlalchemy.sql.elements import ClauseElement

from storage.finding import KEYS, among, chunks, keys, ours
from storage.queries.base import Queries
from storage.tables import (
    Account,
    AccountName,
    Activity,
    Change,
    ChangeSet,
    Complaint,
    Contact,
    Contract,
    Escalation,
    Feedback,
    Import,
    ImportRow,
    Kpi,
    KpiReading,
    Measure,
    Member,
    NextStep,
    Participant,
    Reading,
    Renewal,
    Risk,
    Voice,
)
from storage.types import Record

R = TypeVar("R", bound=Record)

_imports = Import.table()
_rows = ImportRow.table()
_accounts = Account.table()
_names = AccountName.table()
_contacts = Contact.table()
_contracts = Contract.table()
_activities = Activity.table()
_steps = NextStep.table()
_participants = Participant.table()
_changes = Change.table()
_sets = ChangeSet.table()
_members = Member.table()

_ORGANIZATION: BindParameter[Any] = bindparam("organization")


_BY_KEY = (
    select(_names.c.key, _names.c.kind, _names.c.account_id)
    .join(_accounts, _accounts.c.id == _names.c.account_id)
    .where(
        _names.c.organization_id == _ORGANIZATION,
        # Not said plainly, for the same reason: a smaller index of undeleted names would be read from end to end.
        func.coalesce(_names.c.deleted_at, null()).is_(None),
        _accounts.c.deleted_at.is_(None),
        among(_names.c.key),
    )
    .order_by(_names.c.account_id)
)
_BY_EXTERNAL = select(_accounts.c.external_id, _accounts.c.id).where(
    _accounts.c.organization_id == _ORGANIZATION, _accounts.c.deleted_at.is_(None), among(_accounts.c.external_id)
)
_CONTACTS_BY = {
    name: select(*_contacts.columns).where(
        ours(_contacts) if name == "id" else _contacts.c.organization_id == _ORGANIZATION,
        _contacts.c.deleted_at.is_(None),
        among(_contacts.c[name]),
    )
    for name in ("id", "external_id", "email", "name")
}
_ACTIVITIES_BY = {
    name: select(*_activities.columns).where(
        ours(_activities) if name == "id" else _activities.c.organization_id == _ORGANIZATION,
        _activities.c.deleted_at.is_(None),
        among(_activities.c[name]),
    )
    for name in ("id", "external_id")
}
_OF_ACCOUNTS = {
    record: select(*record.table().columns)
    .where(
        ours(record.table()),
        record.table().c.deleted_at.is_(None),
        among(record.table().c["id" if record is Account else "account_id"]),
    )
    .order_by(record.table().c.id)
    for record in (Account, AccountName, Contract)
}
_EVERY: dict[type[Record], Select[Any]] = {
    record: select(*record.table().columns)
    .where(
        ours(record.table()),
        record.table().c.deleted_at.is_(None),
        record.table().c.id > bindparam("after"),
    )
    .order_by(record.table().c.id)
    .limit(bindparam("limit"))
    for record in (Account, Contact, Activity, Reading, Risk, Escalation, Complaint, Voice, Feedback)
}
_PARTICIPANTS = (
    select(_participants.c.activity_id, _participants.c.name)
    .where(
        ours(_participants),
        _participants.c.deleted_at.is_(None),
        among(_participants.c.activity_id),
    )
    .order_by(_participants.c.id)
)
_ROWS = (
    select(*_rows.columns)
    .where(
        _rows.c.organization_id == _ORGANIZATION,
        _rows.c.import_id == bindparam("import"),
        _rows.c.line > bindparam("after"),
    )
    .order_by(_rows.c.line)
    .limit(KEYS)
)
_PAGE = (
    select(*_rows.columns)
    .where(
        _rows.c.organization_id == _ORGANIZATION,
        _rows.c.import_id == bindparam("import"),
        _rows.c.action == bindparam("action"),
        _rows.c.line > bindparam("after"),
    )
    .order_by(_rows.c.line, _rows.c.id)
    .limit(bindparam("limit"))
)
_OF_SET = select(*_imports.columns).where(
    _imports.c.organization_id == _ORGANIZATION, _imports.c.set_id == bindparam("set")
)
_CHANGES = (
    select(*_changes.columns)
    .where(
        _changes.c.organization_id == _ORGANIZATION,
        _changes.c.set_id == bindparam("set"),
        _changes.c.id < bindparam("before"),
    )
    .order_by(_changes.c.id.desc())
    .limit(KEYS)
)
_SINCE = (
    select(_changes.c.record_id, _changes.c.after, _sets.c.member_id, _members.c.name)
    .join(_sets, _sets.c.id == _changes.c.set_id)
    .join(_members, _members.c.id == _sets.c.member_id)
    .where(
        _changes.c.organization_id == _ORGANIZATION,
        _changes.c.record_table == bindparam("table"),
        among(_changes.c.record_id),
        _changes.c.set_id > bindparam("set"),
    )
    .order_by(_changes.c.id)
)
_WORKED_ON = tuple(
    select(column.label("id"))
    .where(
        column.table.c.organization_id == _ORGANIZATION if column.table is _activities else ours(column.table),
        column.table.c.deleted_at.is_(None),
        among(column),
    )
    .distinct()
    for column in (_activities.c.account_id, _contacts.c.account_id, _steps.c.account_id)
)
_CURRENT: dict[type[Record], Select[Any]] = {
    record: select(*record.table().columns).where(ours(record.table()), among(record.table().c.id))
    for record in (
        Account,
        AccountName,
        Contact,
        Contract,
        Renewal,
        Activity,
        Kpi,
        KpiReading,
        Measure,
        Member,
        Reading,
    )
}


class Since(NamedTuple):
    """A later change of a row. fields: what it wrote. by: a member's name."""

    record_id: int
    fields: frozenset[str]
    member_id: int
    by: str


class Imports(Queries):
    # ------------------------------------------------------------ staging

    def open(
        self,
        member_id: int,
        filename: str,
        at: datetime,
        *,
        subject: str = "",
        columns: Mapping[str, str] | None = None,
        told: Sequence[str] = (),
        content: bytes | None = None,
    ) -> int:
        """The id of a new import: to be staged as a subject, or (without one) to be asked about, with its content."""
        opened = self._work.insert(
            Import,
            member_id=member_id,
            filename=filename,
            subject=subject,
            state="staged" if subject else "asked",
            columns=dict(columns or {}),
            told=list(told),
            content=content,
            at=at,
        )
        return opened.id

    def get(self, import_id: int) -> Import | None:
        return self._work.get(Import, import_id)

    def staged(self, import_id: int, counts: dict[str, Any]) -> Import:
        """All lines are in."""
        return self._work.update(Import, import_id, counts=counts)

    def applied(self, import_id: int, counts: dict[str, Any], set_id: int | None) -> Import:
        return self._work.update(Import, import_id, state="applied", counts=counts, set_id=set_id)

    def undone(self, import_id: int) -> Import:
        return self._work.update(Import, import_id, state="undone")

    def cancelled(self, import_id: int) -> Import:
        """Put away; the file itself is forgotten."""
        return self._work.update(Import, import_id, state="cancelled", content=None)

    def of_set(self, set_id: int) -> Import | None:
        """The import that a change set is."""
        found = self._work.rows(_OF_SET, organization=self._organization, set=set_id)
        return Import.of(found[0]) if found else None

    def stage(self, import_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
        """rows: line, action, why, record_id and values of each."""
        self._work.many(ImportRow, [{**row, "import_id": import_id} for row in rows])

    def piece(self, import_id: int, after: int) -> list[ImportRow]:
        """The next few hundred staged rows in the order of the file, below a line of it."""
        found = self._work.rows(_ROWS, organization=self._organization, after=after, **{"import": import_id})
        return [ImportRow.of(row) for row in found]

    def page(self, import_id: int, action: str, after: int, limit: int) -> list[ImportRow]:
        """Rows of one action below a line of the file."""
        found = self._work.rows(
            _PAGE, organization=self._organization, action=action, after=after, limit=limit, **{"import": import_id}
        )
        return [ImportRow.of(row) for row in found]

    # ------------------------------------------------------------ matching

    def accounts_named(self, wanted: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """By folded name: what kind of name it is, and whose."""
        found: dict[str, list[tuple[str, int]]] = {}
        for row in self._find(_BY_KEY, wanted):
            found.setdefault(row["key"], []).append((row["kind"], row["account_id"]))
        return found

    def accounts_external(self, wanted: Iterable[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in self._find(_BY_EXTERNAL, wanted):
            found.setdefault(row["external_id"], []).append(row["id"])
        return found

    def accounts(self, ids: Iterable[int]) -> dict[int, Account]:
        return {row["id"]: Account.of(row) for row in self._find(_OF_ACCOUNTS[Account], ids)}

    def names(self, ids: Iterable[int]) -> dict[int, list[AccountName]]:
        found: dict[int, list[AccountName]] = {}
        for row in self._find(_OF_ACCOUNTS[AccountName], ids):
            found.setdefault(row["account_id"], []).append(AccountName.of(row))
        return found

    def contracts(self, ids: Iterable[int]) -> dict[int, list[Contract]]:
        found: dict[int, list[Contract]] = {}
        for row in self._find(_OF_ACCOUNTS[Contract], ids):
            found.setdefault(row["account_id"], []).append(Contract.of(row))
        return found

    def contacts_by(self, column: str, wanted: Iterable[Any]) -> list[Contact]:
        """column: id, external_id, email or name."""
        return [Contact.of(row) for row in self._find(_CONTACTS_BY[column], wanted)]

    def activities_by(self, column: str, wanted: Iterable[Any]) -> list[Activity]:
        """column: id or external_id."""
        return [Activity.of(row) for row in self._find(_ACTIVITIES_BY[column], wanted)]

    # ------------------------------------------------------------ everything, piece by piece

    def accounts_behind(self, after: int, limit: int) -> list[Account]:
        """The next live ones by id."""
        return [Account.of(row) for row in self._behind(Account, after, limit)]

    def contacts_behind(self, after: int, limit: int) -> list[Contact]:
        return [Contact.of(row) for row in self._behind(Contact, after, limit)]

    def activities_behind(self, after: int, limit: int) -> list[Activity]:
        return [Activity.of(row) for row in self._behind(Activity, after, limit)]

    def readings_behind(self, after: int, limit: int) -> list[Reading]:
        return [Reading.of(row) for row in self._behind(Reading, after, limit)]

    def risks_behind(self, after: int, limit: int) -> list[Risk]:
        return [Risk.of(row) for row in self._behind(Risk, after, limit)]

    def behind(self, record: type[R], after: int, limit: int) -> list[R]:
        """The next live ones of any kind that goes out."""
        return [record.of(row) for row in self._behind(record, after, limit)]

    def participants(self, activity_ids: Iterable[int]) -> dict[int, list[str]]:
        """Who took part, by activity."""
        found: dict[int, list[str]] = {}
        for row in self._find(_PARTICIPANTS, activity_ids):
            found.setdefault(row["activity_id"], []).append(row["name"])
        return found

    def _behind(self, record: type[Record], after: int, limit: int) -> list[dict[str, Any]]:
        return self._work.rows(_EVERY[record], organization=self._organization, after=after, limit=limit)

    # ------------------------------------------------------------ taking back

    def changes(self, set_id: int, before: int) -> list[Change]:
        """The next few hundred things that a change set wrote, newest first, before the one with this id."""
        found = self._work.rows(_CHANGES, organization=self._organization, set=set_id, before=before)
        return [Change.of(row) for row in found]

    def current(self, record: type[Record], ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The rows as they are now, deleted ones too."""
        return {row["id"]: row for row in self._find(_CURRENT[record], ids)}

    def since(self, record: type[Record], ids: Iterable[int], set_id: int) -> list[Since]:
        """What later change sets wrote to these rows."""
        return [
            Since(row["record_id"], frozenset(row["after"]), row["member_id"], row["name"])
            for row in self._find(_SINCE, ids, table=record.table().name, set=set_id)
        ]

    def worked_on(self, account_ids: Iterable[int]) -> set[int]:
        """Which of these accounts have activities, contacts or next steps."""
        wanted = list(account_ids)
        return {row["id"] for statement in _WORKED_ON for row in self._find(statement, wanted)}

    def _find(self, statement: ClauseElement, wanted: Iterable[Any], **others: Any) -> Iterator[dict[str, Any]]:
        for piece in chunks(wanted):
            yield from self._work.rows(statement, organization=self._organization, **keys(piece), **others)
