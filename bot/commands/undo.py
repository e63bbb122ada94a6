"""undo: take back the last thing, or the one that a button names."""

from typing import Annotated

from bot import mirroring
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.importing.preview import taken_back
from bot.importing.undoing import undo_import
from bot.meeting import TERMINAL
from bot.nudging import redraw_changed
from bot.permissions import COMMANDS, RIGHTS, Right
from bot.view import Bold, CommandLine, Notice, View, spans
from storage.tables import ChangeSet, Member
from storage.undo import take_back

# Said so before they were done.
FOR_GOOD = frozenset({"link me", "connect", "forget contact"})


@command("undo", examples=("undo",))
def undo(
    ctx: Context,
    change: Annotated[int | None, Says(hidden=True)] = None,
    then: Annotated[str, Says(hidden=True)] = "",
) -> View:
    """Take back the last thing I did. Again takes back the one before."""
    kept = ctx.work.changes.get(change) if change is not None else ctx.work.changes.last_of(ctx.member.id)
    if kept is None or not (kept.member_id == ctx.member.id or ctx.leads or _by_nobody(ctx, kept)):
        raise UserError("There is nothing of yours to take back.")
    if kept.undone_by_id is not None:
        return View(
            (Notice("info", spans("Taken back already: ", Bold(kept.what or kept.command))),), "Taken back already"
        )
    _may(ctx, kept)
    if kept.command in FOR_GOOD:
        raise UserError(f"“{kept.what or kept.command}” cannot be taken back. That was said before it was done.")
    if (brought := ctx.work.imports.of_set(kept.id)) is not None:
        return taken_back(brought, undo_import(ctx.work, brought.id, ctx.now))
    admins = ctx.work.people.count_admins()
    refused = take_back(ctx.work, kept.id)
    if refused:
        fields = ", ".join(sorted({clash.field.removesuffix("_id") or clash.table for clash in refused}))
        raise UserError(
            f"Somebody changed this since ({fields}), so taking it back would lose their work. Edit it instead."
        )
    if admins and not ctx.work.people.count_admins():
        raise UserError("That would leave nobody as admin. Make another one first: ", CommandLine("role Sam admin"))
    redraw_changed(ctx.work, kept.id, ctx.now)
    mirroring.redraw_changed(ctx.work, kept.id, ctx.now)
    ctx.work.describe(f"undid {kept.what or kept.command}")
    return View((Notice("done", spans("Taken back: ", Bold(kept.what or kept.command))),), "Taken back")


def _by_nobody(ctx: Context, kept: ChangeSet) -> bool:
    """Whether the server's own terminal did it, in the name of nobody who could take it back."""
    return ctx.work.people.by_identity(*TERMINAL) == ctx.work.get(Member, kept.member_id)


def _may(ctx: Context, kept: ChangeSet) -> None:
    """What it took to do it, it takes to undo it; and who is admin, admins alone decide. Taking back an undo does again
    what was undone."""
    while kept.undoes_id is not None and (undone := ctx.work.changes.get(kept.undoes_id)) is not None:
        kept = undone
    needs = {COMMANDS[kept.command]} if kept.command in COMMANDS else set()
    if kept.member_id != ctx.member.id and kept.command in ("role", "start"):
        needs.add(Right.ADMINISTER)
    if not needs <= RIGHTS[ctx.member.role]:
        raise UserError(
            f"Your role ({ctx.member.role}) cannot take back “{kept.what or kept.command}”. Ask a lead or an admin."
        )
