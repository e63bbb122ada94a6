"""log: what you did, in one line."""

from dataclasses import dataclass
from typing import Annotated, Any

from bot.activities import Said, keep, meeting_logged, same_meeting
from bot.cards import actions
from bot.cards import activities as cards
from bot.cards.risks import counting, known_risk
from bot.command import Says, command
from bot.commands.next import promise
from bot.context import Context
from bot.quoting import Message
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
from storage.tables import Activity, Participant
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


def quoting(message: Message) -> dict[str, Any]:
    """A message is a chat, with those who took part."""
    account = (message.account,) if message.account else ()
    note = {"note": message.text, "link": message.link}
    return {"kind": ActivityKind.CHAT, "account": account, "with_": message.people, **note}


@command(
    "log",
    slash=True,
    splits=True,
    group="activities",
    title="Log activity",
    submit="Log it",
    supply=supply,
    quoting=quoting,
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
    event: Annotated[int | None, Says(hidden=True)] = None,
    and_then: Annotated[str, Says(hidden=True)] = "",
    on_risk: Annotated[int | None, Says(hidden=True)] = None,
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
    doer = by.id if by else None
    kept = []
    for item, minutes in zip(account, shares, strict=True):
        risk_id = known_risk(ctx, item.id, on_risk)
        said = Said(kind, item.id, minutes, at, doer, with_, missions, mode, effect, bool(attempt), note, link, risk_id)
        kept.append(Kept(item, *keep(ctx, said)))
    if event is not None:
        meeting_logged(ctx, event, kept[0].activity)
    step = promise(ctx, account[0].id, next, ctx.member.id, kept[0].activity.id) if next else None
    whom = account[0].name if len(account) == 1 else f"{len(account)} accounts"
    ctx.work.describe(f"{kind.value} with {whom}")
    return card(ctx, kept, step)


@dataclass(frozen=True)
class Kept:
    account: Account
    activity: Activity
    people: list[Participant]


def card(ctx: Context, kept: list[Kept], step: NextStepRecord | None) -> View:
    """What was understood, and what can be done about it."""
    blocks: list[Block] = [Notice("done", ctx.private("Logged"))]
    for one in kept:
        blocks += lines(ctx, one.activity, one.account, one.people)
    if step is not None:
        blocks.append(Text(spans("Next: ", cards.step_line(step, writer=ctx.member.id))))
    if len(kept) > 1:
        return View((*blocks, Buttons(ctx.undo())), f"Logged for {len(kept)} accounts")
    activity, record = kept[0].activity, ctx.account(kept[0].account.id)
    after = (actions.edit(activity), actions.next_for(record, activity), actions.share(activity, ctx.channel))
    blocks.append(Buttons((*ctx.undo(), *after, *actions.modes(activity))))
    return View((*blocks, *counting(ctx, activity), *_same_meeting(ctx, activity)), f"Logged: {record.name}")


def lines(ctx: Context, activity: Activity, account: Account, people: list[Participant]) -> list[Block]:
    """An activity in two lines."""
    by = "" if activity.member_id == ctx.member.id else ctx.names({activity.member_id})[activity.member_id]
    detail = cards.detail_line(activity, people)
    return [Text(cards.summary_line(activity, account.name, by)), *([Text(detail)] if detail else [])]


def _same_meeting(ctx: Context, activity: Activity) -> list[Block]:
    """A colleague's record of the same meeting, to join."""
    same = same_meeting(ctx, activity)
    if same is None:
        return []
    who = "You" if same.member_id == ctx.member.id else ctx.names({same.member_id})[same.member_id]
    line = f"join activity:{activity.id} meeting:{same.id}"
    return [Rows((Row((f"{who} logged this meeting too.",), (), (Button("Same meeting", line),)),))]
