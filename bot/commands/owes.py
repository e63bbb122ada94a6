"""owes: what we owe a customer for what they did for us, and what they owe us."""

import re
from typing import Annotated

from bot.cards.references import debt_line, debt_row, profile_button
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.line import unjoined
from bot.view import Block, Bold, Buttons, CommandLine, Heading, Notice, Rows, Text, View, spans
from bot.words import Account, Rest
from storage.tables import ReferenceDebt

SHOWN = 20
LONGEST = 300
# “they owe us a quote”, “we still owe them a logo”: whose it is stands in the words already.
_WHOSE = re.compile(
    r"(?:(?P<they>they|the customer)(?: still)? owes?(?: it to)? us|we(?: still)? owe(?: it to)?(?: them)?)\b",
    re.IGNORECASE,
)


@command(
    "owes",
    examples=("owes", "owes Acme logo on our site", "owes us Acme a quote for the launch"),
    aliases=("ledger",),
    title="What is owed",
)
def owes(
    ctx: Context,
    theirs: Annotated[bool | None, Says(words=("us",), label="They owe it to us")] = None,
    account: Account | None = None,
    what: Annotated[Rest, Says(label="What")] = "",
    settled: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """What we owe a customer, and what they owe us: a ledger of both directions. Alone it lists all that is open."""
    if settled is not None:
        return _settled(ctx, settled)
    if account is None:
        if what.strip():
            raise ctx.missing("account", "Which account?")
        return _all(ctx)
    said = unjoined(what)[:LONGEST]
    if found := _WHOSE.match(said):
        said, theirs = said[found.end() :].lstrip(" :,-–—"), theirs or found["they"] is not None
    if not said:
        return _of(ctx, account)
    ctx.work.add(ReferenceDebt, account_id=account.id, ours=not theirs, what=said, member_id=ctx.member.id)
    ctx.work.describe(f"owed at {account.name}")
    return _of(ctx, account, Notice("done", ctx.private("Kept")))


def _of(ctx: Context, account: Account, *done: Block) -> View:
    debts = ctx.work.references.debts(account.id)
    blocks: list[Block] = [*done, Heading((Bold(f"{account.name}: what is owed"),))]
    if debts:
        blocks.append(Rows(tuple(debt_row(ctx, one) for one in debts[:SHOWN]), len(debts)))
    else:
        blocks.append(Text(spans("Nothing. Keep something: ", CommandLine(f"owes {account.name} logo on our site"))))
    return View((*blocks, Buttons((*ctx.undo(), profile_button(account.id)))), f"{account.name}: what is owed")


def _all(ctx: Context) -> View:
    debts = ctx.work.references.owing()
    blocks: list[Block] = [Heading((Bold("What is owed"),))]
    if not debts:
        nothing = spans("Nothing is open. Keep something: ", CommandLine("owes Acme logo on our site"))
        return View((*blocks, Text(nothing)), "What is owed")
    names = ctx.work.accounts.named({one.account_id for one in debts})
    rows = tuple(debt_row(ctx, one, names[one.account_id].name) for one in debts[:SHOWN])
    return View((*blocks, Rows(rows, len(debts))), "What is owed")


def _settled(ctx: Context, id: int) -> View:
    debt = ctx.work.get(ReferenceDebt, id)
    if debt is None or debt.deleted_at is not None:
        raise UserError("That is not in the ledger. See ", CommandLine("owes"))
    debt = ctx.work.change(debt, settled_at=ctx.now, settled_by_id=ctx.member.id)
    name = ctx.account(debt.account_id).name
    ctx.work.describe(f"settled at {name}")
    blocks = (Notice("done", ("Settled",)), Text(debt_line(ctx, debt, name)), Buttons(ctx.undo()))
    return View(blocks, f"{name}: settled")
