"""Who may be asked to speak for us, and what is told of that to whoever looks for somebody. Pure.

Two things are kept apart. What the account's team knows: every obstacle, with its reason. And what everybody else is told:
now, from which quarter on, or nothing at all. The second is made so that no reason follows from it:

    a gate (health, an open incident, a fire, a renewal) always says “from the next quarter”, whichever gate it is, however
    bad it is and however long it will last; a “not now” of the team says the same, and so does a customer who rests
    what the gates and the team's word say is published on Mondays and on the first day of a quarter, and stays for the week
    nothing else of an account counts, not its revenue, its tier or its score: of two that may be asked, the one whose use
    fits better and that has rested longer comes first, counted in whole quarters

So everything that is told of an account behind a gate is told of accounts with nothing behind them as well.

Sources of the figures: two asks a quarter, one at a time, a consent for twelve months, sixty days before a renewal
(field guide, 3.9).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_RESTED = 8  # quarters; longer is no better
HOUR = 60  # minutes


class Gate(StrEnum):
    """Why nobody may be asked now, whatever was agreed. Told to those only who may see what it follows from."""

    HEALTH = "low health"
    SEVERITY = "an open severity 1 or 2"
    FIRE = "a fire"
    RENEWAL = "a renewal near"


@dataclass(frozen=True, slots=True)
class Limits:
    """As `ReferenceRules`: asks a quarter, open at a time, days between two, hours a year, days before a renewal, working
    days for an answer, months of a consent."""

    quarter: int = 2
    open: int = 1
    cool_down: int = 30
    hours: int = 12
    renewal: int = 60
    answer: int = 2
    consent: int = 12


@dataclass(frozen=True, slots=True)
class Load:
    """What was asked of a customer. open: asks that wait or are under way. quarter: asks of this quarter that were not
    turned down. last: the local day on which the last one was agreed to. minutes: of their time this year. hours: what they
    allow a year; None for the house rule."""

    open: int = 0
    quarter: int = 0
    last: date | None = None
    minutes: int = 0
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What the account's team said: approachable or not; until: the last day of a “no”."""

    approachable: bool
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What is published. listed: spoken of at all. until: the quarter from which; None for now."""

    listed: bool
    until: date | None = None


class Obstacle(StrEnum):
    """Why an ask cannot be agreed to just so; for the account's team."""

    CONSENT = "no consent for this"
    VERDICT = "the team says not now"
    OPEN = "another ask is open"
    QUARTER = "asked often enough this quarter"
    COOL_DOWN = "asked a short while ago"
    HOURS = "their hours of this year are used up"


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def next_quarter(day: date) -> date:
    first = quarter_of(day)
    return first.replace(year=first.year + (first.month == 10), month=(first.month + 2) % 12 + 1)


def from_quarter(day: date, today: date) -> date:
    """The first quarter that begins on a day or after it, and after today."""
    first = quarter_of(day)
    return max(first if first == day else next_quarter(day), next_quarter(today))


def quarter_said(first: date) -> str:
    return f"Q{(first.month + 2) // 3} {first.year}"


def published_since(day: date) -> date:
    """The Monday, or first day of a quarter, since which what was published counts."""
    return max(day - timedelta(days=day.weekday()), quarter_of(day))


def held(word: Word | None, gates: Collection[Gate], today: date) -> Held:
    """What is published of an account, whatever was asked of it."""
    until = next_quarter(today) if gates else None
    if word is not None and not word.approachable:
        if word.until is None:
            return Held(False)
        if word.until >= today:
            until = max(from_quarter(word.until + timedelta(days=1), today), until or today)
    return Held(True, until)


def rests(load: Load, limits: Limits, today: date) -> date | None:
    """The quarter from which an account may be asked again, as far as the asks tell; None for now."""
    if load.minutes >= HOUR * hours_of(load, limits):
        return date(today.year + 1, 1, 1)
    if load.open >= limits.open or load.quarter >= limits.quarter:
        return next_quarter(today)
    cooled = load.last + timedelta(days=limits.cool_down) if load.last else today
    return from_quarter(cooled, today) if cooled > today else None


def rested(load: Load, today: date) -> int:
    """Whole quarters since the customer last did something for us."""
    if load.last is None:
        return MOST_RESTED
    first, then = quarter_of(today), quarter_of(load.last)
    return min(max((first.year - then.year) * 4 + (first.month - then.month) // 3, 0), MOST_RESTED)


def hours_of(load: Load, limits: Limits) -> int:
    return limits.hours if load.hours is None else load.hours


def obstacles(
    word: Word | None, load: Load, limits: Limits, today: date, *, consented: bool, counted: bool
) -> list[Obstacle]:
    """What stands against an ask, besides the gates. counted: the ask itself is part of the load."""
    own = int(counted)
    against = {
        Obstacle.CONSENT: not consented,
        Obstacle.VERDICT: word is not None and not word.approachable and (word.until is None or word.until >= today),
        Obstacle.OPEN: load.open - own >= limits.open,
        Obstacle.QUARTER: load.quarter - own >= limits.quarter,
        Obstacle.COOL_DOWN: load.last is not None and load.last + timedelta(days=limits.cool_down) > today,
        Obstacle.HOURS: load.minutes >= HOUR * hours_of(load, limits),
    }
    return [one for one, so in against.items() if so]
