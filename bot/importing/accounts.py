"""Lines of accounts: what they create and change, with their contracts, names and owners."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.importing.contracts import CONTRACT_FIELDS, Contracts
from bot.importing.matching import Known, Made
from bot.importing.names import key_of
from bot.importing.pen import Pen
from bot.importing.plan import Action, Plan, Row, Team, settled, skip
from storage.tables import Account, AccountName, NameKind, Organization
from storage.work import Work

# Fields that go into the account as they are.
PLAIN = ("name", "external_id", "tier", "segment", "stage", "industry", "region", "goal", "health")
PEOPLE = (("owner", "owner_id"), ("backup", "backup_id"))


@dataclass
class Accounts:
    """The planner of accounts."""

    work: Work
    pen: Pen
    made: Made = field(default_factory=Made)
    _lines: dict[int, int] = field(default_factory=dict)
    _seen: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.team = Team(self.work, self.pen)
        organization = self.work.get(Organization, self.work.organization_id)
        assert organization is not None, "a work is of an organization"
        self.contracts = Contracts(self.pen, organization.currency)
        self.known = Known(self.work, self.made.ids)

    def take(self, rows: Sequence[Row]) -> list[Plan]:
        self.known.load(
            ids=_each(rows, "own_id"),
            external=(*_each(rows, "external_id"), *_each(rows, "parent")),
            names=(*_each(rows, "name"), *_each(rows, "parent")),
            domains=(domain for row in rows for domain in row.values.get("domains", ())),
        )
        self._current = {id: dict(account.__dict__) for id, account in self.known.accounts.items()}
        self._names = {
            id: {(name.kind, name.key): dict(name.__dict__) for name in names}
            for id, names in self.work.imports.names(self._current).items()
        }
        self.contracts.load(self.work.imports.contracts(self._current))
        return [self._plan(row) for row in rows]

    def finish(self, rows: Callable[[], Iterable[Sequence[Row]]]) -> int:
        """Parents may stand below their children, so they are tied when all lines are in. Returns how many were not
        found."""
        lost = 0
        for piece in rows():
            wanted = [row for row in piece if "parent" in row.values]
            if wanted:
                lost += self._tie(wanted)
        return lost

    # ------------------------------------------------------------ one line

    def _plan(self, row: Row) -> Plan:
        values = row.values
        print_ = hash(repr(sorted(values.items())))
        if print_ in self._lines:
            return skip(f"The same as line {self._lines[print_]}.")
        match = self.made.match(values)
        if match.id is None and not match.why:
            match = self.known.match(values)
        if match.why:
            return skip(match.why)
        plan = self._create(row) if match.id is None else self._meet(row, match.id)
        if plan.action is not Action.SKIP:
            self._lines[print_] = row.line
        return plan

    def _meet(self, row: Row, id: int) -> Plan:
        """A line about an account that is there, or that an earlier line makes."""
        about = _about(row.values)
        line, said = self._seen.get(id, (row.line, about))
        if said != about and not self._only_names(row.values):
            return skip(f"Line {line} says something else about {row.values.get('name') or 'this account'}.")
        made = id in self.made.ids
        # The contract comes first: it may be why the line is skipped, and then nothing of the line is written.
        contract = self.contracts.plan(id, row.values, fresh=made)
        if contract.why:
            return skip(contract.why)
        self._seen.setdefault(id, (row.line, about))
        if made:
            return Plan(
                Action.CREATE if contract.changes else Action.SAME, "", None if id < 0 else id, contract.changes
            )
        changes, told = ({}, []) if line != row.line else self._change(id, row.values)
        return settled({**changes, **contract.changes}, id, told)

    def _only_names(self, values: dict[str, Any]) -> bool:
        """A further line of an account that brings nothing but another contract."""
        return not values.keys() - {"name", "external_id", "own_id"} - CONTRACT_FIELDS

    def _create(self, row: Row) -> Plan:
        values = row.values
        if "name" not in values:
            return skip("No account is known by this id, and a new one needs a name.")
        fields, told = self._fields(values)
        id = self.pen.new(Account, **{**dict.fromkeys((*PLAIN, "owner_id", "backup_id")), **fields})
        self.made.keep(id, values)
        self._seen[id] = (row.line, _about(values))
        for kind, name, key in _names_said(values):
            self.pen.new(AccountName, part=True, account_id=id, kind=kind, name=name, key=key)
        contract = self.contracts.plan(id, values, fresh=True)
        return Plan(Action.CREATE, " ".join((*told, contract.note)).strip(), None if id < 0 else id)

    def _change(self, id: int, values: dict[str, Any]) -> tuple[dict[str, list[Any]], list[str]]:
        current = self._current[id]
        fields, told = self._fields(values)
        matched_by_id = values.get("own_id") == id or (
            "external_id" in values and current["external_id"] == values["external_id"]
        )
        if not matched_by_id:
            # Met by domain or by another of its names: how the file spells it is no reason to rename it.
            fields.pop("name", None)
        changes = self.pen.edit(Account, current, fields)
        names = self._names.get(id, {})
        if "name" in changes:
            self._rename(id, names, changes["name"][1])
        for kind, name, key in _names_said({**values, "name": current["name"]}):
            if (kind, key) in names or (kind == NameKind.ALIAS and (NameKind.NAME, key) in names):
                continue
            names[kind, key] = {"id": self.pen.new(AccountName, account_id=id, kind=kind, name=name, key=key)}
            if kind in (NameKind.ALIAS, NameKind.DOMAIN):
                changes[f"{kind} {name}"] = [None, name]
        if self.pen.rehearses and "parent" in values:
            parent = self._parent(self.known, values["parent"])
            if parent not in (None, current["parent_id"]):
                changes["parent"] = [None, values["parent"]]
        return changes, told

    def _parent(self, known: Known, said: str) -> int | None:
        return known.refer({"account": said, "account_external_id": said}).id

    def _rename(self, id: int, names: dict[tuple[str, str], dict[str, Any]], name: str) -> None:
        old = next((key for key in names if key[0] == NameKind.NAME), None)
        if old is not None:
            entry = names.pop(old)
            self.pen.edit(AccountName, entry, {"name": name, "key": key_of(name)})
            names[NameKind.NAME, key_of(name)] = entry

    def _fields(self, values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        fields = {name: values[name] for name in PLAIN if name in values}
        told = []
        for name, column in PEOPLE:
            if name not in values:
                continue
            found = self.team.invite(values[name])
            if found is None:
                told.append(f"{values[name]} is nobody I know, so the {name} is left out; an e-mail address would do.")
            else:
                fields[column] = found
        return fields, told

    # ------------------------------------------------------------ parents

    def _tie(self, rows: Sequence[Row]) -> int:
        known = Known(self.work, set())
        parents = [row.values["parent"] for row in rows]
        known.load(
            ids=_each(rows, "own_id"),
            external=(*_each(rows, "external_id"), *parents),
            names=(*_each(rows, "name"), *parents),
            domains=(),
        )
        lost = 0
        for row in rows:
            child = known.match({key: value for key, value in row.values.items() if key != "domains"}).id
            parent = self._parent(known, row.values["parent"])
            if child is None:
                continue
            if parent is None or self._above(parent, child):
                lost += 1
            else:
                self.pen.edit(Account, dict(known.accounts[child].__dict__), {"parent_id": parent})
        self.pen.flush()
        return lost

    def _above(self, parent: int, child: int) -> bool:
        """Whether the child is already above the parent, or is it."""
        while parent != child:
            account = self.work.get(Account, parent)
            if account is None or account.parent_id is None:
                return False
            parent = account.parent_id
        return True


def _each(rows: Sequence[Row], name: str) -> tuple[Any, ...]:
    return tuple(row.values[name] for row in rows if name in row.values)


def _about(values: dict[str, Any]) -> int:
    """A print of what a line says of the account itself, however it spells the name."""
    said = {**values, "name": key_of(values.get("name", ""))}
    return hash(repr(sorted(item for item in said.items() if item[0] not in CONTRACT_FIELDS)))


def _names_said(values: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Kind, name and key of everything that a line says an account is called, each once."""
    said = [(NameKind.NAME.value, values["name"])]
    said += [(NameKind.EXTERNAL.value, values["external_id"])] if "external_id" in values else []
    said += [(NameKind.DOMAIN.value, name) for name in values.get("domains", ())]
    said += [(NameKind.ALIAS.value, name) for name in values.get("aliases", ())]
    return ((kind, name, key) for (kind, key), name in {(kind, key_of(name)): name for kind, name in said}.items())
