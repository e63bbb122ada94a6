"""What an emoji on one of Bailey's own cards stands for: a line about the card's matter, as if whoever put it had typed it.
Taking it away takes that back, for as long as drafts are kept."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from bot.context import Context
from bot.line import quote
from bot.request import Address, Place, Sign, Signed
from bot.view import Block, Buttons, Footer, Notice, View
from bot.words.base import shorten
from storage.tables import Escalation, Posting
from storage.work import Work

AWAY = Footer(("Take the emoji away to take this back.",))
WIN = 200  # characters of a matter that a win quotes
SILENCE = View((), "")


def _take(work: Work, id: int) -> str:
    return f"escalation:{id} take"


def _resolve(work: Work, id: int) -> str:
    return f"escalation:{id} resolve"


def _win(work: Work, id: int) -> str:
    matter = work.get(Escalation, id)
    if matter is None or matter.deleted_at is not None:
        return ""
    said = shorten(" ".join(matter.words.split()), WIN)
    words = f"Solved: {said}" if matter.resolved_at is not None else said
    return f"win account:#{matter.account_id} words:{quote(words)}"


Stands = Callable[[Work, int], str]
_ESCALATION: dict[Sign, Stands] = {Sign.EYES: _take, Sign.CHECK: _resolve, Sign.STAR: _win}
# Kind of living card → sign → the line for the record of that number; "" for none.
LINES: dict[str, dict[Sign, Stands]] = {
    "escalation": _ESCALATION,
    "escalation-due": _ESCALATION,
}


def line_of(ctx: Context, signed: Signed) -> str:
    """The line to carry out; "" where the sign means nothing, since people put emoji for fun as well."""
    token = _token(ctx, signed)
    if signed.away:
        undo = ctx.work.messages.drafted(token, ctx.now) or ""
        ctx.work.messages.undraft(token)
        return undo
    if ctx.work.messages.drafted(token, ctx.now):
        return ""
    card = next((copy.card for copy in _copies(ctx, signed.ref)), "")
    kind, _, id = card.partition(":")
    stands = LINES.get(kind, {}).get(signed.sign)
    return stands(ctx.work, int(id)) if stands else ""


def answered(ctx: Context, signed: Signed, view: View, *, done: bool) -> View:
    """What whoever put the sign is told. Of what was done only that: the card itself shows the rest to everybody."""
    if signed.away or not done:
        return view
    if ctx.work.set_id is None:
        return replace(view, blocks=_told(view))
    # One that has run out may stand there still.
    ctx.work.messages.undraft(_token(ctx, signed))
    ctx.work.messages.draft(_token(ctx, signed), f"undo change:{ctx.work.set_id}", ctx.now)
    return replace(view, blocks=(*_told(view), Buttons(ctx.undo()), AWAY))


def _told(view: View) -> tuple[Block, ...]:
    return tuple(block for block in view.blocks if isinstance(block, Notice)) or view.blocks


def _copies(ctx: Context, ref: str) -> list[Posting]:
    """What stands there as a card, whatever kind of place it was when it was posted; in a chat of the asker's own it is
    theirs."""
    here = replace(ctx.request.address, thread="")
    found = (ctx.work.messages.copy_at(str(replace(here, place=place)), ref) for place in Place)
    return [copy for copy in found if copy is not None and copy.member_id in (None, ctx.member.id)]


def _token(ctx: Context, signed: Signed) -> str:
    """One sign of one person on one message."""
    at: Address = ctx.request.address
    parts = (at.platform, at.tenant, at.channel, signed.ref, signed.sign.value, str(ctx.member.id))
    return f"sign-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"
