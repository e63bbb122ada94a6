"""What is measured here: Bailey's own measures, changed and added to by an admin; and what Bailey knows by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.english import many
from bot.rules.health import Bands, Definition, Seen, plain
from bot.rules.names import fold
from storage.queries.health import Contacts
from storage.tables import MICRO, Band, HealthBand, Measure
from storage.work import Work

USAGE, ENGAGEMENT, SUPPORT = "usage", "engagement", "support burden"
SENTIMENT, OUTCOMES, SPONSOR, PAYMENT = "sentiment", "outcomes", "sponsor", "payment"


def _default(keyword: str, weight: int, good: int, bad: int, half_life: int) -> Definition:
    return Definition(keyword, keyword.capitalize(), weight, good * MICRO, bad * MICRO, half_life)


# Weights as the field weighs them; the units stand in `UNITS`.
DEFAULTS = (
    _default(USAGE, 30, 80, 20, 14),
    _default(ENGAGEMENT, 20, 14, 75, 30),
    _default(SUPPORT, 10, 2, 12, 30),
    _default(SENTIMENT, 15, 100, 0, 45),
    _default(OUTCOMES, 10, 80, 30, 90),
    _default(SPONSOR, 10, 80, 20, 60),
    _default(PAYMENT, 5, 0, 60, 30),
)
UNITS: Mapping[str, str] = {
    USAGE: "per cent of the seats or of what was agreed that are in use",
    ENGAGEMENT: "days without a two-way contact; each unanswered attempt since counts as seven more",
    SUPPORT: "open tickets; without any, reactive contacts of 30 days and promises overdue",
    SENTIMENT: "how the customer feels: red 0, yellow 50, green 100",
    OUTCOMES: "per cent of the agreed outcomes that are reached",
    SPONSOR: "how present the sponsor is, 0 to 100",
    PAYMENT: "days that the oldest invoice is overdue",
}
# What stands after their figures. Those that are not here, and an admin's own, are plain numbers.
SIGNS: Mapping[str, str] = {USAGE: " %", ENGAGEMENT: " d", OUTCOMES: " %", PAYMENT: " d"}
# What somebody may call them.
ALSO: Mapping[str, str] = {
    "adoption": USAGE, "logins": USAGE, "support": SUPPORT, "tickets": SUPPORT, "open tickets": SUPPORT,
    "pulse": SENTIMENT, "mood": SENTIMENT, "goals": OUTCOMES, "champion": SPONSOR, "invoices": PAYMENT,
}  # fmt: skip
COLOURS: Mapping[Band, int] = {Band.RED: 0, Band.YELLOW: 50 * MICRO, Band.GREEN: 100 * MICRO}
ATTEMPT_DAYS = 7

MEANINGS: Mapping[Band, str] = {
    Band.RED: "They may leave. Somebody owns a plan to turn it, and their lead knows of it.",
    Band.YELLOW: "Something stands between them and their goal. The next step is agreed and has a date.",
    Band.GREEN: "They reach their goal with us, and somebody over there would say so.",
}
BEGINS: Mapping[Band, int] = {Band.RED: 0, Band.YELLOW: Bands().yellow, Band.GREEN: Bands().green}


@dataclass(frozen=True, slots=True)
class Measured:
    """What counts now, and what was put away. rules: a print of all that a score depends on."""

    definitions: tuple[Definition, ...]
    archived: tuple[Definition, ...]
    rules: str

    def find(self, said: str) -> Definition | None:
        """By its name, however it is spelt, or by what people usually call it; archived ones are not found."""
        key = keyword_of(said)
        known = {one.keyword: one for one in self.definitions}
        return known.get(key) or known.get(ALSO.get(key, ""))


def keyword_of(said: str) -> str:
    return " ".join(fold(said).split())


def measured(work: Work) -> Measured:
    """Bailey's own measures as they were changed, then those that an admin defined."""
    rows = {row.keyword: row for row in work.health.measures()}
    own = [_of(rows.pop(one.keyword)) if one.keyword in rows else (one, False) for one in DEFAULTS]
    every = (*own, *(_of(row) for row in rows.values()))
    definitions = tuple(one for one, archived in every if not archived)
    counted = sorted((one.keyword, one.weight, one.good, one.bad, one.half_life) for one in definitions)
    return Measured(
        definitions,
        tuple(one for one, archived in every if archived),
        sha256(repr(counted).encode()).hexdigest()[:12],
    )


def _of(row: Measure) -> tuple[Definition, bool]:
    one = Definition(row.keyword, row.name, row.weight, row.good, row.bad, row.half_life, row.id)
    return one, row.archived


def columns_of(definition: Definition) -> dict[str, Any]:
    """The columns of a row that says the same."""
    return {
        "keyword": definition.keyword,
        "name": definition.name,
        "weight": definition.weight,
        "good": definition.good,
        "bad": definition.bad,
        "half_life": definition.half_life,
    }


def with_row(work: Work, definition: Definition) -> Definition:
    """The definition with a row that readings can refer to."""
    if definition.id is not None:
        return definition
    return replace(definition, id=work.add(Measure, **columns_of(definition)).id)


def figure_of(definition: Definition, value: int) -> str:
    """“34 %”, “55 d”, “1,200”."""
    return f"{plain(value)}{SIGNS.get(definition.keyword, '')}"


# ------------------------------------------------------------ bands


def bands_of(work: Work) -> Bands:
    """Where each begins, as an admin has said."""
    begins = {Band(row.band): row.begins for row in work.health.bands()}
    return Bands(begins.get(Band.YELLOW, BEGINS[Band.YELLOW]), begins.get(Band.GREEN, BEGINS[Band.GREEN]))


def described(work: Work) -> dict[Band, HealthBand | None]:
    """What an admin has written of each band; None where the meaning is Bailey's."""
    rows = {Band(row.band): row for row in work.health.bands()}
    return {band: rows.get(band) for band in reversed(Band)}


# ------------------------------------------------------------ what Bailey knows itself


def own_readings(known: Contacts, at: datetime) -> dict[str, Seen]:
    """By keyword, from contacts, attempts and promises. at: this moment, in the zone whose days count. What is counted
    anew each time does not age."""
    found = {}
    if known.touched_at is not None:
        silent = (at.date() - known.touched_at.astimezone(at.tzinfo).date()).days
        tried = f", {many(known.attempts, 'attempt')} since" if known.attempts else ""
        tried += f" at {ATTEMPT_DAYS} d{'' if known.attempts == 1 else ' each'}" if known.attempts else ""
        value = (silent + ATTEMPT_DAYS * known.attempts) * MICRO
        found[ENGAGEMENT] = Seen(value, 0.0, f"talked {_ago(silent)}{tried}")
    # Nobody calls for help where nobody talks: silence is no sign of few problems.
    if known.active:
        overdue = f", {many(known.overdue, 'promise')} overdue" if known.overdue else ""
        said = f"{many(known.reactive, 'reactive contact')} in 30 d{overdue}"
        found[SUPPORT] = Seen((known.reactive + known.overdue) * MICRO, 0.0, said)
    return found


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} d ago")
