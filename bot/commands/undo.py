"""undo: take back the last thing, or the one that a button names."""

from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.importing.preview import taken_back
from bot.importing.undoing import undo_import
from bot.view import Bold, Notice, View, spans
from storage.undo import take_back


@command("undo", examples=("undo",))
def undo(ctx: Context, change: Annotated[int | None, Says(hidden=True)] = None) -> View:
    """Take back the last thing I did. Again takes back the one before."""
    kept = ctx.work.changes.get(change) if change is not None else ctx.work.changes.last_of(ctx.member.id)
    if kept is None or (kept.member_id != ctx.member.id and not ctx.leads):
        raise UserError("There is nothing of yours to take back.")
    if kept.undone_by_id is not None:
        return View(
            (Notice("info", spans("Taken back already: ", Bold(kept.what or kept.command))),), "Taken back already"
        )
    if (brought := ctx.work.imports.of_set(kept.id)) is not None:
        return taken_back(brought, undo_import(ctx.work, brought.id, ctx.now))
    refused = take_back(ctx.work, kept.id)
    if refused:
        fields = ", ".join(sorted({clash.field.removesuffix("_id") or clash.table for clash in refused}))
        raise UserError(
            f"Somebody changed this since ({fields}), so taking it back would lose their work. Edit it instead."
        )
    ctx.work.describe(f"undid {kept.what or kept.command}")
    return View((Notice("done", spans("Taken back: ", Bold(kept.what or kept.command))),), "Taken back")
