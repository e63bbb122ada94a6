"""What closes a gate: an account is unwell, burns, or renews soon; by the limits that the house has set."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from bot.measures import bands_of
from bot.rules.health import Threat
from bot.rules.reference_rules import Gate, Limits
from bot.threats import threats_of
from storage.tables import Band
from storage.work import Work

SUSPENDING = 2  # an open escalation of this severity, or worse, closes the gate


def limits_of(work: Work) -> Limits:
    """What was set, or what holds where nothing was."""
    rules = work.references.rules()
    if rules is None:
        return Limits()
    return Limits(
        rules.quarter, rules.open, rules.cool_down, rules.hours, rules.renewal, rules.answer, rules.consent
    )  # fmt: skip


def day_of(now: datetime) -> date:
    """The house's day: quarters and weeks are the same for everybody."""
    return now.astimezone(UTC).date()


def unhealthy(work: Work, account_ids: Collection[int], day: date) -> set[int]:
    """Red by the score, unless somebody's word against it says otherwise; or red by that word."""
    bands = bands_of(work)
    low = {id for id, score in work.references.scores(account_ids).items() if bands.of(score) is Band.RED}
    for id, word in work.health.overrides(account_ids).items():
        if word.until >= day:
            low = low | {id} if word.band.value == Band.RED else low - {id}
    return low


def incidents(work: Work, account_ids: Collection[int], at: datetime) -> dict[int, set[Gate]]:
    """Gates that are closed by what happens at an account: a fire, or an open escalation of severity 1 or 2."""
    found: dict[int, set[Gate]] = {}
    for id, threats in threats_of(work, account_ids, at).items():
        if Threat.FIRE in threats:
            found.setdefault(id, set()).add(Gate.FIRE)
    for id in work.escalations.worst_at(account_ids, at, SUSPENDING):
        found.setdefault(id, set()).add(Gate.SEVERITY)
    return found


def closed(work: Work, account_ids: Collection[int], now: datetime) -> dict[int, set[Gate]]:
    """Every gate that is closed now; accounts behind none are left out."""
    day, limits = day_of(now), limits_of(work)
    found = incidents(work, account_ids, now)
    for id in unhealthy(work, account_ids, day):
        found.setdefault(id, set()).add(Gate.HEALTH)
    for id in work.references.renewing(account_ids, day + timedelta(days=limits.renewal)):
        found.setdefault(id, set()).add(Gate.RENEWAL)
    return found
