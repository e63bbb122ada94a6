"""Readings of KPIs that programs bring: the lines of `POST /api/v1/kpis`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.importing.kpis import Kpis
from bot.importing.pen import Pen
from bot.importing.plan import Action, Row
from bot.intake import Fault, Faulty, Program, intake
from bot.rules.cells import LONGEST_LINE, Unreadable, clean
from bot.rules.dates import plausible
from bot.words.figures import figure
from storage.finding import KEYS
from storage.work import Work

# Field of the document → the field of a line that the planner knows.
TEXTS = {"account": "account", "account_id": "account_external_id", "domain": "domains", "kpi": "kpi"}
FIGURES = {"value": "figure", "start": "start", "target": "target"}
DAYS = {"on": "on", "starts_on": "starts_on", "due_on": "due_on"}
FIELDS = (*TEXTS, *FIGURES, *DAYS)
DIGITS = 20  # before or behind the point: more is a mistake, and 1e999999 would be a long text
AHEAD = 1  # days: it may be tomorrow already where the figure was read


@intake("kpis")
def kpis(work: Work, lines: Sequence[Mapping[str, Any]], by: Program, now: datetime) -> dict[str, int]:
    """One reading a line: account (or account_id, or domain), kpi, value and the day (`on`); start, target and due_on
    agree on a KPI that is not known yet."""
    rows, faults = [], []
    for place, line in enumerate(lines):
        read = reading_of(line, now)
        if isinstance(read, tuple):
            faults.append(Fault(place, *read))
        else:
            rows.append(Row(place, read))
    planner = Kpis(work, Pen(work, now, rehearses=False), "api")
    counts: Counter[Action] = Counter()
    for start in range(0, len(rows), KEYS):
        piece = rows[start : start + KEYS]
        for row, plan in zip(piece, planner.take(piece), strict=True):
            counts[plan.action] += 1
            if plan.action is Action.SKIP:
                faults.append(Fault(row.line, "", plan.why))
        planner.pen.flush()
    if faults:
        raise Faulty(sorted(faults, key=lambda fault: fault.index))
    return {"new": counts[Action.CREATE], "changed": counts[Action.CHANGE], "same": counts[Action.SAME]}


def reading_of(line: Mapping[str, Any], now: datetime) -> dict[str, Any] | tuple[str, str]:
    """The values of a line, by field; or the field to blame, and why."""
    unknown = next((name for name in line if name not in FIELDS), None)
    if unknown is not None:
        return str(unknown)[:LONGEST_LINE], f"There is no such field. There are: {', '.join(FIELDS)}."
    values: dict[str, Any] = {}
    for name, said in line.items():
        if said is None:
            continue
        read = _text(name, said) if name in TEXTS else _figure(said) if name in FIGURES else _day(said)
        if isinstance(read, str):
            return name, read
        values[{**TEXTS, **FIGURES, **DAYS}[name]] = read[0]
    return _whole(values, now)


def _whole(values: dict[str, Any], now: datetime) -> dict[str, Any] | tuple[str, str]:
    """What a line needs all together."""
    if not {"account", "account_external_id", "domains"} & values.keys():
        return "account", "Say whose it is: account (its name), account_id (its external id) or domain."
    if "kpi" not in values:
        return "kpi", "Say which KPI, by its name."
    if "figure" not in values:
        return values if "target" in values else ("value", "This is a figure, such as 96, 0.5 or “20%”.")
    values.setdefault("on", now.date().isoformat())
    if (date.fromisoformat(values["on"]) - now.date()).days > AHEAD:
        return "on", "That day lies ahead. Only what was read can be kept."
    return values


def _text(name: str, said: Any) -> tuple[Any] | str:
    if not isinstance(said, str) or not (text := clean(said)):
        return "This is a text that is not empty."
    if len(text) > LONGEST_LINE:
        return f"This has {len(text):,} characters. Keep it under {LONGEST_LINE:,}."
    return ([text],) if name == "domain" else (text,)


def _figure(said: Any) -> tuple[list[Any]] | str:
    """A number, or a text with its unit. A point parts its decimals, as in JSON."""
    plain = "This is a figure, such as 96, 0.5 or “20%”."
    if isinstance(said, bool) or not isinstance(said, int | Decimal | str) or len(str(said)) > LONGEST_LINE:
        return plain
    if isinstance(said, Decimal) and not (said.is_finite() and said.adjusted() < DIGITS and _places(said) < DIGITS):
        return plain
    try:
        found = figure(
            clean(said) if isinstance(said, str) else str(said) if isinstance(said, int) else f"{said:f}", "."
        )
    except Unreadable as wrong:
        return str(wrong)
    return ([found.micro, found.unit],)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else DIGITS


def _day(said: Any) -> tuple[str] | str:
    try:
        if isinstance(said, str) and len(said) == len("2026-11-20"):
            return (plausible(date.fromisoformat(said), said).isoformat(),)
    except Unreadable as unlikely:
        return str(unlikely)
    except ValueError:
        pass
    return "This is a day, such as 2026-11-20."
