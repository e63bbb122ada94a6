"""What of a day was not logged yet: meetings with customers, nudges that were done, threads whose length nobody said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.activities import MEETINGS, SAME_MEETING
from bot.calendars.guessing import kind_of, people_of
from bot.cards.calendars import minutes_of
from bot.cards.nudge_words import said_of
from bot.nudge import rules
from bot.refs import Account, Person
from bot.registry import registry
from bot.rhythms import week
from bot.rules.logging import guess_missions, guess_mode
from bot.scene import Scene
from bot.words import ActivityKind, Duration, Mode, When
from storage.tables import Account as AccountRecord
from storage.tables import Activity, CalendarEvent, Contact, Nudge

GRACE = timedelta(minutes=5)
THREAD_MINUTES = 10
NUDGE_MINUTES = 30
BEFORE_DONE = timedelta(hours=2)

State = Literal["open", "logged", "skipped"]


@dataclass(frozen=True)
class Proposal:
    """One thing to log. key: `event:7`, `nudge:3` or `activity:9`. account: None while `event.candidates` may be meant.
    thread: the record that a thread has already. why: what it is known by, where that is no meeting."""

    key: str
    account: Account | None
    kind: ActivityKind
    minutes: int
    at: When
    state: State = "open"
    people: tuple[Person, ...] = ()
    mode: Mode = Mode.PREVENTIVE
    event: CalendarEvent | None = None
    thread: Activity | None = None
    why: str = ""

    @property
    def length(self) -> Duration | None:
        return Duration(self.minutes) if self.minutes else None


def proposals(scene: Scene, day: date) -> list[Proposal]:
    """By time; what was logged or skipped from here stays among them, what was logged otherwise does not."""
    since, until = span(scene, day)
    work, member = scene.work, scene.member
    events = [
        event
        for event in work.calendars.between(member.id, since, until)
        if event.ends_at <= scene.now + GRACE and (event.account_id is not None or event.candidates)
    ]
    done = work.calendars.done_by(member.id, since - timedelta(hours=12), until + timedelta(hours=12))
    logged = work.calendars.logged(member.id)
    told = {event.activity_id for event in events if event.id in logged}
    free = [activity for activity in done if activity.id not in told]
    taken = _recognised([event for event in events if event.id not in logged], free, scene)
    contacts = {id: work.accounts.contacts(id) for id in {event.account_id for event in events} if id is not None}
    found = [
        _of_event(scene, event, contacts.get(event.account_id or 0, []), event.id in logged)
        for event in events
        if event.id not in taken
    ]
    met = {account_id for event in events for account_id in (event.account_id, *event.candidates)}
    found += _of_nudges(scene, work.calendars.closed_by(member.id, since, until), done, met)
    found += [
        _of_thread(scene, activity)
        for activity in done
        if activity.link and not activity.minutes and not activity.internal and since <= activity.at < until
    ]
    return sorted(found, key=lambda one: (one.at.at, one.key))


def span(scene: Scene, day: date) -> tuple[datetime, datetime]:
    """A day in the reader's zone, and what was left of the working day before when its proposal was made."""
    midnight = datetime.combine(day, time(), scene.zone)
    until = datetime.combine(day + timedelta(days=1), time(), scene.zone)
    since = midnight
    wraps_at = scene.work.rhythms.of(scene.member.id).wraps_at
    before = week(scene.work, scene.member, scene.now).previous_working_day(day)
    if wraps_at is not None and before is not None and day - before <= timedelta(days=4):
        since = datetime.combine(before, time(*divmod(wraps_at, 60)), scene.zone)
    return since.astimezone(UTC), until.astimezone(UTC)


def _recognised(events: Sequence[CalendarEvent], done: Sequence[Activity], scene: Scene) -> set[int]:
    """Meetings that were logged by hand. Each record stands for one meeting: said times first, then those that were
    typed some time later on the same day, which say nothing of when it was."""
    free = {
        activity.id: activity for activity in done if not activity.attempt and ActivityKind(activity.kind) in MEETINGS
    }
    taken: set[int] = set()
    for same in (_same_time, _same_day):
        for event in events:
            if event.id in taken:
                continue
            activity = next((one for one in free.values() if same(event, one, scene)), None)
            if activity is not None:
                taken.add(event.id)
                del free[activity.id]
    return taken


