"""day: what needs me today."""

from datetime import timedelta

from bot.cards import activities as cards
from bot.cards.accounts import money_said
from bot.cards.actions import for_step, open_account
from bot.command import command
from bot.commands.accounts import empty_house
from bot.context import Context
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Row, Rows, Text, View, When, spans
from storage.queries.accounts import Book
from storage.queries.activities import Wanted

STEPS = 7
LATELY = 5
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
    rows = []
    for item in ctx.work.accounts.book(renewing, 3):
        assert item.renews_on is not None
        said = cards.joined(
            [Bold(item.account.name), spans("renews ", When(item.renews_on, "countdown")), money_said(item.arr)]
        )
        rows.append(Row(said, (), (open_account(item.account, "Open"),)))
    return [*blocks, Rows(tuple(rows))] if rows else blocks


def _lately(ctx: Context) -> list[Block]:
    wanted = Wanted(member_id=ctx.member.id)
    listed = ctx.work.activities.matching(wanted, LATELY)
    if not listed:
        return []
    accounts = ctx.work.accounts.named({activity.account_id for activity in listed})
    rows = tuple(Row(cards.summary_line(activity, accounts[activity.account_id].name)) for activity in listed)
    return [Text((Bold("Lately"),)), Rows(rows)]
