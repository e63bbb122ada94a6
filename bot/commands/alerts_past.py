"""alerts held, tell, alerts test: what was not said, and what would have been."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from bot.cards.activities import joined
from bot.cards.nudge_words import said_of
from bot.cards.nudges import living_card
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.events import ALSO, TITLES, Event, Named
from bot.hearing import Route, threshold_of
from bot.nudge import Rule, rules, sentence
from bot.nudging import settle
from bot.rhythms import covered_by
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Row, Rows, Spans, Text, View, When, spans
from bot.words import Days, Subject
from storage.queries.plans import Due
from storage.tables import Nudge

SHOWN = 10
MOST = 500
DAYS = 90
LARGEST = 730  # days, points or per cent that a threshold may have


@command("alerts held", reads=True, examples=("alerts held",), aliases=("held back",))
def held(ctx: Context, page: Annotated[int, Says(after=("page",))] = 1) -> View:
    """What I held back from you, and why; the most urgent first."""
    found = [nudge for id in sorted(_mine(ctx)) for nudge in ctx.work.nudges.held(id, MOST)]
    if not found:
        return View((Text(("I hold nothing back from you.",)),), "Nothing is held back")
    found.sort(key=lambda nudge: (rules()[nudge.rule].urgency if rules().get(nudge.rule) else 99, nudge.due_on))
    paging = ctx.paging(page, SHOWN, len(found))
    shown = paging.of(found)
    accounts = ctx.work.accounts.named({nudge.account_id for nudge in shown if nudge.account_id})
    names = {id: account.name for id, account in accounts.items()}
    # Mostly it is one reason; on every line it would hide what differs.
    usual, often = Counter(nudge.why_held for nudge in found).most_common(1)[0]
    usual = usual if often > 1 else ""
    others: set[int | None] = {nudge.member_id for nudge in shown if nudge.member_id != ctx.member.id}
    owners = ctx.names(others)
    rows = tuple(_held_row(nudge, names.get(nudge.account_id or 0, ""), usual, owners) for nudge in shown)
    change = Buttons((Button("Messages a day", "form alerts budget", opens_form=True), Button("All alerts", "alerts")))
    why = [Text((f"Where nothing else is said: {usual}.",))] if usual else []
    return View((Heading((Bold("Held back"),)), *why, Rows(rows, len(found), paging.more), change), "What I held back")


def _mine(ctx: Context) -> set[int]:
    """Whose matters are mine today: my own, and those of whoever I stand in for."""
    return {ctx.member.id} | covered_by(ctx.work, ctx.member.id, ctx.today)


def _held_row(nudge: Nudge, about: str, usual: str, owners: Mapping[int, str]) -> Row:
    title = TITLES.get(nudge.rule, nudge.rule)
    what = spans(Bold(about), f": {title}") if about else spans(Bold(sentence(title)))
    said = spans(*what, ", due ", When(nudge.due_on, "day"))
    now = (
        Button("Open", f"nudge {nudge.subject}")
        if nudge.said_at
        else Button("Tell me now", f"alerts tell nudge:{nudge.id}")
    )
    on = (Button("Turn on", f"alerts {nudge.rule} on"),) if nudge.route == Route.OFF and rules().get(nudge.rule) else ()
    why = nudge.why_held if nudge.why_held != usual else ""
    owner = owners.get(nudge.member_id, "")
    return Row(said, joined([why, f"for {owner}" if owner else ""]), (now, *on))


@command("alerts tell", examples=("alerts tell nudge:1",), title="Tell me now")
def tell(ctx: Context, what: Annotated[Subject, Says(label="What was held back")]) -> View:
    """Say now what was held back, whatever the day's messages; it is a card like any other from then on."""
    kind, _, id = what.card.partition(":")
    found = ctx.work.nudges.get(int(id)) if kind == "nudge" else None
    if found is None or found.member_id not in _mine(ctx) or found.route not in ("held", Route.OFF):
        raise UserError("I hold nothing of that back from you. See ", CommandLine("alerts held"))
    matter = said_of(ctx, found) if found.state == "open" else None
    if matter is None:
        if found.state == "open":
            settle(ctx.work, found, ctx.now, None)
        text = Text(("That has settled itself meanwhile.",))
        return View((text, Buttons((Button("Held back", "alerts held"),))), "Settled meanwhile")
    ctx.work.update(Nudge, found.id, route="direct", card=found.subject, said_at=ctx.now, why_held="")
    view = living_card(ctx, found.subject)
    assert view is not None, "what was said just now is on its card"
    return view


