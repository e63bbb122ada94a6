"""Lines of contacts: people at customers, met by external id, then mail, then name within their account."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.importing.matching import Known
from bot.importing.pen import Pen
from bot.importing.plan import Action, Plan, Row, settled, skip
from storage.tables import Contact
from storage.work import Work

FIELDS = ("name", "title", "email", "phone", "external_id")


@dataclass
class Contacts:
    """The planner of contacts."""

    work: Work
    pen: Pen
    _seen: dict[tuple[int, str], int] = field(default_factory=dict)
    _present: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = Known(self.work, set())

    def take(self, rows: Sequence[Row]) -> list[Plan]:
        self.known.load(
            ids=(),
            external=(
                row.values[key] for row in rows for key in ("account_external_id", "account") if key in row.values
            ),
            names=(row.values["account"] for row in rows if "account" in row.values),
            domains=(domain for row in rows for domain in _domains(row.values)),
        )
        found: dict[int, dict[str, Any]] = {}
        for column, key in (("id", "own_id"), ("external_id", "external_id"), ("email", "email"), ("name", "name")):
            wanted = [row.values[key] for row in rows if key in row.values]
            found |= {one.id: dict(one.__dict__) for one in self.work.imports.contacts_by(column, wanted)}
        self._by: dict[tuple[str, Any], list[dict[str, Any]]] = {}
        for contact in found.values():
            for column in ("id", "external_id", "email", "name"):
                if contact[column] is not None:
                    self._by.setdefault((column, contact[column]), []).append(contact)
        return [self._plan(row) for row in rows]

    def finish(self, rows: Callable[[], Iterable[Sequence[Row]]]) -> int:
        return 0

    def _plan(self, row: Row) -> Plan:
        values = row.values
        account = self.known.refer(values)
        own = self._own(values)
        if isinstance(own, str):
            return skip(own)
        if account.id is None and (own is None or "account" in values or "account_external_id" in values):
            return skip(account.why)
        account_id = account.id or (own["account_id"] if own else 0)
        present = own or self._in_account(account_id, values)
        if isinstance(present, str):
            return skip(present)
        who = values.get("external_id") or values.get("email") or values.get("name", "").casefold()
        if (line := self._seen.setdefault((account_id, who), row.line)) != row.line:
            return skip(f"Line {line} is about the same person.")
        fields = {name: values[name] for name in FIELDS if name in values}
        if present is not None:
            return settled(self.pen.edit(Contact, present, {**fields, "account_id": account_id}), present["id"])
        if "name" not in fields:
            fields["name"] = values["email"].split("@")[0]
        id = self.pen.new(Contact, account_id=account_id, **{**dict.fromkeys(FIELDS), **fields})
        return Plan(Action.CREATE, "", None if id < 0 else id)

    def _own(self, values: dict[str, Any]) -> dict[str, Any] | str | None:
        """Whom an id names, wherever they work now; or why nobody."""
        for column, key in (("id", "own_id"), ("external_id", "external_id")):
            if key in values:
                found = self._by.get((column, values[key]), [])
                if len(found) > 1:
                    return f"{len(found)} contacts have the id {values[key]}."
                if found:
                    return found[0]
                if key == "own_id":
                    return f"There is no contact with the id {values[key]}."
        return None

    def _in_account(self, account_id: int, values: dict[str, Any]) -> dict[str, Any] | str | None:
        for column in ("email", "name"):
            found = [
                contact
                for contact in self._by.get((column, values.get(column)), ())
                if contact["account_id"] == account_id and _may_be(contact, values)
            ]
            if len(found) > 1:
                return f"{len(found)} contacts there are called {values[column]}. Add their e-mail addresses."
            if found:
                return found[0]
        return None


def _may_be(contact: dict[str, Any], values: dict[str, Any]) -> bool:
    """Unless an id or an address says that it is somebody else."""
    return all(values.get(key) is None or contact[key] in (None, values[key]) for key in ("external_id", "email"))


def _domains(values: dict[str, Any]) -> tuple[str, ...]:
    return (*values.get("domains", ()), *([values["email"].rpartition("@")[2]] if "email" in values else ()))
