"""import: a dropped file, looked at line by line, applied or put away."""

from enum import StrEnum
from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.importing import flow, preview
from bot.importing.plan import Action
from bot.rules.columns import Subject
from bot.view import Notice, Text, View
from storage.tables import Import


class Step(StrEnum):
    """What to do with a file: write it, forget it, say what it is about, or show some of its lines."""

    APPLY = "apply"
    CANCEL = "cancel"
    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    ACTIVITIES = "activities"
    MEASURES = "measures"
    KPIS = "kpis"
    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    SKIP = "skip"

    @classmethod
    def synonyms(cls) -> dict["Step", tuple[str, ...]]:
        return {cls.CREATE: ("new",), cls.CHANGE: ("changed",), cls.SAME: ("known",), cls.SKIP: ("skipped",)}


@command("import", examples=("import",))
def import_(
    ctx: Context,
    file: Annotated[int | None, Says(label="Number of the import")] = None,
    step: Step | None = None,
    after: Annotated[int, Says(after=("after",), label="After line")] = 0,
) -> View:
    """Bring in accounts, contacts, activities, measures or KPIs: drop a CSV file and look before it is written."""
    if file is None:
        return _how()
    staged = _mine(ctx, file)
    match step:
        case None:
            return preview.preview(ctx.work, staged.id)
        case Step.APPLY:
            done = flow.apply(ctx.work, staged.id, ctx.now)
            return preview.applied(ctx.work, staged.id, done, ctx.work.set_id)
        case Step.CANCEL:
            return preview.cancelled(flow.cancel(ctx.work, staged.id))
        case Step.ACCOUNTS | Step.CONTACTS | Step.ACTIVITIES | Step.MEASURES | Step.KPIS:
            return _said(ctx, staged, Subject(step.value))
        case Step.CREATE | Step.CHANGE | Step.SAME | Step.SKIP:
            return preview.lines(ctx.work, staged.id, Action(step.value), after)


def _said(ctx: Context, asked: Import, subject: Subject) -> View:
    if asked.state != "asked":
        raise UserError(f"{asked.filename} is read as {asked.subject} already. Drop it again to read it otherwise.")
    staged = flow.answered(ctx.work, asked, subject, ctx.member, ctx.zone, ctx.now)
    return preview.preview(ctx.work, staged.id)


def _mine(ctx: Context, number: int) -> Import:
    """Files hold what not everybody may see, so they are shown to whoever dropped them, and to leads."""
    staged = flow.known(ctx.work, number)
    if staged.member_id != ctx.member.id and not ctx.leads:
        raise UserError(f"Import {number} is somebody else's. Drop your own file to bring it in.")
    return staged


def _how() -> View:
    return View(
        (
            Notice("info", ("Drop a CSV file here. You see what it would do before anything is written.",)),
            Text(("Accounts: name, owner e-mail, ARR, renewal date, tier, domain …",)),
            Text(("Contacts: account, name, e-mail, title …",)),
            Text(("Activities: account, type, minutes, date, by, note …",)),
            Text(("Measures: account, measure, value, date …",)),
            Text(("KPIs: account, KPI, value, date; start, target and due date make them …",)),
            Text(("Your calendar, as an .ics file: what it holds is yours alone.",)),
        ),
        "How to bring data in",
    )
