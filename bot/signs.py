"""What an emoji on a message stands for. On one of Bailey's own cards it is a line about the card's matter, as if whoever
put it had typed it; on anybody's message, an offer to escalate it, with its text, its link and its people in the form.
Taking it away takes that back, for as long as drafts are kept."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from bot.context import Context
from bot.drafts import PREFIX
from bot.line import quote
from bot.quoting import message_of
from bot.registry import registry
from bot.request import Address, Place, Signed
from bot.rules.emoji import Verb, plain, table
from bot.rules.emoji import verb_of as meant
from bot.view import Block, Button, Buttons, Footer, Notice, Text, View
from bot.words.base import shorten
from storage.tables import Escalation, Organization, Posting
from storage.work import Work

AWAY = Footer(("Take the emoji away to take this back.",))
WIN = 200  # characters of a matter that a win quotes
SILENCE = View((), "")
OFFERED = "escalate"  # the command that is offered on anybody's message
SHOWN = 200  # characters of a message that the offer repeats
UNREAD = View(
    (Notice("info", ("I cannot read that message. Use the shortcut “Escalate” on it instead.",)),), "I cannot read that"
)
WITHDRAWN = View((Notice("info", ("Withdrawn. Nothing was escalated by it.",)),), "Withdrawn")


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
_ESCALATION: dict[Verb, Stands] = {Verb.TAKE: _take, Verb.DONE: _resolve, Verb.WIN: _win}
# Kind of living card → verb → the line for the record of that number; "" for none.
LINES: dict[str, dict[Verb, Stands]] = {
    "escalation": _ESCALATION,
    "escalation-due": _ESCALATION,
}


def verb_of(work: Work, emoji: str, ours: bool) -> Verb | None:
    """What the organization lets an emoji stand for. ours: on a message of Bailey's."""
    house = work.get(Organization, work.organization_id)
    return meant(table(house.emoji if house else None), emoji, ours=ours)


def overtaken(ctx: Context, signed: Signed) -> bool:
    """Whether it is known already what became of the sign later: what is delivered again comes in another order."""
    if signed.at is None:
        return False
    token, at = f"{_token(ctx, signed)}-at", signed.at.isoformat(timespec="microseconds")
    newest = ctx.work.messages.drafted(token, ctx.now)
    if newest is not None and newest > at:
        return True
    ctx.work.messages.undraft(token)
    ctx.work.messages.draft(token, at, ctx.now)
    return False


def offer(ctx: Context, signed: Signed) -> View:
    """For whoever put the emoji on somebody's message, and nobody else: the form of an escalation, filled with the message.
    It waits behind a button, and is forgotten once the emoji is taken away."""
    token = _token(ctx, signed)
    waits = ctx.work.messages.drafted(token, ctx.now) is not None
    ctx.work.messages.undraft(token)
    if signed.away:
        return WITHDRAWN if waits else SILENCE
    quoted = ctx.request.quoted
    if quoted is None or not quoted.text.strip():
        return UNREAD
    known = registry.commands[OFFERED]
    assert known.quoting is not None, "it can be chosen on a message"
    message = message_of(ctx.knows, quoted)
    ctx.work.messages.draft(token, f"form {known.line(**known.quoting(message))}", ctx.now)
    blocks: tuple[Block, ...] = (
        Notice("info", ctx.private("Escalate this message? Nothing is carried on yet")),
        Text((f"“{shorten(' '.join(message.text.split()), SHOWN)}”",)),
        Buttons((Button("Escalate", PREFIX + token, "primary", opens_form=True),)),
        Footer(("Take the emoji away to withdraw this.",)),
    )
    return View(blocks, "Escalate this message?")


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
    verb = verb_of(ctx.work, signed.emoji, ours=True)
    stands = LINES.get(kind, {}).get(verb) if verb else None
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
    parts = (at.platform, at.tenant, at.channel, signed.ref, plain(signed.emoji), str(ctx.member.id))
    return f"sign-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"
