"""Who has an escalation: it is taken, handed over, given back."""

from datetime import datetime
from typing import Any

from bot import desks
from bot.escalations.clock import keep
from bot.escalations.telling import show, tell_of
from bot.rules.sla import next_update
from storage.tables import Escalation, EscalationState, TargetName
from storage.work import Work

# How often something may be returned before a lead decides.
BOUNCES = 2


def take(work: Work, matter: Escalation, member_id: int, now: datetime) -> Escalation:
    """Whoever takes what was handed to a team takes it for that team."""
    target = matter.offered_target or matter.target
    values: dict[str, Any] = {
        "owner_id": member_id,
        "taken_at": matter.taken_at or now,
        "target": target,
        "update_by": next_update(matter.level, matter.paused_since or now, desks.week(work, target, matter.account_id)),
        **NOT_OFFERED,
    }
    if matter.state == EscalationState.OPEN:
        values["state"] = EscalationState.TAKEN.value
    return keep(work, matter, **values)


NOT_OFFERED: dict[str, Any] = {
    "offered_to_id": None,
    "offered_target": None,
    "offered_by_id": None,
    "offered_why": None,
}


def hand_over(
    work: Work, matter: Escalation, to: int | TargetName, why: str, member_id: int, now: datetime
) -> Escalation:
    """It stays where it is until somebody there accepts it, so that nobody assumes somebody else did."""
    values: dict[str, Any] = {**NOT_OFFERED, "offered_by_id": member_id, "offered_why": why or None}
    values |= {"offered_target": to.value} if isinstance(to, TargetName) else {"offered_to_id": to}
    changed = keep(work, matter, **values)
    tell_of(work, changed, now, member_id, f"handed:{work.open_set()}")
    return changed


def give_back(work: Work, matter: Escalation, why: str, member_id: int, now: datetime) -> Escalation:
    """Returned with a reason. What nobody wants twice goes to the lead."""
    bounces = matter.bounces + 1
    values: dict[str, Any] = {**NOT_OFFERED, "bounces": bounces, "returned_why": why}
    if bounces >= BOUNCES:
        values |= {"offered_to_id": desks.lead_of(work, matter.offered_target or matter.target)}
        values |= {"offered_by_id": member_id, "offered_why": why}
    changed = keep(work, matter, **values)
    if changed.offered_to_id is not None:
        show(work, changed, [changed.offered_to_id], now, member_id, f"bounced:{bounces}")
    return changed
