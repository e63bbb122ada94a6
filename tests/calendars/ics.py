"""Calendars written down for tests."""

from collections.abc import Iterable
from datetime import datetime


def event(
    uid: str,
    start: datetime | str,
    end: datetime | str,
    title: str = "Meeting",
    people: Iterable[str] = (),
    *more: str,
) -> str:
    """start, end: a local time in Berlin, or a whole value as in `;VALUE=DATE:20261123`. people: `Jane <jane@acme.com>`.
    more: whole lines."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20261101T000000Z",
        f"DTSTART{_value(start)}",
        f"DTEND{_value(end)}",
        f"SUMMARY:{title}",
        *(_attendee(person) for person in people),
        *more,
        "END:VEVENT",
    ]
    return "\r\n".join(lines) + "\r\n"


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of the autumn in which the tests live, as a clock in Berlin shows it."""
    return datetime(2026, month, day, hour, minute)  # the calendar names the zone


def _value(moment: datetime | str) -> str:
    return moment if isinstance(moment, str) else f";TZID=Europe/Berlin:{moment:%Y%m%dT%H%M%S}"


def _attendee(person: str) -> str:
    name, _, email = person.rpartition("<")
    return f'ATTENDEE;CN="{name.strip() or email}":mailto:{email.rstrip(">")}'
