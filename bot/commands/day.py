"""day: what needs me today. The same card is the home page of every platform that has one."""

from datetime import timedelta

from bot.calendars.proposals import proposals
from bot.cards import activities as cards
from bot.cards.accounts import money_said
from bot.cards.agenda import agenda
from bot.command import command
from bot.commands.accounts import empty_house
from bot.context import Context
from bot.english import many
from bot.permissions import RIGHTS, Right
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Row, Rows, Text, View, spans
from storage.queries.account_book import Book
from storage.queries.activities import Wanted

ITEMS = 7
LATELY = 3
SOON = timedelta(days=90)


@command("day", reads=True, examples=("day",), aliases=("today", "my day", "home"))
def day(ctx: Context) -> View:
    """My day: meetings, what I am reminded of, next steps and renewals, my book at a glance, and what I did last."""
    if not ctx.work.accounts.count():
        return empty_house()
    items = agenda(ctx)
    blocks: list[Block] = [Heading((f"{_first_name(ctx)}, {ctx.today:%A} {ctx.today.day} {ctx.today:%B}",))]
    if items:
        blocks.append(Rows(tuple(item.row for item in items[:ITEMS]), len(items)))
    else:
        hint = spans(" Promise something: ", CommandLine("next Acme send the SOC2 report Fri"))
        blocks.append(Text(spans("Nothing needs you right now.", hint if Right.LOG in RIGHTS[ctx.member.role] else "")))
    blocks.append(Buttons(_ways_on(ctx, len(items))))
    blocks += _book(ctx)
    blocks += _lately(ctx)
    return View(tuple(blocks), "Your day")


def _first_name(ctx: Context) -> str:
    return ctx.member.name.split()[0] if ctx.member.name.split() else ctx.member.name


def _ways_on(ctx: Context, items: int) -> tuple[Button, ...]:
    unlogged = sum(one.state == "open" for one in proposals(ctx, ctx.today))
    more = (Button("All reminders", "nudges"), Button("All next steps", "next")) if items > ITEMS else ()
    return (
        Button("Log", "form log", "primary", opens_form=True),
        *((Button(f"{unlogged} to log", "wrap-up"),) if unlogged else ()),
        *more,
        Button("My book", "accounts"),
        Button("Help", "help"),
    )


def _book(ctx: Context) -> list[Block]:
    mine = Book(today=ctx.today, owner_id=ctx.member.id, order="renewal")
    count, total = ctx.work.accounts.totals(mine)
    if not count:
        return []
    renewing = Book(ctx.today, ctx.member.id, renewing=(ctx.today, ctx.today + SOON), order="renewal")
    soon, _ = ctx.work.accounts.totals(renewing)
    accounts = many(count, "account")
    renew = f"{soon} renew within 90 days" if soon else ""
    return [Text(cards.joined([Bold("My book"), accounts, money_said(total), renew]))]


def _lately(ctx: Context) -> list[Block]:
    listed = ctx.work.activities.matching(Wanted(member_id=ctx.member.id), LATELY)
    if not listed:
        return []
    accounts = ctx.work.accounts.named({activity.account_id for activity in listed})
    rows = tuple(Row(cards.summary_line(activity, accounts[activity.account_id].name)) for activity in listed)
    return [Text((Bold("Lately"),)), Rows(rows)]
