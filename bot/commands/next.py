"""next: what was promised, and whether it was kept."""

from typing import Annotated

from bot.cards import actions
from bot.cards import activities as cards
from bot.command import Call, Says, command
from bot.commands.snooze import handled
from bot.context import Context
from bot.errors import UserError
from bot.grammar.errors import Unclear
from bot.line import quote
from bot.registry import registry
from bot.rhythms import on_team
from bot.view import Bold, Button, Buttons, CommandLine, Heading, Notice, Row, Rows, Text, View, spans
from bot.words import (
    Account,
    ActivityKind,
    All,
    Bad,
    Contact,
    Due,
    Duration,
    Guest,
    MatterAccount,
    Member,
    NextStep,
    Rest,
    Subject,
    word_of,
)
from storage.tables import Activity
from storage.tables import NextStep as NextStepRecord

PAGE = 10
SHOWN = 5  # of which one is asked for


@command(
    "next",
    examples=(
        "next",
        "next Acme send the SOC2 report to Jane Fri",
        "next Acme",
    ),
)
def next_(
    ctx: Context,
    account: Account | None = None,
    step: Annotated[Rest, Says(label="What, for whom, by when", hint="SOC2 report to Jane Fri")] = "",
    owner: Annotated[Member | None, Says(after=("owner",), tail=True)] = None,
    activity: Annotated[int | None, Says(hidden=True)] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """Add a next step to an account; without one, list what is open: mine, or the account's."""
    if account is None and step:
        choose = Button("Choose the account", f"form next step:{quote(step)}", opens_form=True)
        hint = CommandLine(f"next Acme {step[:60]}")
        raise UserError("Which account is that for? Try ", hint, field="account", buttons=(choose,))
    if account is None or not step:
        return _open_steps(ctx, account, page)
    said = _read(ctx, account, step)
    record = promise(ctx, account.id, said, owner.id if owner else ctx.member.id, activity)
    ctx.work.describe(f"next step for {account.name}")
    names = ctx.names({record.owner_id})
    by = "" if record.owner_id == ctx.member.id else names[record.owner_id]
    return View(
        (
            Notice("done", ctx.private("Next step")),
            Text(cards.step_line(record, account.name, by, writer=ctx.member.id)),
            Buttons((actions.done(record), actions.move(record), *ctx.undo())),
        ),
        f"Next step for {account.name}",
    )


def _read(ctx: Context, account: Account, text: str) -> NextStep:
    """The words after the account, taken apart: what, for whom, by when."""
    word = word_of(NextStep)
    said = word.read(text, ctx.knows)
    if isinstance(said, Bad):
        raise UserError(said.sentence, field="step")
    settled: NextStep = word.settle(said, ctx.knows, {"account": account})
    if isinstance(settled.due, Bad):
        raise UserError(settled.due.sentence, field="step")
    return settled


@command("move", examples=("move 7 Fri",), title="Move next step", submit="Move")
def move(
    ctx: Context,
    step: Annotated[int, Says(label="Next step")],
    due: Annotated[Due, Says(keys=("to", "by", "on"), label="Day")],
) -> View:
    """Move a next step to another day."""
    record = _step(ctx, step)
    record = ctx.work.change(record, due_on=due)
    owner = ctx.account(record.account_id)
    ctx.work.describe(f"moved a next step for {owner.name}")
    return View(
        (
            Notice("done", ctx.private("Moved")),
            Text(cards.step_line(record, owner.name, writer=ctx.member.id)),
            Buttons((actions.done(record), actions.move(record), *ctx.undo())),
        ),
        f"Next step moved for {owner.name}",
    )


@command("done", examples=("done 7", "done Acme 30m", "done Acme all 30m"), aliases=("done with this", "done this"))
def done(
    ctx: Context,
    step: Annotated[int | None, Says(label="Next step")] = None,
    matter: Annotated[Subject | None, Says(label="Matter")] = None,
    account: MatterAccount = None,
    length: Annotated[Duration | None, Says(keys=("duration",))] = None,
    kind: Annotated[ActivityKind | None, Says(keys=("type",), label="Type")] = None,
    note: Rest = "",
    everything: Annotated[All, Says(typed=True)] = False,
) -> View:
    """Mark a next step as done, or what I reminded you of; with a length it is logged in the same breath."""
    if step is None:
        promised = _promised(ctx, account) if matter is None and account is not None and not everything else None
        if promised is None:
            said = {
                "matter": matter,
                "account": account,
                "length": length,
                "kind": kind,
                "note": note,
                "everything": everything,
            }
            # What is asked back names matters, and `step:7` after `done` is a next step.
            ctx.call = Call(registry.commands["handled"], said)
            return handled(ctx, matter, account, length, kind, note, everything)
        step = promised
    record = _step(ctx, step)
    owner = ctx.account(record.account_id)
    if record.done_at is not None:
        already = Notice("info", ("That was done already.",))
        return View((already, Text(cards.step_line(record, owner.name))), "Done already")
    record = ctx.work.change(record, done_at=ctx.now)
    ctx.work.describe(f"next step done for {owner.name}")
    log = f"form log account:#{owner.id}"
    return View(
        (
            Notice("done", ctx.private("Done")),
            Text(cards.step_line(record, owner.name)),
            Buttons((Button("Log it", log, "primary", opens_form=True), *ctx.undo())),
        ),
        f"Next step done for {owner.name}",
    )


def _promised(ctx: Context, account: Account) -> int | None:
    """The open next step of an account about which I said nothing. Raises UserError where there are several."""
    if ctx.work.nudges.of_account(account.id):
        return None
    steps = [step for step in ctx.work.activities.steps_of_account(account.id) if _may(ctx, step)]
    if len(steps) > 1:
        buttons = tuple(Button(step.text.value, f"done {step.id}") for step in steps[:SHOWN])
        raise Unclear("Which one?", buttons=buttons)
    return steps[0].id if steps else None


def _step(ctx: Context, id: int) -> NextStepRecord:
    """A next step that the asker may touch: it is theirs, or they are on the account's team."""
    record = ctx.work.activities.step(id)
    if record is None or not _may(ctx, record):
        raise UserError(f"There is no next step {id} of yours. Yours are listed by ", CommandLine("next"))
    return record


def promise(ctx: Context, account_id: int, step: NextStep, owner_id: int, activity_id: int | None) -> NextStepRecord:
    """Keep a next step. person: a contact's, member's or guest's name."""
    origin = ctx.work.activities.get(activity_id) if activity_id else None
    return ctx.work.add(
        NextStepRecord,
        account_id=account_id,
        owner_id=owner_id,
        activity_id=origin.id if isinstance(origin, Activity) and origin.account_id == account_id else None,
        text=step.text,
        person=_name(step.to) if step.to else None,
        due_on=step.due,
    )


def _name(person: Contact | Guest | Member) -> str:
    return person.name


def _may(ctx: Context, record: NextStepRecord) -> bool:
    own = record.owner_id == ctx.member.id
    return ctx.leads or own or on_team(ctx.work, ctx.member.id, record.account_id, ctx.today)


def _open_steps(ctx: Context, account: Account | None, page: int) -> View:
    steps = (
        ctx.work.activities.steps_of_account(account.id)
        if account
        else ctx.work.activities.steps_of_member(ctx.member.id)
    )
    title = f"{account.name}: next steps" if account else "My next steps"
    add = (actions.next_for(ctx.account(account.id)),) if account else ()
    if not steps:
        hint = CommandLine("next Acme send the SOC2 report to Jane Fri")
        return View(
            (Text(spans(Bold(title), ": none open. Add one: ", hint)), *((Buttons(add),) if add else ())), title
        )
    paging = ctx.paging(page, PAGE, len(steps))
    shown = paging.of(steps)
    accounts = ctx.work.accounts.named({step.account_id for step in shown})
    names = ctx.names({step.owner_id for step in shown}) if account else {}
    rows = tuple(
        Row(
            cards.step_line(step, "" if account else accounts[step.account_id].name, names.get(step.owner_id, "")),
            (),
            actions.for_step(step, ctx.today),
        )
        for step in shown
    )
    return View(
        (Heading((Bold(title),)), Rows(rows, len(steps), paging.more), *((Buttons(add),) if add else ())), title
    )
