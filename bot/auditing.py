"""Once an hour somebody else counts: what should have come up in the planned days, and did not.

It asks the rules again, over the last fortnight and without looking at what the planner did. What is missing is planned,
and the admins are told, because it should not happen.
"""

from datetime import datetime

import structlog

from bot import routing
from bot.chores import chore
from bot.nudge import rules
from bot.view import Bold, CommandLine, Notice, Row, Rows, Text, View, spans, to_json
from storage.tables import Role
from storage.work import Work

log = structlog.get_logger(__name__)


@chore("audit", every=3600)
def audit(work: Work, now: datetime) -> bool:
    """Look for what the planner missed."""
    thresholds = routing.thresholds(work)
    missed: dict[str, int] = {}
    for rule in rules().all():
        threshold = thresholds.get(rule.name, rule.threshold)
        count = work.nudges.missing(rule.candidates, threshold)
        if count:
            missed[rule.title] = count
            work.nudges.plan_missing(rule.name, rule.candidates, now, threshold)
    if missed:
        log.error("audit", action="nudges_missed", nudges=sum(missed.values()))
        _tell_admins(work, missed, now)
    return False


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
