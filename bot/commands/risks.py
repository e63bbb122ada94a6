"""risks: what may cost us whom, the worst first, with what hangs on it."""

from dataclasses import replace
from typing import Annotated

from bot.cards import activities, fires, risk_groups
from bot.cards import risks as cards
from bot.cards.activities import joined
from bot.command import Says, command
from bot.commands.accounts import Whose, owns
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.paging import Paging
from bot.permissions import HEALTH, MONEY
from bot.registry import registry
from bot.rules.risks import Severity
from bot.view import Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Row, Rows, Text, View, spans
from bot.words import Account, As, Member, Phrase, TierWord
from bot.words.risk_lists import GROUPS, ORDERS, By, Kind, Voice, Which
from bot.words.risks import SeverityFilter
from storage.queries.risks import ListedRisk, SoughtRisks
from storage.tables import RiskCategory

PAGE = 8
LATELY = 3


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
        "risks team by tier",
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
    tier: Annotated[int | None, As(TierWord()), Says(after=("tier",))] = None,
    owner: Annotated[Member | None, Says(after=("owner", "owned by", "of"))] = None,
    by: Annotated[By | None, Says(after=("by", "sorted by", "grouped by", "per", "order"))] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
    risk: Annotated[int | None, Says(hidden=True)] = None,
    group: Annotated[Phrase | None, Says(hidden=True)] = None,
) -> View:
    """Open risks, the worst first, with what may be lost per currency; fires stand on top.

    Say mine or team, an account, a category, `high`, `declared`, `tier 1`, `by amount`; or gather them `by tier`,
    `by category`, `by severity` or `by owner`. `lost`, `saved` and `narrowly saved` tell how earlier ones ended."""
    if not ctx.sees(HEALTH):
        raise UserError(
            f"Risks follow from health, which is not for the role {ctx.member.role}. Ask the account’s owner."
        )
    if risk is not None:
        return _one(ctx, risk)
    told: tuple[Footer, ...] = ()
    if by is By.AMOUNT and not ctx.sees(MONEY):
        by, told = None, (Footer(("Sorted by severity: the order by amount is not for your role.",)),)
        ctx.call = replace(ctx.call, args={**ctx.call.args, "by": None})
    mine = owner is None and account is None and whose is not Whose.ALL and (whose is Whose.MINE or owns(ctx))
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
        order=ORDERS.get(by, "worst") if by else "worst",
        group=risk_groups.key_of(GROUPS[by], group) if by in GROUPS and group else None,
    )
    title = (
        f"{account.name}: risks" if account else f"{owner.name}’s risks" if owner else "My risks" if mine else "Risks"
    )
    return View((*_listed(ctx, sought, title, page, mine=mine), *told), title)


@command("fires", reads=True, examples=("fires",), aliases=("all fires",))
def burning(ctx: Context) -> View:
    """The customers who want to leave, anybody's: what `risks team fires` lists."""
    # Its buttons are those of the list.
    ctx.call = registry.commands["risks"].call({"whose": Whose.ALL, "which": Which.FIRES})
    return risks(ctx, whose=Whose.ALL, which=Which.FIRES)


def _listed(ctx: Context, sought: SoughtRisks, title: str, page: int, *, mine: bool) -> list[Block]:
    """The heading with its totals, the risks or their groups, and the ways on."""
    args = ctx.call.args
    account: Account | None = args.get("account")
    by: By | None = args.get("by")
    totals = ctx.work.risks.totals(sought)
    paging = ctx.paging(page, PAGE, totals.risks)
    names: list[str] = [args[name].value for name in ("which", "category", "voice") if args.get(name)]
    names += [args["severity"].said] if args.get("severity") else []
    names += [f"T{sought.tier}"] if sought.tier else []
    names += [risk_groups.name_of(ctx, *sought.group)] if sought.group else []
    blocks: list[Block] = [Heading(joined([Bold(title), *names, *risk_groups.summed(totals)]))]
    if by in GROUPS and sought.group is None and totals.risks:
        blocks += risk_groups.rows(ctx, sought, by)
    else:
        blocks += _rows(ctx, sought, paging, show_owner=not mine)
    flag = f"form risk account:#{account.id}" if account else "form risk"
    blocks.append(Buttons((Button("Flag a risk", flag, opens_form=True), *_ways(ctx, paging, mine, account))))
    if totals.risks > totals.accounts and totals.amount.value:
        blocks.append(Footer((shield(MONEY, "Of each account the largest amount counts, once."),)))
    if sought.category is not None:
        blocks.append(Footer(risk_groups.meaning(RiskCategory(sought.category))))
    return blocks


def _rows(ctx: Context, sought: SoughtRisks, paging: Paging, *, show_owner: bool) -> list[Block]:
    if not paging.count:
        return [Text(spans("None. Flag one: ", CommandLine("risk Acme champion left")))]
    listed = ctx.work.risks.board(sought, PAGE, paging.before)
    names = ctx.names({one.risk.owner_id for one in listed})
    rows = tuple(_row(one, names, show_owner=show_owner, account=sought.account_id is None) for one in listed)
    return [Rows(rows, paging.count, paging.more)]


def _row(listed: ListedRisk, names: dict[int, str], *, show_owner: bool, account: bool) -> Row:
    risk = listed.risk
    owner = names.get(risk.owner_id or 0, "no owner") if show_owner else ""
    return Row(cards.line(listed, owner=owner, account=account), cards.evidence_line(risk), (cards.open_risk(risk),))


def _ways(ctx: Context, paging: Paging, mine: bool, account: Account | None) -> tuple[Button, ...]:
    if account is not None:
        return (*paging.back, Button("Account", f"account account:#{account.id}"))
    other = (
        Button("Team", ctx.again(whose=Whose.ALL, group=None, page=1))
        if mine
        else Button("Mine", ctx.again(whose=Whose.MINE, owner=None, group=None, page=1))
    )
    args = ctx.call.args
    groups = (Button("Groups", ctx.again(group=None, page=1)),) if args.get("group") else ()
    by_amount = Button("By amount", ctx.again(by=By.AMOUNT, group=None, page=1))
    by_category = Button("By category", ctx.again(by=By.CATEGORY, group=None, page=1))
    by = () if args.get("by") in GROUPS else (*((by_amount,) if ctx.sees(MONEY) else ()), by_category)
    return (*paging.back, *groups, other, *by)


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
