"""log: what you did, in one line."""

from typing import Annotated, Any

from bot.activities import Said, keep, same_meeting
from bot.cards import actions
from bot.cards import activities as cards
from bot.command import Says, command
from bot.commands.next import promise
from bot.context import Context
from bot.rules.logging import is_attempt, split_minutes
from bot.view import Block, Button, Buttons, Notice, Row, Rows, Text, View, spans
from bot.words import (
    Account,
    Accounts,
    ActivityKind,
    As,
    Duration,
    Effect,
    Member,
    Missions,
    Mode,
    NextStep,
    People,
    Rest,
    When,
)
from bot.words.attempts import AttemptWord
from storage.tables import Activity
from storage.tables import NextStep as NextStepRecord


def supply(values: dict[str, Any]) -> dict[str, Any]:
    """From 14:00 to 14:45 is 45 minutes long; a voicemail is a call; a note that says "no reply" makes an attempt,
    unless it was said that it is none."""
    kind, at = values.get("kind"), values.get("at")
    if isinstance(at, When) and at.lasted:
        values = {"length": at.lasted, **values}
    if kind is None and values.get("attempt") is True:
        kind = ActivityKind.CALL
        values = {**values, "kind": kind}
    tried = isinstance(kind, ActivityKind) and is_attempt(kind, str(values.get("note", "")))
    return {"attempt": True, **values} if tried else values


@command(
    "log",
    slash=True,
    splits=True,
    group="activities",
    title="Log activity",
    submit="Log it",
    supply=supply,
    examples=(
        "log call Acme 30m",
        "log 30m call with Acme Corp about SSO rollout",
        "log email Globex 10m yesterday sent the Q3 value report #value",
        "log meeting Initech 1h15 mon 14:00 with Jane Doe, CFO and @sam QBR, they love dashboards",
        "log reactive call Nordbank 2h outage",
        "log webinar Acme, Globex, Initech 1h",
        "log call Acme 30m; email Globex 5m",
        "log email Globex 5m chasing, no reply",
        "log note Acme champion is on leave",
        "log call Acme 30m by @sam",
        "log call Acme 30m, next: SOC2 report to Jane Fri",
    ),
)
def log(
    ctx: Context,
    kind: Annotated[ActivityKind, Says(keys=("type",), label="Type")],
    account: Annotated[Accounts, Says(keys=("accounts",), label="Account")],
    length: Annotated[Duration | None, Says(tail=True, keys=("duration",))] = None,
    at: Annotated[When | None, Says(tail=True, keys=("on", "when", "date"), label="When")] = None,
    with_: Annotated[
        People,
        Says(
            after=("with", "w/", "to", "along with", "incl", "including"), tail=True, keys=("people",), label="People"
        ),
    ] = (),
    by: Annotated[Member | None, Says(after=("by", "on behalf of"), tail=True, label="Done by")] = None,
    missions: Annotated[Missions, Says(tail=True, keys=("mission", "tags"))] = (),
    mode: Mode | None = None,
    effect: Annotated[Effect | None, Says(tail=True, head=False, last=True, keys=("effectiveness",))] = None,
    attempt: Annotated[bool | None, As(AttemptWord()), Says(label="Only an attempt")] = None,
    next: Annotated[NextStep | None, Says(head=False, label="Next step")] = None,
    note: Rest = "",
    link: Annotated[str, Says(hidden=True)] = "",
    and_then: Annotated[str, Says(hidden=True)] = "",
) -> View:
    """Log what you did, in one line: type, account, length, and whatever else is worth keeping.

    Any order will do, and only type and account are needed: `call Acme 30m`, `30m call with Acme Corp about SSO`.
    Length: 30m, 1h15, 1.5h, half an hour. When: yesterday, mon 14:00, 2 nov; without it, now.
    People: with Jane Doe, CFO and @sam. Somebody else's time: by @sam.
    Several accounts share the time: webinar Acme, Globex, Initech 1h. Several activities: part them by ; or lines.
    End with ++ + - -- for how it went, and with #value or #risk for what it was for.
    `next: SOC2 report to Jane Fri` keeps the promise; `note Acme …` is for your team alone and counts as no contact.
    """
    shares = split_minutes(length.minutes, [1] * len(account)) if length else (0,) * len(account)
    kept = []
    for place, (item, minutes) in enumerate(zip(account, shares, strict=True)):
        said = Said(
            kind, item.id, minutes, at, by.id if by else None, with_, missions, mode, effect, bool(attempt), note, link
        )
        activity = keep(ctx, said)
        kept.append(
            (activity, item, promise(ctx, item.id, next, ctx.member.id, activity.id) if next and not place else None)
        )
    ctx.work.describe(
        f"{kind.value} with {kept[0][1].name}" if len(kept) == 1 else f"{kind.value} with {len(kept)} accounts"
    )
    return card(ctx, kept)


def card(ctx: Context, kept: list[tuple[Activity, Account, NextStepRecord | None]]) -> View:
    """What was understood, and what can be done about it."""
    blocks: list[Block] = [Notice("done", ctx.private("Logged"))]
    for activity, account, step in kept:
        blocks += lines(ctx, activity, account)
        if step is not None:
            blocks.append(Text(spans("Next: ", cards.step_line(step, writer=ctx.member.id))))
    first, account, _ = kept[0]
    buttons = (*ctx.undo(), actions.edit(first)) if len(kept) == 1 else ctx.undo()
    if len(kept) == 1:
        record = ctx.account(account.id)
        buttons += (actions.next_for(record, first), actions.share(first, ctx.channel), *actions.modes(first))
    blocks.append(Buttons(buttons))
    if len(kept) == 1:
        blocks += _same_meeting(ctx, first)
    return View(tuple(blocks), f"Logged: {account.name}" if len(kept) == 1 else f"Logged for {len(kept)} accounts")


def lines(ctx: Context, activity: Activity, account: Account) -> list[Block]:
    """An activity in two lines."""
    by = "" if activity.member_id == ctx.member.id else ctx.names({activity.member_id})[activity.member_id]
    detail = cards.detail_line(activity, ctx.work.activities.participants(activity.id))
    return [Text(cards.summary_line(activity, account.name, by)), *([Text(detail)] if detail else [])]


def _same_meeting(ctx: Context, activity: Activity) -> list[Block]:
    """A colleague's record of the same meeting, to join."""
    same = same_meeting(ctx, activity)
    if same is None:
        return []
    who = "You" if same.member_id == ctx.member.id else ctx.names({same.member_id})[same.member_id]
    line = f"join activity:{activity.id} meeting:{same.id}"
    return [Rows((Row((f"{who} logged this meeting too.",), (), (Button("Same meeting", line),)),))]