@command("alerts test", reads=True, examples=("alerts test renewal 90d", "alerts test health-drop 90d at 10"))
def tried(
    ctx: Context,
    event: Annotated[Named, Says(label="What")],
    within: Days | None = None,
    threshold: Annotated[int | None, Says(after=("at", "threshold", "from", "above"), label="Threshold")] = None,
) -> View:
    """What a rule would have said over the past days, as far as today's data tells. Nothing is sent.

    With `at 10` it tries another threshold."""
    rule = _tested(ctx, event, threshold)
    days = within.count if within else DAYS
    at = threshold_of(ctx, rule) if threshold is None else threshold
    said = ctx.work.plans.would(rule.candidates, ctx.today - timedelta(days=days), ctx.today, at)
    team = ctx.leads and not rule.alone and not rule.leads
    mine = [one for one in said if team or one.member_id == ctx.member.id]
    title = f"{sentence(rule.title)}, the past {days} days" + (f", from {at} {rule.unit}" if at is not None else "")
    if not mine:
        return View((Text(spans(Bold(title), ": nothing would have come.")), *_other(rule, days, at)), title)
    weeks = Counter(one.due_on - timedelta(days=one.due_on.weekday()) for one in mine)
    most, when = max((count, week) for week, count in weeks.items())
    summary = spans(
        Bold(str(len(mine))), " would have come to the whole team" if team else " would have come", ", at most ",
        Bold(str(most)), " in a week (that of ", When(when, "day"), ").",
    )  # fmt: skip
    shown = sorted(mine, key=lambda one: one.due_on, reverse=True)[:SHOWN]
    accounts = ctx.work.accounts.named({one.account_id for one in shown if one.account_id})
    names = ctx.names({one.member_id for one in shown}) if team else {}
    rows = tuple(
        Row(_would(one, accounts[one.account_id].name if one.account_id in accounts else "", rule),
            spans(names.get(one.member_id, "")))
        for one in shown
    )  # fmt: skip
    blocks: list[Block] = [Heading((Bold(title),)), Text(summary), Rows(rows, len(mine))]
    blocks.append(Text(("Nothing was sent. What has changed or ended since is not counted.",)))
    return View((*blocks, *_other(rule, days, at)), title)


def _tested(ctx: Context, event: Event, threshold: int | None) -> Rule:
    if event.value in ALSO:
        raise UserError(f"That is no rule of mine. Try one of {', '.join(rule.name for rule in rules().all())}.")
    rule = rules()[event.value]
    if rule.leads and not ctx.leads:
        raise UserError(f"Of {rule.title} only leads hear.")
    if threshold is not None and rule.threshold is None:
        raise UserError(f"There is no threshold for {rule.title}.", field="threshold")
    if threshold is not None and not 1 <= threshold <= LARGEST:
        raise UserError(f"A threshold is a whole number from 1 to {LARGEST}.", field="threshold")
    return rule


def _other(rule: Rule, days: int, at: int | None) -> tuple[Block, ...]:
    if at is None:
        return ()
    lower = max(1, at * 2 // 3)
    return (Text(spans("Another threshold: ", CommandLine(f"alerts test {rule.name} {days}d at {lower}"))),)


def _would(one: Due, account: str, rule: Rule) -> Spans:
    figure = f" · {one.figure} {rule.unit}" if account and one.figure and rule.unit else ""
    return spans(When(one.due_on, "day"), " · " if account else "", Bold(account) if account else "", figure)
