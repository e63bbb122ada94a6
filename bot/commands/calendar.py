"""calendar: lend Bailey a calendar, see the next meetings with customers, take it back."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from bot.calendars.sources import FORGOTTEN_AFTER, subscribe
from bot.cards import calendars as cards
from bot.chores import chore
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.request import Line
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Confirm,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Text,
    View,
    spans,
)
from bot.words import Rest
from storage.tables import CalendarEvent, CalendarSource
from storage.work import Work

PRIVATE = "Only you see your meetings. Those without a customer are not kept."


class Choice(StrEnum):
    """What to do with the calendar: take it back, or have briefs or not."""

    OFF = "off"
    BRIEFS = "briefs"
    NO_BRIEFS = "no briefs"

    @classmethod
    def synonyms(cls) -> dict["Choice", tuple[str, ...]]:
        return {
            cls.OFF: ("remove", "forget", "stop", "delete", "disconnect"),
            cls.BRIEFS: ("briefs on", "brief on", "with briefs"),
            cls.NO_BRIEFS: ("briefs off", "brief off", "without briefs"),
        }


@command(
    "calendar",
    examples=("calendar", "calendar https://calendar.example.com/dana/basic.ics", "calendar no briefs", "calendar off"),
    aliases=("calendars", "calender", "my calendar", "my meetings"),
    title="Calendar",
)
def calendar(
    ctx: Context,
    what: Annotated[Choice | None, Says(label="What to do")] = None,
    address: Annotated[Rest, Says(label="Address of the calendar", hint="its secret address, https://….ics")] = "",
    meeting: Annotated[int | None, Says(hidden=True)] = None,
    customer: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """Lend me your calendar by its secret address, see your next meetings with customers, or take it back.

    `calendar off` makes me forget it, with all its meetings.
    Google: Settings → your calendar → Secret address in iCal format. Outlook: Settings → Calendar → Shared calendars →
    Publish. Apple: share the calendar publicly. A file works too: drop the .ics here.
    Meetings without a customer, private ones and what you declined are not kept. Briefs come 15 minutes before a
    meeting; `calendar no briefs` ends them."""
    if meeting is not None:
        return _say_whose(ctx, meeting, customer)
    match what:
        case Choice.OFF:
            return _off(ctx)
        case Choice.BRIEFS | Choice.NO_BRIEFS:
            return _briefs(ctx, what is Choice.BRIEFS)
    return _lend(ctx, address) if address.strip() else _shown(ctx)


def _lend(ctx: Context, address: str) -> View:
    source, new = subscribe(ctx.work, ctx.member, address, ctx.now)
    said = "I read it within a minute and tell you what I found." if new else "I knew it already, and read it anew."
    blocks: list[Block] = [Notice("done", spans(ctx.private("Calendar"), ": ", Bold(source.name), ". ", said))]
    if not ctx.alone and isinstance(ctx.request.what, Line) and ctx.request.what.bare:
        blocks.append(
            Notice("warning", ("Others here can read that address, and with it your calendar. Better make a new one.",))
        )
    blocks.append(Footer((PRIVATE,)))
    return View(tuple(blocks), "Calendar")


def _shown(ctx: Context) -> View:
    sources = ctx.work.calendars.sources(ctx.member.id)
    if not sources:
        return _how()
    events = ctx.work.calendars.next_of(ctx.member.id, ctx.now, cards.SHOWN + 1)
    blocks: list[Block] = [Heading(ctx.private("Your calendar"))]
    blocks.append(Rows(tuple(Row(cards.source_line(source)) for source in sources)))
    unsure = [
        event
        for event in ctx.work.calendars.between(ctx.member.id, ctx.now, ctx.now + FORGOTTEN_AFTER)
        if event.account_id is None and event.candidates and not event.skipped
    ]
    if unsure:
        blocks += [Text((Bold("With whom?"),)), *cards.meetings(ctx, unsure)]
    blocks.append(
        Text((Bold("Next meetings with customers"),) if events else ("No meeting with a customer is ahead.",))
    )
    if events:
        blocks += cards.meetings(ctx, events)
    briefs = any(source.briefs for source in sources)
    sure = Confirm("Take the calendar back?", "I forget its address and its meetings.", "Take it back")
    buttons = (
        Button("Brief for the next", "brief"),
        Button("No briefs", "calendar no briefs") if briefs else Button("Briefs on", "calendar briefs"),
        Button("Take it back", "calendar off", "danger", confirm=sure),
    )
    blocks += [Buttons(buttons if events else buttons[1:]), Footer((PRIVATE,))]
    return View(tuple(blocks), "Your calendar")


def _how() -> View:
    return View(
        (
            Notice("info", ("Lend me your calendar, and I brief you before meetings and propose them for logging.",)),
            Text(spans("By its secret address: ", CommandLine("calendar https://…/basic.ics"))),
            Text(("Google: Settings → your calendar → Secret address in iCal format.",)),
            Text(("Outlook: Settings → Calendar → Shared calendars → Publish, then the ICS link.",)),
            Text(("Or export it and drop the .ics file here.",)),
            Footer((PRIVATE,)),
        ),
        "How to lend me your calendar",
    )


def _off(ctx: Context) -> View:
    sources = ctx.work.calendars.sources(ctx.member.id)
    for source in sources:
        ctx.work.calendars.forget(source.id)
    said = "Your calendar is forgotten, with its address and meetings." if sources else "There is no calendar of yours."
    more = spans("What you logged stays. To lend it again: ", CommandLine("calendar https://…"))
    return View((Notice("done" if sources else "info", (said,)), Text(more)), "Calendar")


def _briefs(ctx: Context, on: bool) -> View:
    sources = ctx.work.calendars.sources(ctx.member.id)
    if not sources:
        return _how()
    for source in sources:
        ctx.work.update(CalendarSource, source.id, briefs=on)
    said = "You get a brief 15 minutes before a meeting with a customer." if on else "No more briefs before meetings."
    other = Button("No briefs", "calendar no briefs") if on else Button("Briefs on", "calendar briefs")
    return View((Notice("done", (said,)), Buttons((other,))), "Briefs")


def _say_whose(ctx: Context, meeting: int, customer: int | None) -> View:
    choose(ctx, meeting, customer)
    return _shown(ctx)


def mine(ctx: Context, id: int) -> CalendarEvent:
    """A meeting of the asker's. Raises UserError."""
    event = ctx.work.calendars.event(id)
    if event is None or event.member_id != ctx.member.id:
        raise UserError(f"There is no meeting {id} of yours. Yours are listed by ", CommandLine("calendar"))
    return event


def choose(ctx: Context, meeting: int, customer: int | None) -> None:
    """Keep with which account a meeting is; of a series, all its meetings are with the same. Raises UserError."""
    event = mine(ctx, meeting)
    account = ctx.work.accounts.get(customer) if customer is not None else None
    if account is None:
        raise UserError("Which account is that meeting with? Press one under ", CommandLine("calendar"))
    for each in ctx.work.calendars.all_of(event.member_id):
        if each.uid == event.uid:
            ctx.work.update(CalendarEvent, each.id, account_id=account.id, candidates=[], chosen=True)


@chore("old-meetings", every=6 * 3600)
def forget_past(work: Work, now: datetime) -> bool:
    """Meetings of two months ago are nobody's business any more."""
    work.calendars.forget_past(now - FORGOTTEN_AFTER)
    return False
