"""Time that counts, over weekends, holidays and changed clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.business import back, between, due, working_day
from bot.rules.rhythm import WorkWeek

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC")
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
SPANS = st.integers(0, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def weeks(draw: st.DrawFn) -> WorkWeek:
    days = "".join(sorted(draw(st.sets(st.sampled_from("1234567"), min_size=1))))
    starts = draw(st.integers(0, 23 * 60))
    ends = draw(st.integers(starts + 30, 24 * 60))
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    return WorkWeek(days, starts, ends, zone, draw(st.sampled_from(("", "DE-BY", "US"))))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


OFFICE = WorkWeek("12345", 9 * 60, 17 * 60, ZoneInfo("Europe/Berlin"), "DE-BY")


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-11-23 09:30", 60, "2026-11-23 10:30"),
        ("2026-11-23 16:30", 60, "2026-11-24 09:30"),  # over the night
        ("2026-11-20 16:30", 60, "2026-11-23 09:30"),  # over the weekend
        ("2026-11-21 12:00", 480, "2026-11-23 17:00"),  # begun on a Saturday; ends with the day, not the next morning
        ("2026-11-23 09:00", 480, "2026-11-23 17:00"),
        ("2026-11-23 17:00", 1, "2026-11-24 09:01"),
        ("2026-11-23 05:00", 60, "2026-11-23 10:00"),  # before anybody is there
        ("2026-12-24 16:00", 120, "2026-12-28 10:00"),  # over Christmas and a weekend
        ("2026-03-27 16:00", 120, "2026-03-30 10:00"),  # over the night in which the clocks go forward
        ("2026-10-23 16:00", 120, "2026-10-26 10:00"),  # and back
        ("2026-11-23 10:00", 5 * 480, "2026-11-30 10:00"),
    ],
)
def test_when_a_span_has_passed(start: str, minutes: int, expected: str) -> None:
    span = timedelta(minutes=minutes)
    assert due(berlin(start), span, OFFICE) == berlin(expected)
    assert between(berlin(start), berlin(expected), OFFICE) == span


def test_a_shift_in_the_night_of_the_change_is_an_hour_shorter_or_longer() -> None:
    night = WorkWeek("1234567", 0, 8 * 60, ZoneInfo("Europe/Berlin"))
    spring, autumn = berlin("2026-03-29 00:00"), berlin("2026-10-25 00:00")
    assert between(spring, spring + timedelta(days=1), night) == timedelta(hours=7)
    assert between(autumn, autumn + timedelta(days=1), night) == timedelta(hours=9)
    # Eight hours that began at midnight need an hour of the next night, or leave one.
    assert due(spring, timedelta(hours=8), night) == berlin("2026-03-30 01:00")
    assert due(autumn, timedelta(hours=8), night) == berlin("2026-10-25 07:00")


def test_midnight_is_where_a_whole_day_ends() -> None:
    always = WorkWeek("1234567", 0, 24 * 60, ZoneInfo("Europe/Berlin"))
    start = berlin("2026-11-23 22:00")
    assert due(start, timedelta(hours=5), always) == berlin("2026-11-24 03:00")
    assert working_day(always) == timedelta(days=1)


@settings(max_examples=150, deadline=None)
@given(INSTANTS, SPANS, weeks())
def test_a_span_ends_in_working_time_after_just_as_much_of_it(start: datetime, span: timedelta, week: WorkWeek) -> None:
    end = due(start, span, week)
    assert end >= start
    assert between(start, end, week) == span
    if span:
        last = end - timedelta(minutes=1)
        assert week.at_work(last) or _changes_near(end, week)


@settings(max_examples=100, deadline=None)
@given(INSTANTS, SPANS, SPANS, weeks())
def test_two_spans_are_as_long_as_both(start: datetime, one: timedelta, other: timedelta, week: WorkWeek) -> None:
    whole = due(start, one + other, week)
    halves = due(due(start, one, week), other, week)
    # Where the first ends with the day and the second is none, evening and morning are the same moment of work.
    assert between(min(whole, halves), max(whole, halves), week) == timedelta()
    assert due(start, one, week) <= whole


@settings(max_examples=100, deadline=None)
@given(INSTANTS, SPANS, weeks())
def test_going_back_undoes_going_on(end: datetime, span: timedelta, week: WorkWeek) -> None:
    begun = back(end, span, week)
    assert begun <= end
    assert between(begun, end, week) == span


@settings(max_examples=100, deadline=None)
@given(INSTANTS, INSTANTS, INSTANTS, weeks())
def test_time_adds_up(one: datetime, two: datetime, three: datetime, week: WorkWeek) -> None:
    first, second, third = sorted((one, two, three))
    assert between(first, second, week) + between(second, third, week) == between(first, third, week)
    assert between(third, first, week) == timedelta() or third == first


@given(INSTANTS, SPANS)
def test_round_the_clock_every_minute_counts(start: datetime, span: timedelta) -> None:
    assert due(start, span, None) == start + span
    assert back(start + span, span, None) == start
    assert between(start, start + span, None) == span


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), weeks())
def test_a_free_day_has_no_time(day: date, week: WorkWeek) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=week.zone)
    nominal = between(start, start + timedelta(days=1), week)
    if not week.is_working(day):
        assert nominal == timedelta()


def _changes_near(at: datetime, week: WorkWeek) -> bool:
    """Whether the clocks change about then, so that a wall clock tells another time than the hours that passed."""
    near = (at + timedelta(hours=hours) for hours in (-26, 26))
    return len({moment.astimezone(week.zone).utcoffset() for moment in near}) > 1
