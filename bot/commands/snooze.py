"""snooze, handled, unneeded: what becomes of a nudge."""

import re
from datetime import timedelta
from typing import Annotated

from bot.activities import Said, keep
from bot.cards import activities as activity_cards
from bot.cards.nudge_words import said_of
from bot.cards.waiting import item
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.matters import about, meant, sleeping, title, titles
from bot.nudging import close, redraw
from bot.rhythms import week
from bot.view import Block, Button, Buttons, CommandLine, Notice, Rows, Text, View, When, spans
from bot.words import ActivityKind, All, Due, Duration, MatterAccount, Rest, Subject
from storage.tables import Nudge

_BECAUSE = re.compile(r"^because\b", re.IGNORECASE)
SHOWN = 7
LONGEST = timedelta(days=366)


@command(
    "snooze",
    examples=("snooze renewal:1 3d", "snooze Acme 1w", "snooze Acme all until Fri"),
    aliases=("snooze this", "snooze it", "snooze that"),
    title="Snooze",
    submit="Snooze",
)
def snooze(
    ctx: Context,
    matter: Annotated[Subject | None, Says(label="Matter")] = None,
    account: MatterAccount = None,
    until: Annotated[Due | None, Says(keys=("for", "to", "till"), label="Until")] = None,
    everything: Annotated[All, Says(typed=True)] = False,
) -> View:
    """Be reminded later: 1d, 3d, 1w or a day. It comes back in the morning, and only if it is still true."""
    nudges = meant(ctx, matter, account, asks=until is None, every=everything, anywhere=True)
    if until is None:
        raise UserError("Until when? Try 3d, 1w or Fri.", field="until")
    if until <= ctx.today:
        raise UserError("That is not later. Try tomorrow, 3d or Fri.", field="until")
    if until - ctx.today > LONGEST:
        raise UserError("That is more than a year. Try a nearer day, or say that it is not needed.", field="until")
    ours = week(ctx.work, ctx.member, ctx.now)
    at = ours.next_morning(ours.morning(until) - timedelta(minutes=1))  # a Saturday means the Monday after it
    until = at.astimezone(ours.zone).date()
    for nudge in nudges:
        ctx.work.change(nudge, snoozed_until=at, warned_at=None)
    ctx.work.describe(f"snoozed {titles(ctx, nudges)}")
    redraw(ctx.work, nudges, ctx.now)
    back, still = ("comes", "it is") if len({nudge.subject for nudge in nudges}) == 1 else ("come", "they are")
    said = spans(f"{titles(ctx, nudges)} {back} back ", When(until, "day"), f", if {still} still true then.")
    return View((Notice("done", ctx.private("Snoozed")), Text(said), Buttons(ctx.undo())), "Snoozed")


