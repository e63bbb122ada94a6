"""What everybody is told of an account: whether it is listed, and from which quarter."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.chores import chore
from bot.living import following
from bot.references.gates import closed, day_of, limits_of
from bot.rules.reference_rules import Held, Load, Word, held, published_since, quarter_of, rested, rests
from storage.tables import ReferenceVerdict
from storage.work import Work

BATCH = 400  # accounts that are published in one transaction
UNDER_WAY = timedelta(days=90)  # an ask that was agreed to and never told of again


def loads(work: Work, account_ids: Collection[int], today: date) -> dict[int, Load]:
    """What was asked of each of these accounts."""
    quarter, year = (datetime.combine(day, time(), UTC) for day in (quarter_of(today), today.replace(month=1, day=1)))
    begun = datetime.combine(today - UNDER_WAY, time(), UTC)
    asked, hours = work.references.loads(account_ids, quarter, year, begun), work.references.hours(account_ids)
    return {
        id: Load(one.open, one.quarter, day_of(one.last) if one.last else None, one.minutes, hours.get(id))
        if (one := asked.get(id)) is not None
        else Load(hours=hours.get(id))
        for id in account_ids
    }


def word_of(verdict: ReferenceVerdict | None) -> Word | None:
    return Word(verdict.approachable, verdict.until) if verdict is not None else None


def publish(work: Work, account_ids: Collection[int], now: datetime) -> None:
    """Say anew of these accounts what everybody is told."""
    if not account_ids:
        return
    today, limits = day_of(now), limits_of(work)
    words, gates, asked = (
        work.references.words(account_ids),
        closed(work, account_ids, now),
        loads(work, account_ids, today),
    )
    rows: list[dict[str, Any]] = []
    for id in account_ids:
        told = held(word_of(words.get(id)), gates.get(id, ()), today)
        rows.append(
            {
                "account_id": id,
                "listed": told.listed,
                "held_until": told.until,
                "rests_until": rests(asked[id], limits, today),
                "rested": rested(asked[id], today),
                "published_on": today,
            }
        )
    work.standings.publish(rows)


def introduce(work: Work, account_ids: Collection[int], now: datetime) -> None:
    """What was never spoken of is told at once; anything else waits for Monday, so that nobody can tell why it changed."""
    known = work.standings.standing_of(account_ids)
    publish(work, sorted(set(account_ids) - known), now)


def told_of(work: Work, account_id: int, today: date) -> Held:
    """What everybody is told of one account, whatever kind of ask."""
    standing = work.references.standing(account_id)
    if standing is None or not standing.listed:
        return Held(False)
    ahead = [day for day in (standing.held_until, standing.rests_until) if day is not None and day > today]
    return Held(True, max(ahead, default=None))


@chore("references", every=60)
def publish_due(work: Work, now: datetime) -> bool:
    """On Mondays and on the first day of a quarter, what is told of each account is told anew."""
    stale = work.standings.stale(published_since(day_of(now)), BATCH)
    publish(work, stale, now)
    return len(stale) == BATCH


@following
def follow(work: Work, accounts: Collection[int]) -> list[str]:
    """What the asks say of an account counts at once, also after an undo; and their cards show it."""
    concerned = work.references.concerned(accounts)
    if not concerned or work.actor is None:
        return []
    now = work.actor.at
    today, limits = day_of(now), limits_of(work)
    introduce(work, concerned, now)
    for id, load in loads(work, sorted(concerned), today).items():
        work.standings.rest(id, rests(load, limits, today), rested(load, today))
    return work.references.cards(concerned)
