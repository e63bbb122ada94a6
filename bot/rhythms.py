"""How somebody works, as the database knows it; and who gets what comes due for whoever is away."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from bot.meeting import zone_named
from bot.rules.rhythm import WorkWeek
from storage.tables import Leave, Member, Rhythm
from storage.work import Work


def week_of(rhythm: Rhythm, zone: str, leaves: Iterable[Leave] = ()) -> WorkWeek:
    """zone: IANA name. leaves: none for planning, which goes on while somebody is away."""
    away = tuple((leave.from_on, leave.until_on) for leave in leaves)
    return WorkWeek(rhythm.days, rhythm.starts, rhythm.ends, zone_named(zone), rhythm.country, away)


def week(work: Work, member: Member, now: datetime) -> WorkWeek:
    """A member's working time with their leaves, from a day before now on."""
    yesterday = now.astimezone(zone_named(member.zone)).date() - timedelta(days=1)
    return week_of(work.rhythms.of(member.id), member.zone, work.rhythms.leaves_of(member.id, yesterday))


def at_work(work: Work, member_id: int, now: datetime) -> datetime:
    """When somebody may be told of what can wait: now while they work, else when they next do."""
    member = work.get(Member, member_id)
    return now if member is None else week(work, member, now).next_working_moment(now)


def absences(work: Work, day: date) -> dict[int, int | None]:
    """Who is away on a local date: member → cover. None: the backup of each account, also where the cover has left."""
    away = work.rhythms.away_on(day)
    covers = work.people.named({leave.cover_id for leave in away.values() if leave.cover_id is not None})
    gone = {id for id, member in covers.items() if member.left_at is not None or member.deleted_at is not None}
    return {id: None if leave.cover_id in gone else leave.cover_id for id, leave in away.items()}


def stand_in(member_id: int, backup_id: int | None, absent: Mapping[int, int | None]) -> int:
    """Who gets what is due for a member at an account with this backup. absent: of `absences`. Where everybody who could
    stand in is away, too, it waits for the member: nothing is dropped."""
    found = _covered(member_id, absent)
    if found is None and backup_id is not None:
        found = _covered(backup_id, absent)
    return member_id if found is None else found


def covered_by(work: Work, member_id: int, day: date) -> set[int]:
    """For whom somebody stands in on a local date, also as the cover of a cover."""
    absent = absences(work, day)
    return {each for each in absent if each != member_id and _covered(each, absent) == member_id}


def on_team(work: Work, member_id: int, account_id: int, day: date) -> bool:
    """Whether somebody owns or backs up an account, or stands in for one of the two on a local date."""
    team = set(work.accounts.owners(account_id)) - {None}
    return member_id in team or bool(team & covered_by(work, member_id, day))


def _covered(member_id: int, absent: Mapping[int, int | None]) -> int | None:
    """The first in a row of covers who is there. None where nobody is, also where two cover for one another."""
    asked: set[int] = set()
    at: int | None = member_id
    while at is not None and at in absent:
        if at in asked:
            return None
        asked.add(at)
        at = absent[at]
    return at
