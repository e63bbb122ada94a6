"""Lines of measures: one reading each, met by account, measure and instant, so that none counts twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.importing.matching import Known
from bot.importing.pen import Pen
from bot.importing.plan import Action, Plan, Row, settled, skip
from bot.measures import COLOURS, SENTIMENT, columns_of, measured
from bot.rules.health import Definition
from storage.tables import MICRO, Band, Measure, Reading
from storage.work import Work

MOST = Decimal(10) ** 12


@dataclass
class Measures:
    """The planner of readings. source: where they come from, where a line does not say. member_id: who brings them, None
    for a program."""

    work: Work
    pen: Pen
    source: str
    member_id: int | None = None
    _seen: dict[tuple[int, str, datetime], int] = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = Known(self.work, set())
        self.measured = measured(self.work)

    def take(self, rows: Sequence[Row]) -> list[Plan]:
        values = [row.values for row in rows]
        self.known.load(
            ids=(),
            external=(one[key] for one in values for key in ("account_external_id", "account") if key in one),
            names=(one["account"] for one in values if "account" in one),
            domains=(domain for one in values for domain in one.get("domains", ())),
        )
        readied = [self._ready(row) for row in rows]
        self._kept = self._kept_before([one for one in readied if isinstance(one, _Said)])
        return [one if isinstance(one, Plan) else self._plan(one) for one in readied]

    def finish(self, rows: Callable[[], Iterable[Sequence[Row]]]) -> int:
        return 0

    def _ready(self, row: Row) -> "_Said | Plan":
        account = self.known.refer(row.values)
        if account.id is None:
            return skip(account.why)
        definition = self.measured.find(row.values["measure"])
        if definition is None:
            known = ", ".join(one.name.lower() for one in self.measured.definitions)
            return skip(f"No measure is called {row.values['measure']}. There are: {known}.")
        value = value_of(definition, row.values["value"])
        if value is None:
            sample = " or green" if definition.keyword == SENTIMENT else ""
            return skip(f"{row.values['value']} is no value of {definition.name.lower()}. Write 82 or 0.5{sample}.")
        at = datetime.fromisoformat(row.values["at"])
        if at > self.pen.now:
            return skip(f"{row.values['at'][:10]} lies ahead. Only what was read can be kept.")
        return _Said(row, account.id, definition, value, at)

    def _kept_before(self, said: Sequence["_Said"]) -> dict[tuple[int, str, datetime], dict[str, Any]]:
        """What was read of these accounts and measures at these instants before."""
        kept = {}
        for definition in {one.definition for one in said if one.definition.id is not None}:
            mine = [one for one in said if one.definition == definition]
            found = self.work.health.readings_at(
                {one.account_id for one in mine}, definition.id or 0, {one.at for one in mine}
            )
            for reading in found:
                kept[reading.account_id, definition.keyword, reading.at] = dict(reading.__dict__)
        return kept

    def _plan(self, said: "_Said") -> Plan:
        key = (said.account_id, said.definition.keyword, said.at)
        columns: dict[str, Any] = {
            "value": said.value,
            "source": said.row.values.get("source") or self.source,
            "note": said.row.values.get("note"),
        }
        line = self._seen.setdefault(key, said.row.line)
        if line != said.row.line:
            return skip(f"Line {line} has {said.definition.name.lower()} of the same account and moment already.")
        if key in self._kept:
            present = self._kept[key]
            changes = self.pen.edit(Reading, present, {name: it for name, it in columns.items() if it is not None})
            # The same value from another file is no news.
            if changes.keys() == {"source"}:
                return Plan(Action.SAME, "", present["id"])
            shown = {
                name: [_plain(part) for part in change] if name == "value" else change
                for name, change in changes.items()
            }
            return settled(shown, present["id"])
        id = self.pen.new(
            Reading,
            account_id=said.account_id,
            measure_id=self._row_of(said.definition),
            at=said.at,
            member_id=self.member_id,
            **columns,
        )
        return Plan(Action.CREATE, "", None if id < 0 else id)

    def _row_of(self, definition: Definition) -> int:
        """The row that readings refer to; one of Bailey's own measures gets it with its first reading."""
        if definition.id is not None:
            return definition.id
        if definition.keyword not in self._rows:
            self._rows[definition.keyword] = self.pen.new(Measure, archived=False, **columns_of(definition))
        return self._rows[definition.keyword]


@dataclass(frozen=True, slots=True)
class _Said:
    """A line that can be used."""

    row: Row
    account_id: int
    definition: Definition
    value: int
    at: datetime


def value_of(definition: Definition, said: str) -> int | None:
    """Millionths, from a number as `cells.number` writes it or, for the sentiment, a colour; None for anything else."""
    if definition.keyword == SENTIMENT and said.casefold() in {band.value for band in Band}:
        return COLOURS[Band(said.casefold())]
    if "_" in said:  # a number to Python alone
        return None
    try:
        number = Decimal(said)
    except ArithmeticError:
        return None
    if not number.is_finite() or abs(number) >= MOST:
        return None
    return int((number * MICRO).to_integral_value())


def _plain(micro: int) -> str:
    return f"{Decimal(micro) / MICRO:f}"
