"""day: what needs me today."""

from datetime import timedelta

from bot.cards import activities as cards
from bot.cards.accounts import money_said
from bot.cards.actions import for_step
from bot.cards.renewals import amount_said, forecast_said, open_renewal
from bot.command import command
from bot.commands.accounts import empty_house
from bot.context import Context
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Row, Rows, Text, View, When, spans
from storage.queries.accounts import Book
from storage.queries.activities import Wanted
from storage.queries.renewals import Listed, Sought

STEPS = 7
LATELY = 5
DECISIONS = 3
SETTLED = 120  # days after which an undecided renewal is no matter for today any more
SOON = timedelta(days=90)


@command("day", reads=True, examples=("day",), aliases=("today", "my day", "home"))
def day(ctx: Context) -> View:
    """My day: next steps due, my book at a glance, and what I did last."""
    if not ctx.work.accounts.count():
        return empty_house()
    blocks: list[Block] = [Heading((f"{_first_name(ctx)}, {ctx.today:%A} {ctx.today.day} {ctx.today:%B}",))]
    blocks += _steps(ctx)
    blocks += _book(ctx)
    blocks += _lately(ctx)
    blocks.append(
        Buttons(
            (
                Button("Log", "form log", "primary", opens_form=True),
                Button("My book", "accounts"),
                Button("Help", "help"),
            )
        )
    )
    return View(tuple(blocks), "Your day")


def _first_name(ctx: Context) -> str:
    return ctx.member.name.split()[0] if ctx.member.name.split() else ctx.member.name


def _steps(ctx: Context) -> list[Block]:
    steps = ctx.work.activities.steps_of_member(ctx.member.id)
    if not steps:
        return [Text(spans("No next steps are open. Add one: ", CommandLine("next Acme send the SOC2 report Fri")))]
    accounts = ctx.work.accounts.named({step.account_id for step in steps})
    due = [step for step in steps if step.due_on and step.due_on <= ctx.today]
    title = f"{len(due)} due" if due else "Next steps"
    rows = tuple(
        Row(cards.step_line(step, accounts[step.account_id].name), (), for_step(step, ctx.today))
        for step in steps[:STEPS]
    )
    return [Text((Bold(title),)), Rows(rows, len(steps), "next" if len(steps) > STEPS else None)]


def _book(ctx: Context) -> list[Block]:
    mine = Book(today=ctx.today, owner_id=ctx.member.id, order="renewal")
    count, total = ctx.work.accounts.totals(mine)
    if not count:
        return []
    renewing = Book(ctx.today, ctx.member.id, renewing=(ctx.today, ctx.today + SOON), order="renewal")
    soon, _ = ctx.work.accounts.totals(renewing)
    accounts = f"{count} account" + ("s" if count != 1 else "")
    blocks: list[Block] = [
        Text(
            cards.joined([Bold("My book"), accounts, money_said(total), f"{soon} renew within 90 days" if soon else ""])
        )
    ]
    rows = tuple(_decision(ctx, one) for one in ctx.work.renewals.board(_deciding(ctx), DECISIONS))
    return [*blocks, Rows(rows)] if rows else blocks


def _deciding(ctx: Context) -> Sought:
    """What I have to decide next: overdue ones first, then by notice deadline, or renewal where that has passed."""
    since = ctx.today - timedelta(days=SETTLED)
    return Sought(ctx.today, ctx.member.id, deciding=(since, ctx.today + SOON), order="decision")


def _decision(ctx: Context, listed: Listed) -> Row:
    """“Acme Corp · Platform · notice by 16 Dec (23 d) · €180,000 · at risk”."""
    renewal = listed.renewal
    due = spans("renews " if renewal.due_on >= ctx.today else "not signed, was due ", When(renewal.due_on, "countdown"))
    when = spans("notice by ", When(renewal.notice_on, "countdown")) if renewal.notice_on >= ctx.today else due
    said = cards.joined(
        [Bold(listed.account), listed.contract.name, when, amount_said(listed.contract), forecast_said(renewal)]
    )
    return Row(said, (), (open_renewal(listed),))


def _lately(ctx: Context) -> list[Block]:
    wanted = Wanted(member_id=ctx.member.id)
    listed = ctx.work.activities.matching(wanted, LATELY)
    if not listed:
        return []
    accounts = ctx.work.accounts.named({activity.account_id for activity in listed})
    rows = tuple(Row(cards.summary_line(activity, accounts[activity.account_id].name)) for activity in listed)
    return [Text((Bold("Lately"),)), Rows(rows)]
