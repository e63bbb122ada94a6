"""What is due this morning, each member's own: planned late, in one statement a rule, then sent where it belongs.

Every replica plans; the database decides. All of it is one transaction: whoever comes second finds the day planned, and a
process that dies leaves nothing half planned behind.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import structlog

from bot import routing
from bot.chores import chore
from bot.nudge import rules
from bot.rhythms import week_of
from storage.work import Work

# How long after the warning an untouched nudge reaches the lead.
WARNED = timedelta(days=2)

log = structlog.get_logger(__name__)


@chore("plan", every=15, alone=True)
def plan(work: Work, now: datetime) -> bool:
    """Plan the day of everybody whose morning has come."""
    work.rhythms.ensure()
    mornings = dict(_mornings(work, now))
    if mornings:
        plan_for(work, mornings, now)
    awake = dict(_awake(work, now, mornings))
    if awake:
        routing.route(work, awake, now, awake=True)
    return False


def plan_for(work: Work, mornings: dict[int, date], now: datetime) -> None:
    """mornings: member → the local working day that has begun for them and is not planned yet."""
    work.intervals.seed()
    by_day: dict[date, list[int]] = {}
    for member_id, day in mornings.items():
        by_day.setdefault(day, []).append(member_id)
    for day, members in by_day.items():
        work.rhythms.plan_until(members, day)
    thresholds = routing.thresholds(work)
    # The most urgent last: of one matter the newest stands for all.
    for rule in reversed(rules().all()):
        work.plans.plan(rule.name, rule.candidates, now, thresholds.get(rule.name, rule.threshold))
    routing.copy_for_watchers(work, now)
    work.plans.replace_older(now)
    work.plans.raise_ignored(set(work.rhythms.away_on(max(by_day))), now - WARNED, now)
    work.plans.unmute(list(mornings))
    said = routing.route(work, mornings, now)
    work.plans.replace_older(now)
    work.rhythms.planned(list(mornings), now)
    log.info("planned", action="planned", members=len(mornings), messages=said)


def _mornings(work: Work, now: datetime) -> Iterable[tuple[int, date]]:
    """From the first minute of their working hours; a server that was down then is in time while they are at work, and
    after that they hear of it the next morning. Leaves are left aside: what comes due meanwhile is for whoever answers."""
    for rhythm, zone in work.rhythms.plannable():
        week = week_of(rhythm, zone)
        day = now.astimezone(week.zone).date()
        begun = week.planned_day(now) == day and week.at_work(now)
        if begun and (rhythm.planned_on is None or rhythm.planned_on < day):
            yield rhythm.member_id, day


def _awake(work: Work, now: datetime, planned: Mapping[int, date]) -> Iterable[tuple[int, date]]:
    """Members at work, with something that they had snoozed until now."""
    waiting = set(work.plans.due_again(now)) - planned.keys()
    if not waiting:
        return
    for rhythm, zone in work.rhythms.plannable():
        week = week_of(rhythm, zone)
        if rhythm.member_id in waiting and week.at_work(now):
            yield rhythm.member_id, now.astimezone(week.zone).date()
