"""A year of work: stories that somebody wrote down, and between them what is done week by week."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.sample.tables import table

DAYS = 365
SATURDAY = 5
SEED = 20

# Activity kinds by tier, with how often; the lower the tier, the less of anybody's time.
KINDS = {
    1: {
        "call": 34, "meeting": 26, "email": 20, "chat": 8, "training": 5, "workshop": 3, "operational review": 8,
        "site visit": 2,
    },
    2: {"call": 38, "meeting": 18, "email": 28, "chat": 8, "training": 5, "webinar": 2, "site visit": 1},
    3: {"call": 34, "meeting": 8, "email": 42, "training": 4, "webinar": 10},
    4: {"call": 14, "email": 66, "webinar": 20},
}  # fmt: skip
MINUTES = {
    "call": (10, 15, 20, 30, 30, 45), "meeting": (30, 45, 45, 60), "email": (5, 10, 10, 15), "chat": (5, 10),
    "training": (60, 90), "workshop": (120, 180), "webinar": (45, 60), "operational review": (30, 45),
    "business review": (60, 75), "site visit": (240, 360),
}  # fmt: skip
MISSIONS = {
    "training": ("goals",), "workshop": ("goals",), "webinar": ("goals",), "business review": ("value",),
    "operational review": ("satisfaction",), "site visit": ("relationship",),
}  # fmt: skip
# Days between business reviews by tier.
REVIEWS = {1: 91, 2: 182}


@dataclass(frozen=True)
class Done:
    """One activity. days_ago: 1 or more. hour: in the zone of `by`."""

    account: str
    days_ago: int
    hour: time
    by: str
    kind: str
    minutes: int
    mode: str = "preventive"
    mode_guessed: bool = True
    effect: int | None = None
    attempt: bool = False
    internal: bool = False
    missions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    note: str | None = None


def year(today: date) -> list[Done]:
    """Everything that was done in the year before today, none of it at a weekend."""
    return [_on_a_weekday(one, today) for one in (*_stories(), *_weeks())]


def _on_a_weekday(one: Done, today: date) -> Done:
    """A weekend's work was done on the Friday before it."""
    return replace(one, days_ago=weekday_ago(one.days_ago, today))


def weekday_ago(days_ago: int, today: date) -> int:
    """So many days ago; where that was at a weekend, on the Friday before it."""
    day = today - timedelta(days=days_ago)
    return days_ago + max(0, day.weekday() - SATURDAY + 1)


def _stories() -> Iterator[Done]:
    for row in table("stories"):
        yield Done(
            account=row["account"],
            days_ago=int(row["days_ago"]),
            hour=time.fromisoformat(row["hour"]),
            by=row["by"],
            kind=row["kind"],
            minutes=int(row["minutes"]),
            mode=row["mode"],
            mode_guessed=False,
            effect=int(row["effect"]) if row["effect"] else None,
            attempt=bool(row["attempt"]),
            internal=bool(row["internal"]),
            missions=tuple(row["missions"].split()),
            people=tuple(name for name in row["people"].split(";") if name),
            note=row["note"],
        )


def _weeks() -> Iterator[Done]:
    """What each account's rhythm asks for, up to its last contact."""
    told = {row["account"] for row in table("stories")}
    people: dict[str, list[str]] = {}
    for row in table("contacts"):
        people.setdefault(row["account"], []).append(row["name"])
    notes: dict[str, list[str]] = {}
    for row in table("notes"):
        notes.setdefault(row["kind"], []).append(row["note"])
    for row in table("accounts"):
        # One dice a customer, so that a change to one leaves the others as they were.
        dice = random.Random(f"{SEED} {row['name']}")  # noqa: S311  # a sample, no secret
        # A customer with a story of its own is told by it; what came before it is told by the rhythm.
        last = _before_story(row["name"]) if row["name"] in told else int(row["last"])
        yield from _rhythm(row, last, people[row["name"]], notes, dice)


def _before_story(account: str) -> int:
    return max(int(row["days_ago"]) for row in table("stories") if row["account"] == account) + 9


def _rhythm(
    row: dict[str, str], last: int, people: list[str], notes: dict[str, list[str]], dice: random.Random
) -> Iterator[Done]:
    tier = int(row["tier"])
    every = int(row["every"])
    used: dict[str, list[str]] = {}
    ago = float(last)
    reviewed = ago + REVIEWS.get(tier, DAYS) / 2
    while ago < DAYS:
        if tier in REVIEWS and ago >= reviewed:
            kind, reviewed = "business review", ago + REVIEWS[tier]
        else:
            kind = dice.choices(list(KINDS[tier]), weights=list(KINDS[tier].values()))[0]
        if not used.get(kind):
            used[kind] = dice.sample(notes[kind], len(notes[kind]))
        attempt = kind == "call" and dice.random() < 0.08 and ago > last
        yield Done(
            account=row["name"],
            days_ago=int(ago),
            hour=time(dice.randint(9, 16), dice.choice((0, 15, 30, 45))),
            by=row["owner"] or "jane",
            kind=kind,
            minutes=5 if attempt else dice.choice(MINUTES[kind]),
            effect=None if attempt else dice.choices((None, -1, 0, 1, 2), weights=(45, 5, 10, 32, 8))[0],
            attempt=attempt,
            missions=MISSIONS.get(kind, ()),
            people=tuple(dice.sample(people, 1)) if kind not in ("webinar", "chat") else (),
            note="Voicemail." if attempt else used[kind].pop(),
        )
        ago += max(1.0, every * dice.uniform(0.6, 1.5))
