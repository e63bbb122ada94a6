"""KPIs against their line: worked examples, and what holds of every one."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.kpi import Course, Line, Reading, course, forecast, points_of
from bot.rules.plays import ADVICE

M = 1_000_000
JANUARY = Line(80 * M, 150 * M, date(2026, 1, 1), date(2026, 1, 31))
DOWN = Line(40 * M, 10 * M, date(2026, 1, 1), date(2026, 1, 31))


def on(day: int, value: float) -> Reading:
    return Reading(date(2026, 1, 1) + timedelta(days=day), round(value * M))


def test_the_line_runs_from_start_to_target_and_stays_there() -> None:
    assert JANUARY.at(date(2025, 12, 1)) == 80 * M
    assert JANUARY.at(date(2026, 1, 16)) == 115 * M
    assert JANUARY.at(date(2026, 3, 1)) == 150 * M


def test_behind_by_units_and_by_part_of_the_way() -> None:
    reading = on(15, 96)
    assert reading.value - JANUARY.at(reading.on) == -19 * M
    assert JANUARY.ahead(reading) == Fraction(-19, 70)
    assert JANUARY.ahead_points(reading) == -2714
    assert JANUARY.progress(reading.value) == Fraction(16, 70)


def test_less_can_be_better() -> None:
    assert DOWN.ahead(on(15, 25)) == 0
    assert DOWN.ahead(on(15, 31)) == Fraction(-6, 30)
    assert DOWN.ahead(on(15, 20)) == Fraction(5, 30)


def test_one_reading_leads_on_from_the_agreed_start_without_a_band() -> None:
    found = forecast(JANUARY, [on(15, 96)], date(2026, 1, 31))
    assert found is not None
    assert (found.value, found.low, found.high, found.points) == (112 * M, None, None, 2)


def test_no_reading_leads_nowhere() -> None:
    assert forecast(JANUARY, [], date(2026, 1, 31)) is None


def test_the_band_of_a_scatter_worked_by_hand() -> None:
    # Points (0, 80) (10, 90) (20, 94) (30, 104): slope 0.76, middle 92 at 15, squares of the rest 1.6² + 0.4² …
    line = Line(80 * M, 200 * M, date(2026, 1, 1), date(2026, 2, 20))
    found = forecast(line, [on(10, 90), on(20, 94), on(30, 104)], date(2026, 2, 20))
    assert found is not None
    assert found.value == 118_600_000
    # Rests −0.6, 1.8, −1.8, 0.6: s² = 7.2 / 2; 1 + 1/4 + 35²/500 = 3.7; 1.886 · √(3.6 · 3.7) = 6.8832
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.value == pytest.approx(6.8832 * M, rel=1e-4)
    assert found.value - found.low == pytest.approx(6.8832 * M, rel=1e-4)


def test_what_was_never_below_nothing_will_not_be() -> None:
    found = forecast(DOWN, [on(5, 20), on(8, 5)], date(2026, 1, 31))
    assert found is not None
    assert found.value == 0


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([on(5, 90), on(10, 100), on(15, 82)], Course.SUDDEN),
        ([on(5, 76), on(10, 72), on(15, 66)], Course.FALLING),
        ([on(5, 80), on(10, 82), on(15, 81)], Course.FLAT),
        ([on(5, 86), on(10, 91), on(15, 97)], Course.SLOW),
        ([on(0, 80)], Course.FLAT),
    ],
)
def test_how_it_got_there(readings: list[Reading], expected: Course) -> None:
    assert course(JANUARY, readings) is expected


def test_every_course_has_its_advice() -> None:
    for advice in ADVICE.values():
        assert 2 <= len(advice.plays) <= 4
        assert advice.causes
    assert set(ADVICE) == set(Course)


values = st.integers(-(10**15), 10**15)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    start = draw(values)
    target = draw(values.filter(lambda value: value != start))
    starts_on = draw(days)
    return Line(start, target, starts_on, starts_on + timedelta(days=draw(st.integers(1, 1500))))


readings_ = st.lists(st.builds(Reading, days, values), min_size=1, max_size=20, unique_by=lambda reading: reading.on)


@settings(max_examples=60)
@given(lines(), days)
def test_on_the_line_nothing_is_off(line: Line, day: date) -> None:
    at = line.at(day)
    if at.denominator == 1:
        assert line.ahead(Reading(day, int(at))) == 0
    assert abs(line.ahead(Reading(day, round(at)))) <= Fraction(1, 2) / abs(line.way)


@settings(max_examples=60)
@given(lines(), days, values)
def test_directions_are_alike(line: Line, day: date, value: int) -> None:
    mirrored = Line(-line.start, -line.target, line.starts_on, line.due_on)
    assert mirrored.ahead(Reading(day, -value)) == line.ahead(Reading(day, value))
    assert mirrored.progress(-value) == line.progress(value)


@settings(max_examples=40)
@given(lines(), readings_, st.randoms(), days)
def test_the_order_of_readings_is_of_no_matter(line: Line, readings: list[Reading], dice: object, day: date) -> None:
    shuffled = list(readings)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    assert forecast(line, shuffled, day) == forecast(line, readings, day)
    assert course(line, shuffled) is course(line, readings)


@settings(max_examples=60)
@given(
    st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6).filter(bool), st.sets(st.integers(1, 900), min_size=1),
    st.integers(1, 1500),
)  # fmt: skip
def test_a_perfect_line_is_hit(start: int, pace: int, read_on: set[int], due: int) -> None:
    begin = date(2026, 1, 1)
    line = Line(start, start + pace * due, begin, begin + timedelta(days=due))
    readings = [Reading(begin + timedelta(days=day), start + pace * day) for day in read_on]
    found = forecast(line, readings, line.due_on)
    assert found is not None
    never_below = min(line.start, line.target, *(reading.value for reading in readings)) >= 0
    assert found.value == (max(0, line.target) if never_below else line.target)
    if found.low is not None:
        assert found.low == found.high == found.value


@settings(max_examples=40)
@given(lines(), readings_)
def test_a_forecast_rests_on_few_points_of_different_days(line: Line, readings: list[Reading]) -> None:
    points = points_of(line, readings)
    assert 1 <= len(points) <= 13
    assert [point.on for point in points] == sorted({point.on for point in points})
