"""Health counted: of accounts as of an instant, kept for each of their days, and what it was compared with before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.measures import Measured, bands_of, measured, own_readings
from bot.rules.health import FRESH, HORIZONS, Bands, Health, Seen, health
from bot.threats import threats_of
from storage.tables import HealthScore
from storage.work import Work

DAY = timedelta(days=1)
WEEKS_BACK = 56  # how far history that is brought in is counted, in weeks


@dataclass(frozen=True, slots=True)
class Yardstick:
    """By what is counted at this moment; asked once for many accounts."""

    measured: Measured
    bands: Bands

    @classmethod
    def of(cls, work: Work) -> "Yardstick":
        return cls(measured(work), bands_of(work))


def end_of(day: date, zone: tzinfo, now: datetime) -> datetime:
    """The last instant of a local day, or now where the day is not over."""
    return min(datetime.combine(day + DAY, time(), zone) - timedelta(microseconds=1), now.astimezone(zone))


def scored(work: Work, by: Yardstick, account_ids: Collection[int], at: datetime, day: date) -> dict[int, Health]:
    """The health of accounts by the measures of now, as of an instant in the zone in which it is that day."""
    keywords = {one.id: one.keyword for one in by.measured.definitions}
    half_lives = {one.keyword: one.half_life for one in by.measured.definitions}
    read: dict[int, dict[str, Seen]] = {id: {} for id in account_ids}
    for known in work.health.contacts(account_ids, at, day):
        read[known.account_id] = own_readings(known, at)
    for reading in work.health.readings(account_ids, at):
        keyword = keywords.get(reading.measure_id)
        if keyword is None:
            continue
        age = (at - reading.at) / DAY
        # What Bailey knows itself stands in where nobody has said anything for long.
        if keyword not in read[reading.account_id] or age <= FRESH * half_lives[keyword]:
            seen = Seen(reading.value.value, age, reading.source, reading.member_id)
            read[reading.account_id][keyword] = seen
    threats = threats_of(work, account_ids, at)
    return {id: health(by.measured.definitions, seen, by.bands, threats.get(id, ())) for id, seen in read.items()}


# ------------------------------------------------------------ kept for each day


def keep(work: Work, by: Yardstick, account_ids: Collection[int], now: datetime, day: date) -> None:
    """Count accounts now and keep what is new, as of their local day. now: in the zone of that day. Doing it twice changes
    nothing more."""
    found = scored(work, by, account_ids, now, day)
    before = work.health.scores(account_ids, day)
    rows = [_row(id, day, one, by.measured.rules, now) for id, one in found.items() if _news(one, before.get(id), by)]
    work.health.keep(rows)
    # An account that was never scored keeps what an import said of it.
    known = {id for id, row in before.items() if row.score is not None}
    work.health.current({id: one.score for id, one in found.items() if one.score is not None or id in known})


def keep_history(work: Work, by: Yardstick, account_ids: Collection[int], day: date, zone: ZoneInfo) -> None:
    """Count the weeks between the first reading and the first score, for accounts whose history came in afterwards."""
    first_read = work.health.first_read(account_ids)
    first_scored = work.health.first_scored(first_read)
    wanted: dict[date, list[int]] = {}
    for id, at in first_read.items():
        begins = at.astimezone(zone).date()
        for weeks in range(1, WEEKS_BACK + 1):
            past = first_scored.get(id, day) - weeks * 7 * DAY
            if past < begins:
                break
            wanted.setdefault(past, []).append(id)
    for past in sorted(wanted):
        at = datetime.combine(past + DAY, time(), zone) - timedelta(microseconds=1)
        found = scored(work, by, wanted[past], at, past)
        rows = [_row(id, past, one, by.measured.rules, at) for id, one in found.items() if one.score is not None]
        work.health.keep(rows)


def _row(id: int, day: date, one: Health, rules: str, at: datetime) -> dict[str, object]:
    return {
        "account_id": id,
        "on": day,
        "score": one.score,
        "band": one.band.value if one.band else None,
        "coverage": one.coverage,
        "capped": one.capped.value if one.capped else "",
        "rules": rules,
        "at": at,
    }


def _news(one: Health, before: HealthScore | None, by: Yardstick) -> bool:
    """Whether it says anything that the last row did not. Nothing is kept of an account of which nothing is known."""
    if before is None:
        return one.score is not None
    score = before.score.value if before.score is not None else None
    band = before.band.value if before.band is not None else None
    said = (score, band, before.coverage, before.capped.value, before.rules)
    capped = one.capped.value if one.capped else ""
    return said != (one.score, one.band.value if one.band else None, one.coverage, capped, by.measured.rules)


# ------------------------------------------------------------ compared


def trends(
    work: Work, scores: Mapping[int, int | None], rules: str, day: date, horizons: Iterable[int] = HORIZONS
) -> dict[int, dict[int, int]]:
    """Account → days back → points since then. Compared with what was known on that very day, never with the last count;
    left out where nothing was known, or where other measures counted then."""
    found: dict[int, dict[int, int]] = {id: {} for id in scores}
    for days in horizons:
        for id, row in work.health.scores(scores.keys(), day - timedelta(days=days)).items():
            score = scores[id]
            if score is not None and row.score is not None and row.rules == rules:
                found[id][days] = score - row.score.value
    return found
