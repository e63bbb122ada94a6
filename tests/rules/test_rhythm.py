"""Mornings: one a working day, in every zone, whatever the clocks do."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.rhythm import WorkWeek

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))

zones = st.sampled_from(ZONES).map(ZoneInfo)
weeks = st.builds(
    WorkWeek,
    days=st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days))),
    starts=st.integers(0, 1438),
    ends=st.just(1440),
    zone=zones,
    place=st.sampled_from(["", "DE-BY", "US", "JP"]),
)
days = st.dates(date(1975, 1, 1), date(2040, 1, 1))
instants = st.datetimes(datetime(1975, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def week(days: str = "12345", starts: int = 510, zone: ZoneInfo = BERLIN, **more: object) -> WorkWeek:
    return WorkWeek(days, starts, 1050, zone, **more)  # type: ignore[arg-type]  # place and away


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


# ------------------------------------------------------------ by hand


def test_a_start_that_the_clocks_skip_moves_forward_and_one_they_repeat_is_the_first() -> None:
    early = week("1234567", starts=150)  # 2:30
    assert early.morning(date(2026, 3, 29)) == utc(2026, 3, 29, 1, 30)  # 3:30 there
    assert early.morning(date(2026, 10, 25)) == utc(2026, 10, 25, 0, 30)  # the first 2:30
    assert early.next_morning(utc(2026, 10, 25, 0, 30)) == utc(2026, 10, 26, 1, 30)


def test_a_day_that_a_zone_skipped_is_none() -> None:
    samoa = week("1234567", zone=ZoneInfo("Pacific/Apia"))
    assert not samoa.is_working(date(2011, 12, 30))
    assert samoa.next_morning(samoa.morning(date(2011, 12, 29))) == samoa.morning(date(2011, 12, 31))


def test_weekends_holidays_and_leaves_are_free() -> None:
    ours = week(place="DE-BY", away=((date(2026, 12, 14), date(2026, 12, 23)),))
    assert not ours.is_working(date(2026, 1, 6))
    assert week(place="DE").is_working(date(2026, 1, 6))
    assert ours.next_morning(utc(2026, 12, 11, 12, 0)) == utc(2026, 12, 24, 7, 30)
    assert ours.next_morning(utc(2026, 12, 24, 12, 0)) == utc(2026, 12, 28, 7, 30)
    assert ours.previous_working_day(date(2026, 12, 28)) == date(2026, 12, 24)
    assert ours.previous_working_day(date(2026, 12, 24)) == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("now", "planned", "at_work", "moment"),
    [
        (utc(2026, 11, 23, 7, 29), date(2026, 11, 20), False, utc(2026, 11, 23, 7, 30)),
        (utc(2026, 11, 23, 7, 30), date(2026, 11, 23), True, utc(2026, 11, 23, 7, 30)),
        (utc(2026, 11, 23, 16, 30), date(2026, 11, 23), False, utc(2026, 11, 24, 7, 30)),
        (utc(2026, 11, 28, 12, 0), date(2026, 11, 27), False, utc(2026, 11, 30, 7, 30)),
    ],
)
def test_around_a_day(now: datetime, planned: date, at_work: bool, moment: datetime) -> None:
    assert week().planned_day(now) == planned
    assert week().at_work(now) is at_work
    assert week().next_working_moment(now) == moment


def test_a_leap_day_is_a_day() -> None:
    assert week().next_morning(utc(2028, 2, 28, 12, 0)) == utc(2028, 2, 29, 7, 30)


def test_whoever_was_away_for_years_has_no_day_to_plan_and_still_a_morning_to_come() -> None:
    away = week(away=((date(2024, 1, 1), date(2027, 6, 30)),))
    assert away.planned_day(utc(2026, 11, 23, 12, 0)) is None
    assert away.previous_working_day(date(2026, 11, 23)) is None
    assert away.next_morning(utc(2026, 11, 23, 12, 0)) == utc(2027, 7, 1, 6, 30)


# ------------------------------------------------------------ always


@given(week=weeks, day=days)
@settings(max_examples=150, deadline=None)
def test_mornings_are_strictly_increasing_and_every_working_day_has_one(week: WorkWeek, day: date) -> None:
    working = [each for each in (day + timedelta(days=n) for n in range(10)) if week.is_working(each)]
    mornings = [week.morning(each) for each in working]
    assert all(before < after for before, after in pairwise(mornings))
    for each, morning in zip(working, mornings, strict=True):
        assert week.planned_day(morning) == each
        assert week.planned_day(morning - timedelta(seconds=1)) != each
        assert week.next_morning(morning - timedelta(seconds=1)) == morning


@given(week=weeks, now=instants)
@settings(max_examples=150, deadline=None)
def test_the_next_morning_is_a_working_days_and_comes_after_now(week: WorkWeek, now: datetime) -> None:
    following = week.next_morning(now)
    assert following > now
    planned = week.planned_day(following)
    assert planned is not None
    assert week.is_working(planned)
    assert week.morning(planned) == following
    before = week.planned_day(now)
    assert before is None or before < planned
    moment = week.next_working_moment(now)
    assert moment in (now, following)


@given(week=weeks, now=instants, other=zones)
@settings(max_examples=100, deadline=None)
def test_whoever_moves_to_another_zone_has_the_day_again_at_most_and_skips_none_behind_it(
    week: WorkWeek, now: datetime, other: ZoneInfo
) -> None:
    before = week.planned_day(now)
    moved = WorkWeek(week.days, week.starts, week.ends, other, week.place).planned_day(now)
    assert before is not None
    assert moved is not None
    near, far = sorted((before, moved))
    between = [near + timedelta(days=n) for n in range(1, (far - near).days)]
    # Two zones are at most 26 hours apart: a working day in between is one that a zone skipped, or the second of two.
    assert sum(week.is_working(day) for day in between) <= 1
