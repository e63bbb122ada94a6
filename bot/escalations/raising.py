"""A matter is raised, and weighed anew: its severity, the level that its clocks run by, and who is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import desks
from bot.escalations.clock import keep, next_at
from bot.escalations.telling import actor, show, tell_of
from bot.rules.health import Threat
from bot.rules.sla import clocks, level_of, next_update
from bot.threats import threat
from storage.tables import Account, Escalation, EscalationKind, EscalationState, TargetName
from storage.work import Work


@dataclass(frozen=True)
class Raised:
    """What was said of a new matter. target: None for the account's own team. said: severity, 1 to 4. to_id: who is asked
    to take it. knows_health: whether whoever raises it may know of the account's health. Who may not would learn of it
    where their own severity came back as a higher one, so for them it stays as said, and the card asks those who may."""

    account_id: int
    kind: EscalationKind
    target: TargetName | None
    said: int
    words: str
    quote: str = ""
    link: str = ""
    to_id: int | None = None
    knows_health: bool = True


def raise_matter(work: Work, matter: Raised, member_id: int, now: datetime) -> Escalation:
    """A new escalation; everybody whom it concerns is told."""
    account = work.get(Account, matter.account_id)
    assert account is not None, "the grammar names live accounts only"
    health = account.health.value if account.health is not None and matter.knows_health else None
    level, _ = level_of(matter.said, account.tier, health)
    target = matter.target.value if matter.target else None
    week = desks.week(work, target, matter.account_id)
    run = clocks(level, now, week)
    to_id = matter.to_id or (account.owner_id if target is None else None)
    mine = to_id == member_id
    taken = (
        {"owner_id": member_id, "taken_at": now, "state": EscalationState.TAKEN.value}
        | {"update_by": next_update(level, now, week)}
        if mine
        else {}
    )
    values: dict[str, Any] = {
        "account_id": matter.account_id,
        "kind": matter.kind.value,
        "said": matter.said,
        "level": level,
        "target": target,
        "words": matter.words,
        "quote": matter.quote or None,
        "link": matter.link or None,
        "raised_by_id": member_id,
        "raised_at": now,
        "offered_to_id": None if mine else to_id,
        "offered_by_id": None if mine or to_id is None else member_id,
        "respond_by": run.respond_by,
        "update_by": None,
        "resolve_by": run.resolve_by,
        "clocked_at": now,
        **taken,
    }
    made = work.add(Escalation, **values, next_at=next_at(values, week))
    tell_of(work, made, now, member_id, "raised")
    return made


def weigh(work: Work, matter: Escalation, severity: int, now: datetime) -> Escalation:
    """Another severity. Whoever says so knows the account, so it is not raised any further; clocks run anew."""
    week = desks.week(work, matter.target, matter.account_id)
    run = clocks(severity, now, week)
    news = next_update(severity, now, week) if matter.taken_at is not None else None
    changed = keep(
        work, matter, said=severity, level=severity, respond_by=run.respond_by, update_by=news, resolve_by=run.resolve_by,
        paused_since=now if matter.paused_since is not None else None,
    )  # fmt: skip
    if severity < matter.level:
        # A card that is edited wakes nobody, and now somebody has to hear of it.
        show(work, changed, _first(work, changed, now), now, actor(work) or 0, f"sev{severity}:{work.open_set()}")
    return changed


def as_raised(work: Work, matter: Escalation) -> bool:
    """Whether its clock still runs as it did when it was raised: nobody has said another severity since."""
    week = desks.week(work, matter.target, matter.account_id)
    return matter.respond_by == clocks(matter.level, matter.raised_at, week).respond_by


def _first(work: Work, matter: Escalation, now: datetime) -> list[int]:
    """Who is to act now: whoever has it or is asked to, or who stands in for them; else whoever is on duty."""
    line = desks.chain(work, matter.offered_target or matter.target, matter.account_id, now)
    has_it = matter.offered_to_id or matter.owner_id
    return ([desks.reached(work, has_it, now)] if has_it is not None else line)[:1]


@threat(Threat.SEVERITY_ONE)
def severity_one(work: Work, account_ids: Collection[int], at: datetime) -> set[int]:
    """As people judged it: a matter that is treated as one because health is low must not hold health down."""
    return work.escalations.worst_at(account_ids, at)