def _same_time(event: CalendarEvent, activity: Activity, scene: Scene) -> bool:
    said = activity.precise and activity.at != activity.created_at
    begins = event.starts_at - SAME_MEETING <= activity.at <= event.ends_at
    return said and begins and _same_account(event, activity)


def _same_day(event: CalendarEvent, activity: Activity, scene: Scene) -> bool:
    said = activity.precise and activity.at != activity.created_at
    if said or not _same_account(event, activity):
        return False
    day = activity.at.astimezone(scene.zone).date() == event.starts_at.astimezone(scene.zone).date()
    return day and (not activity.precise or activity.at >= event.starts_at)


def _same_account(event: CalendarEvent, activity: Activity) -> bool:
    return activity.account_id in ({event.account_id} if event.account_id is not None else event.candidates)


def _of_event(scene: Scene, event: CalendarEvent, contacts: Sequence[Contact], logged: bool) -> Proposal:
    account = scene.work.accounts.get(event.account_id) if event.account_id is not None else None
    kind = kind_of(event)
    return Proposal(
        f"event:{event.id}",
        Account(account.id, account.name) if account else None,
        kind,
        minutes_of(event),
        When(event.starts_at.astimezone(scene.zone)),
        "logged" if logged else "skipped" if event.skipped else "open",
        people_of(scene.work, event, contacts),
        guess_mode(kind, event.title.value, guess_missions(kind)),
        event,
    )


def _of_thread(scene: Scene, activity: Activity) -> Proposal:
    account = scene.work.accounts.get(activity.account_id)
    return Proposal(
        f"activity:{activity.id}",
        Account(account.id, account.name) if account else None,
        ActivityKind(activity.kind),
        THREAD_MINUTES,
        When(activity.at.astimezone(scene.zone)),
        mode=Mode(activity.mode),
        thread=activity,
        why="a thread that you logged from, without its length",
    )


def _of_nudges(
    scene: Scene, nudges: Sequence[Nudge], done: Sequence[Activity], met: set[int | None]
) -> Iterator[Proposal]:
    """What was done about a nudge and is in no record: one an account, and none where a meeting tells of it."""
    for nudge in nudges:
        account = scene.work.accounts.get(nudge.account_id) if nudge.account_id is not None else None
        matter = said_of(scene, nudge)
        if account is None or nudge.closed_at is None or matter is None or not matter.kind or account.id in met:
            continue
        met.add(account.id)
        # Whoever logs before pressing Done does it just before.
        since = nudge.closed_at - BEFORE_DONE
        if any(activity.account_id == account.id and activity.created_at >= since for activity in done):
            continue
        yield Proposal(
            f"nudge:{nudge.id}",
            Account(account.id, account.name),
            ActivityKind(matter.kind),
            NUDGE_MINUTES,
            When(nudge.closed_at.astimezone(scene.zone).replace(second=0, microsecond=0)),
            why=f"you said it is done ({rules()[nudge.rule].title})",
        )


def meeting_form(scene: Scene, account: AccountRecord, event: CalendarEvent) -> str:
    """Opens the form for a meeting, with everything filled in."""
    return form_line(
        replace(
            _of_event(scene, event, scene.work.accounts.contacts(account.id), False),
            account=Account(account.id, account.name),
        )
    )


def form_line(one: Proposal) -> str:
    """Opens the form with everything filled in; the title as a note, which whoever sends it may take out."""
    values = {
        "kind": one.kind,
        "account": (one.account,) if one.account else (),
        "length": one.length,
        "at": one.at,
        "with_": one.people,
        "note": one.event.title.value if one.event else "",
        "event": one.event.id if one.event else None,
    }
    return "form " + registry.commands["log"].printed(values)
