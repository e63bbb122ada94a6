"""start: the code that the server printed makes its first admin."""

import secrets
from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.view import CommandLine, Notice, Text, View, spans
from bot.words import Rest
from storage.tables import Role


@command("start", examples=("start 7F3K-9QXM",))
def start(ctx: Context, code: Annotated[Rest, Says(label="Start code")] = "") -> View:
    """Become the admin with the code that the server printed at its first start."""
    if ctx.work.people.has_admin():
        raise UserError("There is an admin already, who can change your role. See ", CommandLine("team"))
    expected = ctx.house.start_code
    if not expected or not secrets.compare_digest(code.strip().upper().encode(), expected.upper().encode()):
        raise UserError("That is not the start code. It stands in the server’s log: ", CommandLine("start CODE"))
    ctx.work.change(ctx.member, role=Role.ADMIN.value)
    ctx.work.describe("became admin")
    return View(
        (
            Notice("done", ("You are the admin now.",)),
            Text(spans("Bring your accounts in, then see ", CommandLine("status"))),
        ),
        "You are the admin now",
    )
