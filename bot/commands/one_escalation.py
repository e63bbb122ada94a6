"""One escalation in a command: found, not over yet, and as it stands after something was done."""

import re
from typing import Annotated

from bot.cards import escalation_card
from bot.command import Says
from bot.context import Context
from bot.errors import UserError
from bot.line import unjoined
from bot.view import Block, Button, Buttons, CommandLine, Notice, View
from bot.words import Phrase
from storage.queries.escalations import ListedEscalation
from storage.tables import Escalation

Record = Annotated[int, Says(label="Escalation")]
FOR_CUSTOMERS = ("customer", "customers", "for customer", "for customers", "safe")
_UNSAID = re.compile(rf"(?:^|[,;.:–—-])\s*(?:{'|'.join(FOR_CUSTOMERS)}):?$", re.IGNORECASE)
Safe = Annotated[
    Phrase | None,
    Says(
        head=False,
        keys=FOR_CUSTOMERS,
        label="What the customer may be told",
        hint="its CSM gets it to copy",
    ),
]


def said(text: str) -> str:
    """Words without what joined them to the ones before, and without the quotes that stand around all of them."""
    words = unjoined(text)
    bare = words[1:-1]
    return bare if words == f'"{bare}"' and '"' not in bare else words


def internal(text: str) -> str:
    """Words for colleagues, without a `customer:` behind which nothing was said."""
    words = said(text)
    left = _UNSAID.sub("", words)
    return words if left == words else left.rstrip(" ,;:-–—")


def known(ctx: Context, id: int) -> ListedEscalation:
    listed = ctx.work.escalations.get(id)
    if listed is None:
        raise UserError(f"There is no escalation {id}. List them: ", CommandLine("escalations team"))
    return listed


def still_open(ctx: Context, id: int) -> ListedEscalation:
    listed = known(ctx, id)
    if listed.escalation.resolved_at is not None:
        buttons = (
            Button("Reopen it", f"form escalation:{id} reopen", opens_form=True),
            Button("Look at it", f"escalations escalation:{id}"),
        )
        raise UserError(f"That one at {listed.account} is resolved already.", buttons=buttons)
    return listed


def stands(ctx: Context, listed: ListedEscalation, done: str, *more: Button) -> View:
    """What was done, and the escalation as it stands now."""
    matter = ctx.work.get(Escalation, listed.escalation.id)
    assert matter is not None, "it was just read"
    blocks: list[Block] = [Notice("done", (done,))] if done else []
    blocks += escalation_card.card(ctx, matter, ctx.account(matter.account_id))
    buttons = (*ctx.undo(), *more)
    return View((*blocks, *((Buttons(buttons),) if buttons else ())), f"{listed.account}: kept")


def after(ctx: Context, matter: Escalation, listed: ListedEscalation, done: str) -> View:
    """The escalation after something was done with it, as a change to undo by its account's name."""
    ctx.work.describe(f"escalation at {listed.account}")
    return stands(ctx, listed._replace(escalation=matter), done)
