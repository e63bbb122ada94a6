"""wrap-up: at my hour, one private proposal of what I did not log today; accept all, or fix one."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from bot.activities import Said, keep
from bot.calendars.proposals import Proposal, proposals
from bot.cards import wrapping as cards
from bot.chores import chore
from bot.command import Says, command
from bot.commands.calendar import choose, mine
from bot.context import Context
from bot.errors import UserError
from bot.living import living
from bot.rhythms import week
from bot.scene import Scene
from bot.view import Button, Buttons, CommandLine, Notice, Text, View, spans
from bot.words import As
from bot.words.daytime import DaytimeWord
from storage.queries.calendars import Wrapping
from storage.tables import CalendarEvent, Rhythm
from storage.work import Work

# A proposal for an hour that was missed comes for so long; after that the next day's takes it along.
LATE = timedelta(hours=4)
FURTHEST = timedelta(hours=14)  # the zone that is first to begin a day


class Choice(StrEnum):
    OFF = "off"

    @classmethod
    def synonyms(cls) -> dict["Choice", tuple[str, ...]]:
        return {cls.OFF: ("no", "none", "never", "stop")}


@command(
    "wrap-up",
    examples=("wrap-up", "wrap-up 17:00", "wrap-up off"),
    aliases=("wrap up", "wrapup", "wrap"),
    title="Wrap-up of the day",
)
def wrap_up(
    ctx: Context,
    at: Annotated[time | None, As(DaytimeWord()), Says(label="Every working day at")] = None,
    what: Annotated[Choice | None, Says(label="Or not at all")] = None,
    accept: Annotated[str, Says(hidden=True)] = "",
    skip: Annotated[str, Says(hidden=True)] = "",
    again: Annotated[str, Says(hidden=True)] = "",
    whose: Annotated[int | None, Says(hidden=True)] = None,
    customer: Annotated[int | None, Says(hidden=True)] = None,
    day: Annotated[int | None, Says(hidden=True)] = None,
    without: Annotated[str, Says(hidden=True)] = "",
) -> View:
    """What I did not log today, proposed for logging: accept all, or fix one.

    `wrap-up 17:00` proposes it by itself on working days, in a private message, where there is anything to propose;
    `wrap-up off` ends that. Meetings come from your calendar: `calendar`."""
    if at is not None or what is not None:
        return _set(ctx, at)
    about = cards.Card(_day(ctx, day), tuple(without.split()))
    if accept:
        about = _accept(ctx, accept.split(), about)
    if skip or again:
        for event in _events(ctx, (skip or again).split()):
            ctx.work.update(CalendarEvent, event.id, skipped=bool(skip))
    if whose is not None:
        choose(ctx, whose, customer)
    if not ctx.request.pressed and (accept or skip or again or whose):
        ctx.work.messages.redraw(subject(ctx.member.id, about.day), ctx.now)
    return _shown(ctx, about)


def _shown(ctx: Context, about: cards.Card) -> View:
    found = proposals(ctx, about.day)
    if not found and not about.logged:
        return cards.nothing(ctx, calendar=bool(ctx.work.calendars.sources(ctx.member.id)))
    return cards.card(ctx, about, found, ctx.undo())


def _day(ctx: Context, said: int | None) -> date:
    """said: year, month and day in one number, as the buttons carry it."""
    if said is None:
        return ctx.today
    try:
        return _date(said)
    except ValueError:
        raise UserError("There is no such day. To see today, type ", CommandLine("wrap-up")) from None


def _date(said: int) -> date:
    """20261123 → 23 November 2026. Raises ValueError."""
    return date(said // 10_000, said // 100 % 100, said % 100)


# ------------------------------------------------------------ what becomes of the rows


def _accept(ctx: Context, keys: list[str], about: cards.Card) -> cards.Card:
    """Everything in one change set, so that one Undo takes it back. What is done or gone meanwhile is left alone."""
    opened = {one.key: one for one in proposals(ctx, about.day) if one.state == "open"}
    wanted = [opened[key] for key in dict.fromkeys(keys) if key in opened and opened[key].account is not None]
    for one in wanted:
        _log(ctx, one)
    if wanted:
        names = {one.account.name for one in wanted if one.account}
        what = f"{wanted[0].kind.value} with {min(names)}" if len(wanted) == 1 else f"{len(wanted)} activities of a day"
        ctx.work.describe(what)
    return replace(about, logged=tuple(wanted))


def _log(ctx: Context, one: Proposal) -> None:
    assert one.account is not None, "what nobody knows the account of is not accepted"
    if one.thread is not None:
        ctx.work.change(one.thread, minutes=one.minutes)
        return
    activity, _ = keep(ctx, Said(one.kind, one.account.id, one.minutes, one.at, people=one.people))
    if one.event is None:
        return
    # The guess was made from the title, which is not kept with the record.
    if activity.mode != one.mode.value:
        ctx.work.change(activity, mode=one.mode.value)
    ctx.work.update(CalendarEvent, one.event.id, activity_id=activity.id, skipped=False)


def _events(ctx: Context, keys: list[str]) -> list[CalendarEvent]:
    ids = [int(id) for kind, _, id in (key.partition(":") for key in keys) if kind == "event" and id.isdecimal()]
    return [mine(ctx, id) for id in ids]


# ------------------------------------------------------------ at my hour


def _set(ctx: Context, at: time | None) -> View:
    rhythm = ctx.work.rhythms.own(ctx.member.id)
    minutes = at.hour * 60 + at.minute if at else None
    local = ctx.now.astimezone(ctx.zone)
    passed = minutes is not None and minutes <= local.hour * 60 + local.minute
    ctx.work.change(rhythm, wraps_at=minutes)
    if passed:
        ctx.work.update(Rhythm, rhythm.id, wrapped_on=ctx.today)
    ctx.work.describe("hour of the wrap-up")
    if at is None:
        said = spans("No more wrap-ups. To see one at any time, type ", CommandLine("wrap-up"))
        return View((Notice("done", said), Buttons(ctx.undo())), "Wrap-up")
    when = "next working day on" if passed else "today on"
    done = Notice("done", (f"Every working day at {at:%H:%M}, from {when}, I propose what you did not log.",))
    more = Text(("Where there is nothing to propose, I say nothing.",))
    buttons = (*ctx.undo(), Button("Show it now", "wrap-up"))
    if ctx.work.calendars.sources(ctx.member.id):
        return View((done, more, Buttons(buttons)), "Wrap-up")
    hint = Text(
        spans("Your meetings come from your calendar, which I do not have yet: ", CommandLine("calendar https://…"))
    )
    return View((done, hint, Buttons((*buttons, Button("Calendar", "calendar")))), "Wrap-up")


def subject(member_id: int, day: date) -> str:
    """The living card of one person's day: both in one number, the day in its last eight digits."""
    return f"wrap-up:{member_id}{day:%Y%m%d}"


