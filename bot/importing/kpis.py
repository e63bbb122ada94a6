"""Lines of KPIs: a reading each, met by account, KPI and day, so that none counts twice; and what was agreed, where it is
said and not known yet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.importing.matching import Known
from bot.importing.names import key_of
from bot.importing.pen import Pen
from bot.importing.plan import Action, Plan, Row, settled, skip
from bot.rules.kpi import Line, Reading
from bot.words.figures import Figure, plain_number
from storage.tables import Kpi, KpiReading, KpiState
from storage.types import reveal
from storage.work import Work

AGREED = ("start", "target", "due_on")


@dataclass
class Kpis:
    """The planner of KPIs. source: file or api. member_id: who brings them, None for a program."""

    work: Work
    pen: Pen
    source: str
    member_id: int | None = None
    _seen: dict[tuple[int, date], int] = field(default_factory=dict)
    _made: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = Known(self.work, set())

    def take(self, rows: Sequence[Row]) -> list[Plan]:
        values = [row.values for row in rows]
        self.known.load(
            ids=(),
            external=(one[key] for one in values for key in ("account_external_id", "account") if key in one),
            names=(one["account"] for one in values if "account" in one),
            domains=(domain for one in values for domain in one.get("domains", ())),
        )
        accounts = [self.known.refer(one) for one in values]
        self._present = self._open_ones({match.id for match in accounts if match.id is not None})
        self._kept = self._read_before([id for kpis in self._present.values() for kpi in kpis if (id := kpi["id"]) > 0])
        return [
            skip(match.why) if match.id is None else self._plan(row, match.id)
            for row, match in zip(rows, accounts, strict=True)
        ]

    def finish(self, rows: Callable[[], Iterable[Sequence[Row]]]) -> int:
        return 0

    def _open_ones(self, account_ids: set[int]) -> dict[tuple[int, str], list[dict[str, Any]]]:
        found: dict[tuple[int, str], list[dict[str, Any]]] = {}
        for kpi in self.work.kpis.of_accounts(sorted(account_ids)):
            if kpi.state == KpiState.OPEN:
                row = {name: reveal(value) for name, value in kpi.__dict__.items()}
                found.setdefault((kpi.account_id, key_of(kpi.name)), []).append(row)
        return found

    def _read_before(self, kpi_ids: Sequence[int]) -> dict[tuple[int, date], dict[str, Any]]:
        return {(one.kpi_id, one.on): dict(one.__dict__) for one in self.work.kpis.readings_of(kpi_ids)}

    def _plan(self, row: Row, account_id: int) -> Plan:
        name = row.values["kpi"]
        present = self._present.get((account_id, key_of(name)), [])
        if len(present) > 1:
            return skip(f"{len(present)} open KPIs of this account are called {name}. Close or rename one of them.")
        kpi = present[0] if present else self._made.get((account_id, key_of(name)))
        new = kpi is None
        if kpi is None:
            made = self._agree(account_id, name, row.values)
            if isinstance(made, str):
                return skip(made)
            kpi = self._made[account_id, key_of(name)] = made
        if "figure" not in row.values:
            return self._only_agreed(kpi, new)
        read = self._read(row, kpi)
        return Plan(Action.CREATE, read.why, read.record_id) if new and read.action is not Action.SKIP else read

    def _only_agreed(self, kpi: dict[str, Any], new: bool) -> Plan:
        id = kpi["id"]
        return Plan(Action.CREATE, "", None if id < 0 else id) if new else settled({}, id)

    def _agree(self, account_id: int, name: str, values: dict[str, Any]) -> dict[str, Any] | str:
        """The row of a new KPI, or why there is none."""
        if any(each not in values for each in AGREED):
            return (
                f"No open KPI of this account is called {name}. Agree on it first, or add start, target and due date."
            )
        start, target = Figure(*values["start"]), Figure(*values["target"])
        units = {each.unit for each in (start, target) if each.unit}
        due_on = date.fromisoformat(values["due_on"])
        starts_on = date.fromisoformat(values["starts_on"]) if "starts_on" in values else self.pen.now.date()
        if len(units) > 1:
            return f"Start and target are in {' and '.join(sorted(units))}. Write both in one unit."
        if start.micro == target.micro:
            return "Start and target are the same."
        if due_on <= starts_on:
            return "It is due before it begins. Add a column with its start date."
        columns: dict[str, Any] = {
            "account_id": account_id,
            "name": name,
            "unit": units.pop() if units else "",
            "start_micro": start.micro,
            "target_micro": target.micro,
            "starts_on": starts_on,
            "due_on": due_on,
        }
        return {"id": self.pen.new(Kpi, **columns), **columns}

    def _read(self, row: Row, kpi: dict[str, Any]) -> Plan:
        value, on = Figure(*row.values["figure"]), date.fromisoformat(row.values["on"])
        if value.unit not in ("", kpi["unit"]):
            return skip(f"{kpi['name']} is counted in {kpi['unit'] or 'plain numbers'}, not in {value.unit}.")
        if (line := self._seen.setdefault((kpi["id"], on), row.line)) != row.line:
            return skip(f"Line {line} has {kpi['name']} of the same day already.")
        agreed = Line(kpi["start_micro"], kpi["target_micro"], kpi["starts_on"], kpi["due_on"])
        said: dict[str, Any] = {"value_micro": value.micro, "ahead": agreed.ahead_points(Reading(on, value.micro))}
        before = self._kept.get((kpi["id"], on))
        if before is None:
            id = self.pen.new(
                KpiReading,
                account_id=kpi["account_id"],
                kpi_id=kpi["id"],
                on=on,
                source=self.source,
                member_id=self.member_id,
                came_at=self.pen.now,
                **said,
            )
            return Plan(Action.CREATE, "", None if id < 0 else id)
        if reveal(before["value_micro"]) == value.micro:
            return settled({}, before["id"])
        more = {"source": self.source, "member_id": self.member_id, "came_at": self.pen.now}
        was, now = self.pen.edit(KpiReading, before, {**said, **more})["value_micro"]
        return settled({"value": [plain_number(was), plain_number(now)]}, before["id"])
