"""What is said in the thread of an escalation, from wherever somebody is, and the files that stand there."""

from enum import StrEnum
from typing import Annotated

from bot import mirroring
from bot.command import Says, command
from bot.commands.one_escalation import Record, known, said
from bot.context import Context
from bot.escalations.telling import card_of
from bot.mirroring import Matter
from bot.view import Button, Buttons, Notice, View
from bot.words import Rest
from storage.queries.escalations import ListedEscalation

LOOKED = 200  # remarks among which files are looked for


class Say(StrEnum):
    SAY = "say"

    @classmethod
    def synonyms(cls) -> dict["Say", tuple[str, ...]]:
        return {cls.SAY: ("reply", "write", "comment")}


class Files(StrEnum):
    FILES = "files"

    @classmethod
    def synonyms(cls) -> dict["Files", tuple[str, ...]]:
        return {cls.FILES: ("file", "pass on files", "attachments")}


@command(
    "escalation-say",
    record="escalation",
    examples=("escalation:12 say we see it too, since this morning",),
    title="Reply in the thread",
    submit="Say it",
)
def say(
    ctx: Context,
    escalation: Record,
    act: Annotated[Say, Says(typed=True)],
    words: Annotated[Rest, Says(label="For everybody who works on it")] = "",
) -> View:
    """Say something in the thread of an escalation from anywhere; colleagues read it beneath every copy of its card.

    Replies beneath the card do the same, in any of its threads. Of all else that is said in a channel I keep nothing."""
    listed, matter = _about(ctx, escalation)
    if not said(words):
        raise ctx.missing("words", "What shall I say there?")
    threads = mirroring.say(ctx, card_of(listed.escalation), matter, words.strip().lstrip(":,").strip())
    ctx.work.describe(f"wrote in a thread about {listed.account}")
    where = {0: "Kept; nobody else has its card", 1: "Said in 1 thread"}.get(threads, f"Said in {threads} threads")
    buttons = (*ctx.undo(), Button("Open", matter.opens))
    return View((Notice("done", ctx.private(where)), Buttons(buttons)), f"{listed.account}: said")


@command(
    "escalation-files",
    record="escalation",
    examples=("escalation:12 files",),
    title="Pass files on",
)
def files(
    ctx: Context,
    escalation: Record,
    act: Annotated[Files, Says(typed=True)],
    remark: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """Pass on the files of an escalation's thread: from then on its copies link to them, where they were shared.

    They stay on that platform, so only those who may open them there can; until then the copies tell their names alone."""
    listed, matter = _about(ctx, escalation)
    found = ctx.work.mirroring.said(card_of(listed.escalation), LOOKED)
    kept = [one for one in found if any(file["link"] for file in one.files) and remark in (None, one.id)]
    if not kept:
        none = Notice("info", ("There is no file to pass on in the thread.",))
        return View((none, Buttons((Button("Open", matter.opens),))), f"{listed.account}: no files")
    names = ", ".join(file["name"] for one in kept for file in one.files if file["link"])
    for one in kept:
        mirroring.pass_on(ctx, one)
    ctx.work.describe(f"passed on files about {listed.account}")
    done = Notice("done", ctx.private(f"Passed on: {names}"))
    return View((done, Buttons((*ctx.undo(), Button("Open", matter.opens)))), f"{listed.account}: passed on")


def _about(ctx: Context, id: int) -> tuple[ListedEscalation, Matter]:
    listed = known(ctx, id)
    matter = mirroring.matter_of(ctx.work, card_of(listed.escalation))
    assert matter is not None, "whatever is listed is there"
    return listed, matter