@living("wrap-up")
def _living(scene: Scene, id: int) -> View | None:
    """None where nothing is left to say of it: it was all logged by hand before this could be sent."""
    member_id, said = divmod(id, 10**8)
    found = proposals(scene, _date(said))
    return cards.card(scene, cards.Card(_date(said)), found) if found and member_id == scene.member.id else None


@chore("wrap-up", every=60)
def wrap_up_days(work: Work, now: datetime) -> bool:
    """One private message for everybody whose hour has come and who has anything to log."""
    for wrapping in work.calendars.wrapping(now + FURTHEST):
        _wrap(work, wrapping, now)
    return False


def _wrap(work: Work, wrapping: Wrapping, now: datetime) -> None:
    rhythm, scene = wrapping.rhythm, Scene(work, now, wrapping.member)
    if rhythm.wraps_at is None or (rhythm.wrapped_on is not None and rhythm.wrapped_on >= scene.today):
        return
    at = datetime.combine(scene.today, time(*divmod(rhythm.wraps_at, 60)), scene.zone)
    if not at <= now < at + LATE or not week(work, scene.member, now).is_working(scene.today):
        return
    if any(one.state == "open" for one in proposals(scene, scene.today)):
        to, card = f"member:{scene.member.id}", subject(scene.member.id, scene.today)
        work.messages.put(f"wrap-up:{scene.member.id}:{scene.today}", to, "", scene.member.id, now, card=card)
    work.update(Rhythm, rhythm.id, wrapped_on=scene.today)
