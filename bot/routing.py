"""Where each nudge goes: a message of its own, the morning's list, a channel, or nowhere yet.

A person hears at most as many messages a day as they want to (`Rhythm.budget`). What is most urgent comes first, several
matters of one account come together, many late ones fold into one list, and whoever has just begun hears of seven things a
morning. What is held back is kept, says why, and comes another morning: deferred, never dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain

from bot.cards.nudge_words import LATE_DAYS, is_copy
from bot.cards.waiting import DIGEST, ITEMS, by_account, urgency_of
from bot.channel_alerts import hears
from bot.meeting import zone_of
from bot.nudge import Matter, rules
from bot.nudging import settle
from bot.permissions import RIGHTS, Right
from bot.rhythms import absences, stand_in
from bot.scene import Scene
from storage.tables import Account, AlertSetting, ChannelAlert, Follow, Member, Nudge, Rhythm
from storage.work import Work

QUIET_DAYS = 4  # at the beginning, with a list and nothing else
MANY_LATE = 3
LATE = timedelta(days=LATE_DAYS)
IGNORED = timedelta(days=5)
BEGINNING = "you have just begun, so I start with the seven most urgent"
ENOUGH = "you have had all the messages you want today"
UNMET = "you had not spoken with me yet"
FULL = "more than seven things this morning; the most urgent came first"


Told = tuple[Nudge, Matter]


@dataclass
class Morning:
    """One reader's morning. day: their local date. told: what is true of what waits for them. warned:
    what was said before and nobody touched."""

    reader: Member
    rhythm: Rhythm
    day: date
    told: list[Told] = field(default_factory=list)
    warned: list[Told] = field(default_factory=list)


def thresholds(work: Work) -> dict[str, int]:
    """What the organization set for everybody, by rule."""
    return {one.event: one.threshold for one in work.alerts.settings() if one.member_id is None and one.threshold}


def copy_for_watchers(work: Work, now: datetime) -> None:
    """Whoever asked to hear of other people's accounts too, or follows one, gets nudges of their own of what was planned
    just now: they come in their own morning, the way they want to hear of such things."""
    work.plans.copy_for_followers(now)
    for one in work.alerts.settings():
        if one.member_id is not None and one.scope != "mine" and one.route != "off":
            member = work.get(Member, one.member_id)
            leads = member is not None and Right.LEAD in RIGHTS[member.role]
            work.plans.copy_for(one.member_id, one.event, now, backup_only=one.scope == "team" and not leads)


def route(work: Work, mornings: Mapping[int, date], now: datetime, *, awake: bool = False) -> int:
    """Send what waits for these members; returns how many messages that makes. mornings: member → their local date.
    awake: only what they had snoozed until now, each as a message of its own, since they asked for it.

    What is due for somebody on leave comes in the morning of whoever stands in; where nobody does, it waits for them."""
    ways = _Ways(work)
    owners = set(mornings) | (set() if awake else ways.absent_on(set(mornings.values())))
    people = work.people.named(owners)
    found: dict[int, Morning] = {}
    urgencies = {rule.name: rule.urgency for rule in rules().all()}
    asked = sorted(owners)
    for nudge in work.plans.awake(asked, now) if awake else work.plans.waiting(asked, now, urgencies):
        day = mornings.get(nudge.member_id) or max(mornings.values())
        reader = _reader(work, nudge, day, ways, people)
        if reader is None or not (awake or reader.id in mornings):
            continue
        day = mornings.get(reader.id, day)
        if nudge.route == "held" and reader.id not in ways.reachable:
            continue  # nobody was there to hear it yet, and nobody is now
        scene = Scene(work, now, reader)
        rule = rules().get(nudge.rule)
        matter = rule.says(scene, nudge) if rule else None
        if matter is None:
            settle(work, nudge, now, None)
        elif unheard := _unheard(scene, nudge, ways):
            _mark(work, nudge, *unheard)
            _tell_channels(work, nudge, matter, ways, now)
        else:
            morning = found.setdefault(reader.id, Morning(reader, work.rhythms.of(reader.id), day))
            morning.told.append((nudge, matter))
    if not awake:
        _warn(work, found, mornings, people, ways, now)
    return sum(_deliver(work, morning, ways, now, awake=awake) for morning in found.values())


def _unheard(scene: Scene, nudge: Nudge, ways: "_Ways") -> tuple[str, str] | None:
    """Why its reader does not hear of it today, as the nudge keeps it; None when they do."""
    if scene.member.id not in ways.reachable:
        return "held", UNMET
    if ways.of(scene.member.id, nudge.rule) == "off":
        return "off", "you turned these off"
    if is_copy(nudge) and not scene.sees(_needs(nudge)):
        return "off", "what it says is not for your role"
    return None


def _warn(
    work: Work, found: dict[int, Morning], mornings: Mapping[int, date], people: Mapping[int, Member], ways: "_Ways",
    now: datetime,
) -> None:  # fmt: skip
    """What nobody touched for days is on the list once more, with a word of where it goes next."""
    here = [member for member, day in mornings.items() if member not in ways.absent(day)]
    for nudge in work.nudges.ignored(here, now - IGNORED) if here else []:
        reader = people[nudge.member_id]
        matter = rules()[nudge.rule].says(Scene(work, now, reader), nudge) if rules().get(nudge.rule) else None
        if matter is None:
            settle(work, nudge, now, None)
        elif not rules()[nudge.rule].alone:
            warned = work.update(Nudge, nudge.id, warned_at=now)
            day = mornings[reader.id]
            found.setdefault(reader.id, Morning(reader, work.rhythms.of(reader.id), day)).warned.append(
                (warned, matter)
            )


def _reader(work: Work, nudge: Nudge, day: date, ways: "_Ways", people: Mapping[int, Member]) -> Member | None:
    """Whoever acts on it today: its owner, or whoever stands in while they are on leave; None where nobody does."""
    absent = ways.absent(day)
    if nudge.member_id not in absent:
        return people[nudge.member_id]
    _, backup = work.accounts.owners(nudge.account_id) if nudge.account_id is not None else (None, None)
    instead = stand_in(nudge.member_id, backup, absent)
    return None if instead == nudge.member_id else people.get(instead) or work.get(Member, instead)


def _deliver(work: Work, morning: Morning, ways: "_Ways", now: datetime, *, awake: bool) -> int:
    """Messages of their own as far as the budget goes, the list for the rest. Returns how many messages that makes."""
    reader = morning.reader
    begun = morning.rhythm.begun_on or morning.day
    quiet = (morning.day - begun).days < QUIET_DAYS
    alone, direct, listed = _sorted(morning, ways, begun, awake=awake, quiet=quiet)
    midnight = datetime.combine(morning.day, time(), zone_of(reader))
    room = max(0, morning.rhythm.budget - work.nudges.said_since(reader.id, midnight))
    # What looks at a whole week gives way to what is due today.
    whole = alone[: max(0, room - bool(direct or listed))]
    room -= len(whole)
    lists = not awake and (bool(listed) or len(direct) > room)
    single = direct[: max(0, room - lists)]
    for group in (*whole, *single):
        _say(work, group, reader, ways, now)
    listed += [told for group in direct[len(single) :] for told in group]
    listed.sort(key=lambda pair: urgency_of(*pair))
    together = by_account(listed)
    shown = list(chain.from_iterable(together[:ITEMS])) if lists and room else []
    unheard = [told for group in (*together, *alone[len(whole) :]) for told in group if told not in shown]
    warned = {nudge.id for nudge, _ in morning.warned}
    for nudge, matter in unheard:
        if nudge.id in warned:
            work.update(Nudge, nudge.id, warned_at=None)  # another morning has room for the warning
            continue
        _mark(work, nudge, "held", (BEGINNING if quiet else FULL) if shown else ENOUGH)
        _tell_channels(work, nudge, matter, ways, now)
    if shown:
        card = f"{DIGEST}:{reader.id}"
        for nudge, matter in shown:
            work.update(Nudge, nudge.id, route="digest", card=card, said_at=now, snoozed_until=None, why_held="")
            _tell_channels(work, nudge, matter, ways, now)
        work.messages.put(f"digest:{reader.id}:{morning.day}", f"member:{reader.id}", "", None, now, card=card)
    return len(whole) + len(single) + bool(shown)


def _sorted(
    morning: Morning, ways: "_Ways", begun: date, *, awake: bool, quiet: bool
) -> tuple[list[list[Told]], list[list[Told]], list[Told]]:
    """What is a message by itself whatever else there is, the messages of one account each, and what goes on the list;
    most urgent first."""
    told = sorted(morning.told, key=lambda pair: urgency_of(*pair))
    late = {nudge.id for nudge, _ in told if morning.day - nudge.due_on > LATE and nudge.due_on >= begun}
    alone: list[list[Told]] = []
    groups: dict[str, list[Told]] = {}
    listed = list(morning.warned)
    for nudge, matter in told:
        folded = quiet or (len(late) > MANY_LATE and nudge.id in late)
        if rules()[nudge.rule].alone:
            alone.append([(nudge, matter)])
        elif awake or (ways.of(morning.reader.id, nudge.rule) == "direct" and not folded):
            same = f"account {nudge.account_id}" if nudge.account_id else nudge.subject
            groups.setdefault(same, []).append((nudge, matter))
        else:
            listed.append((nudge, matter))
    return alone, list(groups.values()), listed


def _say(work: Work, group: list[Told], reader: Member, ways: "_Ways", now: datetime) -> None:
    """One message for all matters of one account, on the card that stands in the chat already, if there is one."""
    card = next((nudge.subject for nudge, _ in group if work.nudges.stands(nudge.subject)), group[0][0].subject)
    for nudge, matter in group:
        work.update(Nudge, nudge.id, route="direct", card=card, said_at=now, snoozed_until=None, why_held="")
        _tell_channels(work, nudge, matter, ways, now)
    first = group[0][0]
    work.messages.put(f"nudge:{first.id}:{now:%Y%m%d%H%M}", f"member:{reader.id}", "", None, now, card=card)


def _tell_channels(work: Work, nudge: Nudge, matter: Matter, ways: "_Ways", now: datetime) -> None:
    """Channels that want to hear of such an event, or follow its account, once each; drawn there for whoever reads
    along. However the owner hears of it: in a list, not yet, or not at all."""
    if nudge.account_id is None or nudge.said_at is not None or is_copy(nudge):
        return
    for follow in ways.followed.get(nudge.account_id, ()):
        if hears(work, follow.address, _needs(nudge), now):
            key = f"follow:{follow.id}:{nudge.id}"
            work.messages.put(key, follow.address, "", follow.member_id, now, card=nudge.subject)
    for alert in ways.channels:
        heard = alert.event in (nudge.rule, *matter.events) and ways.has_tier(alert, nudge.account_id)
        if heard and hears(work, alert.address, _needs(nudge), now):
            work.messages.put(
                f"channel:{alert.id}:{nudge.id}", alert.address, "", alert.author_id, now, card=nudge.subject
            )


def _needs(nudge: Nudge) -> frozenset[str]:
    rule = rules().get(nudge.rule)
    return rule.needs if rule else frozenset()


def _mark(work: Work, nudge: Nudge, route: str, why: str) -> None:
    if nudge.route != route or nudge.why_held != why:
        work.update(Nudge, nudge.id, route=route, why_held=why)


class _Ways:
    """How everybody wants to hear of what, read once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._settings: list[AlertSetting] = work.alerts.settings()
        self._absent: dict[date, dict[int, int | None]] = {}
        self._tiers: dict[int, int | None] = {}
        self.channels: list[ChannelAlert] = work.alerts.channels()
        self.reachable = work.people.reachable()
        self.followed: dict[int, list[Follow]] = {}
        for follow in work.follows.of_channels():
            self.followed.setdefault(follow.account_id, []).append(follow)

    def of(self, member_id: int, rule: str) -> str:
        """direct, digest or off: their own word, else what is set for everybody, else the rule's own."""
        said = [one for one in self._settings if one.event == rule and one.member_id in (member_id, None)]
        own = next((one.route for one in said if one.member_id == member_id), None)
        everybody = next((one.route for one in said if one.member_id is None), None)
        known = rules().get(rule)
        return own or everybody or (known.route if known else "digest")

    def absent(self, day: date) -> dict[int, int | None]:
        if day not in self._absent:
            self._absent[day] = absences(self._work, day)
        return self._absent[day]

    def absent_on(self, days: set[date]) -> set[int]:
        return {member for day in days for member in self.absent(day)}

    def has_tier(self, alert: ChannelAlert, account_id: int) -> bool:
        if not alert.tiers:
            return True
        if account_id not in self._tiers:
            account = self._work.get(Account, account_id)
            self._tiers[account_id] = account.tier if account else None
        return has_tier(alert, self._tiers[account_id])


def has_tier(alert: ChannelAlert, tier: int | None) -> bool:
    """Whether a channel hears of accounts of a tier; without one an account counts as the lowest."""
    return not alert.tiers or str(tier or 4) in alert.tiers
