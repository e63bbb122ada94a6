"""Readings that programs bring: the lines of `POST /api/v1/measures`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from bot.importing.measures import Measures
from bot.importing.pen import Pen
from bot.importing.plan import Action, Row
from bot.intake import Fault, Faulty, Program, intake
from bot.rules.cells import LONGEST_LINE, LONGEST_TEXT, Unreadable, clean
from bot.rules.dates import plausible
from storage.finding import KEYS
from storage.work import Work

# Field of the document → the field of a line that planners know, and how long it may be.
TEXTS = {
    "account": ("account", LONGEST_LINE),
    "account_id": ("account_external_id", LONGEST_LINE),
    "domain": ("domains", LONGEST_LINE),
    "measure": ("measure", LONGEST_LINE),
    "source": ("source", LONGEST_LINE),
    "note": ("note", LONGEST_TEXT),
}
FIELDS = (*TEXTS, "value", "at")
WHOSE = ("account", "account_id", "domain")


@intake("measures")
def measures(work: Work, lines: Sequence[Mapping[str, Any]], by: Program, now: datetime) -> dict[str, int]:
    """One reading a line: account (or account_id, or domain), measure, value, and when it was so (`at`)."""
    rows, faults = [], []
    for place, line in enumerate(lines):
        read = reading_of(line, now)
        if isinstance(read, tuple):
            faults.append(Fault(place, *read))
        else:
            rows.append(Row(place, read))
    counts, told = planned(Measures(work, Pen(work, now, rehearses=False), by.label), rows)
    if faults or told:
        raise Faulty(sorted((*faults, *told), key=lambda fault: fault.index))
    return {"new": counts[Action.CREATE], "changed": counts[Action.CHANGE], "same": counts[Action.SAME]}


def planned(planner: Measures, rows: Sequence[Row]) -> tuple[Counter[Action], list[Fault]]:
    """What the lines did, and which of them cannot be used."""
    counts: Counter[Action] = Counter()
    faults = []
    for start in range(0, len(rows), KEYS):
        piece = rows[start : start + KEYS]
        for row, plan in zip(piece, planner.take(piece), strict=True):
            counts[plan.action] += 1
            if plan.action is Action.SKIP:
                faults.append(Fault(row.line, "", plan.why))
        planner.pen.flush()
    return counts, faults


def reading_of(line: Mapping[str, Any], now: datetime) -> dict[str, Any] | tuple[str, str]:
    """The values of a line, by field; or the field to blame, and why."""
    unknown = next((name for name in line if name not in FIELDS), None)
    if unknown is not None:
        return str(unknown)[:LONGEST_LINE], f"There is no such field. There are: {', '.join(FIELDS)}."
    values: dict[str, Any] = {}
    for name, (field, longest) in TEXTS.items():
        said = line.get(name)
        if said is None:
            continue
        if not isinstance(said, str) or not (text := clean(said)):
            return name, "This is a text that is not empty."
        if len(text) > longest:
            return name, f"This has {len(text):,} characters. Keep it under {longest:,}."
        values[field] = [text] if name == "domain" else text
    if not any(line.get(name) is not None for name in WHOSE):
        return "account", "Say whose it is: account (its name), account_id (its external id) or domain."
    if "measure" not in values:
        return "measure", "Say what was measured, such as usage."
    value = _value(line.get("value"))
    if value is None:
        return "value", "This is a number, such as 82 or 0.5."
    at = _at(line.get("at"), now)
    if isinstance(at, str):
        return "at", at
    return {**values, "value": value, "at": at.isoformat()}


def _value(said: Any) -> str | None:
    match said:
        case bool() | None:
            return None
        case int() | Decimal():
            return str(said) if len(str(said)) < 40 else None
        case str():
            return clean(said)[:40] or None
        case _:
            return None


def _at(said: Any, now: datetime) -> datetime | str:
    """A day alone is its beginning in UTC, so that the same day sent twice is the same reading. Nothing: now. A text says
    what is wrong."""
    wrong = "This is a day (2026-11-20) or a moment with its zone (2026-11-20T14:00:00+01:00)."
    if said is None:
        return now
    if not isinstance(said, str):
        return wrong
    try:
        if len(said) == len("2026-11-20"):
            return datetime.combine(plausible(date.fromisoformat(said), said), time(), UTC)
        at = datetime.fromisoformat(said.upper())
        plausible(at.date(), said)
        return at.astimezone(UTC) if at.tzinfo is not None else wrong
    except Unreadable as unlikely:
        return str(unlikely)
    except (ValueError, OverflowError):
        return wrong
