"""settings: what an organization decides once: its fiscal year, its reporting currency, its rates of exchange."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.permissions import COMMANDS, RIGHTS
from bot.rules.amounts import currency_of, minor_units
from bot.rules.retention import NANO
from bot.view import Amount, Bold, Buttons, Fact, Facts, Heading, Notice, Row, Rows, Sayable, Text, View, When, spans
from bot.view import CommandLine as Line
from bot.words import As
from bot.words.contracts import RateWord, SinceWord, Sum, SumWord
from storage.tables import ExchangeRate, Organization

SHOWN = 20


class Month(StrEnum):
    JANUARY = "January"
    FEBRUARY = "February"
    MARCH = "March"
    APRIL = "April"
    MAY = "May"
    JUNE = "June"
    JULY = "July"
    AUGUST = "August"
    SEPTEMBER = "September"
    OCTOBER = "October"
    NOVEMBER = "November"
    DECEMBER = "December"

    @classmethod
    def synonyms(cls) -> dict["Month", tuple[str, ...]]:
        return {month: (month.value.lower(), month.value[:3].lower()) for month in cls}


MONTHS = tuple(Month)


@command("settings", reads=True, examples=("settings",))
def settings(ctx: Context) -> View:
    """What is decided for all of us: the fiscal year, the reporting currency, what an hour costs, rates of exchange."""
    house = _house(ctx)
    rates = [rate for rate in reversed(ctx.work.renewals.rates()) if rate.into == house.currency]
    facts = Facts(
        (
            Fact("Fiscal year begins in", (MONTHS[house.fiscal_month - 1].value,)),
            Fact("Reporting currency", (house.currency,)),
            Fact("An hour of work costs", spans(_hour(house))),
        )
    )
    rows = tuple(
        Row(spans(f"1 {rate.currency} = {_per(rate):f} {rate.into} since ", When(rate.since, "date")))
        for rate in rates[:SHOWN]
    )
    listed = Rows(rows, len(rates)) if rows else Text(("No rates of exchange: currencies are reported apart.",))
    own = Text(
        spans("Your own: ", Line("hours"), ", ", Line("zone"), ", ", Line("holidays"), ", ", Line("away until Friday"))
    )
    may = COMMANDS["settings rate"] in RIGHTS[ctx.member.role]
    how = Text(
        spans(
            "Change with ",
            Line("settings fiscal-year April"),
            ", ",
            Line("settings currency EUR"),
            ", ",
            Line("settings hour-cost 95 EUR"),
            " or ",
            Line("settings rate USD 0.92 on 2026-11-01"),
        )
    )
    return View((Heading((Bold("Settings"),)), facts, listed, *((how,) if may else ()), own), "Settings")


@command("settings fiscal-year", examples=("settings fiscal-year April",), title="Fiscal year")
def fiscal_year(ctx: Context, month: Annotated[Month, Says(label="First month")]) -> View:
    """Say in which month the fiscal year begins: `this quarter`, FQ3 and FY2026 then follow it."""
    house = ctx.work.change(_house(ctx), fiscal_month=MONTHS.index(month) + 1)
    ctx.work.describe("fiscal year")
    said = MONTHS[house.fiscal_month - 1].value
    return View((Notice("done", spans("The fiscal year begins in ", Bold(said), ".")), Buttons(ctx.undo())), "Settings")


@command("settings currency", examples=("settings currency EUR",), title="Reporting currency")
def currency(ctx: Context, code: Annotated[str, Says(label="Currency")]) -> View:
    """Name the reporting currency: totals are told in it where there is a rate."""
    house = ctx.work.change(_house(ctx), currency=_code(code))
    ctx.work.describe("reporting currency")
    said = Notice("done", spans("The reporting currency is ", Bold(house.currency), "."))
    return View((said, Buttons(ctx.undo())), "Settings")


@command(
    "settings hour-cost",
    examples=("settings hour-cost 95 EUR", "settings hour-cost off"),
    aliases=("settings hour cost", "settings hourly-cost"),
    title="Cost of an hour",
)
def hour_cost(
    ctx: Context,
    cost: Annotated[Sum | None, As(SumWord()), Says(label="An hour costs")] = None,
    off: Annotated[bool, Says(words=("off", "none", "unknown"), label="No cost")] = False,
) -> View:
    """Say what an hour of work costs, so that the hours of a fire count to its cost in money."""
    house = _house(ctx)
    if cost is None and not off:
        raise ctx.missing("cost", "What does an hour cost? Try 95 EUR.")
    if cost is None:
        changed = ctx.work.change(house, hour_minor=None, hour_currency=None)
        said = spans("Hours of a fire stay hours.")
    else:
        if not cost.amount:
            raise UserError("An hour costs more than nothing. To leave hours as hours, say off.", field="cost")
        known = cost.currency or house.hour_currency or house.currency
        changed = ctx.work.change(house, hour_minor=minor_units(cost.amount, known), hour_currency=known)
        said = spans("An hour of work costs ", _hour(changed), ". Fires count their hours with it.")
    ctx.work.describe("cost of an hour")
    return View((Notice("done", said), Buttons(ctx.undo())), "Settings")


@command("settings rate", examples=("settings rate USD 0.92 on 2026-11-01",), title="Rate of exchange")
def rate(
    ctx: Context,
    code: Annotated[str, Says(label="Currency")],
    per: Annotated[Decimal, As(RateWord()), Says(label="Rate")],
    on: Annotated[date | None, As(SinceWord()), Says(label="Since")] = None,
) -> View:
    """Enter what one unit of a currency is worth in the reporting currency, from a day on."""
    house = _house(ctx)
    known, since = _code(code), on or ctx.today
    if known == house.currency:
        raise UserError(f"{known} is the reporting currency itself. Say a rate for another one.", field="code")
    same = [
        each
        for each in ctx.work.renewals.rates()
        if (each.currency, each.into, each.since) == (known, house.currency, since)
    ]
    nano = int(per * NANO)
    if same:
        ctx.work.change(same[0], rate=nano)
    else:
        ctx.work.add(ExchangeRate, currency=known, into=house.currency, since=since, rate=nano)
    ctx.work.describe(f"rate for {known}")
    said = spans(f"1 {known} = {per:f} {house.currency} from ", When(since, "date"), " on.")
    return View((Notice("done", said), Buttons(ctx.undo())), "Settings")


def _hour(house: Organization) -> Sayable:
    if house.hour_minor is None:
        return "not said"
    return shield(house.hour_minor, Amount(house.hour_minor.value, house.hour_currency or house.currency))


def _house(ctx: Context) -> Organization:
    house = ctx.work.get(Organization, ctx.work.organization_id)
    assert house is not None, "every transaction belongs to an organization"
    return house


def _code(text: str) -> str:
    found = currency_of(text)
    if found is None:
        raise UserError(f"“{text[:20]}” is no currency that I know. Try EUR or USD.", field="code")
    return found


def _per(rate: ExchangeRate) -> Decimal:
    return (Decimal(rate.rate) / NANO).normalize()
