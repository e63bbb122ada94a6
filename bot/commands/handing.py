"""pass, accept, return: a matter goes to somebody else, who takes it or gives it back."""

from typing import Annotated

from bot.cards.offers import OFFER
from bot.command import Says, command
from bot.commands.snooze import reason_said
from bot.context import Context
from bot.errors import UserError
from bot.matters import may_act, meant, titles
from bot.nudging import redraw
from bot.permissions import COMMANDS, RIGHTS
from bot.view import Button, Buttons, Notice, Text, View, spans, to_json
from bot.words import All, MatterAccount, Member, Rest, Subject
from storage.tables import Member as MemberRecord
from storage.tables import Nudge


@command(
    "pass",
    examples=("pass renewal:1 to @sam", "pass Acme to Sam"),
    aliases=("hand over",),
    title="Hand over",
    submit="Hand over",
)
def pass_(
    ctx: Context,
    matter: Annotated[Subject | None, Says(label="Matter")] = None,
    account: MatterAccount = None,
    to: Annotated[Member | None, Says(after=("to", "over to"), label="To whom")] = None,
    everything: Annotated[All, Says(typed=True)] = False,
) -> View:
    """Hand a matter over to a colleague. It stays yours until they accept it."""
    nudges = meant(ctx, matter, account, asks=to is None, every=everything)
    if to is None:
        raise UserError("To whom? Try @sam.", field="to")
    other = ctx.work.get(MemberRecord, to.id)
    if to.id == nudges[0].member_id:
        raise UserError("It is yours already." if to.id == ctx.member.id else f"{to.name} has it already.", field="to")
    if other is None or other.left_at is not None or COMMANDS["handled"] not in RIGHTS[other.role]:
        raise UserError(f"{to.name} cannot act on this. Hand it to somebody who may log.", field="to")
    for nudge in nudges:
        ctx.work.change(nudge, offered_to_id=to.id, snoozed_until=None)
    ctx.work.describe(f"handed {titles(ctx, nudges)} to {to.name}")
    redraw(ctx.work, nudges, ctx.now)
    card = f"{OFFER}:{ctx.work.open_set()}"
    ctx.work.messages.put(card, f"member:{to.id}", "", ctx.member.id, ctx.now, card=card)
    said = spans(f"I asked {to.name} to take {titles(ctx, nudges)}. It stays yours until they accept.")
    return View((Notice("done", ctx.private("Handed over")), Text(said), Buttons(ctx.undo())), "Handed over")


@command("accept", examples=("accept renewal:1",))
def accept(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """Take over what a colleague handed to you."""
    nudges = _offered(ctx, meant(ctx, matter, account, every=True))
    giver = nudges[0].member_id
    for nudge in nudges:
        ctx.work.change(nudge, member_id=ctx.member.id, offered_to_id=None, warned_at=None)
    ctx.work.describe(f"took over {titles(ctx, nudges)}")
    redraw(ctx.work, nudges, ctx.now)
    _tell(ctx, giver, f"{ctx.member.name} took over {titles(ctx, nudges)}.", nudges)
    buttons = (Button("Open", f"nudge {Subject.of(one.subject for one in nudges).card}", "primary"), *ctx.undo())
    return View(
        (Notice("done", ctx.private("It is yours now")), Text((titles(ctx, nudges),)), Buttons(buttons)), "Accepted"
    )


@command("return", examples=("return renewal:1: I do not know them",), title="Return", submit="Return")
def return_(
    ctx: Context,
    matter: Annotated[Subject | None, Says(label="Matter")] = None,
    account: MatterAccount = None,
    because: Annotated[Rest, Says(label="Because")] = "",
) -> View:
    """Give back what a colleague handed to you, and say why."""
    found = meant(ctx, matter, account, every=True)
    if not any(one.offered_to_id == ctx.member.id for one in found):
        return _taken_back(ctx, [one for one in found if one.offered_to_id is not None and may_act(ctx, one)])
    nudges = _offered(ctx, found)
    for nudge in nudges:
        ctx.work.change(nudge, offered_to_id=None)
    ctx.work.describe(f"returned {titles(ctx, nudges)}")
    redraw(ctx.work, nudges, ctx.now)
    reason = reason_said(because)
    said = f"{ctx.member.name} gives {titles(ctx, nudges)} back to you" + (f": {reason}" if reason else ".")
    _tell(ctx, nudges[0].member_id, said, nudges)
    return View(
        (Notice("done", ctx.private("Returned")), Text((titles(ctx, nudges),)), Buttons(ctx.undo())), "Returned"
    )


def _taken_back(ctx: Context, nudges: list[Nudge]) -> View:
    """The giver's own way out, before the other has answered."""
    if not nudges:
        raise UserError("Nobody handed that to you.")
    for nudge in nudges:
        ctx.work.change(nudge, offered_to_id=None)
    ctx.work.describe(f"took back {titles(ctx, nudges)}")
    redraw(ctx.work, nudges, ctx.now)
    return View(
        (Notice("done", ctx.private("Taken back")), Text((titles(ctx, nudges),)), Buttons(ctx.undo())), "Taken back"
    )


def _offered(ctx: Context, nudges: list[Nudge]) -> list[Nudge]:
    mine = [nudge for nudge in nudges if nudge.offered_to_id == ctx.member.id]
    if not mine:
        raise UserError("Nobody handed that to you.")
    return mine


def _tell(ctx: Context, member_id: int, said: str, nudges: list[Nudge]) -> None:
    meant = Subject.of(nudge.subject for nudge in nudges)
    view = View((Text((said,)), Buttons((Button("Open", f"nudge {meant.card}"),))), f"About {titles(ctx, nudges)}")
    key = f"handing:{ctx.work.open_set()}:{nudges[0].subject}"
    ctx.work.messages.put(key, f"member:{member_id}", to_json(view), ctx.member.id, ctx.now)
