"""connect: a further workspace joins the company by a code."""

from typing import Annotated

from bot import joining
from bot.command import Says, command
from bot.context import Context
from bot.view import Bold, Buttons, CommandLine, Heading, Notice, Row, Rows, Text, View, spans
from bot.words import Rest


@command("connect", examples=("connect",), title="Connect a workspace")
def connect(ctx: Context, code: Annotated[Rest, Says(label="Code")] = "") -> View:
    """Connect a further Slack workspace or Teams tenant: get a code here, and type `connect CODE` to me over there.

    Each code works once, within 15 minutes. A workspace that keeps customers of its own cannot join."""
    if code:
        return _entered(ctx, code)
    shown = joining.issue(ctx.work, joining.WORKSPACE, ctx.member, ctx.now)
    # The reply is kept for a repeated delivery, and a code is kept nowhere.
    ctx.forgets = True
    connected = ctx.work.joining.workspaces()
    rows = tuple(Row(spans(Bold(one.platform.capitalize()), f" · {one.tenant}")) for one in connected)
    return View(
        (
            Notice("done", ctx.private("A code for one further workspace")),
            Text((Bold(shown),)),
            Text(
                spans(
                    "Within 15 minutes, in a direct chat with me over there: ",
                    CommandLine(f"connect {shown}"),
                    ". Whoever has the code can connect one workspace, so give it to nobody else.",
                )
            ),
            Heading((f"Connected already: {len(rows)}",)),
            Rows(rows, len(rows)),
        ),
        "A code for one further workspace",
    )


def _entered(ctx: Context, typed: str) -> View:
    """From a workspace that has an organization already: it may join only where there is nothing in it yet."""
    sender = ctx.request.sender
    try:
        door = joining.Door(sender.identity)
        code = joining.find(ctx.work, joining.WORKSPACE, typed, door, ctx.now)
        joining.join_workspace(ctx.work, code, sender, ctx.now)
    except joining.Wrong as wrong:
        return _refused(wrong.said)
    # From here on I know nobody of this workspace under the old roof; the next line is the first one under the new one.
    said = spans("This workspace is connected. See where you are: ", CommandLine("help"))
    return View((Notice("done", said), Buttons(())), "Connected")


def _refused(said: str) -> View:
    # Not an error, which would roll back that it was tried.
    return View((Notice("problem", (said,)),), "Not connected")
