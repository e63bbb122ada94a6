"""How an escalation ends, and goes on where it was not over."""

from dataclasses import dataclass
from datetime import datetime

from bot import desks
from bot.escalations.clock import going, keep
from bot.escalations.handing import NOT_OFFERED
from bot.escalations.telling import show, tell_of, update
from bot.rules.sla import clocks, next_update
from storage.tables import Escalation, EscalationHours, EscalationState
from storage.work import Work


@dataclass(frozen=True)
class Ending:
    """cause: what it was. safe: what the customer may be told. hours: whose minutes it took."""

    cause: str
    safe: str = ""
    hours: tuple[tuple[int, int], ...] = ()


def resolve(work: Work, matter: Escalation, ending: Ending, member_id: int, now: datetime) -> Escalation:
    for whose, minutes in ending.hours:
        work.add(
            EscalationHours,
            account_id=matter.account_id,
            escalation_id=matter.id,
            member_id=whose,
            minutes=minutes,
        )
    if ending.safe:
        matter, _ = update(work, matter, "", ending.safe, member_id, now)
    return keep(
        work,
        matter,
        state=EscalationState.RESOLVED.value,
        owner_id=matter.owner_id or member_id,
        taken_at=matter.taken_at or now,
        resolved_at=now,
        resolved_by_id=member_id,
        cause=ending.cause,
        paused_since=None,
        needs=None,
        **NOT_OFFERED,
    )


def reopen(work: Work, matter: Escalation, why: str, member_id: int, now: datetime) -> Escalation:
    """Not over after all: whoever had it has it again, and its clocks run anew."""
    if why:
        matter, _ = update(work, matter, why, "", member_id, now)
    week = desks.week(work, matter.target, matter.account_id)
    run = clocks(matter.level, now, week)
    changed = keep(
        work,
        matter,
        state=going(matter),
        resolved_at=None,
        resolved_by_id=None,
        reopened=matter.reopened + 1,
        respond_by=run.respond_by,
        update_by=next_update(matter.level, now, week),
        resolve_by=run.resolve_by,
        clocked_at=now,
    )
    what = f"reopened:{changed.reopened}"
    tell_of(work, changed, now, member_id, what)
    if changed.owner_id is not None:
        show(work, changed, [changed.owner_id], now, member_id, what)
    return changed
