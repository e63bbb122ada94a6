"""risks: what may cost us whom, the worst first, with what hangs on it."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from bot.cards import activities, fires
from bot.cards import risks as cards
from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.command import Says, command
from bot.commands.accounts import Whose
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.permissions import HEALTH, MONEY
from bot.rules.risks import KINDS, Severity
from bot.view import Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Row, Rows, Sayable, Text, View, spans
from bot.words import Account, As, Member
from bot.words.risks import SeverityFilter
from storage.queries.accounts import Book
from storage.queries.risks import ListedRisk, RiskTotals, SoughtRisks
from storage.tables import RiskCategory

PAGE = 8
LATELY = 3


class Which(StrEnum):
    OPEN = "open"
    FIRES = "fires"
    CLOSED = "closed"
    SAVED = "saved"
    NARROWLY_SAVED = "narrowly saved"
    LOST = "lost"

    @classmethod
    def synonyms(cls) -> dict["Which", tuple[str, ...]]:
        return {cls.FIRES: ("fire", "burning"), cls.CLOSED: ("ended", "past", "decided")}


class Voice(StrEnum):
    DECLARED = "declared"
    INDICATED = "indicated"


class Order(StrEnum):
    WORST = "severity"
    AMOUNT = "amount"
    NEWEST = "date"

    @classmethod
    def synonyms(cls) -> dict["Order", tuple[str, ...]]:
        return {cls.WORST: ("worst",), cls.AMOUNT: ("arr", "value", "money"), cls.NEWEST: ("newest", "age")}


ORDERS = {Order.WORST: "worst", Order.AMOUNT: "amount", Order.NEWEST: "newest"}


class Kind(StrEnum):
    """A category as a filter, by its name or by the word that tells it."""

    PRODUCT_GAP = "product gap"
    VALUE_GAP = "value gap"
    ADOPTION = "low adoption"
    CHAMPION = "champion left"
    PRICING = "pricing"
    SERVICE = "service failure"
    CONSOLIDATION = "consolidation"
    COMPETITOR = "competitor"
    BUSINESS = "their business"
    LEAVING = "leaving"

    @classmethod
    def synonyms(cls) -> dict["Kind", tuple[str, ...]]:
        return {
            cls.ADOPTION: ("adoption", "usage", "low usage"),
            cls.CHAMPION: ("champion", "champions"),
            cls.PRICING: ("price",),
            cls.SERVICE: ("service",),
        }


@command(
    "risks",
    reads=True,
    record="risk",
    examples=(
        "risks",
        "risks team by amount",
        "risks Acme",
        "risks team champion left high",
        "risks team tier 1",
        "risks team narrowly saved",
    ),
)
def risks(
    ctx: Context,
    whose: Whose | None = None,
    account: Account | None = None,
    which: Which | None = None,
    category: Kind | None = None,
    voice: Voice | None = None,
    severity: Annotated[Severity | None, As(SeverityFilter())] = None,
    tier: Annotated[int | None, Says(after=("tier",))] = None,
    owner: Annotated[Member | None, Says(after=("owner", "owned by", "of"))] = None,
    order: Annotated[Order | None, Says(after=("by", "sorted by", "order"))] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
    risk: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """Open risks, the worst first, with what may be lost per currency; fires stand on top.

    Say mine or team, an account, a category, `high`, `declared`, `tier 1`, `by amount`.
    `lost`, `saved` and `narrowly saved` tell how earlier ones ended."""
    if not ctx.sees(HEALTH):
        raise UserError(
            f"Risks follow from health, which is not for the role {ctx.member.role}. Ask the account’s owner."
        )
    if risk is not None:
        return _one(ctx, risk)
    told: tuple[Footer, ...] = ()
    if order is Order.AMOUNT and not ctx.sees(MONEY):
        order, told = None, (Footer(("Sorted by severity: the order by amount is not for your role.",)),)
        ctx.call = replace(ctx.call, args={**ctx.call.args, "order": None})
    mine = owner is None and account is None and whose is not Whose.ALL and (whose is Whose.MINE or _owns(ctx))
    sought = SoughtRisks(
        owner_id=owner.id if owner else ctx.member.id if mine else None,
        account_id=account.id if account else None,
        tier=tier,
        category=category.value if category else None,
        severity=int(severity) if severity else None,
        declared=None if voice is None else voice is Voice.DECLARED,
        fires=which is Which.FIRES,
        closed=which is Which.CLOSED,
        state=which.value if which in (Which.SAVED, Which.NARROWLY_SAVED, Which.LOST) else None,
        order=ORDERS[order] if order else "worst",
    )
    totals = ctx.work.risks.totals(sought)
    title = (
        f"{account.name}: risks" if account else f"{owner.name}’s risks" if owner else "My risks" if mine else "Risks"
    )
    said = [which.value if which else "", category.value if category else "", severity.said if severity else ""]
    said += [voice.value if voice else "", f"T{tier}" if tier else ""]
    heading = joined([Bold(title), *said, *_sum(totals)])
    blocks: list[Block] = [Heading(heading), *_rows(ctx, sought, totals.risks, page, show_owner=not mine)]
    flag = f"form risk account:#{account.id}" if account else "form risk"
    blocks.append(Buttons((Button("Flag a risk", flag, opens_form=True), *_ways(ctx, page, mine, account))))
    if totals.risks > totals.accounts and totals.amount.value:
        blocks.append(Footer((shield(MONEY, "Of each account the largest amount counts, once."),)))
    if category is not None:
        blocks.append(Footer(_meaning(RiskCategory(category.value))))
    return View((*blocks, *told), title)


def _owns(ctx: Context) -> bool:
    """Whether the asker has a book; whoever has none is shown everybody's."""
    return bool(ctx.work.accounts.totals(Book(ctx.today, owner_id=ctx.member.id))[0])


