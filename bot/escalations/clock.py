"""An escalation's clock: when it has to look again, and how it stands and goes on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot import desks
from bot.rules.business import between, due
from bot.rules.rhythm import WorkWeek
from bot.rules.sla import Clocks, Event, events, week_for
from storage.tables import Escalation, EscalationState, TargetName
from storage.work import Work

# The team whose clocks stand while a customer does not answer: nobody can be served who is not there.
STOPS = TargetName.SUPPORT.value


def keep(work: Work, matter: Escalation, **values: Any) -> Escalation:
    """The escalation with other values, and its clock set by them."""
    after = {**matter.__dict__, **values}
    week = desks.week(work, after["target"], matter.account_id)
    return work.change(matter, **values, next_at=next_at(after, week))


def next_at(values: dict[str, Any], week: WorkWeek) -> datetime | None:
    """When the clock has to look again; None while it stands."""
    waits = values.get("paused_since") is not None or values.get("resolved_at") is not None
    coming = [] if waits else [event.at for event in events_of(values, week) if event.at > values["clocked_at"]]
    return min(coming, default=None)


def events_of(values: dict[str, Any], week: WorkWeek) -> Iterable[Event]:
    """The moments that follow from an escalation's values."""
    run = Clocks(values["respond_by"], values.get("update_by"), values.get("resolve_by"))
    return events(values["level"], values.get("taken_at") is not None, run, week)


# ------------------------------------------------------------ what is said of it


def pause(work: Work, matter: Escalation, now: datetime, needs: str) -> Escalation:
    """needs: what has to be known to go on."""
    since = matter.paused_since or now
    return keep(work, matter, state=EscalationState.WAITING.value, paused_since=since, needs=needs)


def resume(work: Work, matter: Escalation, now: datetime) -> Escalation:
    """Its clocks have as much left as when they stopped. What had run out by then stays so."""
    since = matter.paused_since
    assert since is not None, "only what stands goes on"
    hours = week_for(matter.level, desks.week(work, matter.target, matter.account_id))

    def moved(by: datetime | None) -> datetime | None:
        return by if by is None or by <= since else due(now, between(since, by, hours), hours)

    return keep(
        work,
        matter,
        state=going(matter),
        paused_since=None,
        needs=None,
        clocked_at=max(matter.clocked_at, now),
        **{name: moved(getattr(matter, name)) for name in ("respond_by", "update_by", "resolve_by")},
    )


def going(matter: Escalation) -> str:
    """The state in which its clock runs."""
    return EscalationState.OPEN.value if matter.owner_id is None else EscalationState.TAKEN.value
