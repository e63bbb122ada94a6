"""retention: how much of what was up for renewal stayed, with the bridge and the rows behind each figure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from dateutil.relativedelta import relativedelta

from bot.cards import renewals as cards
from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.command import Says, command
from bot.commands.renewals_window import quarter_of
from bot.context import Context
from bot.draw import shield
from bot.permissions import MONEY
from bot.rules import retention as rules
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Fact,
    Facts,
    Footer,
    Heading,
    Row,
    Rows,
    Spans,
    Text,
    View,
    When,
    spans,
)
from bot.words import Period
from storage.queries.renewals import Listed, Sought
from storage.tables import Outcome
from storage.types import Guarded

PAGE = 10


class Part(StrEnum):
    """What lies behind a figure."""

    START = "start"
    EXPANSION = "expansion"
    CONTRACTION = "contraction"
    CHURN = "churn"
    UPLIFT = "uplift"
    LOST = "lost customers"
    UNSIGNED = "unsigned"
    COMING = "coming"


@command(
    "retention",
    reads=True,
    examples=(
        "retention",
        "retention FQ3",
        "retention this year",
        "retention last quarter churn",
    ),
)
def retention(
    ctx: Context,
    during: Period | None = None,
    part: Part | None = None,
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """Gross and net revenue retention and logo retention of a period, with the bridge; this fiscal quarter by default.

    Counted over contracts whose renewal falls into the period. Each figure opens into its rows."""
    period = during or _this_quarter(ctx)
    found = _look(ctx, period)
    if part is not None:
        return _behind(ctx, found, part, page)
    return View((*_figures(ctx, found), *_ways(ctx, found)), "Retention")


def _this_quarter(ctx: Context) -> Period:
    first = quarter_of(ctx.today, ctx.knows.fiscal_month)
    return Period(first, first + relativedelta(months=3) - timedelta(days=1))


@dataclass(frozen=True)
class Found:
    """decided: with a due date in the period. unsigned: due before today and undecided. coming: due from today on.
    lost: accounts that left altogether."""

    period: Period
    decided: list[Listed]
    unsigned: list[Listed]
    coming: list[Listed]
    lost: set[int]

    @property
    def customers(self) -> set[int]:
        return {one.renewal.account_id for one in self.decided}


def _look(ctx: Context, period: Period) -> Found:
    due = (period.first, period.last)
    decided = ctx.work.renewals.board(Sought(ctx.today, due=due, decided=True))
    undecided = ctx.work.renewals.board(Sought(ctx.today, due=due))
    churned = {one.renewal.account_id for one in decided if one.renewal.outcome == Outcome.CHURNED}
    stayed = {one.renewal.account_id for one in decided if one.renewal.outcome != Outcome.CHURNED}
    # Whoever lets one contract go and keeps another is a customer still.
    lost = churned - stayed - ctx.work.renewals.still_customers(churned - stayed, period.last)
    return Found(
        period,
        decided,
        [one for one in undecided if one.renewal.due_on < ctx.today],
        [one for one in undecided if one.renewal.due_on >= ctx.today],
        lost,
    )


# ------------------------------------------------------------ figures


def _bridge(one: Listed) -> rules.Bridge:
    renewal = one.renewal
    assert renewal.base_minor is not None, "a decided renewal has its amounts"
    assert renewal.amount_minor is not None, "a decided renewal has its amounts"
    return rules.bridge_of(
        renewal.base_minor.value,
        renewal.amount_minor.value,
        renewal.uplift_minor.value if renewal.uplift_minor else 0,
        churned=renewal.outcome == Outcome.CHURNED,
    )


def _bridges(found: Found) -> dict[str, rules.Bridge]:
    """By currency."""
    whole: dict[str, rules.Bridge] = {}
    for one in found.decided:
        currency = one.renewal.currency or one.contract.currency
        whole[currency] = whole.get(currency, rules.Bridge()) + _bridge(one)
    return dict(sorted(whole.items()))


def _figures(ctx: Context, found: Found) -> list[Block]:
    first, last = found.period.first, found.period.last
    blocks: list[Block] = [
        Heading(spans(Bold("Retention"), " · ", When(first, "date"), " – ", When(last, "date"))),
    ]
    customers, lost = len(found.customers), len(found.lost)
    kept = rules.percent(rules.logos(customers, lost))
    if not found.decided:
        blocks.append(Text(("Nothing that was due then has been decided.",)))
    bridges = _bridges(found)
    reporting, day = ctx.knows.currency, min(last, ctx.today)
    rates = _rates(ctx, reporting)
    whole = rules.together(bridges, rates, reporting, day)
    if whole is not None:
        blocks += _shown(whole[0], reporting) if found.decided else []
        blocks += [_rate_told(rate, reporting) for rate in whole[1]]
    else:
        for currency, bridge in bridges.items():
            blocks += _shown(bridge, currency)
        blocks.append(_apart_told([each for each in bridges if each != reporting], rates, day))
    if found.decided:
        blocks.append(Text(spans("Customers kept ", Bold(kept), f": {customers - lost} of {customers}")))
    blocks += _apart(found)
    return blocks


def _shown(bridge: rules.Bridge, currency: str) -> list[Block]:
    """GRR, NRR and the bridge of one currency."""

    def amount(minor: Decimal) -> Amount:
        return Amount(int(minor), currency)

    quotients = shield(
        MONEY, "GRR ", Bold(rules.percent(rules.grr(bridge))), " · NRR ", Bold(rules.percent(rules.nrr(bridge)))
    )
    items = [
        Fact("Up for renewal", (shield(MONEY, amount(bridge.start)),)),
        Fact("Expansion", (shield(MONEY, "+", amount(bridge.expansion)),)),
        Fact("Contraction", (shield(MONEY, "−", amount(bridge.contraction)),)),
        Fact("Churn", (shield(MONEY, "−", amount(bridge.churn)),)),
    ]
    if bridge.uplift:
        items.append(Fact("Agreed price increases, left out", (shield(MONEY, "+", amount(bridge.uplift)),)))
    return [Text((quotients,)), Facts(tuple(items))]


def _rates(ctx: Context, into: str) -> list[rules.Rate]:
    """What an admin entered, as far as it leads into this currency."""
    known = (rate for rate in ctx.work.renewals.rates() if rate.into == into)
    return [rules.Rate(rate.currency, rate.since, Decimal(rate.rate) / rules.NANO) for rate in known]


def _apart_told(currencies: list[str], rates: list[rules.Rate], day: date) -> Footer:
    """Why each currency stands for itself."""
    without = [currency for currency in currencies if rules.rate_on(rates, currency, day) is None]
    enter = CommandLine(f"settings rate {without[0]} 0.92 on {day}")
    return Footer(
        spans(f"Each currency for itself: there is no rate for {', '.join(without)}. An admin enters one: ", enter)
    )


def _rate_told(rate: rules.Rate, into: str) -> Footer:
    return Footer(
        spans(f"1 {rate.currency} = {rate.per.normalize():f} {into}, the rate of ", When(rate.since, "date"), ".")
    )


def _apart(found: Found) -> list[Block]:
    """What has not been decided, beside the figures and not in them."""
    blocks: list[Block] = []
    for listed, said in ((found.unsigned, "due and not signed yet, not counted"), (found.coming, "still to come")):
        if listed:
            blocks.append(Text(joined([f"{len(listed)} {said}", money_said(_arr(listed))])))
    return blocks


def _arr(listed: list[Listed]) -> Guarded[dict[str, int]]:
    whole: dict[str, int] = {}
    for one in listed:
        whole[one.contract.currency] = whole.get(one.contract.currency, 0) + one.contract.arr_minor.value
    return Guarded(dict(sorted(whole.items())), MONEY)


# ------------------------------------------------------------ the rows behind a figure

HOLDS: dict[Part, Callable[[Listed], bool]] = {
    Part.START: lambda one: True,
    Part.EXPANSION: lambda one: bool(_bridge(one).expansion),
    Part.CONTRACTION: lambda one: bool(_bridge(one).contraction),
    Part.CHURN: lambda one: one.renewal.outcome == Outcome.CHURNED,
    Part.UPLIFT: lambda one: bool(_bridge(one).uplift),
}
# Who pays more or less now is a fact of money; who was due, stayed or left is none.
OF_MONEY = frozenset({Part.EXPANSION, Part.CONTRACTION, Part.UPLIFT})
LABELS = {
    Part.START: "Up for renewal",
    Part.EXPANSION: "Expansion",
    Part.CONTRACTION: "Contraction",
    Part.CHURN: "Churn",
    Part.UPLIFT: "Price increases",
    Part.LOST: "Customers lost",
    Part.UNSIGNED: "Not signed",
    Part.COMING: "Still to come",
}


def _of(found: Found, part: Part) -> list[Listed]:
    match part:
        case Part.UNSIGNED:
            return found.unsigned
        case Part.COMING:
            return found.coming
        case Part.LOST:
            return [one for one in found.decided if one.renewal.account_id in found.lost]
        case _:
            return [one for one in found.decided if HOLDS[part](one)]


def _behind(ctx: Context, found: Found, part: Part, page: int) -> View:
    label = f"Retention: {LABELS[part].lower()}"
    whole = Button("All figures", ctx.again(during=found.period, part=None, page=1))
    if part in OF_MONEY and not ctx.sees(MONEY):
        return View((Text(("Who pays more or less is not for your role.",)), Buttons((whole,))), label)
    listed = _of(found, part)
    paging = ctx.paging(page, PAGE, len(listed), during=found.period)
    shown = paging.of(listed)
    rows = tuple(
        Row(_row(ctx, one), (), (Button("Account", f"account account:#{one.renewal.account_id}"),)) for one in shown
    )
    first, last = found.period.first, found.period.last
    heading = Heading(
        spans(Bold(LABELS[part]), " · ", When(first, "date"), " – ", When(last, "date"), f" · {len(listed)}")
    )
    body: Block = Rows(rows, len(listed), paging.more) if rows else Text(("Nothing of that kind.",))
    return View((heading, body, Buttons((*paging.back, whole))), label)


def _row(ctx: Context, one: Listed) -> Spans:
    return cards.decided_line(one) if one.renewal.outcome else cards.line(one, ctx.today)


def _ways(ctx: Context, found: Found) -> list[Block]:
    """A button for each figure that has rows, and how it is counted."""
    parts = [part for part in Part if _of(found, part) and (part not in OF_MONEY or ctx.sees(MONEY))]
    buttons = tuple(Button(LABELS[part], ctx.again(during=found.period, part=part)) for part in parts)
    how = (
        "Counted over contracts whose renewal fell into these days, when they were decided. GRR = (start − contraction − "
        "churn) / start; NRR adds expansion. New customers and changes between renewals are not in it."
    )
    return [*((Buttons(buttons),) if buttons else ()), Footer((how,))]
