"""What is told of a reference, whatever stands behind it."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.reference_rules import (
    MOST_RESTED,
    Gate,
    Held,
    Limits,
    Load,
    Obstacle,
    Word,
    from_quarter,
    held,
    next_quarter,
    obstacles,
    published_since,
    quarter_of,
    quarter_said,
    rested,
    rests,
)

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
GATES = st.sets(st.sampled_from(Gate))
LOADS = st.builds(
    Load,
    open=st.integers(0, 3),
    quarter=st.integers(0, 4),
    last=st.none() | DAYS,
    minutes=st.integers(0, 2000),
    hours=st.none() | st.integers(0, 20),
)
MONDAY = date(2026, 11, 23)


@given(DAYS)
def test_quarters_follow_one_another(day: date) -> None:
    first = quarter_of(day)
    assert first <= day < next_quarter(day)
    assert quarter_of(next_quarter(day) - timedelta(days=1)) == first
    assert quarter_said(first) == f"Q{(day.month + 2) // 3} {day.year}"


@given(DAYS, st.integers(0, 800))
def test_a_day_is_told_as_the_quarter_in_which_it_has_come(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    told = from_quarter(day, today)
    assert told == quarter_of(told)
    assert told > today
    assert told >= day
    assert told == next_quarter(today) or quarter_of(told - timedelta(days=1)) <= day


@given(GATES.filter(bool), GATES.filter(bool), DAYS)
def test_which_gate_is_closed_shows_nowhere(one: set[Gate], other: set[Gate], today: date) -> None:
    assert held(None, one, today) == held(None, other, today)


@given(GATES.filter(bool), DAYS)
def test_whoever_is_behind_a_gate_looks_like_somebody_with_nothing_behind_them(gates: set[Gate], today: date) -> None:
    behind = held(None, gates, today)
    busy = held(Word(False, next_quarter(today) - timedelta(days=1)), (), today)
    assert behind == busy == Held(True, next_quarter(today))
    # And like somebody who was asked often enough.
    assert rests(Load(quarter=2), Limits(), today) == behind.until


@given(DAYS, DAYS, GATES)
def test_what_the_team_says_counts_beside_the_gates(today: date, until: date, gates: set[Gate]) -> None:
    told = held(Word(False, until), gates, today)
    alone = held(None, gates, today)
    if until < today:
        assert told == alone
    else:
        assert told.until is not None
        assert told.until > max(until, today)
        assert alone.until is None or told.until >= alone.until
    assert held(Word(True), gates, today) == alone
    assert held(Word(False), gates, today) == Held(False)


@given(LOADS, DAYS)
def test_rest_is_told_in_whole_quarters(load: Load, today: date) -> None:
    until = rests(load, Limits(), today)
    assert until is None or (until == quarter_of(until) and until > today)
    assert 0 <= rested(load, today) <= MOST_RESTED


def test_the_limits_of_asking() -> None:
    limits = Limits(quarter=2, open=1, cool_down=30, hours=2)
    next_one = date(2027, 1, 1)
    assert rests(Load(), limits, MONDAY) is None
    assert rests(Load(open=1), limits, MONDAY) == next_one
    assert rests(Load(quarter=2), limits, MONDAY) == next_one
    assert rests(Load(last=date(2026, 10, 24)), limits, MONDAY) is None
    assert rests(Load(last=date(2026, 10, 25)), limits, MONDAY) == next_one
    assert rests(Load(last=date(2026, 12, 20)), limits, date(2026, 12, 21)) == date(2027, 4, 1)
    assert rests(Load(minutes=119), limits, MONDAY) is None
    assert rests(Load(minutes=120), limits, date(2026, 2, 2)) == next_one
    assert rests(Load(minutes=120, hours=3), limits, MONDAY) is None
    assert rests(Load(hours=0), limits, MONDAY) == next_one


def test_what_stands_against_an_ask_is_told_to_the_team() -> None:
    today = MONDAY
    free = obstacles(None, Load(open=1, quarter=1), Limits(), today, consented=True, counted=True)
    assert free == []
    load = Load(open=2, quarter=3, last=today, minutes=720)
    found = obstacles(Word(False), load, Limits(), today, consented=False, counted=True)
    assert found == list(Obstacle)


def test_rested_quarters_are_counted_by_the_calendar() -> None:
    assert rested(Load(last=date(2026, 10, 1)), MONDAY) == 0
    assert rested(Load(last=date(2026, 9, 30)), MONDAY) == 1
    assert rested(Load(last=date(2025, 12, 31)), MONDAY) == 4
    assert rested(Load(), MONDAY) == MOST_RESTED


@settings(max_examples=50)
@given(DAYS)
def test_what_was_published_counts_from_a_monday_or_a_new_quarter(day: date) -> None:
    since = published_since(day)
    assert since.weekday() == 0 or since == quarter_of(day)
    assert since <= day < since + timedelta(days=7)
    assert published_since(since) == since
