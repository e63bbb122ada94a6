"""What may happen to a KPI: it is agreed, read, changed and closed; and which one is meant by a few words."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz

from bot.rules.kpi import Line, Reading
from bot.rules.names import fold
from storage.tables import Kpi, KpiReading, KpiState
from storage.work import Work

ALIKE = 84.0  # of 100: how like a misspelt name must be
LINE = frozenset({"start_micro", "target_micro", "starts_on", "due_on"})


def line_of(kpi: Kpi) -> Line:
    return Line(kpi.start_micro.value, kpi.target_micro.value, kpi.starts_on, kpi.due_on)


def points(readings: Sequence[KpiReading]) -> list[Reading]:
    return [Reading(reading.on, reading.value_micro.value) for reading in readings]


def take(work: Work, kpi: Kpi, value: int, on: date, member_id: int | None, now: datetime, source: str) -> KpiReading:
    """Keep what was read on a day, in place of what was said of that day before. value: millionths of its unit."""
    ahead = line_of(kpi).ahead_points(Reading(on, value))
    known = work.kpis.reading_on(kpi.id, on)
    said: dict[str, Any] = {"value_micro": value, "ahead": ahead}
    if known is not None:
        if known.value_micro.value == value:
            return known
        return work.change(known, **said, source=source, member_id=member_id, came_at=now)
    return work.add(
        KpiReading,
        account_id=kpi.account_id,
        kpi_id=kpi.id,
        on=on,
        **said,
        source=source,
        member_id=member_id,
        came_at=now,
    )


def change(work: Work, kpi: Kpi, **values: Any) -> Kpi:
    """Another target or date draws another line, and its readings lie elsewhere from it."""
    changed = work.change(kpi, **values)
    if LINE & values.keys():
        line = line_of(changed)
        for reading in work.kpis.readings(kpi.id):
            work.change(reading, ahead=line.ahead_points(Reading(reading.on, reading.value_micro.value)))
    return changed


def close(work: Work, kpi: Kpi, state: KpiState, why: str, member_id: int, now: datetime) -> Kpi:
    return work.change(kpi, state=state.value, closed_at=now, closed_by_id=member_id, closing=why or None)


def same_name(kpis: Sequence[Kpi], said: str) -> list[Kpi]:
    return [kpi for kpi in kpis if fold(kpi.name) == fold(said)]


def meant(kpis: Sequence[Kpi], said: str) -> list[Kpi]:
    """Which of an account's KPIs a few words mean: the name itself, its initials (`wau`), how it begins, words of it, or
    something spelt much like it; the first of these that fits any."""
    wanted = fold(said)
    if not wanted:
        return []
    words = set(wanted.split())
    folded = [(kpi, fold(kpi.name)) for kpi in kpis]
    ways = (
        [kpi for kpi, name in folded if name == wanted],
        [kpi for kpi, name in folded if len(wanted) > 1 and "".join(word[0] for word in name.split()) == wanted],
        [kpi for kpi, name in folded if len(wanted) > 1 and name.startswith(wanted)],
        [kpi for kpi, name in folded if words <= set(name.split())],
        [kpi for kpi, name in folded if len(wanted) > 2 and wanted in name],
        [kpi for kpi, name in folded if fuzz.token_set_ratio(name, wanted) >= ALIKE],
        [kpi for kpi, name in folded if fuzz.ratio(name, wanted) >= ALIKE],
    )
    return next((found for found in ways if found), [])
