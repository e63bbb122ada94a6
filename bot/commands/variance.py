"""variance: two customers want the same thing differently, and Product says which it is to be."""

from typing import Annotated

from bot.cards.variances import card
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.feature_requests import settle
from bot.line import unjoined
from bot.view import Buttons, CommandLine, Notice, View
from bot.words import Rest
from storage.tables import Variance


@command(
    "variance",
    examples=("variance 3", "variance 3 both, by a setting"),
    title="Two wordings that differ",
)
def variance(
    ctx: Context,
    variance: Annotated[int, Says(label="Which")],
    outcome: Annotated[Rest, Says(label="Which is it to be")] = "",
) -> View:
    """Two wordings of one request that cannot both be met, with what hangs on each side; what is said of it settles it."""
    found = ctx.work.get(Variance, variance)
    if found is None or found.deleted_at is not None or not card(ctx, found):
        raise UserError("There is nothing of that number. See ", CommandLine("requests"))
    said = unjoined(outcome)
    if not said:
        return View(tuple(card(ctx, found)), "Two customers want it differently")
    found = settle(ctx.work, found, said, ctx.member.id, ctx.now)
    ctx.work.describe(f"variance of request {found.request_id}")
    return View((Notice("done", ("Settled",)), *card(ctx, found), Buttons(ctx.undo())), "Settled")
