"""alerts held, alerts test: what was not said, and what would have been."""

from collections import Counter
from datetime import timedelta
from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.events import ALSO, TITLES, Named
from bot.hearing import threshold_of
from bot.nudge import Rule, rules, sentence
from bot.view import Block, Bold, Button, Heading, Row, Rows, Spans, Text, View, When, spans
from bot.words import Days
from storage.queries.nudges import Due

SHOWN = 10
DAYS = 90


@command("alerts held", reads=True, examples=("alerts held",), aliases=("held back",))
def held(ctx: Context) -> View:
    """What I held back from you, and why."""
    nudges = ctx.work.nudges.held(ctx.member.id)
    if not nudges:
        return View((Text(("I hold nothing back from you.",)),), "Nothing is held back")
    accounts = ctx.work.accounts.named({nudge.account_id for nudge in nudges if nudge.account_id})
    rows = tuple(
        Row(
            spans(
                Bold(accounts[nudge.account_id].name if nudge.account_id in accounts else "Accounts"),
                f": {TITLES.get(nudge.rule, nudge.rule)}, due ",
                When(nudge.due_on, "day"),
            ),
            spans(nudge.why_held),
            (Button("Open", f"nudge {nudge.subject}"),) if nudge.said_at else (),
        )
        for nudge in nudges[:SHOWN]
    )
    return View((Heading((Bold("Held back"),)), Rows(rows, len(nudges))), "What I held back")


@command("alerts test", reads=True, examples=("alerts test renewal 90d",))
def tried(ctx: Context, event: Annotated[Named, Says(label="What")], within: Days | None = None) -> View:
    """What a rule would have said over the past days, as far as today's data tells. Nothing is sent."""
    if event.value in ALSO:
        raise UserError(f"That is no rule of mine. Try one of {', '.join(rule.name for rule in rules().all())}.")
    rule = rules()[event.value]
    days = within.count if within else DAYS
    said = ctx.work.nudges.would(rule.candidates, ctx.today - timedelta(days=days), ctx.today, threshold_of(ctx, rule))
    mine = [one for one in said if ctx.leads or one.member_id == ctx.member.id]
    title = f"{sentence(rule.title)}, the past {days} days"
    if not mine:
        return View((Text(spans(Bold(title), ": nothing would have come.")),), title)
    weeks = Counter(one.due_on - timedelta(days=one.due_on.weekday()) for one in mine)
    most, when = max((count, week) for week, count in weeks.items())
    summary = spans(
        Bold(str(len(mine))),
        " would have come, at most ",
        Bold(str(most)),
        " in a week (that of ",
        When(when, "day"),
        ").",
    )
    shown = sorted(mine, key=lambda one: one.due_on, reverse=True)[:SHOWN]
    accounts = ctx.work.accounts.named({one.account_id for one in shown if one.account_id})
    rows = tuple(
        Row(_would(one, accounts[one.account_id].name if one.account_id in accounts else "", rule)) for one in shown
    )
    blocks: list[Block] = [Heading((Bold(title),)), Text(summary), Rows(rows, len(mine))]
    blocks.append(Text(("Nothing was sent. What has changed or ended since is not counted.",)))
    return View(tuple(blocks), title)


def _would(one: Due, account: str, rule: Rule) -> Spans:
    return spans(
        When(one.due_on, "day"), " ", Bold(account), f" {one.figure} {rule.unit}" if one.figure and rule.unit else ""
    )
