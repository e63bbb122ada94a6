"""What may happen to references: an ask is made, decided and done, and what is told of an account follows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.chores import chore
from bot.living import following
from bot.measures import bands_of
from bot.permissions import CLEARANCES, HEALTH
from bot.rhythms import absences, at_work, on_team, stand_in, week
from bot.rules.health import Threat
from bot.rules.reference_rules import (
    Gate,
    Held,
    Limits,
    Load,
    Obstacle,
    Word,
    held,
    obstacles,
    published_since,
    quarter_of,
    rested,
    rests,
)
from bot.rules.seeking import Vocabulary
from bot.threats import threats_of
from storage.tables import AskState, Band, Member, ReferenceAsk, ReferenceVerdict, Role
from storage.work import Work

DAY = timedelta(days=1)
BATCH = 400  # accounts that are published in one transaction
UNDER_WAY = timedelta(days=90)  # an ask that was agreed to and never told of again
SUSPENDING = 2  # an open escalation of this severity, or worse, closes the gate
LEADS = (Role.LEAD, Role.ADMIN)


def limits_of(work: Work) -> Limits:
    rules = work.references.rules()
    if rules is None:
        return Limits()
    return Limits(
        rules.quarter, rules.open, rules.cool_down, rules.hours, rules.renewal, rules.answer, rules.consent
    )  # fmt: skip


def day_of(now: datetime) -> date:
    """The house's day: quarters and weeks are the same for everybody."""
    return now.astimezone(UTC).date()


# The words that describe accounts, by organization, with the version of its accounts that they were read at: a version is
# drawn by lot, so whatever is kept for one is true of it for ever.
_described: dict[int, tuple[int, Vocabulary]] = {}


def vocabulary(work: Work) -> Vocabulary:
    """The industries, regions and segments that accounts are described by."""
    version = work.names.version()
    known = _described.get(work.organization_id)
    if known is None or known[0] != version:
        known = _described[work.organization_id] = version, Vocabulary.of(work.standings.described())
    return known[1]


# ------------------------------------------------------------ what closes a gate


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


# ------------------------------------------------------------ what is told


def loads(work: Work, account_ids: Collection[int], today: date) -> dict[int, Load]:
    """What was asked of each of these accounts."""
    quarter, year = (datetime.combine(day, time(), UTC) for day in (quarter_of(today), today.replace(month=1, day=1)))
    begun = datetime.combine(today - UNDER_WAY, time(), UTC)
    asked, hours = work.references.loads(account_ids, quarter, year, begun), work.references.hours(account_ids)
    return {
        id: Load(one.open, one.quarter, day_of(one.last) if one.last else None, one.minutes, hours.get(id))
        if (one := asked.get(id)) is not None
        else Load(hours=hours.get(id))
        for id in account_ids
    }


def word_of(verdict: ReferenceVerdict | None) -> Word | None:
    return Word(verdict.approachable, verdict.until) if verdict is not None else None


def publish(work: Work, account_ids: Collection[int], now: datetime) -> None:
    """Say anew of these accounts what everybody is told."""
    if not account_ids:
        return
    today, limits = day_of(now), limits_of(work)
    words, gates, asked = (
        work.references.words(account_ids),
        closed(work, account_ids, now),
        loads(work, account_ids, today),
    )
    rows: list[dict[str, Any]] = []
    for id in account_ids:
        told = held(word_of(words.get(id)), gates.get(id, ()), today)
        rows.append(
            {
                "account_id": id,
                "listed": told.listed,
                "held_until": told.until,
                "rests_until": rests(asked[id], limits, today),
                "rested": rested(asked[id], today),
                "published_on": today,
            }
        )
    work.standings.publish(rows)


def introduce(work: Work, account_ids: Collection[int], now: datetime) -> None:
    """What was never spoken of is told at once; anything else waits for Monday, so that nobody can tell why it changed."""
    known = work.standings.standing_of(account_ids)
    publish(work, sorted(set(account_ids) - known), now)


def told_of(work: Work, account_id: int, today: date) -> Held:
    """What everybody is told of one account, whatever kind of ask."""
    standing = work.references.standing(account_id)
    if standing is None or not standing.listed:
        return Held(False)
    ahead = [day for day in (standing.held_until, standing.rests_until) if day is not None and day > today]
    return Held(True, max(ahead, default=None))


@chore("references", every=60)
def publish_due(work: Work, now: datetime) -> bool:
    """On Mondays and on the first day of a quarter, what is told of each account is told anew."""
    stale = work.standings.stale(published_since(day_of(now)), BATCH)
    publish(work, stale, now)
    return len(stale) == BATCH


@following
def follow(work: Work, accounts: Collection[int]) -> list[str]:
    """What the asks say of an account counts at once, also after an undo; and their cards show it."""
    concerned = work.references.concerned(accounts)
    if not concerned or work.actor is None:
        return []
    now = work.actor.at
    today, limits = day_of(now), limits_of(work)
    introduce(work, concerned, now)
    for id, load in loads(work, sorted(concerned), today).items():
        work.standings.rest(id, rests(load, limits, today), rested(load, today))
    return work.references.cards(concerned)


