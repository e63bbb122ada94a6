"""A calendar file (iCalendar, RFC 5545) as meetings: recurrences written out, in instants, without what is nobody's
business.

Left out before anything is kept: all-day events, private and confidential ones, what the owner declined, and what lasts
longer than a day. A time without a zone (“floating”) is its owner's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import UserError

BACK, AHEAD = timedelta(days=30), timedelta(days=60)
LONGEST = timedelta(days=1)
LARGEST = 16 * 1024 * 1024  # bytes of a file
MOST = 3_000  # meetings kept of one calendar
MOST_SERIES = 1_000
PEOPLE = 50
FIELD = 500  # characters of a title or a name

_PART = re.compile(rb"BEGIN:(VEVENT|VTIMEZONE)\r?\n.*?END:\1\r?\n?", re.DOTALL | re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_DAY = re.compile(rb"^DTSTART[^:\r\n]*:(\d{8})", re.MULTILINE | re.IGNORECASE)
_REPEATS = re.compile(rb"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(rb"^[^\S\r\n]*(?:RRULE|EXRULE)[^:\r\n]*:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
# Rules that meetings and clock changes have. Others are slips or malice: a rule may ask for a million events, or never come
# to an end, and whoever writes the file is not who waits for it.
_ALWAYS = rb"INTERVAL=[1-9]\d{0,2}|COUNT=\d{1,5}|UNTIL=\w{8,16}|WKST=\w\w|BYDAY=[\w,+-]{2,60}"
_SOUND = re.compile(
    rb"FREQ=(?:(?:DAILY|WEEKLY)(?:;(?:" + _ALWAYS + rb"))*"
    rb"|(?:MONTHLY|YEARLY)(?:;(?:"
    + _ALWAYS
    + rb"|BYMONTH=[\d,]{1,30}|BYMONTHDAY=[\d,-]{1,90}|BYSETPOS=[\d,-]{1,20}))*)",
    re.IGNORECASE,
)
_EARLIEST = b"19900101"


@dataclass(frozen=True, slots=True)
class Attendee:
    """name: "" where the calendar tells none. email: lower case."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occurrence. recurrence: the instant at which its series has it, "" for a single meeting. zone: IANA name."""

    uid: str
    recurrence: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    attendees: tuple[Attendee, ...] = ()
    cancelled: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.uid, self.recurrence


def is_calendar(name: str, content: bytes) -> bool:
    """Whether a dropped file is one, by its ending or its first line."""
    return name.lower().endswith((".ics", ".ical", ".ifb")) or content[:64].lstrip(
        b"\xef\xbb\xbf \r\n"
    ).upper().startswith(b"BEGIN:VCALENDAR")


def read(content: bytes, zone: ZoneInfo, own: frozenset[str], now: datetime) -> list[Meeting]:
    """The meetings from thirty days ago to sixty days ahead, by time; cancelled ones too, marked.

    zone: of the owner, for floating times. own: the owner's e-mail addresses, lower case. Raises UserError for what is
    no calendar. Takes seconds for large files.
    """
    if len(content) > LARGEST:
        raise UserError(f"That calendar has more than {LARGEST // 1024**2} MB. Export the last months of it alone.")
    since, until = now - BACK, now + AHEAD
    try:
        events = _occurrences(_shortened(_in_utf8(content), since.date(), until.date()), since, until)
    except Exception as wrong:  # whatever two parsers of a format with many dialects may trip over
        said = "I cannot read that as a calendar. Export it as an .ics file (iCalendar), then drop it."
        raise UserError(said) from wrong
    found = [meeting for meeting in _meetings(events, zone, own) if since <= meeting.starts_at < until]
    return sorted(found, key=lambda meeting: (meeting.starts_at, meeting.key))[:MOST]


