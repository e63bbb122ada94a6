"""problem, problems: what troubles several customers, and who they are."""

from enum import StrEnum
from typing import Annotated

from bot.cards import problems as cards
from bot.command import Says, command
from bot.commands.one_escalation import FOR_CUSTOMERS, said
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.problems import add_accounts, begin, solve
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Notice, Rows, Text, View, spans
from bot.words import Accounts, Phrase, Rest
from storage.tables import Problem

Record = Annotated[int, Says(label="Problem")]


class Solve(StrEnum):
    SOLVED = "solved"

    @classmethod
    def synonyms(cls) -> dict["Solve", tuple[str, ...]]:
        return {cls.SOLVED: ("solve", "fixed", "done", "resolved")}


@command(
    "problem",
    examples=("problem Acme, Globex exports time out for large accounts",),
    title="A problem of several customers",
    submit="Keep",
)
def problem(
    ctx: Context,
    accounts: Annotated[Accounts, Says(label="Customers")],
    title: Annotated[Rest, Says(label="What troubles them all")] = "",
) -> View:
    """Keep what troubles several customers at once; solving it tells the CSM of each."""
    if not said(title):
        raise ctx.missing("title", "What troubles them? A few words do.")
    made = begin(ctx.work, said(title), ctx.member.id)
    add_accounts(ctx.work, made, [account.id for account in accounts])
    ctx.work.describe(f"problem {made.id}")
    return _stands(ctx, made, "Kept")


@command(
    "problem-solve",
    record="problem",
    examples=("problem:2 solved Exports of any size work again since this morning",),
    title="Solved for all",
    submit="Tell the CSMs",
)
def solved(
    ctx: Context,
    problem: Record,
    act: Annotated[Solve, Says()],
    text: Annotated[Rest, Says(label="What customers may be told", hint="each CSM gets it to copy")] = "",
    safe: Annotated[Phrase | None, Says(head=False, keys=FOR_CUSTOMERS, typed=True)] = None,
) -> View:
    """Say that a problem is solved for everybody: each CSM is told once, with the customers of theirs that it troubled.

    Where some of it is for colleagues alone, say what customers may be told after `customer:`."""
    found = _open(ctx, problem)
    apart = said(safe or "")
    internal = said(text).rstrip(" ,;:-–—") if apart else ""
    done, told = solve(ctx.work, found, apart or said(text), ctx.member.id, ctx.now, internal)
    ctx.work.describe(f"problem {problem}")
    return _stands(ctx, done, f"Solved; {many(told, 'CSM is', 'CSMs are')} told")


@command("problem-add", record="problem", examples=("problem:2 Nordbank, Paylo",), title="Add customers", submit="Add")
def add(ctx: Context, problem: Record, accounts: Annotated[Accounts, Says(label="Customers")]) -> View:
    """Add customers whom a problem troubles too."""
    found = _open(ctx, problem)
    new = add_accounts(ctx.work, found, [account.id for account in accounts])
    ctx.work.describe(f"problem {problem}")
    return _stands(ctx, found, f"{cards.customers(new)} more" if new else "They were there already")


@command("problems", reads=True, record="problem", examples=("problems",), title="Problems")
def problems(ctx: Context, problem: Annotated[int | None, Says(hidden=True)] = None) -> View:
    """What troubles several customers and is not solved yet."""
    if problem is not None:
        return View(tuple(cards.card(ctx, _known(ctx, problem))), f"Problem {problem}")
    found = ctx.work.escalations.problems()
    blocks: list[Block] = [Heading((Bold("Problems of several customers"),))]
    if found:
        blocks.append(Rows(tuple(cards.row(ctx, one) for one in found[:10]), len(found)))
    else:
        blocks.append(Text(spans("None. Keep one: ", CommandLine("problem Acme, Globex exports time out"))))
    blocks.append(Buttons((Button("Keep one", "form problem", opens_form=True),)))
    return View(tuple(blocks), "Problems")


def _stands(ctx: Context, found: Problem, done: str) -> View:
    blocks: list[Block] = [Notice("done", (done,)), *cards.card(ctx, found)]
    undo = ctx.undo()
    return View((*blocks, *((Buttons(undo),) if undo else ())), "Problem kept")


def _known(ctx: Context, id: int) -> Problem:
    found = ctx.work.get(Problem, id)
    if found is None or found.deleted_at is not None:
        raise UserError(f"There is no problem {id}. See ", CommandLine("problems"))
    return found


def _open(ctx: Context, id: int) -> Problem:
    found = _known(ctx, id)
    if found.solved_at is not None:
        raise UserError("That problem is solved already.", buttons=(Button("Look at it", f"problems problem:{id}"),))
    return found
