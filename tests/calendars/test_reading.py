"""What a calendar file says, and what of it is nobody's business."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendars.reading import Meeting, read
from bot.errors import UserError
from tests.calendars.ics import at, calendar, event

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
OWN = frozenset({"dana@example.com"})


def meetings(*events: str, zone: ZoneInfo = BERLIN, now: datetime = NOW) -> list[Meeting]:
    return read(calendar(*events).encode(), zone, OWN, now)


def starts(*events: str, **more: object) -> list[str]:
    return [f"{one.starts_at:%d %H:%M}" for one in meetings(*events, **more)]  # type: ignore[arg-type] # zone or now


def test_a_meeting() -> None:
    people = ["Jane Porter <Jane.Porter@Acme.com>", "Dana <dana@example.com>", "tom@globex.com"]
    (one,) = meetings(event("1", at(23, 14), at(23, 14, 45), "QBR\\, Q4", people))
    assert (one.uid, one.recurrence, one.zone, one.title) == ("1", "", "Europe/Berlin", "QBR, Q4")
    assert one.starts_at == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert one.ends_at - one.starts_at == timedelta(minutes=45)
    assert [(person.name, person.email) for person in one.attendees] == [
        ("Jane Porter", "jane.porter@acme.com"),
        ("", "tom@globex.com"),
    ]


@pytest.mark.parametrize(
    "left_out",
    [
        event("1", ";VALUE=DATE:20261123", ";VALUE=DATE:20261124", "Holiday"),
        event("1", at(23, 14), at(23, 15), "Doctor", [], "CLASS:PRIVATE"),
        event("1", at(23, 14), at(23, 15), "Doctor", [], "CLASS:CONFIDENTIAL"),
        event("1", at(23, 14), at(23, 15), "No", [], "ATTENDEE;PARTSTAT=DECLINED:mailto:Dana@example.com"),
        event("1", at(23, 14), at(25, 15), "Offsite"),
        event("1", at(1, 14, month=10), at(1, 15, month=10), "Long ago"),
        event("1", ":20270401T100000Z", ":20270401T110000Z", "Far ahead"),
        event("1", ":nonsense", ":20261123T110000Z", "Broken"),
        event("1", at(23, 14), at(23, 15), "Alarm", [], "RRULE:FREQ=SECONDLY"),
        event("1", at(23, 14), at(23, 15), "Alarm", [], "RRULE:FREQ=DAILY;BYMINUTE=0,1,2,3;BYSECOND=0,1,2"),
        event("1", at(23, 14), at(23, 15), "Endless", [], "RRULE:FREQ=WEEKLY;INTERVAL=0"),
        event("1", at(23, 14), at(23, 15), "Never", [], "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        event("1", at(23, 14), at(23, 15), "Folded", [], "RRULE:FREQ=WEEKLY;INT\r\n ERVAL=0"),
    ],
)
def test_what_is_left_out(left_out: str) -> None:
    kept = event("2", at(23, 9), at(23, 10), "Kept")
    assert [one.uid for one in meetings(left_out, kept)] == ["2"]


def test_times_of_every_kind() -> None:
    assert starts(event("z", ":20261123T130000Z", ":20261123T140000Z")) == ["23 13:00"]
    assert starts(event("f", ":20261123T140000", ":20261123T150000")) == ["23 13:00"]  # floating: the owner's own
    assert starts(event("f", ":20261123T140000", ":20261123T150000"), zone=ZoneInfo("America/New_York")) == ["23 19:00"]
    windows = ";TZID=W. Europe Standard Time:20261123T140000"
    assert starts(event("w", windows, windows.replace("T14", "T15"))) == ["23 13:00"]
    assert meetings(event("d", at(23, 14), ":20261123T133000Z"))[0].ends_at == datetime(
        2026, 11, 23, 13, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;BYDAY=MO,WE;WKST=SU", "INTERVAL=2;FREQ=WEEKLY;UNTIL=20270101T000000Z", "FREQ=MONTHLY;BYDAY=4MO"],
)
def test_rules_that_people_have(rule: str) -> None:
    assert "23 13:00" in starts(event("s", at(23, 14), at(23, 15), "Weekly", [], f"RRULE:{rule}"))


def test_a_series_keeps_its_clock_when_the_clocks_change() -> None:
    weekly = event("s", at(12, 14, month=10), at(12, 15, month=10), "Weekly", [], "RRULE:FREQ=WEEKLY")
    around = starts(weekly, now=datetime(2026, 10, 25, 8, tzinfo=UTC))
    assert around[:3] == ["12 12:00", "19 12:00", "26 13:00"]  # the clocks go back on the 25th


def test_exceptions_of_a_series() -> None:
    series = (
        event(
            "s", at(9, 14), at(9, 15), "Weekly", [], "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Berlin:20261116T140000"
        ),
        event("s", at(24, 10), at(24, 11), "Moved", [], "RECURRENCE-ID;TZID=Europe/Berlin:20261123T140000"),
        event(
            "s",
            at(30, 14),
            at(30, 15),
            "Off",
            [],
            "RECURRENCE-ID;TZID=Europe/Berlin:20261130T140000",
            "STATUS:CANCELLED",
        ),
    )
    found = meetings(*series)[:4]
    assert [(f"{one.starts_at:%d %H:%M}", one.title, one.cancelled) for one in found] == [
        ("09 13:00", "Weekly", False),
        ("24 09:00", "Moved", False),
        ("30 13:00", "Off", True),
        ("07 13:00", "Weekly", False),
    ]
    # A moved one is known by when the series has it, so it stays the same row.
    assert found[1].recurrence == "2026-11-23T13:00:00+00:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_as_windows_writes_them(encoding: str) -> None:
    content = calendar(event("1", at(24, 10), at(24, 11), "Müller QBR")).encode(encoding)
    assert [one.title for one in read(content, BERLIN, OWN, NOW)] == ["Müller QBR"]


def test_a_mail_that_calls_a_meeting_off() -> None:
    content = calendar(event("1", at(24, 10), at(24, 11))).replace("VERSION", "METHOD:CANCEL\r\nVERSION", 1)
    assert [one.cancelled for one in read(content.encode(), BERLIN, OWN, NOW)] == [True]


@pytest.mark.parametrize("content", [b"", b"name,tier\nAcme,1\n", b"\x00\x01", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"])
def test_what_is_no_calendar(content: bytes) -> None:
    with pytest.raises(UserError, match="calendar"):
        read(content, BERLIN, OWN, NOW)


PIECES = st.sampled_from(
    [
        "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "UID:1", "DTSTART:20261123T100000Z",
        "DTEND:20261123T110000Z", "DTSTART;TZID=Nowhere/At All:20261123T100000", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY",
        "RRULE:FREQ=WEEKLY;INTERVAL=0", "RRULE:FREQ=DAILY;UNTIL=x", "EXDATE:x", "RDATE:20261124T100000Z", "SUMMARY:x",
        "DURATION:PT1H", "DURATION:-P99999D", "RECURRENCE-ID:20261123T100000Z", "ATTENDEE:x", "STATUS:CANCELLED", " folded",
        "DTSTART;VALUE=DATE:20261123", "X-WR-TIMEZONE:Mars/Base", "BEGIN:VTIMEZONE", "TZID:Own", "END:VTIMEZONE", ":",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_whatever_stands_there_is_read_or_refused(lines: list[str]) -> None:
    content = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", "")).encode()
    try:
        found = read(content, BERLIN, OWN, NOW)
    except UserError:
        return
    for one in found:
        assert one.starts_at <= one.ends_at
        assert NOW - timedelta(days=30) <= one.starts_at < NOW + timedelta(days=60)