def _in_utf8(content: bytes) -> bytes:
    """Outlook still writes files as Windows does: in UTF-16 with a mark, or in one byte a letter."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").encode()
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode()
    return content


def _shortened(content: bytes, since: date, until: date) -> bytes:
    """Without single events of other times, which are most of a calendar that somebody has had for years, and without
    rules that no meeting has. What is not sure stays."""
    first = f"{since - timedelta(days=2):%Y%m%d}".encode()
    last = f"{until + timedelta(days=2):%Y%m%d}".encode()
    series = singles = 0

    def kept(found: re.Match[bytes]) -> bytes:
        nonlocal series, singles
        part = found[0]
        sound = all(_in_order(rule) for rule in _RULE.findall(part))
        if found[1].upper() == b"VTIMEZONE":
            return part if sound else b""
        day = _DAY.search(part)
        if _REPEATS.search(part):
            series += 1
            early = day is not None and day[1] < _EARLIEST
            return part if sound and not early and series <= MOST_SERIES else b""
        if day is not None and not first <= day[1] <= last:
            return b""
        singles += 1
        return part if singles <= MOST else b""

    left = _PART.sub(kept, _FOLD.sub(b"", content))
    # What does not look like a part to us may look like one to the parser.
    return _RULE.sub(lambda found: found[0] if _in_order(found[1]) else b"", left)


def _in_order(rule: bytes) -> bool:
    """FREQ may stand anywhere in a rule; here it comes first."""
    parts = sorted(rule.strip().rstrip(b";").split(b";"), key=lambda part: not part.upper().startswith(b"FREQ="))
    return _SOUND.fullmatch(b";".join(parts)) is not None


def _occurrences(content: bytes, since: datetime, until: datetime) -> list[tuple[Any, bool]]:
    """Every occurrence as a component of its own, and whether it is one of a series."""
    # Half as long to import as all the rest of Bailey, so it waits for the first calendar.
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(content)
    if str(calendar.get("METHOD", "")).upper() == "CANCEL":  # a mail that calls a meeting off
        for event in calendar.walk("VEVENT"):
            event["STATUS"] = "CANCELLED"
    repeated = {
        str(event.get("UID"))
        for event in calendar.walk("VEVENT")
        if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    }
    events = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
    # The days around are asked for too: a floating time is an instant only in its owner's zone.
    around = timedelta(days=1)
    return [(event, str(event.get("UID")) in repeated) for event in events.between(since - around, until + around)]


def _meetings(events: list[tuple[Any, bool]], zone: ZoneInfo, own: frozenset[str]) -> Iterator[Meeting]:
    for event, again in events:
        try:
            meeting = _meeting(event, again, zone, own)
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
            continue  # one event that makes no sense is no reason to do without the others
        if meeting is not None:
            yield meeting


def _meeting(event: Any, again: bool, zone: ZoneInfo, own: frozenset[str]) -> Meeting | None:
    start, end = event["DTSTART"].dt, event.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    if str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        return None
    people, declined = _people(event, own)
    begins, ends = _instant(start, zone), _instant(end, zone)
    if declined or not timedelta() <= ends - begins <= LONGEST:
        return None
    return Meeting(
        str(event["UID"])[:FIELD],
        _recurrence(event["RECURRENCE-ID"].dt, zone) if again else "",
        begins,
        ends,
        _zone_name(start, zone),
        _text(event.get("SUMMARY", "")),
        people,
        cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
    )


def _recurrence(at: date, zone: ZoneInfo) -> str:
    return (_instant(at, zone) if isinstance(at, datetime) else at).isoformat()


def _people(event: Any, own: frozenset[str]) -> tuple[tuple[Attendee, ...], bool]:
    """Who attends besides the owner, rooms left out; and whether the owner declined."""
    declined = False
    people: dict[str, Attendee] = {}
    for said in (*_listed(event.get("ATTENDEE")), *_listed(event.get("ORGANIZER"))):
        email = re.sub(r"^mailto:", "", str(said), flags=re.IGNORECASE).strip().lower()
        parameters = getattr(said, "params", {})
        if email in own:
            declined = declined or str(parameters.get("PARTSTAT", "")).upper() == "DECLINED"
        elif "@" in email and str(parameters.get("CUTYPE", "")).upper() not in ("ROOM", "RESOURCE"):
            name = _text(parameters.get("CN", ""))
            known = people.get(email)
            people[email] = Attendee("" if "@" in name else name or (known.name if known else ""), email[:FIELD])
    return tuple(people.values())[:PEOPLE], declined


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [] if said is None else [said]


def _instant(at: datetime, zone: ZoneInfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _zone_name(at: datetime, zone: ZoneInfo) -> str:
    return at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else str(zone)


def _text(said: Any) -> str:
    """In one line, and short."""
    return " ".join(str(said).split())[:FIELD]
