"""brief: what to have in mind for a meeting; by itself fifteen minutes before it."""

from datetime import datetime, timedelta

from bot.cards.briefs import brief as card
from bot.chores import chore
from bot.command import command
from bot.context import Context
from bot.living import living
from bot.rhythms import absences
from bot.scene import Scene
from bot.view import Button, Buttons, CommandLine, Notice, View, spans
from bot.words import Account
from storage.tables import CalendarEvent
from storage.work import Work

BEFORE = timedelta(minutes=15)
# After a standstill: whoever sits in the meeting for longer needs no brief any more.
AFTER = timedelta(minutes=15)
AHEAD = timedelta(days=14)


@command("brief", reads=True, examples=("brief Acme", "brief"), aliases=("brief me", "brief me on", "briefing"))
def brief(ctx: Context, account: Account | None = None) -> View:
    """What to have in mind for a meeting: last contacts, open next steps, people, goal, renewal.

    Without a name it is for my next one. It comes by itself 15 minutes before a meeting with a customer that is in your
    calendar: `calendar`."""
    if account is not None:
        upcoming = ctx.work.calendars.next_of(ctx.member.id, ctx.now, 1, account.id)
        soon = [event for event in upcoming if event.starts_at <= ctx.now + AHEAD]
        return card(ctx, ctx.account(account.id), soon[0] if soon else None)
    for event in ctx.work.calendars.next_of(ctx.member.id, ctx.now, 5):
        record = ctx.work.accounts.get(event.account_id or 0)
        if record is not None:
            return card(ctx, record, event)
    if ctx.work.calendars.sources(ctx.member.id):
        said = spans(
            "No meeting with a customer is ahead in your calendar. For any account: ", CommandLine("brief Acme")
        )
        return View((Notice("info", said),), "No meeting is ahead")
    said = spans("I do not have your calendar. Lend it to me with ", CommandLine("calendar https://…"))
    hint = spans(said, ", or say for whom: ", CommandLine("brief Acme"))
    return View((Notice("info", hint), Buttons((Button("How", "calendar"),))), "Which meeting?")


@living("brief")
def _living(scene: Scene, event_id: int) -> View | None:
    """None once it was cancelled, moved away, or has gone on for a while."""
    event = scene.work.calendars.event(event_id)
    if event is None or event.member_id != scene.member.id or event.account_id is None or event.cancelled:
        return None
    if not scene.now - AFTER < event.starts_at <= scene.now + 2 * BEFORE:
        return None
    account = scene.work.accounts.get(event.account_id)
    return card(scene, account, event) if account is not None else None


@chore("briefs", every=30)
def briefs(work: Work, now: datetime) -> bool:
    """One for each meeting with a customer; once more where it was moved."""
    events = work.calendars.to_brief(now - AFTER, now + BEFORE)
    away = absences(work, now.date()) if events else {}
    for event in events:
        if event.member_id not in away:
            key = f"brief:{event.id}:{event.starts_at:%Y%m%dT%H%M}"
            work.messages.put(key, f"member:{event.member_id}", "", event.member_id, now, card=f"brief:{event.id}")
        work.update(CalendarEvent, event.id, briefed_for=event.starts_at)
    return False
