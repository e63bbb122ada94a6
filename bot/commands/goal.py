"""goal: what the customer wants to achieve, in one line."""

from typing import Annotated

from bot.cards import actions
from bot.command import Says, command
from bot.context import Context
from bot.line import quote
from bot.view import Bold, Button, Buttons, Notice, Text, View, spans
from bot.words import Account, Rest


@command("goal", examples=("goal Acme close books in 3 days",))
def goal(ctx: Context, account: Account, text: Annotated[Rest, Says(label="Goal, in one line")] = "") -> View:
    """Keep a customer's goal in one line; Support sees it too. Without words, it is shown."""
    record = ctx.account(account.id)
    said = " ".join(text.split())
    if not said:
        shown = record.goal or "no goal yet"
        known = f" text:{quote(record.goal)}" if record.goal else ""
        label = "Change" if record.goal else "Set goal"
        change = Button(label, f"form goal account:#{record.id}{known}", opens_form=True)
        return View((Text(spans(Bold(record.name), " · ", shown)), Buttons((change,))), f"{record.name}: goal")
    record = ctx.work.change(record, goal=said)
    ctx.work.describe(f"goal of {record.name}")
    return View(
        (
            Notice("done", ctx.private("Goal kept")),
            Text(spans(Bold(record.name), " · ", said)),
            Buttons((*ctx.undo(), actions.open_account(record, "Open"))),
        ),
        f"Goal of {record.name}",
    )
