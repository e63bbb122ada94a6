"""renewal: what is expected of a contract's renewal, how ready it is, and how it was decided."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, NoReturn

from bot.cards import renewals as cards
from bot.cards.actions import open_account
from bot.command import Says, Unclear, command
from bot.commands.renewal_outcome import lost, signed
from bot.context import Context
from bot.errors import UserError
from bot.renewals import READY, Ready, Verdict, forecast, turned
from bot.rules.churn import ChurnReason
from bot.rules.renewals import READINESS
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Notice, Text, View, When, spans
from bot.words import Account, As, Phrase, Rest
from bot.words.contracts import Sum, SumWord
from storage.queries.renewals import Listed
from storage.tables import Forecast, Outcome

AGAIN = timedelta(days=7)  # so soon after a decision, another one is of the same renewal


@command(
    "renewal",
    examples=(
        "renewal Acme",
        "renewal Globex commit the CFO signed off the budget",
        "renewal Initech renewed 230k",
        "renewal Acme churned: pricing",
    ),
    title="Renewal",
)
def renewal(
    ctx: Context,
    account: Account,
    what: Annotated[Verdict | None, Says(label="Forecast or outcome")] = None,
    amount: Annotated[
        Sum | None, As(SumWord()), Says(label="Signed for, a year", hint="renewed, downsell, expanded")
    ] = None,
    reason: Annotated[
        Rest, Says(label="Why, or the evidence when they left", hint="the CFO signed off the budget")
    ] = "",
    cause: Annotated[ChurnReason | None, Says(head=False, label="Reason, when they left")] = None,
    contract: Annotated[Phrase | None, Says(after=("contract",))] = None,
    ready: Annotated[Ready | None, Says(hidden=True)] = None,
    id: Annotated[int | None, Says(hidden=True)] = None,
    every: Annotated[bool, Says(hidden=True)] = False,
    next_too: Annotated[bool, Says(hidden=True)] = False,
) -> View:
    """Where a renewal stands: countdown, forecast, readiness; say a forecast or how it was decided to change it.

    Forecasts: commit, probable, best case, at risk, churn, each with its reason.
    Outcomes: `renewed 120k`, `downsell 90k`, `expanded 150k`, `churned: pricing` with the evidence for it."""
    chosen = _chosen(ctx, account, contract, id)
    if ready is not None:
        return _tick(ctx, _one(ctx, chosen), ready)
    if what is None:
        what, reason = turned(reason)
        ctx.call = replace(ctx.call, args={**ctx.call.args, "what": what, "reason": reason})
    if what is None:
        return _shown(ctx, account, chosen, reason)
    if what is Verdict.CONTRACTED:
        _which_of_two(ctx)
    if what.value in {each.value for each in Forecast}:
        said = f"{SumWord().label(amount)} {reason}".strip() if amount else reason
        listed = chosen if every else [_one(ctx, chosen, may_be_all=True)]
        return _forecast(ctx, listed, Forecast(what.value), said.strip())
    if what is Verdict.CHURNED:
        # Whoever leaves mostly leaves with everything.
        listed = chosen if every else [_one(ctx, chosen, may_be_all=True)]
        _decidable(ctx, listed, next_too)
        return lost(ctx, listed, cause, reason)
    one = _one(ctx, chosen)
    _decidable(ctx, [one], next_too)
    return signed(ctx, one, Outcome(what.value), amount, " ".join(reason.split()).strip(" :,"))


# ------------------------------------------------------------ which one


def _chosen(ctx: Context, account: Account, contract: str | None, id: int | None) -> list[Listed]:
    """The open renewals that a line is about; at least one."""
    found = [one for one in ctx.work.renewals.of_account(account.id) if one.renewal.outcome is None]
    if not found:
        raise UserError(
            f"{account.name} has no open renewal. Add the contract: ",
            CommandLine(f"contract {account.name} 120k renews 1 Mar"),
            buttons=(Button("Contract", f"form contract account:#{account.id}", opens_form=True),),
            field="account",
        )
    if id is not None:
        found = [one for one in found if one.renewal.id == id]
        if not found:
            raise UserError("That renewal is decided already. See ", CommandLine(f"renewal {account.name}"))
    if contract is not None:
        names = ", ".join(one.contract.name for one in found)
        found = [one for one in found if one.contract.name.casefold() == contract.strip().casefold()]
        if not found:
            raise UserError(f"{account.name} has no contract “{contract}” to renew, but: {names}.", field="contract")
    return found


def _one(ctx: Context, chosen: list[Listed], *, may_be_all: bool = False) -> Listed:
    if len(chosen) == 1:
        return chosen[0]
    buttons = [Button(one.contract.name, ctx.again(id=one.renewal.id)) for one in chosen[:5]]
    if may_be_all:
        buttons.append(Button(f"All {len(chosen)}", ctx.again(every=True)))
    raise Unclear(f"{chosen[0].account} has {len(chosen)} open renewals. Which one?", buttons=tuple(buttons))


def _which_of_two(ctx: Context) -> NoReturn:
    raise Unclear(
        "“Contracted” can mean two things. Which one?",
        buttons=(
            Button("Contract signed: renewed", ctx.again(what=Verdict.RENEWED)),
            Button("Less than before: downsell", ctx.again(what=Verdict.DOWNSELL)),
        ),
        field="what",
    )


def _decidable(ctx: Context, chosen: list[Listed], next_too: bool) -> None:
    """Ask where it may be of another customer of that name, or of a renewal that has just been decided."""
    ctx.certain()
    _not_again(ctx, chosen, next_too)


def _not_again(ctx: Context, chosen: list[Listed], next_too: bool) -> None:
    """Whoever types it twice means the renewal that was decided a moment ago, not the one after it."""
    contracts = {one.contract.id for one in chosen}
    for before in ctx.work.renewals.of_account(chosen[0].renewal.account_id):
        decided = before.renewal
        late = decided.decided_at is None or ctx.now - decided.decided_at > AGAIN
        if next_too or late or before.contract.id not in contracts:
            continue
        by = ctx.names({decided.decided_by_id}).get(decided.decided_by_id or 0, "somebody")
        raise Unclear(
            f"{before.account} · {before.contract.name} was decided by {by} ",
            When(decided.decided_at or ctx.now, "day"),
            ". Is this about the renewal after that one?",
            buttons=(
                Button("Yes, the next one", ctx.again(next_too=True)),
                Button("No, look at it", f"renewal account:#{decided.account_id}"),
            ),
        )


# ------------------------------------------------------------ showing


def _shown(ctx: Context, account: Account, chosen: list[Listed], reason: str) -> View:
    if reason.strip():
        raise ctx.missing("what", "Which forecast or outcome is that? Try commit, at risk or renewed 120k.")
    record = ctx.account(account.id)
    blocks: list[Block] = [Heading((Bold(record.name),))]
    for one in chosen[:3]:
        blocks += cards.card(ctx, one)
    blocks.append(Buttons((open_account(record, "Account"), Button("Renewals", "renewals"))))
    return View(tuple(blocks), f"{record.name}: renewal")


def _tick(ctx: Context, one: Listed, item: Ready) -> View:
    column = READY[item]
    changed = ctx.work.change(one.renewal, **{column: not getattr(one.renewal, column)})
    ctx.work.describe(f"renewal of {one.account}: {READINESS[column].lower()}")
    blocks = (Heading((Bold(one.account),)), *cards.card(ctx, one._replace(renewal=changed)), Buttons(ctx.undo()))
    return View(blocks, f"{one.account}: renewal")


# ------------------------------------------------------------ forecast


def _forecast(ctx: Context, chosen: list[Listed], said: Forecast, reason: str) -> View:
    why = " ".join(reason.split()).removeprefix("because ").strip(" :-–—")
    if not why:
        raise ctx.missing("reason", f"Why {said.value}? One line, so that others can follow it.")
    changed = [one._replace(renewal=forecast(ctx.work, one, said, why, ctx.member.id, ctx.now)) for one in chosen]
    name = chosen[0].account
    ctx.work.describe(f"forecast for {name}")
    lines = tuple(Text(cards.line(one, ctx.today)) for one in changed)
    # Nobody signs for a customer whose buyer we do not know.
    early = said is Forecast.COMMIT and not all(one.renewal.sponsor_known for one in changed)
    doubt = (Notice("warning", ("Commit, and the sponsor is not ticked as known. Sure enough?",)),) if early else ()
    return View(
        (
            Notice("done", ctx.private("Forecast kept")),
            *lines,
            Text(spans(cards.reason_said(changed[0].renewal, ctx.member.id))),
            *doubt,
            Buttons((*ctx.undo(), cards.open_renewal(changed[0]))),
        ),
        f"Forecast for {name}",
    )
