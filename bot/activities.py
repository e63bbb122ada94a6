"""Keeping an activity: the record itself, who took part, and whether a colleague kept the same meeting."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.context import Context
from bot.permissions import CONTACTS
from bot.refs import Contact, Guest, Member, Person
from bot.risks import counts_for
from bot.rules.logging import guess_missions, guess_mode, is_internal, review_level
from bot.words import ActivityKind, Effect, Mission, Mode, When
from storage.tables import Activity, CalendarEvent, Participant
from storage.tables import Contact as ContactRecord

# Two people log one meeting at most this far apart.
SAME_MEETING = timedelta(minutes=45)
# Calls with one customer on one day are often several; of meetings there is one.
MEETINGS = frozenset(
    {
        ActivityKind.MEETING,
        ActivityKind.CALL,
        ActivityKind.SITE_VISIT,
        ActivityKind.WORKSHOP,
        ActivityKind.TRAINING,
        ActivityKind.WEBINAR,
        ActivityKind.EVENT,
        ActivityKind.OPERATIONAL_REVIEW,
        ActivityKind.BUSINESS_REVIEW,
        ActivityKind.STRATEGIC_REVIEW,
        ActivityKind.HANDOFF,
        ActivityKind.KICK_OFF,
    }
)


@dataclass(frozen=True)
class Said:
    """What was said of an activity. minutes: whole, 0 when not said. at: None for now. risk_id: what it was done about; a
    fire counts what is reactive by itself."""

    kind: ActivityKind
    account_id: int
    minutes: int = 0
    at: When | None = None
    member_id: int | None = None
    people: tuple[Person, ...] = ()
    missions: tuple[Mission, ...] = ()
    mode: Mode | None = None
    effect: Effect | None = None
    attempt: bool = False
    note: str = ""
    link: str = ""
    risk_id: int | None = None


def columns(ctx: Context, said: Said) -> dict[str, Any]:
    """An activity's columns; what was not said is inferred from type and words, never asked."""
    missions = said.missions or guess_missions(said.kind)
    moment = said.at.at if said.at else ctx.now
    return {
        "account_id": said.account_id,
        "member_id": said.member_id or ctx.member.id,
        "kind": said.kind.value,
        "level": review_level(said.kind) or None,
        "minutes": said.minutes,
        "at": moment,
        "zone": str(ctx.zone),
        "precise": said.at is None or said.at.precision == "minute",
        "mode": (said.mode or guess_mode(said.kind, said.note, missions)).value,
        "mode_guessed": said.mode is None,
        "missions": [mission.value for mission in missions],
        "effect": int(said.effect) if said.effect is not None else None,
        "internal": is_internal(said.kind),
        "attempt": said.attempt,
        "note": said.note or None,
        "link": said.link or None,
    }


def keep(ctx: Context, said: Said) -> tuple[Activity, list[Participant]]:
    """A new activity, and who took part."""
    values = columns(ctx, said)
    on_risk = said.risk_id or counts_for(ctx.work, said.account_id, values["mode"], values["at"], ctx.zone)
    activity = ctx.work.add(Activity, logged_by_id=ctx.member.id, risk_id=on_risk, **values)
    return activity, [
        ctx.work.add(Participant, activity_id=activity.id, **_participant(ctx, activity, person))
        for person in said.people
    ]


def set_people(ctx: Context, activity: Activity, people: tuple[Person, ...]) -> None:
    """Make these the ones who took part. A contact of another account is kept by name alone."""
    wanted = [_participant(ctx, activity, person) for person in people]
    for present in ctx.work.activities.participants(activity.id):
        values: dict[str, Any] = {
            "member_id": present.member_id,
            "contact_id": present.contact_id,
            "name": present.name,
            "title": present.title,
        }
        if values in wanted:
            wanted.remove(values)
        else:
            ctx.work.remove(present)
    for values in wanted:
        ctx.work.add(Participant, activity_id=activity.id, **values)


def people_of(ctx: Context, activity: Activity) -> tuple[Person, ...]:
    """Who took part, as references."""
    people: list[Person] = []
    for present in ctx.work.activities.participants(activity.id):
        if present.member_id is not None:
            people.append(Member(present.member_id, present.name))
        elif present.contact_id is not None:
            known = Contact(present.contact_id, present.name)
            people.append(known if ctx.sees(CONTACTS) else ctx.knows.contact(present.contact_id) or known)
        else:
            people.append(Guest(present.name, present.title or ""))
    return tuple(people)


def same_meeting(ctx: Context, activity: Activity) -> Activity | None:
    """What a colleague has kept of the same account and type at about the same time."""
    if ActivityKind(activity.kind) not in MEETINGS or activity.attempt:
        return None
    within = SAME_MEETING if activity.precise else timedelta(hours=1)
    found = ctx.work.activities.same_meeting(
        activity.account_id, activity.kind, activity.member_id, activity.at, within
    )
    if found is None or found.id == activity.meeting_id or found.logged_by_id == activity.logged_by_id:
        return None
    return found


def meeting_logged(ctx: Context, event_id: int, activity: Activity) -> None:
    """A meeting of the asker's calendar has this record. Of one that is gone meanwhile nothing is known any more."""
    event = ctx.work.calendars.event(event_id)
    if event is not None and event.member_id == ctx.member.id:
        ctx.work.update(CalendarEvent, event.id, activity_id=activity.id, skipped=False)


def _participant(ctx: Context, activity: Activity, person: Person) -> dict[str, Any]:
    match person:
        case Member(id=id, name=name):
            return {"member_id": id, "contact_id": None, "name": name, "title": None}
        case Contact(id=id, name=name):
            contact = ctx.work.get(ContactRecord, id)
            own = contact is not None and contact.account_id == activity.account_id
            title = contact.title if contact else None
            if contact is not None and not ctx.sees(CONTACTS):
                name = contact.name  # they were called by their title here
            return {"member_id": None, "contact_id": id if own else None, "name": name, "title": title}
        case Guest(name=name, title=title):
            return {"member_id": None, "contact_id": None, "name": name, "title": title or None}
