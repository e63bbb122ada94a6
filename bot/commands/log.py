"""log: what you did, in one line."""

from typing import Annotated, Any

from bot.command import Says, command
from bot.rules.logging import is_attempt
from bot.words import (
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


def supply(values: dict[str, Any]) -> dict[str, Any]:
    """A voicemail is a call; a note that says "no reply" makes an attempt, unless it was said that it is none."""
    kind = values.get("kind")
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
    ctx: Any,
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
) -> Any:
    """Log what you did, in one line: type, account, length, and whatever else is worth keeping.

    Any order will do, and only type and account are needed: `call Acme 30m`, `30m call with Acme Corp about SSO`.
    Length: 30m, 1h15, 1.5h, half an hour. When: yesterday, mon 14:00, 2 nov; without it, now.
    People: with Jane Doe, CFO and @sam. Somebody else's time: by @sam.
    Several accounts share the time: webinar Acme, Globex, Initech 1h. Several activities: part them by ; or lines.
    End with ++ + - -- for how it went, and with #value or #risk for what it was for.
    `next: SOC2 report to Jane Fri` keeps the promise; `note Acme …` is for your team alone and counts as no contact.
    """
    raise NotImplementedError
