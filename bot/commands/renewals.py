"""renewals: what renews when, how sure it is, and what moved."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from dateutil.relativedelta import relativedelta

from bot.cards import renewals as cards
from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.command import Says, command
from bot.commands.accounts import Whose, owns
from bot.context import Context
from bot.draw import shield
from bot.permissions import HEALTH, MONEY
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Row, Rows, Sayable, Spans, Text, View, When, spans
from bot.words import Days, Member
from bot.words.calendar import MONTHS
from storage.queries.renewals import Listed, Move, Sought, Sum
from storage.tables import Forecast
from storage.types import Guarded

PAGE = 8
MOVED = 5
USUAL = 90


class Window(StrEnum):
    MONTH = "this month"
    QUARTER = "this quarter"
    NEXT_QUARTER = "next quarter"
    NEXT_MONTH = "next month"
    YEAR = "this year"
    OVERDUE = "overdue"
    EVERY = "any time"

    @classmethod
    def synonyms(cls) -> dict["Window", tuple[str, ...]]:
        return {
            cls.MONTH: ("month",),
            cls.QUARTER: ("quarter", "fiscal quarter", "this fiscal quarter"),
            cls.NEXT_QUARTER: ("next fiscal quarter",),
            cls.OVERDUE: ("past", "late", "unsigned", "not signed"),
            cls.EVERY: ("ever", "all dates"),
        }


class Part(StrEnum):
    """A month, or a quarter of the calendar: the next one that is called so, the running one included."""

    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "october"
    NOVEMBER = "november"
    DECEMBER = "december"
    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"


class Order(StrEnum):
    DUE = "date"
    DECISION = "notice"
    ARR = "arr"
    FORECAST = "forecast"
    NAME = "name"

    @classmethod
    def synonyms(cls) -> dict["Order", tuple[str, ...]]:
        return {cls.DUE: ("due", "renewal"), cls.DECISION: ("decision", "deadline"), cls.ARR: ("value", "amount")}


QUARTERS = frozenset({"q1", "q2", "q3", "q4"})
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
    first, last, when = _dates(ctx, window, within, part)
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
            joined([Bold(title), when, forecast.value if forecast else "", _counted(count), money_said(_total(sums))])
        )
    ]
    pages = max(-(-count // PAGE), 1)
    page = min(max(page, 1), pages)
    if page == 1:
        blocks += _expected(ctx, sought, sums)
    blocks.append(_page_of(ctx, sought, page, pages, count))
    blocks.append(Buttons(_ways(ctx, page, mine, window)))
    if page == 1 and window is not Window.OVERDUE:
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


def _page_of(ctx: Context, sought: Sought, page: int, pages: int, count: int) -> Block:
    listed = ctx.work.renewals.board(sought, PAGE, (page - 1) * PAGE)
    if not listed:
        return Text(("Nothing to decide here.",))
    more = ctx.again(page=page + 1) if page < pages else None
    return Rows(_rows(ctx, listed, show_owner=sought.owner_id is None), count, more)


# ------------------------------------------------------------ which ones


def _dates(
    ctx: Context, window: Window | None, within: Days | None, part: Part | None
) -> tuple[date | None, date | None, str]:
    """From when to when, and how that is said. What is due today is not overdue yet."""
    today = ctx.today
    following = today.replace(day=1) + relativedelta(months=1)
    match window:
        case Window.MONTH:
            return today, following - timedelta(days=1), "rest of this month"
        case Window.NEXT_MONTH:
            return following, following + relativedelta(months=1) - timedelta(days=1), "next month"
        case Window.YEAR:
            return today, today.replace(month=12, day=31), "rest of this year"
        case Window.QUARTER | Window.NEXT_QUARTER:
            begins = quarter_of(today, ctx.knows.fiscal_month)
            if window is Window.QUARTER:
                return today, begins + relativedelta(months=3) - timedelta(days=1), "rest of this quarter"
            begins += relativedelta(months=3)
            return begins, begins + relativedelta(months=3) - timedelta(days=1), "next quarter"
        case Window.OVERDUE:
            return None, today - timedelta(days=1), "overdue, not signed"
        case Window.EVERY:
            return None, None, "all open ones"
    if part is not None:
        first, months = (3 * int(part.value[1]) - 2, 3) if part.value in QUARTERS else (MONTHS[part.value], 1)
        # Months to go; less than nothing while it runs.
        away = (first - today.month + months - 1) % 12 - (months - 1)
        begins = today.replace(day=1) + relativedelta(months=away)
        said = f"{part.value.upper()} {begins.year}" if months > 1 else f"{begins:%B %Y}"
        return max(begins, today), begins + relativedelta(months=months) - timedelta(days=1), said
    days = within.count if within else USUAL
    return today, today + timedelta(days=days), f"next {days} days"


def quarter_of(day: date, fiscal_month: int) -> date:
    """The first day of the fiscal quarter that a day is in."""
    return day.replace(day=1) - relativedelta(months=(day.month - fiscal_month) % 3)


def last_monday(today: date) -> date:
    """The Monday before today; on a Monday the one a week ago."""
    return today - timedelta(days=today.weekday() or 7)


# ------------------------------------------------------------ totals and what moved


def _total(sums: list[Sum]) -> Guarded[dict[str, int]]:
    whole: dict[str, int] = {}
    for each in sums:
        for currency, minor in each.arr.value.items():
            whole[currency] = whole.get(currency, 0) + minor
    return Guarded(dict(sorted(whole.items())), MONEY)


def _expected(ctx: Context, sought: Sought, sums: list[Sum]) -> list[Block]:
    """By forecast, with the change since last Monday; then each move with its reason."""
    monday = last_monday(ctx.today)
    since = datetime.combine(monday, time(), ctx.zone)
    moves = ctx.work.renewals.moves(sought, since)
    changes = _changes(moves)
    parts: list[Sayable] = []
    for each in sums:
        change = changes.get(each.forecast, {})
        parts.append(spans(f"{each.forecast or 'no forecast'} {each.renewals} ", money_said(each.arr), *_moved(change)))
    blocks: list[Block] = [Text(spans(shield(HEALTH, *joined(parts))))] if sums else []
    if moves and ctx.sees(HEALTH):
        blocks.append(Text(spans(Bold("Moved since "), When(monday, "day"))))
        rows = tuple(
            Row((shield(HEALTH, *_move(move)),), (), (cards.open_renewal(move.listed),)) for move in moves[:MOVED]
        )
        blocks.append(Rows(rows, len(moves)))
    decided = ctx.work.renewals.decided_since(Sought(ctx.today, sought.owner_id, decided=True), since)
    if decided:
        blocks.append(Text((Bold("Decided since then"),)))
        blocks.append(Rows(tuple(Row(cards.decided_line(one)) for one in decided[:MOVED]), len(decided)))
    return blocks


def _changes(moves: list[Move]) -> dict[str | None, dict[str, int]]:
    """Forecast → currency → minor units that came or went, valued at what the contracts are worth today."""
    found: dict[str | None, dict[str, int]] = {}
    for move in moves:
        now = move.listed.renewal.forecast
        for forecast, sign in ((now.value if now else None, 1), (move.before.value if move.before else None, -1)):
            of = found.setdefault(forecast, {})
            currency = move.listed.contract.currency
            of[currency] = of.get(currency, 0) + sign * move.listed.contract.arr_minor.value
    return found


def _moved(change: dict[str, int]) -> list[Sayable]:
    said: list[Sayable] = []
    for currency, minor in sorted(change.items()):
        if minor:
            sign = " ▲" if minor > 0 else " ▼"
            said += [shield(MONEY, sign, money_said(Guarded({currency: abs(minor)}, MONEY)))]
    return said


def _move(move: Move) -> Spans:
    """“Acme Corp · Platform · commit → at risk · “sponsor left””."""
    now = move.listed.renewal.forecast
    before = move.before.value if move.before else "no forecast"
    return joined(
        [
            Bold(move.listed.account),
            move.listed.contract.name,
            f"{before} → {now.value if now else 'no forecast'}",
            cards.reason_said(move.listed.renewal),
        ]
    )


def _overdue(ctx: Context, sought: Sought) -> list[Block]:
    """What should have been signed by now, apart from what is still to come."""
    late = Sought(ctx.today, sought.owner_id, due=(None, ctx.today - timedelta(days=1)))
    sums = ctx.work.renewals.sums(late)
    count = sum(each.renewals for each in sums)
    if not count:
        return []
    said = joined([f"{count} overdue, not signed", money_said(_total(sums))])
    return [
        Text(said),
        Buttons((Button("Overdue", ctx.again(window=Window.OVERDUE, within=None, part=None, forecast=None)),)),
    ]


# ------------------------------------------------------------ rows and ways on


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


def _ways(ctx: Context, page: int, mine: bool, window: Window | None) -> tuple[Button, ...]:
    back = (Button("Back", ctx.again(page=page - 1)),) if page > 1 else ()
    other = (
        Button("Team", ctx.again(whose=Whose.ALL, page=1))
        if mine
        else Button("Mine", ctx.again(whose=Whose.MINE, owner=None, page=1))
    )
    longer = (
        (Button("180 days", ctx.again(window=None, part=None, within=Days(180), page=1)),) if window is None else ()
    )
    return (*back, other, *longer, Button("Retention", "retention"))


def _counted(count: int) -> str:
    return f"{count} renewal" + ("" if count == 1 else "s")