@command(
    "unsnooze",
    examples=("unsnooze Acme", "unsnooze renewal:1"),
    aliases=("un-snooze", "bring back", "wake up"),
    title="Bring back",
)
def unsnooze(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """Bring back now what you put off: everything of an account, or one matter."""
    asleep = sleeping(ctx, matter, account)
    if not asleep:
        where = f"at {account.name}" if account is not None else "there" if matter is not None else "of yours"
        said = spans(f"Nothing {where} is snoozed. What waits for you is listed by ", CommandLine("nudges"))
        return View((Notice("info", said),), "Nothing is snoozed")
    for nudge in asleep:
        ctx.work.change(nudge, snoozed_until=None)
    ctx.work.describe(f"brought back {titles(ctx, asleep)}")
    redraw(ctx.work, asleep, ctx.now)
    told = {one.subject: (one, found) for one in asleep if (found := said_of(ctx, one))}
    rows = tuple(item(ctx, *pair) for pair in list(told.values())[:SHOWN])
    shown = Rows(rows, len(told)) if rows else Text(spans(titles(ctx, asleep), ": settled meanwhile."))
    return View((Notice("done", ctx.private("Back again")), shown, Buttons(ctx.undo())), "Back again")


@command(
    "handled", examples=("handled renewal:1 30m", "handled Acme", "handled Acme all 30m"), title="Done", submit="Done"
)
def handled(
    ctx: Context,
    matter: Annotated[Subject | None, Says(label="Matter")] = None,
    account: MatterAccount = None,
    length: Annotated[Duration | None, Says(keys=("duration",))] = None,
    kind: Annotated[ActivityKind | None, Says(keys=("type",), label="Type")] = None,
    note: Rest = "",
    everything: Annotated[All, Says(typed=True)] = False,
) -> View:
    """Say that what I reminded you of is done; with a length it is logged in the same breath."""
    nudges = meant(ctx, matter, account, every=everything)
    first = nudges[0]
    blocks: list[Block] = [Notice("done", ctx.private("Done"))]
    if (length is not None or kind is not None) and first.account_id is not None:
        said = said_of(ctx, first)
        usual = ActivityKind(said.kind) if said and said.kind else ActivityKind.CALL
        activity, people = keep(ctx, Said(kind or usual, first.account_id, length.minutes if length else 0, note=note))
        blocks.append(Text(activity_cards.summary_line(activity, title(ctx, first))))
        if detail := activity_cards.detail_line(activity, people):
            blocks.append(Text(detail))
    else:
        blocks.append(Text(about(ctx, nudges)))
    for nudge in nudges:
        close(ctx.work, nudge, "done", ctx.now, ctx.member.id, note or None)
        _keep_word(ctx, nudge)
    ctx.work.describe(f"done: {titles(ctx, nudges)}")
    redraw(ctx.work, nudges, ctx.now)
    return View((*blocks, Buttons((*_log(first, length, kind), *ctx.undo()))), "Done")


def _keep_word(ctx: Context, nudge: Nudge) -> None:
    """A next step is a matter of its own: whoever did what its nudge asks for has kept it."""
    if nudge.rule != "step":
        return
    step = ctx.work.activities.step(int(nudge.subject.partition(":")[2]))
    if step is not None and step.done_at is None:
        ctx.work.change(step, done_at=ctx.now)


def _log(nudge: Nudge, length: Duration | None, kind: ActivityKind | None) -> tuple[Button, ...]:
    if length is not None or kind is not None or nudge.account_id is None:
        return ()
    return (Button("Log it", f"form log account:#{nudge.account_id}", "primary", opens_form=True),)


def reason_said(because: str) -> str:
    """The reason alone, in “: because they signed” as in “because”, which is none."""
    return _BECAUSE.sub("", because.strip(" :")).strip(" :")


@command(
    "unneeded",
    examples=("unneeded renewal:1: they renewed by e-mail", "unneeded Acme because the call is on Friday"),
    aliases=("not needed", "this is not needed"),
    title="Not needed",
    submit="Not needed",
)
def unneeded(
    ctx: Context,
    matter: Annotated[Subject | None, Says(label="Matter")] = None,
    account: MatterAccount = None,
    because: Annotated[Rest, Says(label="Because")] = "",
    everything: Annotated[All, Says(typed=True)] = False,
) -> View:
    """Say that a nudge is not needed, and why; I learn from it."""
    reason = reason_said(because)
    nudges = meant(ctx, matter, account, asks=not reason, every=everything)
    if not reason:
        raise UserError("Why is it not needed? A few words do.", field="because")
    for nudge in nudges:
        close(ctx.work, nudge, "dismissed", ctx.now, ctx.member.id, reason)
    ctx.work.describe(f"not needed: {titles(ctx, nudges)}")
    redraw(ctx.work, nudges, ctx.now)
    rule, subject = nudges[0].rule, nudges[0].subject
    asks = (Button("It was noise", f"noise {subject}"), Button("Less like this", f"less {rule}"))
    return View(
        (
            Notice("done", ctx.private("Not needed")),
            Text(spans(titles(ctx, nudges), ": I leave that be. How you hear of such things: ", CommandLine("alerts"))),
            Buttons((*asks, *ctx.undo())),
        ),
        "Not needed",
    )
