"""How an escalation ends: resolved with its cause and what it took, opened again, or found to be a case of something
that others have too."""

import re
from enum import StrEnum
from typing import Annotated

from bot.cards.escalations import log_button, short
from bot.command import Says, command
from bot.commands.fire import HandleWord
from bot.commands.one_escalation import Record, Safe, known, said, stands, still_open
from bot.context import Context
from bot.dates import minutes_said
from bot.errors import UserError
from bot.escalations.ending import Ending, reopen, resolve
from bot.escalations.telling import tell_csm, tell_member
from bot.problems import add_case, begin
from bot.view import Button, CommandLine, View
from bot.words import As, Duration, Member, Rest
from bot.words.durations import Duration as Length
from bot.words.durations import DurationWord
from storage.tables import EscalationHours, Problem

_LENGTH = r"\d[\d.,:]*\s?(?:h|hrs?|hours?|m|mins?|minutes?)(?:\s?\d+\s?m(?:in)?)?"
_WHO = r"(?:@\w[\w.-]*|me)"
_SPENT = re.compile(
    rf"[\s,;:(]+(?:(?:hours|time|took):?\s+)?(?:(?P<length>{_LENGTH})\s+(?:by\s+)?(?P<who>{_WHO})"
    rf"|(?P<first>{_WHO}):?\s+(?P<then>{_LENGTH}))[\s,;)]*(?:and)?$",
    re.IGNORECASE,
)
_MINE = re.compile(r"\s*(?:[,;:(]|\band\b)\s*(?:(?:hours|time|took):?\s+)?me:?$", re.IGNORECASE)


class Resolve(StrEnum):
    RESOLVE = "resolve"

    @classmethod
    def synonyms(cls) -> dict["Resolve", tuple[str, ...]]:
        return {cls.RESOLVE: ("resolved", "solved", "fixed", "done", "close", "closed")}


class Reopen(StrEnum):
    REOPEN = "reopen"

    @classmethod
    def synonyms(cls) -> dict["Reopen", tuple[str, ...]]:
        return {cls.REOPEN: ("open again", "reopened", "not solved", "not fixed", "not resolved", "again")}


class Hours(StrEnum):
    HOURS = "hours"

    @classmethod
    def synonyms(cls) -> dict["Hours", tuple[str, ...]]:
        return {cls.HOURS: ("time", "spent", "took")}


class Case(StrEnum):
    PROBLEM = "problem"

    @classmethod
    def synonyms(cls) -> dict["Case", tuple[str, ...]]:
        return {cls.PROBLEM: ("case of", "case of problem", "join problem", "part of problem", "join")}


@command(
    "escalation-resolve",
    record="escalation",
    examples=(
        "escalation:12 resolved a full disk stopped the exports 3h @lee",
        "escalation:12 resolve wrong price in the order customer: The invoice is corrected, the new one comes today",
    ),
    title="Resolve",
    submit="Resolve",
)
def resolve_(
    ctx: Context,
    escalation: Record,
    act: Annotated[Resolve, Says(typed=True)],
    length: Annotated[Duration | None, Says(tail=True, label="Time it took", hint="3h")] = None,
    by: Annotated[Member | None, As(HandleWord()), Says(tail=True, label="Whose time")] = None,
    cause: Annotated[Rest, Says(label="What was the cause")] = "",
    safe: Safe = None,
) -> View:
    """End an escalation with its cause, and whose time it took; it can be opened again.

    After `customer:` say what they may be told; their CSM gets it to copy."""
    listed = still_open(ctx, escalation)
    if not said(cause):
        raise ctx.missing("cause", "What was the cause? One line, for the next time.")
    whose = by.id if by else listed.escalation.owner_id or ctx.member.id
    hours = ((whose, length.minutes),) if length is not None and length.minutes else ()
    # “disk full; me 2h”: the end of the line is read first, and leaves the name behind.
    what, others = _others(ctx, _MINE.sub("", said(cause)) if hours and by is None else said(cause))
    ending = Ending(what, said(safe or ""), (*others, *hours))
    done = resolve(ctx.work, listed.escalation, ending, ctx.member.id, ctx.now)
    if ending.safe:
        tell_csm(ctx.work, done, ctx.work.escalations.updates(done.id, 1)[0], listed.account, ctx.now)
    told = listed.account_owner_id if ending.safe else None
    for whom in {done.raised_by_id, listed.account_owner_id} - {None, told, ctx.member.id}:
        words = f"{ctx.member.name} resolved it: “{short(ending.cause, 300)}”"
        tell_member(ctx.work, done, whom or 0, words, listed.account, ctx.now)
    ctx.work.describe(f"escalation at {listed.account}")
    return stands(ctx, listed._replace(escalation=done), "Resolved", *_log(ctx, length, log_button(done)))