# ------------------------------------------------------------ who decides


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


# ------------------------------------------------------------ an ask


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


def due(work: Work, member_id: int, now: datetime, days: int) -> datetime:
    """The end of somebody's working day, so many of their working days from now."""
    member = work.get(Member, member_id)
    assert member is not None, "whoever is asked is there"
    hours = week(work, member, now)
    day, left = now.astimezone(hours.zone).date(), days
    for _ in range(366):  # whoever never works has a year
        day += DAY
        left -= hours.is_working(day)
        if not left:
            break
    at = time(*divmod(min(hours.ends, 24 * 60 - 1), 60))
    return datetime.combine(day, at, hours.zone).astimezone(UTC)


def ask(
    work: Work, account_id: int, kind: str, requester_id: int, purpose: str, asked_id: int, now: datetime
) -> ReferenceAsk:
    """Ask whoever decides; nothing reaches the customer."""
    asked = work.add(
        ReferenceAsk, account_id=account_id, kind=kind, requester_id=requester_id, purpose=purpose, asked_id=asked_id,
        due_at=due(work, asked_id, now, limits_of(work).answer),
    )  # fmt: skip
    for member_id in dict.fromkeys((asked_id, requester_id)):
        say(work, asked, member_id, f"to:{member_id}", requester_id, now)
    return asked


def say(work: Work, asked: ReferenceAsk, member_id: int, what: str, author_id: int | None, now: datetime) -> None:
    """Put the ask's card into somebody's own chat, where it moves down if it stands there already."""
    card = f"ask:{asked.id}"
    work.messages.put(f"{card}:{what}", f"member:{member_id}", "", author_id, now, card=card)


def decide(
    work: Work, asked: ReferenceAsk, state: AskState, member_id: int, now: datetime, **more: Any
) -> ReferenceAsk:
    """The ask in its new state, and whoever waits for it is told."""
    changed = work.change(asked, state=state.value, decided_at=now, decided_by_id=member_id, **more)
    hears = asked.asked_id if member_id == asked.requester_id else asked.requester_id
    if hears != member_id:
        say(work, changed, hears, f"{state.value}:{work.open_set()}", member_id, now)
    return changed


def decline(
    work: Work, asked: ReferenceAsk, member_id: int, now: datetime, until: date | None, why: str
) -> ReferenceAsk:
    """until: not before the day after; that is the team's word on every other ask as well, and so whoever was just told
    of a quarter finds the same quarter in every list, at once."""
    if until is None:
        return decide(work, asked, AskState.DECLINED, member_id, now, why=why or None)
    today = day_of(now)
    say_verdict(work, asked.account_id, member_id, now, approachable=False, until=until, why=why)
    told = held(Word(False, until), (), today).until
    standing = work.references.standing(asked.account_id)
    if told is not None and standing is not None:
        work.standings.hold(asked.account_id, max(told, standing.held_until or told))
    return decide(work, asked, AskState.DECLINED, member_id, now, why=why or None, until=told)


def say_verdict(
    work: Work, account_id: int, member_id: int, now: datetime, *, approachable: bool, until: date | None, why: str
) -> ReferenceVerdict:
    """The one word that counts, instead of what was said before."""
    values = {"approachable": approachable, "until": until, "why": why or None, "member_id": member_id, "at": now}
    known = work.references.verdict(account_id)
    if known is None:
        return work.add(ReferenceVerdict, account_id=account_id, **values)
    return work.change(known, **values)


@chore("asks", every=60)
def chase(work: Work, now: datetime) -> bool:
    """Remind whoever was asked a day before an answer is due; when it is overdue, ask the next in line."""
    waiting = work.references.unanswered(now + DAY, now, BATCH)
    for asked in waiting:
        if asked.due_at <= now:
            _raise(work, asked, now)
        else:
            work.update(ReferenceAsk, asked.id, reminded_at=now)
            at = min(at_work(work, asked.asked_id, now), asked.due_at)
            card = f"ask:{asked.id}"
            work.messages.put(f"{card}:remind", f"member:{asked.asked_id}", "", None, now, due_at=at, card=card)
    return len(waiting) == BATCH


def _raise(work: Work, asked: ReferenceAsk, now: datetime) -> None:
    work.update(ReferenceAsk, asked.id, reminded_at=asked.reminded_at or now, raised_at=now)
    line = [
        id for id in deciders(work, asked.account_id, day_of(now)) if id not in (asked.asked_id, asked.requester_id)
    ]
    if line:
        changed = work.update(ReferenceAsk, asked.id, asked_id=line[0])
        say(work, changed, line[0], f"raised:{line[0]}", None, now)
    work.messages.redraw(f"ask:{asked.id}", now)
