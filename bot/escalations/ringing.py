"""When a clock runs out: who is to hear of it."""

from collections.abc import Sequence
from datetime import datetime

from bot import desks
from bot.chores import chore
from bot.escalations.clock import events_of, next_at
from bot.escalations.telling import card_of
from bot.rules.sla import Due, Event
from storage.tables import Escalation
from storage.work import Work

BATCH = 50


@chore("escalations", every=20)
def ring(work: Work, now: datetime) -> bool:
    """Whatever clock has run out since it was last looked at, and who is to hear of it."""
    ringing = work.escalations.ringing(now, BATCH)
    for matter in ringing:
        week = desks.week(work, matter.target, matter.account_id)
        come = [one for one in events_of(matter.__dict__, week) if matter.clocked_at < one.at <= now]
        _sound(work, matter, sorted(come), now)
        if any(event.rung for event in come):
            work.messages.redraw(card_of(matter), now)
        looked = {**matter.__dict__, "clocked_at": now}
        work.update(Escalation, matter.id, clocked_at=now, next_at=next_at(looked, week))
    return len(ringing) == BATCH


def _sound(work: Work, matter: Escalation, come: Sequence[Event], now: datetime) -> None:
    """The reminder goes to whoever is to act; once it is too late, the card itself goes to the next in the chain. Where
    several clocks ran out unheard, everybody hears of the matter once, by the last that is theirs."""
    sounds: dict[tuple[str, int], Event] = {}
    for event in come:
        first, later = _hears(work, matter, event, now)
        for card, people in ((f"escalation-due:{matter.id}", first), (card_of(matter), later)):
            sounds |= {(card, id): event for id in people if id is not None}
    for (card, id), event in sounds.items():
        work.messages.put(f"escalation:{matter.id}:{event.key}:{id}", f"member:{id}", "", id, now, card=card)


def _hears(work: Work, matter: Escalation, event: Event, now: datetime) -> tuple[list[int | None], list[int | None]]:
    """Who is reminded, and who is told because those who were reminded did not act."""
    target = matter.offered_target or matter.target
    line = desks.chain(work, target, matter.account_id, now)
    if matter.offered_to_id is not None:
        line = [matter.offered_to_id, *(id for id in line if id != matter.offered_to_id)]
    has_it = next(iter(line), None) if matter.owner_id is None else desks.reached(work, matter.owner_id, now)
    match event.due, event.rung:
        case _, 0:
            return [has_it], []
        case Due.RESPOND, rung:
            return [], list(line[rung : rung + 1])
        case Due.UPDATE, 1:
            return [has_it], []
        case Due.UPDATE, 2:
            return [], [desks.lead_of(work, target)]
        case Due.RESOLVE, 1:
            return [has_it], [desks.lead_of(work, target), work.accounts.owners(matter.account_id)[0]]
        case _:
            return [], []
