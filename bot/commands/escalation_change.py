"""What is said of an escalation between its first line and its end: what is missing, what is new, how bad it is."""

from enum import StrEnum
from typing import Annotated

from bot.command import Says, command
from bot.commands.one_escalation import Record, Safe, after, internal, said, still_open
from bot.context import Context
from bot.errors import UserError
from bot.escalations.clock import pause, resume
from bot.escalations.raising import weigh
from bot.escalations.telling import tell_csm, tell_member, update
from bot.view import Button, CommandLine, View
from bot.words import As, Rest
from bot.words.escalations import SEV, Sev
from storage.tables import EscalationState


class Need(StrEnum):
    NEED = "need"

    @classmethod
    def synonyms(cls) -> dict["Need", tuple[str, ...]]:
        return {cls.NEED: ("need info", "needs info", "needs", "need more info", "waiting", "waiting for")}


class Info(StrEnum):
    INFO = "info"

    @classmethod
    def synonyms(cls) -> dict["Info", tuple[str, ...]]:
        return {cls.INFO: ("answer", "answered", "here is the info", "resume", "go on", "continue")}


@command(
    "escalation-need",
    record="escalation",
    examples=("escalation:12 need info: which export, and the error's number",),
    title="Need info",
    submit="Ask",
)
def need(
    ctx: Context,
    escalation: Record,
    act: Annotated[Need, Says(typed=True)],
    what: Annotated[Rest, Says(label="What you need to know")] = "",
) -> View:
    """Say what you have to know to go on. Whoever raised it and the CSM are asked; the clock stands until they answer."""
    listed = still_open(ctx, escalation)
    if not said(what):
        raise ctx.missing("what", "What do you need to know?")
    waiting = pause(ctx.work, listed.escalation, ctx.now, said(what))
    for whom in {waiting.raised_by_id, listed.account_owner_id} - {None, ctx.member.id}:
        answer = Button("Answer", f"form escalation:{escalation} info", "primary", opens_form=True)
        words = f"{ctx.member.name} needs to know: “{said(what)}”"
        tell_member(ctx.work, waiting, whom or 0, words, listed.account, ctx.now, answer)
    return after(ctx, waiting, listed, "Asked; the clock stands until they answer")


@command(
    "escalation-info",
    record="escalation",
    examples=("escalation:12 info: the CSV export, error 504",),
    title="Here is the info",
    submit="Answer",
)
def info(
    ctx: Context,
    escalation: Record,
    act: Annotated[Info, Says(typed=True)],
    text: Annotated[Rest, Says(label="What is known now")] = "",
) -> View:
    """Answer what was asked about an escalation; its clock goes on with as much left as it had."""
    listed = still_open(ctx, escalation)
    matter = listed.escalation
    if matter.state != EscalationState.WAITING and not said(text):
        raise UserError("Nothing is asked there. Say what is new: ", CommandLine(f"escalation:{escalation} update …"))
    if not said(text):
        raise ctx.missing("text", "What is known now?")
    matter, _ = update(ctx.work, matter, said(text), "", ctx.member.id, ctx.now)
    if matter.state == EscalationState.WAITING:
        matter = resume(ctx.work, matter, ctx.now)
    if matter.owner_id not in (None, ctx.member.id):
        words = f"{ctx.member.name} answers: “{said(text)}”"
        tell_member(ctx.work, matter, matter.owner_id or 0, words, listed.account, ctx.now)
    return after(ctx, matter, listed, "Kept; the clock goes on")


@command(
    "escalation-update",
    record="escalation",
    examples=(
        "escalation:12 update fix in test customer: A fix is in test, we expect it by 11:00",
        "escalation:12 the importer was restarted",
    ),
    title="Say how it goes",
    submit="Send",
)
def news(
    ctx: Context,
    escalation: Record,
    act: Annotated[bool | None, Says(words=("update", "news"), typed=True)] = None,
    text: Annotated[Rest, Says(keys=("internal",), label="For colleagues")] = "",
    safe: Safe = None,
) -> View:
    """Say how an escalation goes: one text for colleagues, and after `customer:` one that the customer may be told.

    The account's CSM gets the second to copy; nothing goes to the customer by itself."""
    listed = still_open(ctx, escalation)
    words = internal(text)
    if not words and not said(safe or ""):
        raise ctx.missing("text", "What is new?")
    changed, kept = update(ctx.work, listed.escalation, words, said(safe or ""), ctx.member.id, ctx.now)
    if safe:
        tell_csm(ctx.work, changed, kept, listed.account, ctx.now)
    return after(ctx, changed, listed, "Update kept")


@command("escalation-severity", record="escalation", examples=("escalation:12 sev2",), title="Change the severity")
def severity(ctx: Context, escalation: Record, act: Annotated[Sev, As(SEV), Says(label="Severity")]) -> View:
    """Say that an escalation is worse, or not so bad; its clocks run anew from now."""
    listed = still_open(ctx, escalation)
    changed = weigh(ctx.work, listed.escalation, act.number, ctx.now)
    return after(ctx, changed, listed, f"Sev {act.number} from now on")
