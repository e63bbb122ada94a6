"""What a calendar says becomes rows: new, changed, cancelled or gone meetings. Only those with customers are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.calendars.matching import Found, Matcher
from bot.calendars.reading import AHEAD, BACK, Meeting
from storage.tables import CalendarEvent, CalendarSource, Member
from storage.types import reveal
from storage.work import Work


@dataclass(frozen=True)
class Kept:
    """What was read. meetings: in all. customers: those of them with a customer. ahead: and still to come. unsure: where
    two customers may be meant."""

    meetings: int
    customers: int
    ahead: int
    unsure: int


def keep(work: Work, member: Member, source: CalendarSource, meetings: list[Meeting], now: datetime) -> Kept:
    """Make the rows of this source what its calendar says. meetings: all of thirty days back to sixty ahead.

    What was said of a meeting by its owner (which account, logged, skipped) stays with it.
    """
    known = {(event.uid, event.recurrence): event for event in work.calendars.all_of(member.id)}
    chosen = {event.uid: event.account_id for event in known.values() if event.chosen}
    found = Matcher(work, member).match(meetings)
    customers = ahead = unsure = 0
    said: set[tuple[str, str]] = set()
    for meeting, match in zip(meetings, found, strict=True):
        before = known.get(meeting.key)
        if before is None and (meeting.cancelled or not (match.accounts or meeting.uid in chosen)):
            continue
        said.add(meeting.key)
        values = _values(source, meeting, match, chosen)
        if before is None:
            work.insert(CalendarEvent, member_id=member.id, **values)
        else:
            _update(work, before, values)
        if not meeting.cancelled and (values["account_id"] or values["candidates"]):
            customers += 1
            ahead += meeting.starts_at > now
            unsure += values["account_id"] is None
    _gone(work, [event for key, event in known.items() if key not in said], source, now)
    return Kept(sum(not meeting.cancelled for meeting in meetings), customers, ahead, unsure)


def _values(source: CalendarSource, meeting: Meeting, match: Found, chosen: dict[str, int | None]) -> dict[str, Any]:
    by_hand = chosen.get(meeting.uid)
    sure = match.accounts[0] if len(match.accounts) == 1 else None
    return {
        "source_id": source.id,
        "uid": meeting.uid,
        "recurrence": meeting.recurrence,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "zone": meeting.zone,
        "title": meeting.title,
        "attendees": [{"name": person.name, "email": person.email} for person in meeting.attendees],
        "account_id": by_hand or sure,
        "candidates": [] if by_hand or sure else list(match.accounts),
        "chosen": by_hand is not None,
        "internal": match.internal,
        "cancelled": meeting.cancelled,
    }


def _update(work: Work, before: CalendarEvent, values: dict[str, Any]) -> None:
    changed = {name: value for name, value in values.items() if reveal(getattr(before, name)) != value}
    if changed:
        work.update(CalendarEvent, before.id, **changed)


def _gone(work: Work, events: list[CalendarEvent], source: CalendarSource, now: datetime) -> None:
    """What this calendar does not say any more, in the time that it was asked about, was deleted there."""
    for event in events:
        asked = now - BACK <= event.starts_at < now + AHEAD
        if event.source_id == source.id and asked and not event.cancelled:
            work.update(CalendarEvent, event.id, cancelled=True)