def _others(ctx: Context, words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """“a full disk 2h @dana”, or “; me 2h”, before the last “30m @jane”: the words without it, and whose minutes."""
    found: list[tuple[int, int]] = []
    while (match := _SPENT.search(words)) and match.start():
        who = (match["who"] or match["first"]).removeprefix("@")
        members = [ctx.knows.asker] if who.lower() == "me" else ctx.knows.members(who)
        spent = DurationWord().read(match["length"] or match["then"], ctx.knows)
        if len(members) != 1 or not isinstance(spent, Length) or not spent.minutes:
            break
        words, found = words[: match.start()], [(members[0].id, spent.minutes), *found]
    return words, tuple(found)


def _log(ctx: Context, length: Duration | None, button: Button) -> tuple[Button, ...]:
    """The log, with what was just said filled in; the button on the card logs without it."""
    minutes = f" length:{length.minutes}m" if length is not None and length.minutes else ""
    return (Button("Log my time", f"{button.line}{minutes}", opens_form=True),) if minutes else ()


@command(
    "escalation-reopen",
    record="escalation",
    examples=("escalation:12 reopen the export fails again",),
    title="Reopen",
    submit="Reopen",
)
def reopen_(
    ctx: Context,
    escalation: Record,
    act: Annotated[Reopen, Says(typed=True)],
    why: Annotated[Rest, Says(label="What happened")] = "",
) -> View:
    """Open a resolved escalation again: whoever had it has it, and its clocks run anew."""
    listed = known(ctx, escalation)
    if listed.escalation.resolved_at is None:
        return stands(ctx, listed, "It is open already")
    again = reopen(ctx.work, listed.escalation, said(why), ctx.member.id, ctx.now)
    ctx.work.describe(f"escalation at {listed.account}")
    return stands(ctx, listed._replace(escalation=again), "Open again; its clocks run anew")


@command(
    "escalation-hours",
    record="escalation",
    examples=("escalation:12 hours 2h @lee",),
    title="Add hours",
    submit="Add",
)
def hours(
    ctx: Context,
    escalation: Record,
    act: Annotated[Hours, Says(typed=True)],
    length: Annotated[Duration | None, Says(label="Time", hint="2h")] = None,
    by: Annotated[Member | None, As(HandleWord()), Says(label="Whose")] = None,
) -> View:
    """Add somebody's time to an escalation, open or resolved."""
    listed = known(ctx, escalation)
    if length is None or not length.minutes:
        raise ctx.missing("length", "How long? Try 2h.")
    who = by or Member(ctx.member.id, ctx.member.name)
    ctx.work.add(
        EscalationHours,
        account_id=listed.escalation.account_id,
        escalation_id=escalation,
        member_id=who.id,
        minutes=length.minutes,
    )
    ctx.work.describe(f"hours on an escalation at {listed.account}")
    return stands(ctx, listed, f"Counted: {minutes_said(length.minutes)} of {who.name}")


@command(
    "escalation-problem",
    record="escalation",
    examples=("escalation:12 problem exports time out for large accounts", "escalation:12 problem"),
    title="A case of a problem",
    submit="Keep",
)
def problem(
    ctx: Context,
    escalation: Record,
    act: Annotated[Case, Says(typed=True)],
    number: Annotated[int | None, Says(label="Number of the problem", hint="empty for a new one")] = None,
    title: Annotated[Rest, Says(label="What troubles them all")] = "",
) -> View:
    """Say that an escalation is a case of something that troubles several customers; solving that tells each CSM."""
    listed = known(ctx, escalation)
    found = ctx.work.get(Problem, number) if number is not None else None
    if number is not None and (found is None or found.deleted_at is not None):
        raise UserError(f"There is no problem {number}. See ", CommandLine("problems"), field="number")
    if found is None:
        found = begin(ctx.work, said(title) or listed.escalation.words, ctx.member.id)
    changed = add_case(ctx.work, listed.escalation, found)
    ctx.work.describe(f"escalation at {listed.account}")
    look = Button("The problem", f"problems problem:{found.id}")
    return stands(ctx, listed._replace(escalation=changed), f"A case of problem {found.id}", look)
