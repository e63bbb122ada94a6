"""Who speaks for an account, and what they weigh before they say yes."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.permissions import CLEARANCES, HEALTH
from bot.references.gates import closed, day_of, limits_of
from bot.references.telling import loads, word_of
from bot.rhythms import absences, on_team, stand_in
from bot.rules.reference_rules import Gate, Load, Obstacle, obstacles
from storage.tables import Member, ReferenceVerdict, Role
from storage.work import Work

LEADS = (Role.LEAD, Role.ADMIN)


def deciders(work: Work, account_id: int, day: date) -> list[int]:
    """Who may be asked about an account, first of all its owner or whoever stands in, then the backup, then leads."""
    owner, backup = work.accounts.owners(account_id)
    absent = absences(work, day)
    first = [stand_in(owner, backup, absent)] if owner is not None else []
    leads = [one.id for role in LEADS for one in work.people.everyone() if one.role == role]
    ids = dict.fromkeys((*first, *(id for id in (owner, backup) if id is not None), *leads))
    members = work.people.named(ids)
    return [id for id in ids if _here(found := members.get(id)) and found is not None and _weighs(found)]


def may_decide(work: Work, member: Member, account_id: int, day: date) -> bool:
    """Whether somebody speaks for an account: its team, whoever stands in, and leads."""
    return member.role in LEADS or on_team(work, member.id, account_id, day)


def _weighs(member: Member) -> bool:
    """Whether they may know what closes a gate."""
    return CLEARANCES[member.role] >= HEALTH


def _here(member: Member | None) -> bool:
    return member is not None and member.left_at is None and member.deleted_at is None and not member.outsider


@dataclass(frozen=True)
class Standing:
    """What stands against an ask, for the account's team."""

    gates: frozenset[Gate]
    obstacles: tuple[Obstacle, ...]
    load: Load

    def __bool__(self) -> bool:
        return bool(self.gates or self.obstacles)


def standing_against(work: Work, account_id: int, kind: str, now: datetime, *, counted: bool) -> Standing:
    """counted: the ask is among those that wait already."""
    today = day_of(now)
    load = loads(work, [account_id], today)[account_id]
    consent = work.references.consent(account_id, kind)
    found = obstacles(
        word_of(work.references.verdict(account_id)), load, limits_of(work), today,
        consented=consent is not None and consent.until >= today, counted=counted,
    )  # fmt: skip
    return Standing(frozenset(closed(work, [account_id], now).get(account_id, ())), tuple(found), load)


def say_verdict(
    work: Work, account_id: int, member_id: int, now: datetime, *, approachable: bool, until: date | None, why: str
) -> ReferenceVerdict:
    """The one word that counts, instead of what was said before."""
    values = {"approachable": approachable, "until": until, "why": why or None, "member_id": member_id, "at": now}
    known = work.references.verdict(account_id)
    if known is None:
        return work.add(ReferenceVerdict, account_id=account_id, **values)
    return work.change(known, **values)