def _sum(totals: RiskTotals) -> list[Sayable]:
    fires = f"{totals.fires} fire" + ("" if totals.fires == 1 else "s") if totals.fires else ""
    return [f"{totals.risks} risk" + ("" if totals.risks == 1 else "s"), fires, money_said(totals.amount)]


def _meaning(category: RiskCategory) -> tuple[str, ...]:
    kind = KINDS[category]
    return (f"{kind.means} Shown by {kind.evidence}.",)


def _rows(ctx: Context, sought: SoughtRisks, count: int, page: int, *, show_owner: bool) -> list[Block]:
    if not count:
        return [Text(spans("None. Flag one: ", CommandLine("risk Acme champion left")))]
    pages = -(-count // PAGE)
    page = min(max(page, 1), pages)
    listed = ctx.work.risks.board(sought, PAGE, (page - 1) * PAGE)
    names = ctx.names({one.risk.owner_id for one in listed})
    rows = tuple(_row(one, names, show_owner=show_owner, account=sought.account_id is None) for one in listed)
    return [Rows(rows, count, ctx.again(page=page + 1) if page < pages else None)]


def _row(listed: ListedRisk, names: dict[int, str], *, show_owner: bool, account: bool) -> Row:
    risk = listed.risk
    owner = names.get(risk.owner_id or 0, "no owner") if show_owner else ""
    return Row(cards.line(listed, owner=owner, account=account), cards.evidence_line(risk), (cards.open_risk(risk),))


def _ways(ctx: Context, page: int, mine: bool, account: Account | None) -> tuple[Button, ...]:
    back = (Button("Back", ctx.again(page=page - 1)),) if page > 1 else ()
    if account is not None:
        return (*back, Button("Account", f"account account:#{account.id}"))
    other = (
        Button("Team", ctx.again(whose=Whose.ALL, page=1))
        if mine
        else Button("Mine", ctx.again(whose=Whose.MINE, owner=None, page=1))
    )
    by_amount = (Button("By amount", ctx.again(order=Order.AMOUNT, page=1)),) if ctx.sees(MONEY) else ()
    return (*back, other, *by_amount)


def _one(ctx: Context, id: int) -> View:
    listed = ctx.work.risks.get(id)
    if listed is None:
        raise UserError(f"There is no risk {id}. List them: ", CommandLine("risks team"))
    risk = listed.risk
    if risk.is_fire:
        blocks = [*fires.card(ctx, risk, listed.account, listed.tier)]
        return View((*blocks, Buttons((cards.account_button(ctx, risk),))), listed.account)
    blocks = [*cards.card(ctx, listed), *_logged(ctx, risk.id)]
    ended = cards.endings(risk)
    buttons = (*cards.actions(risk), cards.account_button(ctx, risk))
    return View((*blocks, *((Buttons(ended),) if ended else ()), Buttons(buttons)), listed.account)


def _logged(ctx: Context, risk_id: int) -> list[Block]:
    """The newest that was logged on it."""
    found = ctx.work.risks.last_notes(risk_id, LATELY)
    if not found:
        return []
    names = ctx.names({activity.member_id for activity in found})
    rows = (
        Row(activities.summary_line(one, "", names[one.member_id]), spans(activities.note_said(one))) for one in found
    )
    return [Text((Bold("Logged on it"),)), Rows(tuple(rows))]
