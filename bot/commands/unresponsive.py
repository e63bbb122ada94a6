"""unresponsive: a customer does not answer; whom to try next, and what to write to them."""

from enum import StrEnum
from typing import Annotated

from bot.cards import ladders as cards
from bot.command import Says, command
from bot.complaints import climb, come_down
from bot.context import Context
from bot.errors import UserError
from bot.rules.ladder import TOP
from bot.view import Block, Buttons, CommandLine, Notice, View
from bot.words import Account


class Step(StrEnum):
    NEXT = "next"
    ANSWERED = "answered"
    STOP = "stop"

    @classmethod
    def synonyms(cls) -> dict["Step", tuple[str, ...]]:
        return {
            cls.NEXT: ("next rung", "next step", "still nothing", "still no answer"),
            cls.ANSWERED: ("they answered", "answers", "replied", "they replied", "back"),
            cls.STOP: ("give up", "end", "off"),
        }


@command(
    "unresponsive",
    examples=("unresponsive Acme", "unresponsive Acme next", "unresponsive Acme answered"),
    aliases=("no answer", "silent"),
    title="A customer who does not answer",
)
def unresponsive(
    ctx: Context, account: Account, step: Annotated[Step | None, Says(tail=True, label="What now")] = None
) -> View:
    """A customer does not answer: another contact, then their sponsor, then an executive, each with what to write.

    Support's clocks at this customer stand meanwhile. `next` goes one further, `answered` ends it, and so does a call that
    you log."""
    ladder = ctx.work.complaints.ladder(account.id)
    if ladder is None and step is not None:
        raise UserError(
            f"Nobody tries to reach {account.name} that way. Begin: ", CommandLine(f"unresponsive {account.name}")
        )
    record = ctx.account(account.id)
    if ladder is not None and step is None:
        return View(tuple(cards.card(ctx, record, ladder)), account.name)
    if ladder is not None and step in (Step.ANSWERED, Step.STOP):
        come_down(ctx.work, ladder, ctx.now)
        ctx.work.describe(f"{account.name} answers")
        done = "They answer; Support’s clocks go on" if step is Step.ANSWERED else "Given up; Support’s clocks go on"
        return View((Notice("done", (done,)), Buttons((*ctx.undo(), cards.log_button(record)))), account.name)
    if ladder is not None and ladder.rung >= TOP:
        raise UserError(
            "That was the last rung. If they still do not answer, it is a risk: ",
            CommandLine(f"risk {account.name} does not answer"),
        )
    ladder = climb(ctx.work, account.id, ctx.member.id, ctx.now)
    ctx.work.describe(f"{account.name} does not answer")
    done = "Kept; Support’s clocks there stand until they answer" if ladder.rung == 1 else "One further"
    blocks: list[Block] = [Notice("done", (done,)), *cards.card(ctx, record, ladder)]
    return View((*blocks, Buttons(ctx.undo())), account.name)
