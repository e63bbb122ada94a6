"""status: what is wrong with the installation, for whoever can mend it."""

from bot.command import command
from bot.context import Context
from bot.undelivered import whom
from bot.view import DOT, Block, Bold, CommandLine, Heading, Notice, Row, Rows, Text, View, When, spans
from storage.tables import OutboxMessage

SHOWN = 5


@command("status", reads=True, examples=("status",))
def status(ctx: Context) -> View:
    """What needs an admin: accounts without an owner, people not met yet, messages that could not be delivered."""
    blocks: list[Block] = [Heading(("Status",))]
    unowned = ctx.work.accounts.without_owner(SHOWN)
    if unowned.accounts:
        names = ", ".join(unowned.names) + (" …" if unowned.accounts > len(unowned.names) else "")
        blocks.append(
            Notice(
                "warning",
                spans(
                    Bold(str(unowned.accounts)),
                    f" accounts without an owner: {names}. Mend with ",
                    CommandLine("owner Acme Sam"),
                ),
            )
        )
    waiting = [member for member in ctx.work.people.everyone() if member.seen_at is None and member.left_at is None]
    if waiting:
        names = ", ".join(member.name for member in waiting[:SHOWN]) + (" …" if len(waiting) > SHOWN else "")
        blocks.append(
            Notice("info", spans(Bold(str(len(waiting))), f" not met yet: {names}. They join by writing to me once."))
        )
    failed = ctx.work.messages.failed()
    if failed:
        blocks.append(Notice("warning", spans(Bold(str(len(failed))), " messages could not be delivered:")))
        blocks.append(Rows(tuple(_failed(ctx, message) for message in failed[:SHOWN]), len(failed)))
    for trouble in ctx.house.troubles():
        blocks.append(Notice("warning", (trouble,)))
    if len(blocks) == 1:
        blocks.append(Notice("done", ("Nothing is wrong that I can see.",)))
    counted = f"{ctx.work.accounts.count()} accounts, {len(ctx.work.people.everyone())} members."
    return View((*blocks, Text((counted,))), "Status")


def _failed(ctx: Context, message: OutboxMessage) -> Row:
    """To whom, when and why; what it said is not for every admin's eyes."""
    return Row(spans("to ", Bold(whom(ctx.work, message)), DOT, When(message.due_at), DOT, message.error))
