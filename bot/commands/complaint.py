"""complaint, complaints: what customers are not content with in how we serve them, until somebody answered them."""

import re
from enum import StrEnum
from typing import Annotated

from bot.cards import complaints as cards
from bot.cards.activities import joined
from bot.command import Says, command
from bot.commands.one_escalation import said
from bot.complaints import Voiced, answer, voice
from bot.context import Context
from bot.errors import UserError
from bot.rules.routes import target_told
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Notice, Rows, Text, View, spans
from bot.words import Account, As, Rest
from bot.words.escalations import TARGET
from storage.queries.complaints import ListedComplaint, SoughtComplaints
from storage.tables import TargetName

PAGE = 8


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"

    @classmethod
    def synonyms(cls) -> dict["Whose", tuple[str, ...]]:
        return {cls.MINE: ("my",), cls.TEAM: ("all", "everyone", "every")}


class Which(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"

    @classmethod
    def synonyms(cls) -> dict["Which", tuple[str, ...]]:
        return {cls.ANSWERED: ("closed", "past", "settled")}


@command(
    "complaint",
    examples=(
        "complaint Acme Support took three days to answer",
        "complaint Globex about Accounting: nobody calls back",
    ),
    title="A complaint",
    submit="Keep it",
)
def complaint(
    ctx: Context,
    account: Account,
    about: Annotated[TargetName | None, As(TARGET), Says(after=("about",), tail=True, label="About whom")] = None,
    words: Annotated[Rest, Says(label="What they say", hint="in their own words")] = "",
) -> View:
    """Keep what a customer is not content with, in their words. It is no incident: it is about how we serve them.

    The lead of whom it is about is told, and whoever has the account answers. What is broken: `escalate`."""
    text = said(words)
    if not text:
        raise ctx.missing("words", "What do they say? Their own words do best.")
    about = about or _about(ctx, text)
    made, told = voice(ctx.work, Voiced(account.id, about, text), ctx.member.id, ctx.now)
    ctx.work.describe(f"complaint of {account.name}")
    names = ctx.names(set(told))
    who = " and ".join(names[id] for id in told if id in names)
    listed = ListedComplaint(made, account.name, ctx.work.accounts.owners(account.id)[0])
    blocks: list[Block] = [Notice("done", ctx.private("Complaint kept")), *cards.card(ctx, listed, acts=False)]
    blocks.append(Text((f"{who} {'are' if len(told) > 1 else 'is'} told." if who else "It is yours to answer.",)))
    buttons = (*ctx.undo(), *cards.buttons(made))
    return View((*blocks, Buttons(buttons)), f"{account.name}: complaint kept")


def _about(ctx: Context, text: str) -> TargetName | None:
    """A team that is named in the words, else one that its words tell."""
    for target in TargetName:
        if re.search(rf"\b{re.escape(target.value)}\b", text, re.IGNORECASE):
            return target
    return target_told(text, {one.words: one.target for one in ctx.work.escalations.words()})


@command(
    "complaint-answer",
    record="complaint",
    examples=("complaint:4 answered called them, apologised, and named a contact",),
    title="Answered",
    submit="Answered",
)
def answered(
    ctx: Context,
    complaint: Annotated[int, Says(label="Complaint")],
    act: Annotated[bool | None, Says(words=("answered", "answer", "done", "settled", "closed"), typed=True)] = None,
    text: Annotated[Rest, Says(label="What you told them")] = "",
) -> View:
    """Say what a customer was told about their complaint."""
    listed = _known(ctx, complaint)
    if listed.complaint.answered_at is not None:
        raise UserError("That was answered already.", buttons=(cards.open_button(listed.complaint),))
    if not said(text):
        raise ctx.missing("text", "What did you tell them? One line.")
    done = answer(ctx.work, listed.complaint, said(text), ctx.member.id, ctx.now)
    ctx.work.describe(f"complaint of {listed.account}")
    log = Button("Log it", f"form log account:#{done.account_id} mode:reactive", opens_form=True)
    blocks: list[Block] = [Notice("done", ctx.private("Answered")), *cards.card(ctx, listed._replace(complaint=done))]
    return View((*blocks, Buttons((*ctx.undo(), log))), f"{listed.account}: answered")


@command(
    "complaints",
    reads=True,
    record="complaint",
    examples=("complaints", "complaints team about Support", "complaints Acme", "complaints team answered"),
)
def complaints(
    ctx: Context,
    whose: Whose | None = None,
    which: Which | None = None,
    about: Annotated[TargetName | None, As(TARGET), Says(after=("about",), label="About whom")] = None,
    account: Account | None = None,
    page: Annotated[int, Says(after=("page",))] = 1,
    complaint: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """Complaints that nobody answered yet, the oldest first, and how many there are about whom."""
    if complaint is not None:
        listed = _known(ctx, complaint)
        return View(tuple(cards.card(ctx, listed)), listed.account)
    mine = whose is Whose.MINE
    sought = SoughtComplaints(
        mine_id=ctx.member.id if mine else None,
        account_id=account.id if account else None,
        about=about.value if about else None,
        answered=which is Which.ANSWERED,
    )
    counts = ctx.work.complaints.counts(sought)
    total = sum(counts.values())
    title = f"{account.name}: complaints" if account else "My complaints" if mine else "Complaints"
    by = ", ".join(f"{name or 'us as a whole'} {count}" for name, count in sorted(counts.items(), key=_most))
    blocks: list[Block] = [Heading(joined([Bold(title), which.value if which else "", str(total)]))]
    if total:
        paging = ctx.paging(page, PAGE, total)
        rows = ctx.work.complaints.listed(sought, PAGE, paging.before)
        blocks.append(Text((f"About: {by}",)))
        blocks.append(Rows(tuple(cards.row(ctx, one) for one in rows), total, paging.more))
    else:
        blocks.append(Text(spans("None. Keep one: ", CommandLine("complaint Acme Support took three days to answer"))))
    keep = f"form complaint account:#{account.id}" if account else "form complaint"
    return View((*blocks, Buttons((Button("Keep a complaint", keep, opens_form=True),))), title)


def _most(one: tuple[str | None, int]) -> tuple[int, str]:
    return -one[1], one[0] or ""


def _known(ctx: Context, id: int) -> ListedComplaint:
    listed = ctx.work.complaints.get(id)
    if listed is None:
        raise UserError(f"There is no complaint {id}. See ", CommandLine("complaints"))
    return listed
