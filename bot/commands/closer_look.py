"""closer look: a card that stands in a channel, as one of its readers may see it."""

from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.living import about, view_of
from bot.request import Address
from bot.view import CommandLine, Notice, View
from bot.words import As
from bot.words.subjects import Subject, SubjectWord


@command("closer look", reads=True, examples=("closer look escalation:12",))
def closer_look(ctx: Context, matter: Annotated[Subject, As(SubjectWord()), Says(label="Card")]) -> View:
    """A card of a channel that you read, with what you may see of it besides; nobody else sees that."""
    card = matter.card
    if not _stands_where_i_read(ctx, card):
        raise UserError("That stands in no channel that you read. What is yours: ", CommandLine("day"))
    ctx.looked.update(about(card, ctx.work))
    view = view_of(card, ctx)
    return view or View((Notice("info", ("There is nothing more to say of it.",)),), "Nothing more")


def _stands_where_i_read(ctx: Context, card: str) -> bool:
    read = ctx.work.people.channels_read_by(ctx.member.id)
    mine = {(one.platform, one.tenant, one.channel) for one in read}
    shared = (Address.parse(copy.address) for copy in ctx.work.messages.copies(card) if copy.member_id is None)
    if any((at.platform, at.tenant, at.channel) in mine for at in shared):
        return True
    # Whoever sees it may ask sooner than it is noted that it was posted.
    return any(ctx.work.messages.coming(card, str(Address(*place))) for place in sorted(mine))
