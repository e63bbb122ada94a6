"""useful, noise, less: what helps somebody and what does not."""

from datetime import timedelta
from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.events import ALSO, Named
from bot.hearing import Route, setting_of, settle_on
from bot.matters import may_act, meant
from bot.nudge import rules
from bot.view import Block, Button, Buttons, CommandLine, Notice, Text, View, spans
from bot.words import Account, MatterAccount, Subject

ENOUGH = 3  # marks from which a rule proposes its own end
DAYS = 90


@command("useful", examples=("useful renewal:1", "useful Acme"))
def useful(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """Mark a nudge as useful: such things keep coming."""
    return _marked(ctx, matter, account, "useful", "Good to know. Such things keep coming.")


@command("noise", examples=("noise renewal:1", "noise Acme"))
def noise(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """Mark a nudge as noise; a rule that is mostly noise proposes its own retirement."""
    return _marked(ctx, matter, account, "noise", "Noted.")


def _marked(ctx: Context, matter: Subject | None, account: Account | None, mark: str, said: str) -> View:
    card = matter.card if matter is not None else meant(ctx, None, account)[0].subject
    shown = ctx.work.nudges.on_card(card)
    mine = [one for one in shown if one.member_id == ctx.member.id]
    found = [one for one in mine if one.subject == card] or mine  # a card may show other matters of the account, too
    if not found and shown and may_act(ctx, shown[0]):
        whose = ctx.names({shown[0].member_id}).get(shown[0].member_id, "somebody else")
        raise UserError(f"That came for {whose}; whether it is {mark} is for them to say.")
    if not found:
        raise UserError("I said nothing of that to you. What waits for you is listed by ", CommandLine("nudges"))
    ctx.work.change(found[0], mark=mark)
    ctx.work.describe(f"marked a nudge as {mark}")
    rule = rules().get(found[0].rule)
    marks = [
        one for one in ctx.work.alerts.marks(ctx.now - timedelta(days=DAYS), ctx.member.id) if one.rule == found[0].rule
    ]
    blocks: list[Block] = [Notice("done", (said,))]
    buttons: tuple[Button, ...] = ()
    if rule is not None and mark == "noise" and marks and marks[0].noise >= max(ENOUGH, marks[0].useful + 1):
        many = marks[0].useful + marks[0].noise
        blocks.append(Text(spans(f"You marked {marks[0].noise} of {many} {rule.title} as noise. Shall they stop?")))
        buttons = (
            Button("Turn off", f"alerts {rule.name} off"),
            Button("Into the digest", f"alerts {rule.name} digest"),
        )
    return View((*blocks, Buttons((*buttons, *ctx.undo()))), said)


@command("less", examples=("less renewal",))
def less(ctx: Context, event: Annotated[Named, Says(label="What")]) -> View:
    """Hear less of something: what came as a message goes into the morning's list, what was listed goes off."""
    if event.value in ALSO:
        raise UserError(
            f"Channels hear of {ALSO[event.value]}. Stop one: ", CommandLine(f"alerts {event.value} off in #renewals")
        )
    rule = rules()[event.value]
    now = setting_of(ctx, rule).route
    fewer = Route.DIGEST if now == Route.DIRECT.value and not rule.alone else Route.OFF
    return settle_on(ctx, rule, ctx.member.id, fewer, None)
