"""The teams that matters go to: how each is reached, when it works, and who is told in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.meeting import zone_named
from bot.rhythms import absences, stand_in, week_of
from bot.rules.rhythm import WorkWeek
from storage.tables import Member, Role, Target, TargetName
from storage.work import Work


@dataclass(frozen=True)
class Team:
    """What holds of a team, said or not; as in `storage.tables.Target`."""

    name: str
    address: str = ""
    lead_id: int | None = None
    days: str = "12345"
    starts: int = 9 * 60
    ends: int = 17 * 60
    zone: str = ""
    country: str = ""
    set_by_id: int | None = None


def target_of(work: Work, name: str) -> Team:
    row = work.escalations.targets().get(name)
    if row is None:
        return Team(name)
    return Team(name, row.address, row.lead_id, row.days, row.starts, row.ends, row.zone, row.country, row.set_by_id)


def own_target(work: Work, name: TargetName) -> Target:
    """Its row, made where nothing was set yet."""
    return work.escalations.targets().get(name.value) or work.add(Target, name=name.value)


def week(work: Work, target: str | None, account_id: int) -> WorkWeek:
    """By whose hours a matter's clocks run: the team's; else those of whoever has the account."""
    if target is None:
        owner_id = work.accounts.owners(account_id)[0]
        owner = work.get(Member, owner_id) if owner_id else None
        if owner is not None:
            return week_of(work.rhythms.of(owner.id), owner.zone)
    row = target_of(work, target or TargetName.SUPPORT.value)
    return WorkWeek(row.days, row.starts, row.ends, zone_named(row.zone or home_zone(work)), row.country)


def home_zone(work: Work) -> str:
    """Where the organization is at home, as far as that is known: the zone of its admin."""
    admins = [one for one in _present(work) if one.role == Role.ADMIN]
    return admins[0].zone if admins else "UTC"


def lead_of(work: Work, target: str | None) -> int | None:
    """Who answers for a team: its own lead, else the first lead or admin there is."""
    own = target_of(work, target).lead_id if target is not None else None
    present = {one.id for one in _present(work)}
    if own in present:
        return own
    return next(iter(_leads(work)), None)


def chain(work: Work, target: str | None, account_id: int, now: datetime) -> list[int]:
    """Whom to tell of a matter, one after another: who is on duty, the team's lead, the leads; without a team the account's
    own people. Somebody stands in for whoever is away."""
    if target is None:
        first: Iterable[int | None] = work.accounts.owners(account_id)
    else:
        first = (*(duty.member_id for duty in work.escalations.duties().get(target, [])), lead_of(work, target))
    zone = zone_named(home_zone(work))
    absent = absences(work, now.astimezone(zone).date())
    present = {one.id for one in _present(work)}
    told = (stand_in(id, None, absent) for id in (*first, *_leads(work)) if id is not None)
    return [id for id in dict.fromkeys(told) if id in present]


def reached(work: Work, member_id: int, now: datetime) -> int:
    """Somebody, or who stands in for them while they are away."""
    absent = absences(work, now.astimezone(zone_named(home_zone(work))).date())
    return stand_in(member_id, None, absent)


def on_duty(work: Work, target: str) -> list[int]:
    return [duty.member_id for duty in work.escalations.duties().get(target, [])]


def _leads(work: Work) -> list[int]:
    """Leads first, then admins."""
    ranked = (Role.LEAD, Role.ADMIN)
    return [one.id for role in ranked for one in _present(work) if one.role == role]


def _present(work: Work) -> list[Member]:
    return [
        one for one in work.people.everyone() if one.left_at is None and one.deleted_at is None and not one.outsider
    ]
