"""The count that never ends: accounts with news at once, every account once on each of its days."""

from datetime import datetime

from bot.chores import chore
from bot.health import Yardstick, keep, keep_history
from bot.meeting import zone_named
from bot.overrides import end_those_over
from storage.finding import KEYS
from storage.work import Work

# Accounts that one transaction counts: so many are held in memory, and for so long nobody else writes.
BATCH = KEYS


@chore("health", every=5, alone=True)
def count(work: Work, now: datetime) -> bool:
    """Whatever has news first; then the next accounts whose day has begun and who were not counted on it."""
    end_those_over(work, now)
    return _marked(work, now) or _begun(work, now)


def _marked(work: Work, now: datetime) -> bool:
    ids, last = work.health.marked(BATCH)
    if not ids:
        return False
    by = Yardstick.of(work)
    zones: dict[str, list[int]] = {}
    for id, zone in work.health.zones_of(ids).items():
        zones.setdefault(zone, []).append(id)
    for name, accounts in zones.items():
        where = zone_named(name)
        day = now.astimezone(where).date()
        keep_history(work, by, accounts, day, where)
        keep(work, by, accounts, now.astimezone(where), day)
    work.health.unmark(last)
    return True


def _begun(work: Work, now: datetime) -> bool:
    for name in work.health.zones():
        local = now.astimezone(zone_named(name))
        sweep = work.health.count_of(name, local.date())
        if sweep.after_id is None:
            continue
        ids = work.health.in_zone(name, sweep.after_id, BATCH)
        if ids:
            keep(work, Yardstick.of(work), ids, local, sweep.on)
        work.health.swept(sweep.id, ids[-1] if len(ids) == BATCH else None)
        return True
    return False


def count_all(work: Work, now: datetime) -> None:
    """Everything at once, for a company that is small enough."""
    while count(work, now):
        continue
