"""Rights, checked for each actor on each action, in this one place; and what is said to whoever has them not."""

from bot import audience
from bot.context import Context
from bot.errors import UserError
from bot.line import normalise
from bot.permissions import COMMANDS, RIGHTS, Right
from bot.registry import registry
from bot.request import Line, Place
from bot.view import CommandLine
from storage.tables import Role


def check(ctx: Context, name: str) -> None:
    """Raise UserError where the asker may not, with whom to ask. name: of the command."""
    who = audience.of_member(ctx.work, ctx.member, ctx.request.address.place, now=ctx.now)
    if who.may(name):
        return
    if ctx.member.left_at is not None:
        raise UserError(f"As far as I know you have left. {_who_can_help(ctx)} can change that.")
    if ctx.member.outsider and ctx.request.address.place is not Place.SHARED:
        raise UserError("You are a guest here, and to guests I say nothing about accounts. Ask whoever invited you.")
    if ctx.request.address.place is Place.SHARED:
        raise UserError(
            "People from outside may read along here, so I say nothing about accounts. ",
            "Delete what you wrote, for it stays readable to them. " if _stands_there(ctx) else "",
            "Ask me in a direct chat, or invite me here, so that I see who reads.",
        )
    if ctx.member.role != Role.VIEWER or COMMANDS[name] in (Right.LEAD, Right.ADMINISTER):
        helps = _who_can_help(ctx, COMMANDS[name])
        raise UserError(f"“{_called(name)}” is not for the role {ctx.member.role}. Ask {helps}.")
    raise UserError(
        f"You are a viewer still, so “{_called(name)}” has to wait. {_who_can_help(ctx)} can change that: ",
        CommandLine(f"role {ctx.member.name} csm"),
    )


def _called(name: str) -> str:
    """A command as people know it: nobody types the name of one that is about a record (`request:7 planned`)."""
    command = registry.commands.get(name)
    return command.title if command is not None and command.record and "-" in name else name


def _stands_there(ctx: Context) -> bool:
    """Whether a message with more than a command's name stands in the conversation. Whether it names a customer is not
    asked: the answer would tell which customers there are. What a slash begins is shown to nobody."""
    what = ctx.request.what
    return isinstance(what, Line) and what.bare and not ctx.request.pressed and not is_bare(ctx)


def _who_can_help(ctx: Context, right: Right = Right.LEAD) -> str:
    """Leads and admins who have the right, but never the asker themselves."""
    names = [
        member.name
        for member in ctx.work.people.everyone()
        if {right, Right.LEAD} <= RIGHTS[member.role] and member.left_at is None and member.id != ctx.member.id
    ]
    return " or ".join(names[:3]) or "An admin"


def is_bare(ctx: Context) -> bool:
    """Whether nothing but a command's name was typed."""
    what = ctx.request.what
    return isinstance(what, Line) and " " not in normalise(what.text).strip(" /")
