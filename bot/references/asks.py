"""An ask: it is made, decided, declined, and chased where nobody answers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.chores import chore
from bot.references.deciding import deciders, say_verdict
from bot.references.gates import day_of, limits_of
from bot.rhythms import at_work, week
from bot.rules.reference_rules import Word, held
from storage.tables import AskState, Member, ReferenceAsk
from storage.work import Work

DAY = timedelta(days=1)
BATCH = 400  # asks that are chased in one transaction


def due(work: Work, member_id: int, now: datetime, days: int) -> datetime:
    """The end of somebody's working day, so many of their working days from now."""
    member = work.get(Member, member_id)
    assert member is not None, "whoever is asked is there"
    hours = week(work, member, now)
    day, left = now.astimezone(hours.zone).date(), days
    for _ in range(366):  # whoever never works has a year
        day += DAY
        left -= hours.is_working(day)
        if not left:
            break
    at = time(*divmod(min(hours.ends, 24 * 60 - 1), 60))
    return datetime.combine(day, at, hours.zone).astimezone(UTC)


def ask(
    work: Work, account_id: int, kind: str, requester_id: int, purpose: str, asked_id: int, now: datetime
) -> ReferenceAsk:
    """Ask whoever decides; nothing reaches the customer."""
    asked = work.add(
        ReferenceAsk, account_id=account_id, kind=kind, requester_id=requester_id, purpose=purpose, asked_id=asked_id,
        due_at=due(work, asked_id, now, limits_of(work).answer),
    )  # fmt: skip
    for member_id in dict.fromkeys((asked_id, requester_id)):
        say(work, asked, member_id, f"to:{member_id}", requester_id, now)
    return asked


def say(work: Work, asked: ReferenceAsk, member_id: int, what: str, author_id: int | None, now: datetime) -> None:
    """Put the ask's card into somebody's own chat, where it moves down if it stands there already."""
    card = f"ask:{asked.id}"
    work.messages.put(f"{card}:{what}", f"member:{member_id}", "", author_id, now, card=card)


def decide(
    work: Work, asked: ReferenceAsk, state: AskState, member_id: int, now: datetime, **more: Any
) -> ReferenceAsk:
    """The ask in its new state, and whoever waits for it is told."""
    changed = work.change(asked, state=state.value, decided_at=now, decided_by_id=member_id, **more)
    hears = asked.asked_id if member_id == asked.requester_id else asked.requester_id
    if hears != member_id:
        say(work, changed, hears, f"{state.value}:{work.open_set()}", member_id, now)
    return changed


def decline(
    work: Work, asked: ReferenceAsk, member_id: int, now: datetime, until: date | None, why: str
) -> ReferenceAsk:
    """until: not before the day after; that is the team's word on every other ask as well, and so whoever was just told
    of a quarter finds the same quarter in every list, at once."""
    if until is None:
        return decide(work, asked, AskState.DECLINED, member_id, now, why=why or None)
    today = day_of(now)
    say_verdict(work, asked.account_id, member_id, now, approachable=False, until=until, why=why)
    told = held(Word(False, until), (), today).until
    standing = work.references.standing(asked.account_id)
    if told is not None and standing is not None:
        work.standings.hold(asked.account_id, max(told, standing.held_until or told))
    return decide(work, asked, AskState.DECLINED, member_id, now, why=why or None, until=told)


@chore("asks", every=60)
def chase(work: Work, now: datetime) -> bool:
    """Remind whoever was asked a day before an answer is due; when it is overdue, ask the next in line."""
    waiting = work.references.unanswered(now + DAY, now, BATCH)
    for asked in waiting:
        if asked.due_at <= now:
            _raise(work, asked, now)
        else:
            work.update(ReferenceAsk, asked.id, reminded_at=now)
            at = min(at_work(work, asked.asked_id, now), asked.due_at)
            card = f"ask:{asked.id}"
            work.messages.put(f"{card}:remind", f"member:{asked.asked_id}", "", None, now, due_at=at, card=card)
    return len(waiting) == BATCH


def _raise(work: Work, asked: ReferenceAsk, now: datetime) -> None:
    work.update(ReferenceAsk, asked.id, reminded_at=asked.reminded_at or now, raised_at=now)
    line = [
        id for id in deciders(work, asked.account_id, day_of(now)) if id not in (asked.asked_id, asked.requester_id)
    ]
    if line:
        changed = work.update(ReferenceAsk, asked.id, asked_id=line[0])
        say(work, changed, line[0], f"raised:{line[0]}", None, now)
    work.messages.redraw(f"ask:{asked.id}", now)
