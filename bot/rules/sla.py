"""How soon somebody answers, says how it goes, and has solved it; by how bad it is.

    level   first answer    news every          solved within
    1       15 min          30 min              4 h                 round the clock
    2       1 h             2 h                 1 working day
    3       1 working day   1 working day       5 working days
    4       2 working days  when it changes     –

A strategic customer (tier 1), and one whose health is below 60, is treated one level higher.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.rules.business import back, due, working_day
from bot.rules.rhythm import WorkWeek

STRATEGIC = 1  # the tier
UNHEALTHY = 60  # below which an account's matters go faster
# How much of a clock is left when whoever is to act on it is reminded.
WARNED = 0.25
# How often a breach is taken to the next in the chain, at most; the chain may end before.
RUNGS = 6


@dataclass(frozen=True)
class Span:
    """minutes: of time that counts; days: working days beside them."""

    minutes: int = 0
    days: int = 0

    def of(self, week: WorkWeek | None) -> timedelta:
        day = timedelta(days=1) if week is None else working_day(week)
        return timedelta(minutes=self.minutes) + self.days * day


@dataclass(frozen=True)
class Sla:
    """respond, update, resolve: None where there is no such clock. always: it runs round the clock."""

    respond: Span
    update: Span | None
    resolve: Span | None
    always: bool = False


SLAS = {
    1: Sla(Span(15), Span(30), Span(240), always=True),
    2: Sla(Span(60), Span(120), Span(days=1)),
    3: Sla(Span(days=1), Span(days=1), Span(days=5)),
    4: Sla(Span(days=2), None, None),
}


class Raise(StrEnum):
    """Why a matter is treated one level higher."""

    STRATEGIC = "strategic"
    UNHEALTHY = "unhealthy"


def level_of(said: int, tier: int | None, health: int | None) -> tuple[int, Raise | None]:
    """The level that clocks run by, and why it is another than the one that was said. The tier, which everybody may know,
    is named before health."""
    if said == 1:
        return 1, None
    if tier == STRATEGIC:
        return said - 1, Raise.STRATEGIC
    if health is not None and health < UNHEALTHY:
        return said - 1, Raise.UNHEALTHY
    return said, None


class Clocks(NamedTuple):
    respond_by: datetime
    update_by: datetime | None
    resolve_by: datetime | None


def week_for(level: int, week: WorkWeek) -> WorkWeek | None:
    """By which hours a level's clocks run; None for round the clock."""
    return None if SLAS[level].always else week


def clocks(level: int, at: datetime, week: WorkWeek) -> Clocks:
    """From an instant on. Nobody owes news before somebody has it, so that clock begins with the first answer due."""
    sla, hours = SLAS[level], week_for(level, week)
    respond_by = due(at, sla.respond.of(hours), hours)
    resolve_by = due(at, sla.resolve.of(hours), hours) if sla.resolve else None
    return Clocks(respond_by, None, resolve_by)


def next_update(level: int, at: datetime, week: WorkWeek) -> datetime | None:
    """When whoever has it owes news again."""
    sla, hours = SLAS[level], week_for(level, week)
    return due(at, sla.update.of(hours), hours) if sla.update else None


# ------------------------------------------------------------ what is due by the clock


class Due(StrEnum):
    RESPOND = "respond"
    UPDATE = "update"
    RESOLVE = "resolve"


class Event(NamedTuple):
    """at: when. due: which clock. by: when that clock runs out. rung: 0 for the reminder before, then how many further
    people are told since it has run out."""

    at: datetime
    due: Due
    by: datetime
    rung: int

    @property
    def key(self) -> str:
        """`respond:1795420800:1`: the same moment of the same clock."""
        return f"{self.due}:{int(self.by.timestamp())}:{self.rung}"


def events(level: int, taken: bool, clocks: Clocks, week: WorkWeek) -> Iterator[Event]:
    """All that these clocks will ever ask for, unless somebody acts; not in order."""
    sla, hours = SLAS[level], week_for(level, week)
    if not taken:
        yield from _of(Due.RESPOND, clocks.respond_by, sla.respond.of(hours), hours)
    elif clocks.update_by is not None and sla.update is not None:
        yield from _of(Due.UPDATE, clocks.update_by, sla.update.of(hours), hours)
    if clocks.resolve_by is not None and sla.resolve is not None:
        yield from _of(Due.RESOLVE, clocks.resolve_by, sla.resolve.of(hours), hours)


def _of(kind: Due, by: datetime, span: timedelta, week: WorkWeek | None) -> Iterator[Event]:
    yield Event(back(by, WARNED * span, week), kind, by, 0)
    for rung in range(RUNGS):
        yield Event(due(by, rung * span, week), kind, by, rung + 1)
