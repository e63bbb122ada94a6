"""What may happen to an escalation: it is raised, taken, handed over, told of, paused, and ends; or its clock runs out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import desks
from bot.announce import announce
from bot.cards.people import told
from bot.chores import chore
from bot.draw import shield
from bot.mirroring import Matter, mirrored
from bot.permissions import INSIDE
from bot.rules.business import between, due
from bot.rules.health import Threat
from bot.rules.rhythm import WorkWeek
from bot.rules.sla import Clocks, Due, Event, clocks, events, level_of, next_update, week_for
from bot.threats import threat
from bot.view import Bold, Button, Buttons, Text, View, to_json
from storage.tables import (
    Account,
    Escalation,
    EscalationHours,
    EscalationKind,
    EscalationState,
    EscalationUpdate,
    TargetName,
)
from storage.work import Work

# How often something may be returned before a lead decides.
BOUNCES = 2
# Levels of which whoever is on duty hears in their own chat, even where the team has a channel.
PAGED = 2
BATCH = 50
# Whose clocks stand while a customer does not answer: nobody can be served who is not there.
STOPS = TargetName.SUPPORT.value


@dataclass(frozen=True)
class Raised:
    """What was said of a new matter. target: None for the account's own team. said: severity, 1 to 4. to_id: who is asked
    to take it. knows_health: whether whoever raises it may know of the account's health. Who may not would learn of it
    where their own severity came back as a higher one, so for them it stays as said, and the card asks those who may."""

    account_id: int
    kind: EscalationKind
    target: TargetName | None
    said: int
    words: str
    quote: str = ""
    link: str = ""
    to_id: int | None = None
    knows_health: bool = True


def raise_matter(work: Work, matter: Raised, member_id: int, now: datetime) -> Escalation:
    """A new escalation; everybody whom it concerns is told."""
    account = work.get(Account, matter.account_id)
    assert account is not None, "the grammar names live accounts only"
    health = account.health.value if account.health is not None and matter.knows_health else None
    level, _ = level_of(matter.said, account.tier, health)
    target = matter.target.value if matter.target else None
    week = desks.week(work, target, matter.account_id)
    run = clocks(level, now, week)
    to_id = matter.to_id or (account.owner_id if target is None else None)
    mine = to_id == member_id
    taken = (
        {"owner_id": member_id, "taken_at": now, "state": EscalationState.TAKEN.value}
        | {"update_by": next_update(level, now, week)}
        if mine
        else {}
    )
    values: dict[str, Any] = {
        "account_id": matter.account_id,
        "kind": matter.kind.value,
        "said": matter.said,
        "level": level,
        "target": target,
        "words": matter.words,
        "quote": matter.quote or None,
        "link": matter.link or None,
        "raised_by_id": member_id,
        "raised_at": now,
        "offered_to_id": None if mine else to_id,
        "offered_by_id": None if mine or to_id is None else member_id,
        "respond_by": run.respond_by,
        "update_by": None,
        "resolve_by": run.resolve_by,
        "clocked_at": now,
        "paused_since": now if target == STOPS and work.complaints.ladder(matter.account_id) is not None else None,
        **taken,
    }
    made = work.add(Escalation, **values, next_at=_next_at(values, week))
    tell_of(work, made, now, member_id, "raised")
    return made


def keep(work: Work, matter: Escalation, **values: Any) -> Escalation:
    """The escalation with other values, and its clock set by them."""
    after = {**matter.__dict__, **values}
    week = desks.week(work, after["target"], matter.account_id)
    return work.change(matter, **values, next_at=_next_at(after, week))


def _next_at(values: dict[str, Any], week: WorkWeek) -> datetime | None:
    """When the clock has to look again; None while it stands."""
    waits = values.get("paused_since") is not None or values.get("resolved_at") is not None
    coming = [] if waits else [event.at for event in _events(values, week) if event.at > values["clocked_at"]]
    return min(coming, default=None)


def _events(values: dict[str, Any], week: WorkWeek) -> Iterable[Event]:
    run = Clocks(values["respond_by"], values.get("update_by"), values.get("resolve_by"))
    return events(values["level"], values.get("taken_at") is not None, run, week)


# ------------------------------------------------------------ who has it


def take(work: Work, matter: Escalation, member_id: int, now: datetime) -> Escalation:
    """Whoever takes what was handed to a team takes it for that team."""
    target = matter.offered_target or matter.target
    values: dict[str, Any] = {
        "owner_id": member_id,
        "taken_at": matter.taken_at or now,
        "target": target,
        "update_by": next_update(matter.level, matter.paused_since or now, desks.week(work, target, matter.account_id)),
        **_NOT_OFFERED,
    }
    if matter.state == EscalationState.OPEN:
        values["state"] = EscalationState.TAKEN.value
    return keep(work, matter, **values)


_NOT_OFFERED: dict[str, Any] = {
    "offered_to_id": None,
    "offered_target": None,
    "offered_by_id": None,
    "offered_why": None,
}


def hand_over(
    work: Work, matter: Escalation, to: int | TargetName, why: str, member_id: int, now: datetime
) -> Escalation:
    """It stays where it is until somebody there accepts it, so that nobody assumes somebody else did."""
    values: dict[str, Any] = {**_NOT_OFFERED, "offered_by_id": member_id, "offered_why": why or None}
    values |= {"offered_target": to.value} if isinstance(to, TargetName) else {"offered_to_id": to}
    changed = keep(work, matter, **values)
    tell_of(work, changed, now, member_id, f"handed:{work.open_set()}")
    return changed


def give_back(work: Work, matter: Escalation, why: str, member_id: int, now: datetime) -> Escalation:
    """Returned with a reason. What nobody wants twice goes to the lead."""
    bounces = matter.bounces + 1
    values: dict[str, Any] = {**_NOT_OFFERED, "bounces": bounces, "returned_why": why}
    if bounces >= BOUNCES:
        values |= {"offered_to_id": desks.lead_of(work, matter.offered_target or matter.target)}
        values |= {"offered_by_id": member_id, "offered_why": why}
    changed = keep(work, matter, **values)
    if changed.offered_to_id is not None:
        _show(work, changed, [changed.offered_to_id], now, member_id, f"bounced:{bounces}")
    return changed


# ------------------------------------------------------------ what is said of it


def tell_of(work: Work, matter: Escalation, now: datetime, author_id: int, what: str) -> None:
    """Its card goes to the team, to whoever was asked to take it, to whoever raised it, and to the account's owner; each
    copy is edited from then on. what: `raised`, or another happening that it is told of again for."""
    people: list[int | None] = [matter.offered_to_id]
    target = matter.offered_target or (matter.target if matter.offered_to_id is None or what == "raised" else None)
    if target is not None:
        address = desks.target_of(work, target).address
        duty = desks.chain(work, target, matter.account_id, now)[:1]
        if address:
            author = desks.target_of(work, target).set_by_id or author_id
            work.messages.put(f"escalation:{matter.id}:{what}:target", address, "", author, now, card=card_of(matter))
        if not address or matter.level <= PAGED:
            people += [id for id in duty if id != author_id]
    if what == "raised":
        people += [matter.raised_by_id, work.accounts.owners(matter.account_id)[0]]
        told = {id for id in people if id is not None}
        announce(work, "escalation", card_of(matter), matter.account_id, now, author_id, but=told)
    _show(work, matter, [id for id in people if id is not None], now, author_id, what)


def _show(work: Work, matter: Escalation, people: Collection[int], now: datetime, author_id: int, what: str) -> None:
    for id in dict.fromkeys(people):
        key = f"escalation:{matter.id}:{what}:{id}"
        work.messages.put(key, f"member:{id}", "", author_id, now, card=card_of(matter))


def tell_member(
    work: Work, matter: Escalation, member_id: int, said: str, account: str, now: datetime, *more: Button
) -> None:
    """A few words to one person about a matter, beside the card that everybody has."""
    blocks = (
        Text((shield(INSIDE, Bold(account), f" · Sev {matter.level} · ", *told(work, matter.account_id, said)),)),
        Buttons((*more, Button("Open", f"escalations escalation:{matter.id}"))),
    )
    view = to_json(View(blocks, f"About {account}"))
    key = f"escalation:{matter.id}:words:{work.open_set()}:{member_id}"
    work.messages.put(key, f"member:{member_id}", view, _actor(work), now)


def tell_csm(work: Work, matter: Escalation, said: EscalationUpdate, account: str, now: datetime) -> None:
    """What the customer may be told goes to whoever talks with them, to copy; nothing goes out by itself."""
    csm = work.accounts.owners(matter.account_id)[0]
    if csm is None or not said.safe:
        return
    over = " · resolved; to pass on, if you like:" if matter.resolved_at is not None else " · to pass on, if you like:"
    blocks = (
        Text((shield(INSIDE, Bold(account), over),)),
        Text((shield(INSIDE, "“", *told(work, matter.account_id, said.safe), "”"),)),
        Buttons(
            (
                Button("I told them", f"form log account:#{matter.account_id} mode:reactive", opens_form=True),
                Button("Open", f"escalations escalation:{matter.id}"),
            )
        ),
    )
    key = f"escalation:{matter.id}:safe:{said.id}"
    work.messages.put(key, f"member:{csm}", to_json(View(blocks, f"{account}: to pass on")), said.author_id, now)


def _actor(work: Work) -> int | None:
    return work.actor.member_id if work.actor else None


def card_of(matter: Escalation) -> str:
    return f"escalation:{matter.id}"


@mirrored("escalation")
def talked_of(work: Work, id: int) -> Matter | None:
    """What is said beneath its card also comes to the own chats of those who raised it, have it, are asked to take it, or
    talk with the customer; whoever was only told of it is left in peace until they say something."""
    listed = work.escalations.get(id)
    if listed is None:
        return None
    one = listed.escalation
    people = {one.raised_by_id, one.owner_id, one.offered_to_id, listed.account_owner_id} - {None}
    at = f"escalation:{id}"
    return Matter(
        one.account_id,
        listed.account,
        frozenset(id for id in people if id is not None),
        say=f"{at} say",
        opens=f"escalations {at}",
        passes=f"{at} files",
    )


def update(
    work: Work, matter: Escalation, internal: str, safe: str, member_id: int, now: datetime
) -> tuple[Escalation, EscalationUpdate]:
    said = work.add(
        EscalationUpdate,
        account_id=matter.account_id,
        escalation_id=matter.id,
        author_id=member_id,
        internal=internal or None,
        safe=safe or None,
    )
    values: dict[str, Any] = {"updated_at": now}
    if matter.taken_at is not None and matter.resolved_at is None and matter.paused_since is None:
        values["update_by"] = next_update(matter.level, now, desks.week(work, matter.target, matter.account_id))
    return keep(work, matter, **values), said


# ------------------------------------------------------------ clocks that stand


def pause(work: Work, matter: Escalation, now: datetime, needs: str) -> Escalation:
    """needs: what has to be known to go on."""
    since = matter.paused_since or now
    return keep(work, matter, state=EscalationState.WAITING.value, paused_since=since, needs=needs)


def resume(work: Work, matter: Escalation, now: datetime) -> Escalation:
    """Its clocks have as much left as when they stopped. What had run out by then stays so."""
    since = matter.paused_since
    assert since is not None, "only what stands goes on"
    hours = week_for(matter.level, desks.week(work, matter.target, matter.account_id))

    def moved(by: datetime | None) -> datetime | None:
        return by if by is None or by <= since else due(now, between(since, by, hours), hours)

    return keep(
        work,
        matter,
        state=_going(matter),
        paused_since=None,
        needs=None,
        clocked_at=max(matter.clocked_at, now),
        **{name: moved(getattr(matter, name)) for name in ("respond_by", "update_by", "resolve_by")},
    )


def _going(matter: Escalation) -> str:
    return EscalationState.OPEN.value if matter.owner_id is None else EscalationState.TAKEN.value


def weigh(work: Work, matter: Escalation, severity: int, now: datetime) -> Escalation:
    """Another severity. Whoever says so knows the account, so it is not raised any further; clocks run anew."""
    week = desks.week(work, matter.target, matter.account_id)
    run = clocks(severity, now, week)
    news = next_update(severity, now, week) if matter.taken_at is not None else None
    changed = keep(
        work, matter, said=severity, level=severity, respond_by=run.respond_by, update_by=news, resolve_by=run.resolve_by,
        paused_since=now if matter.paused_since is not None else None,
    )  # fmt: skip
    if severity < matter.level:
        # A card that is edited wakes nobody, and now somebody has to hear of it.
        _show(work, changed, _first(work, changed, now), now, _actor(work) or 0, f"sev{severity}:{work.open_set()}")
    return changed


def as_raised(work: Work, matter: Escalation) -> bool:
    """Whether its clock still runs as it did when it was raised: nobody has said another severity since."""
    week = desks.week(work, matter.target, matter.account_id)
    return matter.respond_by == clocks(matter.level, matter.raised_at, week).respond_by


def _first(work: Work, matter: Escalation, now: datetime) -> list[int]:
    """Who is to act now: whoever has it or is asked to, or who stands in for them; else whoever is on duty."""
    line = desks.chain(work, matter.offered_target or matter.target, matter.account_id, now)
    has_it = matter.offered_to_id or matter.owner_id
    return ([desks.reached(work, has_it, now)] if has_it is not None else line)[:1]


# ------------------------------------------------------------ how it ends


@dataclass(frozen=True)
class Ending:
    """cause: what it was. safe: what the customer may be told. hours: whose minutes it took."""

    cause: str
    safe: str = ""
    hours: tuple[tuple[int, int], ...] = ()


def resolve(work: Work, matter: Escalation, ending: Ending, member_id: int, now: datetime) -> Escalation:
    for whose, minutes in ending.hours:
        work.add(
            EscalationHours,
            account_id=matter.account_id,
            escalation_id=matter.id,
            member_id=whose,
            minutes=minutes,
        )
    if ending.safe:
        matter, _ = update(work, matter, "", ending.safe, member_id, now)
    return keep(
        work,
        matter,
        state=EscalationState.RESOLVED.value,
        owner_id=matter.owner_id or member_id,
        taken_at=matter.taken_at or now,
        resolved_at=now,
        resolved_by_id=member_id,
        cause=ending.cause,
        paused_since=None,
        needs=None,
        **_NOT_OFFERED,
    )


def reopen(work: Work, matter: Escalation, why: str, member_id: int, now: datetime) -> Escalation:
    """Not over after all: whoever had it has it again, and its clocks run anew."""
    if why:
        matter, _ = update(work, matter, why, "", member_id, now)
    week = desks.week(work, matter.target, matter.account_id)
    run = clocks(matter.level, now, week)
    changed = keep(
        work,
        matter,
        state=_going(matter),
        resolved_at=None,
        resolved_by_id=None,
        reopened=matter.reopened + 1,
        respond_by=run.respond_by,
        update_by=next_update(matter.level, now, week),
        resolve_by=run.resolve_by,
        clocked_at=now,
    )
    what = f"reopened:{changed.reopened}"
    tell_of(work, changed, now, member_id, what)
    if changed.owner_id is not None:
        _show(work, changed, [changed.owner_id], now, member_id, what)
    return changed


# ------------------------------------------------------------ the clock


@chore("escalations", every=20)
def ring(work: Work, now: datetime) -> bool:
    """Whatever clock has run out since it was last looked at, and who is to hear of it."""
    ringing = work.escalations.ringing(now, BATCH)
    for matter in ringing:
        week = desks.week(work, matter.target, matter.account_id)
        come = [one for one in _events(matter.__dict__, week) if matter.clocked_at < one.at <= now]
        for event in sorted(come):
            _sound(work, matter, event, now)
        if any(event.rung for event in come):
            work.messages.redraw(card_of(matter), now)
        looked = {**matter.__dict__, "clocked_at": now}
        work.update(Escalation, matter.id, clocked_at=now, next_at=_next_at(looked, week))
    return len(ringing) == BATCH


def _sound(work: Work, matter: Escalation, event: Event, now: datetime) -> None:
    """The reminder goes to whoever is to act; once it is too late, the card itself goes to the next in the chain."""
    first, later = _hears(work, matter, event, now)
    for card, people in ((f"escalation-due:{matter.id}", first), (card_of(matter), later)):
        for id in dict.fromkeys(id for id in people if id is not None):
            key = f"escalation:{matter.id}:{event.key}:{id}"
            work.messages.put(key, f"member:{id}", "", id, now, card=card)


def _hears(work: Work, matter: Escalation, event: Event, now: datetime) -> tuple[list[int | None], list[int | None]]:
    """Who is reminded, and who is told because those who were reminded did not act."""
    target = matter.offered_target or matter.target
    line = desks.chain(work, target, matter.account_id, now)
    if matter.offered_to_id is not None:
        line = [matter.offered_to_id, *(id for id in line if id != matter.offered_to_id)]
    has_it = next(iter(line), None) if matter.owner_id is None else desks.reached(work, matter.owner_id, now)
    match event.due, event.rung:
        case _, 0:
            return [has_it], []
        case Due.RESPOND, rung:
            return [], list(line[rung : rung + 1])
        case Due.UPDATE, 1:
            return [has_it], []
        case Due.UPDATE, 2:
            return [], [desks.lead_of(work, target)]
        case Due.RESOLVE, 1:
            return [has_it], [desks.lead_of(work, target), work.accounts.owners(matter.account_id)[0]]
        case _:
            return [], []


@threat(Threat.SEVERITY_ONE)
def severity_one(work: Work, account_ids: Collection[int], at: datetime) -> set[int]:
    """As people judged it: a matter that is treated as one because health is low must not hold health down."""
    return work.escalations.worst_at(account_ids, at)
