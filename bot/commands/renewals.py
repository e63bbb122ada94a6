"""renewals: what renews when, how sure it is, and what moved."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from bot.cards import renewals as cards
from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.command import Says, command
from bot.commands.accounts import Whose, owns
from bot.commands.renewals_moved import expected, total
from bot.commands.renewals_window import Part, Window, dates
from bot.context import Context
from bot.english import many
from bot.paging import Paging
from bot.permissions import HEALTH, MONEY
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Row, Rows, Text, View
from bot.words import Days, Member
from storage.queries.renewals import Listed, Sought
from storage.tables import Forecast

PAGE = 8


class Order(StrEnum):
    DUE = "date"
    DECISION = "notice"
    ARR = "arr"
    FORECAST = "forecast"
    NAME = "name"

    @classmethod
    def synonyms(cls) -> dict["Order", tuple[str, ...]]:
        return {cls.DUE: ("due", "renewal"), cls.DECISION: ("decision", "deadline"), cls.ARR: ("value", "amount")}


ORDERS = {
    Order.DUE: "due",
    Order.DECISION: "decision",
    Order.ARR: "arr",
    Order.FORECAST: "forecast",
    Order.NAME: "name",
}


class Sure(StrEnum):
    """A forecast as a filter."""

    COMMIT = "commit"
    PROBABLE = "probable"
    BEST_CASE = "best case"
    AT_RISK = "at risk"
    CHURN = "churn"

    @classmethod
    def synonyms(cls) -> dict["Sure", tuple[str, ...]]:
        return {cls.AT_RISK: ("at-risk", "risk"), cls.BEST_CASE: ("best-case",), cls.COMMIT: ("committed",)}


@command(
    "renewals",
    slash=True,
    reads=True,
    examples=(
        "renewals",
        "renewals team this quarter",
        "renewals 180d by arr",
        "renewals overdue",
        "renewals team at risk",
    ),
)
def renewals(
    ctx: Context,
    whose: Whose | None = None,
    window: Window | None = None,
    within: Days | None = None,
    part: Part | None = None,
    forecast: Sure | None = None,
    owner: Annotated[Member | None, Says(after=("owner", "owned by", "of"))] = None,
    order: Annotated[Order | None, Says(after=("by", "sorted by", "order"))] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """What renews in the next 90 days, with totals, and what moved since last Monday and why.

    Say this month, next quarter, March, 180d or overdue; mine or team; a forecast such as at risk; by arr, by notice or by
    forecast."""
    forecast, order, told = _allowed(ctx, forecast, order)
    # The next page repeats what was shown, not what was asked for.
    ctx.call = replace(ctx.call, args={**ctx.call.args, "forecast": forecast, "order": order})
    mine = owner is None and whose is not Whose.ALL and (whose is Whose.MINE or owns(ctx))
    first, last, when = dates(ctx, window, within, part)
    sought = Sought(
        today=ctx.today,
        owner_id=owner.id if owner else ctx.member.id if mine else None,
        forecast=Forecast(forecast.value) if forecast else None,
        due=(first, last),
        order=ORDERS[order] if order else "due",
    )
    sums = ctx.work.renewals.sums(sought)
    count = sum(each.renewals for each in sums)
    title = f"{owner.name}’s renewals" if owner else "My renewals" if mine else "Renewals"
    blocks: list[Block] = [
        Heading(
            joined(
                [Bold(title), when, forecast.value if forecast else "", many(count, "renewal"), money_said(total(sums))]
            )
        )
    ]
    paging = ctx.paging(page, PAGE, count)
    if paging.page == 1:
        blocks += expected(ctx, sought, sums)
    blocks.append(_page_of(ctx, sought, paging))
    blocks.append(Buttons(_ways(ctx, paging, mine, window)))
    if paging.page == 1 and window is not Window.OVERDUE:
        blocks += _overdue(ctx, sought)
    return View((*blocks, *told), f"{title}: {count}")


def _allowed(
    ctx: Context, forecast: Sure | None, order: Order | None
) -> tuple[Sure | None, Order | None, tuple[Footer, ...]]:
    """The filter and the order as far as the asker may see what they follow from: either would tell it."""
    told: list[str] = []
    if forecast is not None and not ctx.sees(HEALTH):
        forecast = None
        told.append("All forecasts: telling them apart is not for your role.")
    if (order is Order.ARR and not ctx.sees(MONEY)) or (order is Order.FORECAST and not ctx.sees(HEALTH)):
        order = None
        told.append("Sorted by date: that order is not for your role.")
    return forecast, order, tuple(Footer((sentence,)) for sentence in told)


def _page_of(ctx: Context, sought: Sought, paging: Paging) -> Block:
    listed = ctx.work.renewals.board(sought, PAGE, paging.before)
    if not listed:
        return Text(("Nothing to decide here.",))
    return Rows(_rows(ctx, listed, show_owner=sought.owner_id is None), paging.count, paging.more)


def _overdue(ctx: Context, sought: Sought) -> list[Block]:
    """What should have been signed by now, apart from what is still to come."""
    late = Sought(ctx.today, sought.owner_id, due=(None, ctx.today - timedelta(days=1)))
    sums = ctx.work.renewals.sums(late)
    count = sum(each.renewals for each in sums)
    if not count:
        return []
    said = joined([f"{count} overdue, not signed", money_said(total(sums))])
    return [
        Text(said),
        Buttons((Button("Overdue", ctx.again(window=Window.OVERDUE, within=None, part=None, forecast=None)),)),
    ]


def _rows(ctx: Context, listed: list[Listed], *, show_owner: bool) -> tuple[Row, ...]:
    names = ctx.names({one.owner_id for one in listed}) if show_owner else {}
    risks = ctx.work.risks.counts({one.renewal.account_id for one in listed})
    return tuple(
        Row(
            cards.line(one, ctx.today, owner=names.get(one.owner_id or 0, "no owner") if show_owner else ""),
            joined([cards.reason_said(one.renewal), cards.open_risks(risks.get(one.renewal.account_id))]),
            (cards.open_renewal(one), cards.forecasting(one)),
        )
        for one in listed
    )


def _ways(ctx: Context, paging: Paging, mine: bool, window: Window | None) -> tuple[Button, ...]:
    other = (
        Button("Team", ctx.again(whose=Whose.ALL, page=1))
        if mine
        else Button("Mine", ctx.again(whose=Whose.MINE, owner=None, page=1))
    )
    longer = (
        (Button("180 days", ctx.again(window=None, part=None, within=Days(180), page=1)),) if window is None else ()
    )
    return (*paging.back, other, *longer, Button("Retention", "retention"))
