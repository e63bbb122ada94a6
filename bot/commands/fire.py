"""fire: a customer wants to leave. One card for everybody who fights it, with a clock, and what it costs."""

from typing import Annotated, Any, NoReturn

from bot.activities import Said, keep
from bot.cards import fires as cards
from bot.cards.activities import summary_line
from bot.cards.risks import ended
from bot.command import Says, Unclear, command
from bot.context import Context
from bot.dates import minutes_said
from bot.english import all_of
from bot.errors import UserError
from bot.lexicon import Lexicon
from bot.line import Typed, quote
from bot.risks import Raised, flag, kindle, team, tell_team
from bot.rules.amounts import minor_units
from bot.rules.risk_words import End, ending, read
from bot.view import Block, Button, Buttons, CommandLine, Notice, Text, View
from bot.words import Account, ActivityKind, As, Duration, Found, Member, Mode, OneOf, Rest
from bot.words.accounts import MemberWord, is_handle
from bot.words.contracts import Sum
from bot.words.risks import HangingWord
from storage.tables import Activity, CostKind, Risk, RiskCategory, RiskCost


class HandleWord(MemberWord):
    """A colleague by `@name` or mention; a bare name might as well begin what was done."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        told = token.sort == "user" or is_handle(token) or token.low.startswith("member#") or line.low(at - 1) == "by"
        return super().find(line, at, lexicon) if told else None

    def read(self, text: str, lexicon: Lexicon) -> Any:
        """A field has room for nothing else, so a bare name is one there."""
        return MemberWord().read(text, lexicon)


DECLARED = "Fire declared; the team is told"
SPENT = OneOf(
    CostKind,
    {
        CostKind.HOURS: ("hour",),
        CostKind.CREDIT: ("credits", "service credit", "credit note"),
        CostKind.TRAVEL: ("travels", "trip", "flight", "flights", "hotel"),
        CostKind.DISCOUNT: ("discounts", "rebate"),
    },
    what="hours, credit, travel or discount",
)


@command(
    "fire",
    examples=(
        "fire Acme the CFO says they will not renew",
        "fire Acme",
        "fire Acme 2h @lee export fix",
        "fire Acme credit 5k for the outage",
        "fire Acme patch passed on a copy of their data",
    ),
    title="Fire",
)
def fire(
    ctx: Context,
    account: Account,
    length: Annotated[Duration | None, Says(tail=True, label="Hours", hint="2h, whoever spent them")] = None,
    by: Annotated[Member | None, As(HandleWord()), Says(tail=True, label="Whose hours")] = None,
    kind: Annotated[CostKind | None, As(SPENT), Says(label="What it cost")] = None,
    amount: Annotated[
        Sum | None, As(HangingWord()), Says(tail=True, label="Amount", hint="for credit, travel, discount")
    ] = None,
    take: Annotated[bool | None, Says(words=("take it", "mine", "i take it", "i have it"), label="I take it")] = None,
    text: Annotated[Rest, Says(keys=("update",), label="What happened", hint="Patch in test")] = "",
    sure: Annotated[bool, Says(hidden=True)] = False,
    of_risk: Annotated[int | None, Says(hidden=True)] = None,
    count: Annotated[int | None, Says(hidden=True)] = None,
    leave: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """A customer wants to leave: one card for the account's team, with an owner, a clock and what it costs.

    Declaring asks once. While it burns, words after the account are an update; `2h @lee export fix` counts somebody's
    hours, `credit 5k` and `travel 800` what was given and spent, and `take` makes it yours."""
    burning = ctx.work.risks.fire_of(account.id)
    if burning is None:
        _only_while_it_burns(account, take, count, leave)
        if not sure:
            declare(ctx, account, ctx.again(sure=True))
        hangs = amount if kind is None else None
        risk = _declared(ctx, account, text, hangs, of_risk)
        done, text, amount = DECLARED, "", amount if kind else None
    else:
        risk, done = burning.risk, ""
    if burning is not None and sure:
        done, text = _already(ctx, risk, text), ""
    if burning is not None and not done and length is None and kind is None and (end := ending(text)) is not None:
        _over(ctx, account, risk, end)
    if count is not None or leave is not None:
        return _counted(ctx, risk, count if count is not None else leave, counts=count is not None)
    if take:
        risk = ctx.work.change(risk, owner_id=ctx.member.id)
        done = "You have it"
    if length is not None or amount is not None or kind is not None:
        done = _cost(ctx, risk, length, by, kind, amount, text)
    elif text.strip():
        done = _update(ctx, risk, text)
    if done:
        ctx.work.describe(f"fire at {account.name}")
    return stands(ctx, risk.id, account, done)


def may_burn(ctx: Context, account_id: int) -> bool:
    """Whether no fire burns at an account yet."""
    return ctx.work.risks.fire_of(account_id) is None


def declare(ctx: Context, account: Account, line: str, *others: Button) -> NoReturn:
    """Ask once: it interrupts people. line: what declares it, with everything that was said."""
    ctx.certain()
    names = list(ctx.names(set(team(ctx.work, account.id))).values())
    told = f"One card goes to {all_of(names)}." if names else "Nobody is on this account's team yet, so nobody is told."
    buttons = (Button("Declare the fire", line, "primary"), *others)
    raise Unclear(f"Declare a fire for {account.name}? {told}", buttons=buttons, field="account")


def _only_while_it_burns(account: Account, take: bool | None, count: int | None, leave: int | None) -> None:
    if take or count is not None or leave is not None:
        raise UserError(
            f"No fire burns at {account.name} any more. Declare one: ", CommandLine(f"fire {account.name} why")
        )


def _declared(ctx: Context, account: Account, text: str, hangs: Sum | None, of_risk: int | None) -> Risk:
    listed = ctx.work.risks.get(of_risk) if of_risk is not None else None
    if listed is not None and listed.risk.account_id == account.id:
        risk = kindle(ctx.work, listed.risk, ctx.now)
    else:
        told = read(text)
        said = Raised(
            account_id=account.id,
            category=told.category or RiskCategory.LEAVING,
            cause=told.cause,
            evidence=" ".join(told.evidence.split()),
            amount=amount_of(ctx, account.id, hangs) if hangs else None,
        )
        risk = flag(ctx.work, said, ctx.member.id, fire=True, now=ctx.now)
    tell_team(ctx.work, risk, ctx.member.id, ctx.now)
    return risk


def _already(ctx: Context, risk: Risk, text: str) -> str:
    """Somebody else confirmed it first: there is one fire, and what was said is news of it."""
    said = f"{ctx.names({risk.raised_by_id}).get(risk.raised_by_id or 0, 'Somebody')} declared it already"
    if not text.strip():
        return said
    _update(ctx, risk, text)
    return f"{said}; your words are kept as an update"


def amount_of(ctx: Context, account_id: int, said: Sum, known: str | None = None) -> tuple[int, str]:
    """In minor units of the currency that was said, else of the one that is known, else of the account's contracts, else
    of the organization."""
    paid = (one.currency for one in ctx.work.accounts.contracts(account_id))
    currency = said.currency or known or next(paid, ctx.knows.currency)
    return minor_units(said.amount, currency), currency


def stands(ctx: Context, risk_id: int, account: Account, done: str, *more: Button) -> View:
    """What was done, and the fire as it stands."""
    risk = ctx.work.get(Risk, risk_id)
    record = ctx.account(account.id)
    assert risk is not None, "it burns"
    blocks: list[Block] = list(cards.card(ctx, risk, record.name, record.tier))
    if done:
        blocks = [Notice("done", (done,)), *blocks, *((Buttons((*ctx.undo(), *more)),) if ctx.undo() else ())]
    return View(tuple(blocks), account.name)


# ------------------------------------------------------------ what is done, and what it costs


def _over(ctx: Context, account: Account, risk: Risk, end: End) -> None:
    """`fire Acme saved: …`: whether it is over is asked, since it ends for the whole team."""
    if end.about:
        return
    ctx.certain()
    note = f"fire account:#{account.id} text:{quote(f'Update: {end.outcome} {end.why}'.strip())}"
    buttons = (ended(risk, end), Button("Only an update", note))
    raise Unclear(f"Is the fire at {account.name} over?", buttons=buttons, field="text")


def _update(ctx: Context, risk: Risk, text: str) -> str:
    said = Said(ActivityKind.NOTE, risk.account_id, mode=Mode.REACTIVE, note=" ".join(text.split()), risk_id=risk.id)
    keep(ctx, said)
    return "Update kept"


def _cost(
    ctx: Context,
    risk: Risk,
    length: Duration | None,
    by: Member | None,
    kind: CostKind | None,
    amount: Sum | None,
    text: str,
) -> str:
    what: dict[str, Any]
    if length is not None and kind in (None, CostKind.HOURS):
        who, text = _whose(ctx, by, text)
        what = {"kind": CostKind.HOURS.value, "minutes": length.minutes, "member_id": who.id}
        said = f": {minutes_said(length.minutes)} of {who.name}"
    elif kind is CostKind.HOURS:
        raise ctx.missing("length", "How long? Try 2h.")
    elif kind is None:
        raise ctx.missing("kind", "Money for what: credit, travel or discount?")
    elif amount is None:
        raise ctx.missing("amount", f"How much {kind.value}? Try 5k EUR.")
    else:
        minor, currency = amount_of(ctx, risk.account_id, amount, risk.currency)
        what = {"kind": kind.value, "amount_minor": minor, "currency": currency, "member_id": by.id if by else None}
        said = ""
    ctx.work.add(
        RiskCost,
        **what,
        account_id=risk.account_id,
        risk_id=risk.id,
        note=" ".join(text.split()) or None,
        spent_on=ctx.today,
        logged_by_id=ctx.member.id,
    )
    return f"Counted to the fire{said}"


def _whose(ctx: Context, by: Member | None, text: str) -> tuple[Member, str]:
    """Whose hours, and the words beside them: `3h Lee` names one, whose name is all that was said; so does an address
    before other words."""
    if by is not None:
        return by, text
    first, _, rest = text.strip().partition(" ")
    for name, left in ((text.strip(), ""), (first if "@" in first else "", rest)):
        found = ctx.knows.members(name) if name else ()
        if len(found) == 1:
            return found[0], left
    return Member(ctx.member.id, ctx.member.name), text


def _counted(ctx: Context, risk: Risk, activity_id: int | None, *, counts: bool) -> View:
    activity = ctx.work.get(Activity, activity_id or 0)
    if activity is None or activity.deleted_at is not None or activity.account_id != risk.account_id:
        raise UserError("That activity is not of this account. See ", CommandLine("activities"))
    activity = ctx.work.change(activity, risk_id=risk.id if counts else None)
    ctx.work.describe("counted to a fire" if counts else "not counted to a fire")
    name = ctx.account(risk.account_id).name
    return View(
        (
            Notice("done", ("Counts to the fire" if counts else "Does not count to the fire",)),
            Text(summary_line(activity, name, ctx.names({activity.member_id})[activity.member_id])),
            Buttons((*ctx.undo(), Button("The fire", f"fire account:#{risk.account_id}"))),
        ),
        f"{name}: kept",
    )
