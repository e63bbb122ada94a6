"""A book of customers by their health, of one colour or all."""

from bot.cards import health as cards
from bot.cards.activities import joined
from bot.commands.accounts import Whose, empty_house, owns
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.health import Yardstick, trends
from bot.paging import Paging
from bot.permissions import HEALTH
from bot.view import Bold, Button, Buttons, CommandLine, Heading, Row, Rows, Text, View, spans
from bot.words.measures import Colour
from storage.queries.account_book import Book

PAGE = 10


def book_by_health(ctx: Context, band: Colour | None, whose: Whose | None, page: int, said: str) -> View:
    if said:
        raise UserError(f"I know no account “{said[:40]}”. Try ", CommandLine("health Acme"), field="account")
    if not ctx.sees(HEALTH):
        raise UserError(f"Health is not for the role {ctx.member.role}. See ", CommandLine("accounts"))
    if not ctx.work.accounts.count():
        return empty_house()
    by = Yardstick.of(ctx.work)
    mine = whose is not Whose.ALL and owns(ctx)
    book = Book(
        ctx.today,
        owner_id=ctx.member.id if mine else None,
        health=_range(by, band),
        order="health",
    )
    count, _ = ctx.work.accounts.totals(book)
    paging = ctx.paging(page, PAGE, count)
    listed = [one.account for one in ctx.work.accounts.book(book, PAGE, paging.before)]
    title = "My book by health" if mine else "All accounts by health"
    heading = Heading(joined([Bold(title), band.value if band else "", many(count, "account")]))
    if not listed:
        return View((heading, Text(("None is like that.",)), Buttons(_ways(ctx, mine, paging))), title)
    scores = {one.id: one.health.value if one.health else None for one in listed}
    trend = trends(ctx.work, scores, by.measured.rules, ctx.today, (cards.LIST_DAYS,))
    kept = ctx.work.health.scores(scores.keys(), ctx.today)
    rows = tuple(
        Row(
            spans(Bold(one.name), " · ", *cards.cell(kept.get(one.id), one, by, trend[one.id])),
            (),
            (Button("Why", f"health account:#{one.id}"),),
        )
        for one in listed
    )
    return View((heading, Rows(rows, count, paging.more), Buttons(_ways(ctx, mine, paging))), title)


def _range(by: Yardstick, band: Colour | None) -> tuple[int, int] | None:
    match band:
        case Colour.RED:
            return 0, by.bands.yellow - 1
        case Colour.YELLOW:
            return by.bands.yellow, by.bands.green - 1
        case Colour.GREEN:
            return by.bands.green, 100
        case None:
            return None


def _ways(ctx: Context, mine: bool, paging: Paging) -> tuple[Button, ...]:
    other = (
        Button("Team", ctx.again(whose=Whose.ALL, page=1))
        if mine
        else Button("Mine", ctx.again(whose=Whose.MINE, page=1))
    )
    return (*paging.back, other, Button("What colours mean", "bands"))
