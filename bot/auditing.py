"""Once an hour somebody else counts: what should have come up in the planned days, and did not.

It asks the rules again, over the last fortnight and without looking at what the planner did. What is missing is planned,
and the admins are told, because it should not happen.
"""

from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import routing
from bot.chores import errand
from bot.nudge import Rule, rules
from bot.view import Bold, CommandLine, Notice, Row, Rows, Text, View, spans, to_json
from storage.ground import Ground
from storage.queries.plans import Missed
from storage.tables import Account, AlertSetting, HealthBand, Member, Role
from storage.work import Work

# As far as the planner's days are asked again, and a day for the zones.
LOOKS_BACK = timedelta(days=15)

# Whose days an admin sets by tier: rule → `Interval.rule`.
_DAYS = {"renewal": "renewal", "silence": "operational", "review-due": "business", "strategy-due": "strategic"}

log = structlog.get_logger(__name__)


@errand("audit", every=3600)
async def count(ground: Ground, organization: int, now: datetime) -> None:
    """Ask where nobody waits to write; only what is missing is worth a transaction of its own."""
    if await ground.run(organization, _is_anything_missing, reads=True):
        await ground.run(organization, partial(audit, now=now))


def _is_anything_missing(work: Work) -> bool:
    thresholds = routing.thresholds(work)
    return any(
        work.plans.missing(rule.candidates, thresholds.get(rule.name, rule.threshold), 1) for rule in rules().all()
    )


def audit(work: Work, now: datetime) -> None:
    """Look for what the planner missed."""
    thresholds = routing.thresholds(work)
    missed: dict[str, int] = {}
    for rule in rules().all():
        threshold = thresholds.get(rule.name, rule.threshold)
        found = work.plans.missing(rule.candidates, threshold)
        same = found and not _ruled_otherwise(work, rule, now - LOOKS_BACK)
        count = sum(not _changed_hands(work, one, now - LOOKS_BACK) for one in found) if same else 0
        if count:
            missed[rule.title] = count
        # Whoever has their first accounts in the middle of a week looks ahead on Monday.
        if count or (found and not rule.alone):
            work.plans.plan_missing(rule.name, rule.candidates, now, threshold)
    if missed:
        log.error("audit", action="nudges_missed", nudges=sum(missed.values()))
        _tell_admins(work, missed, now)


def _ruled_otherwise(work: Work, rule: Rule, since: datetime) -> bool:
    """Whether somebody changed what the rule goes by: its days, its threshold, where a band begins. What it says of the
    days that were planned before is news, and nobody missed it."""
    if _DAYS.get(rule.name) in work.intervals.changed(since):
        return True
    if rule.about == "health" and work.changes.records(HealthBand, since):
        return True
    settings = (work.get(AlertSetting, id) for id in work.changes.records(AlertSetting, since))
    return any(one is not None and one.event == rule.name and one.member_id is None for one in settings)


def _changed_hands(work: Work, one: Missed, since: datetime) -> bool:
    """Whether it came to be theirs only now, with its account or with their role, or came up because the account has
    another tier: that is nobody's fault, and what came up before is for them as well."""
    if one.account_id is None:
        books = work.accounts.of_member(one.member_id)
        return work.changes.wrote(Member, one.member_id, "role", since) or any(
            work.changes.wrote(Account, account.id, "owner_id", since) for account in books
        )
    return work.accounts.took_in(one.account_id, since) or any(
        work.changes.wrote(Account, one.account_id, column, since) for column in ("owner_id", "tier")
    )


def _tell_admins(work: Work, missed: dict[str, int], now: datetime) -> None:
    rows = tuple(Row(spans(Bold(str(count)), f" {title}")) for title, count in missed.items())
    view = View(
        (
            Notice("warning", ("These should have come up by now and did not. I planned them for the next morning.",)),
            Rows(rows),
            Text(spans("More is listed in ", CommandLine("status"), ".")),
        ),
        "Some nudges were missed",
    )
    for member in work.people.everyone():
        if member.role == Role.ADMIN and member.left_at is None:
            work.messages.put(f"audit:{now:%Y-%m-%d}:{member.id}", f"member:{member.id}", to_json(view), member.id, now)
