"""link me: two identities of one person."""

from typing import Annotated

from bot import joining
from bot.command import Says, command
from bot.context import Context
from bot.line import quote
from bot.permissions import RIGHTS
from bot.view import Bold, Button, Buttons, CommandLine, Footer, Notice, Text, View, spans
from bot.words import Rest
from storage.tables import Identity, Member


@command("link me", examples=("link me",), title="Link me")
def link_me(
    ctx: Context,
    code: Annotated[Rest, Says(label="Code")] = "",
    sure: Annotated[bool, Says(hidden=True)] = False,
) -> View:
    """Be one person in Slack and in Teams: get a code here, and type `link me CODE` to me over there.

    Role, accounts, nudges, cards and next steps are the same in both from then on."""
    if not code:
        return _issued(ctx)
    try:
        door = joining.Door(ctx.request.sender.identity)
        found = joining.find(ctx.work, joining.PERSON, code, door, ctx.now)
        if found.organization_id != ctx.work.organization_id:
            raise joining.Wrong("That code is another company’s. Ask for one in a workspace of yours.")
    except joining.Wrong as wrong:
        return _refused(wrong.said)
    stays, goes = joining.together(ctx.work, found, ctx.member)
    if not sure:
        return _asks(ctx, code, stays, goes)
    if not ctx.work.joining.use(found.id, ctx.request.sender.identity, ctx.now):
        return _refused("That code was used already; each works once. Ask for a new one.")
    ctx.work.act_as(stays.id, "link me", ctx.now)
    ctx.work.open_set()
    ctx.work.describe(f"{goes.name} and {stays.name} are one person")
    ctx.member = joining.link(ctx.work, stays, goes, ctx.now)
    where = ctx.work.people.identities(ctx.member.id)
    lost = (
        f" The role {goes.role} is gone; an admin can give it back." if RIGHTS[goes.role] - RIGHTS[stays.role] else ""
    )
    return View(
        (
            Notice("done", spans("You are one person now, ", Bold(ctx.member.name), f", in {_places(where)}.")),
            Text((f"Your role is {ctx.member.role} in both.{lost}",)),
            Footer((f"What I say unasked comes to {where[0].platform.capitalize()} first.",)),
        ),
        "You are one person now",
    )


def _issued(ctx: Context) -> View:
    shown = joining.issue(ctx.work, joining.PERSON, ctx.member, ctx.now)
    # The reply is kept for a repeated delivery, and a code is kept nowhere.
    ctx.forgets = True
    return View(
        (
            Notice("done", ctx.private("A code to link yourself")),
            Text((Bold(shown),)),
            Text(
                spans(
                    "Within 15 minutes, in a direct chat with me on the other platform: ",
                    CommandLine(f"link me {shown}"),
                    ". Give it to nobody: whoever enters it becomes one person with you.",
                )
            ),
        ),
        "A code to link yourself",
    )


def _asks(ctx: Context, code: str, stays: Member, goes: Member) -> View:
    """Who would be one, before it is done: a code may have come from somebody else."""
    other = goes if ctx.member.id == stays.id else stays
    where = _places(ctx.work.people.identities(other.id))
    mail = f", {other.email}" if other.email else ""
    role = f"Both are {stays.role}." if stays.role == goes.role else f"The role {stays.role} stays, {goes.role} goes."
    return View(
        (
            Notice("info", spans("Is this you as well? ", Bold(other.name), f"{mail}, {other.role}, in {where}.")),
            Text(
                (
                    f"Then we make one person of both: accounts, next steps, nudges, cards, leave and notes. {role} "
                    "It cannot be undone.",
                )
            ),
            Buttons((Button("Yes, link us", f"link me code:{quote(code)} sure:yes", "primary"),)),
            Footer(("If somebody else gave you the code, do not press: they would read and write as you.",)),
        ),
        "Is this you as well?",
    )


def _places(identities: list[Identity]) -> str:
    names = dict.fromkeys(one.platform.capitalize() for one in identities)
    return " and ".join(reversed(names)) or "no chat yet"


def _refused(said: str) -> View:
    # Not an error, which would roll back that it was tried.
    return View((Notice("problem", (said,)),), "Not linked")
