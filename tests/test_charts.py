"""Charts: who sees them, what they say in words, and where things stand in them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chart import Band, Chart, Number, Point, Range, Series, axis, between, figure, spark, spread
from bot.dates import Reader
from bot.draw import draw
from bot.permissions import CLEARANCES, of_role, outsiders
from bot.request import Place
from bot.text import as_text
from bot.view import DrawnView, Heading, Shielded, Text, View, When, drawn_from_json, from_json, to_json
from storage.tables import Role
from tests.fakes.views import charts

TODAY = date(2026, 11, 23)
READER = Reader(UTC, "en-GB", TODAY)
modest = settings(max_examples=60, deadline=None)


def scores(*values: Number | None) -> tuple[Point, ...]:
    """One a week, the last one today."""
    return tuple(Point.on(TODAY - timedelta(weeks=len(values) - 1 - week), value) for week, value in enumerate(values))


def health(*values: Number | None, needs: frozenset[str] = frozenset({"health"})) -> Chart:
    return Chart("Health", ("Down to ", "sentinel41", "."), (Series("Score", scores(*values)),), needs)


def seen(chart: Chart, role: Role, place: Place = Place.DIRECT) -> DrawnView:
    audience = of_role(role, lambda account, writers: False, place) if place is not Place.SHARED else outsiders()
    return draw(View((Heading(("Acme",)), chart)), audience, READER)


# ------------------------------------------------------------ who sees it


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("role", list(Role))
def test_a_chart_goes_as_a_whole_for_those_without_its_clearance(role: Role, place: Place) -> None:
    drawn = seen(health(63, Decimal("41.77")), role, place)
    allowed = "health" in CLEARANCES[role] and place is not Place.SHARED
    for form in (as_text(drawn), to_json(drawn)):
        assert ("41.77" in form) is allowed
        assert ("sentinel41" in form) is allowed
        assert ("Score" in form) is allowed
    assert drawn.hidden == (not allowed)


def test_it_needs_every_clearance_of_its_figures() -> None:
    both = health(1, 2, needs=frozenset({"health", "money"}))
    assert seen(both, Role.LEAD).hidden == 0
    assert seen(both, next(role for role in Role if CLEARANCES[role] & {"health", "money"} == {"health"})).hidden == 1


def test_a_chart_whose_words_are_all_hidden_is_hidden_too() -> None:
    chart = replace(health(63, 41, needs=frozenset()), summary=(Shielded(frozenset({"health"}), ("41",)),))
    assert len(seen(chart, Role.LEAD).blocks) == 2
    assert as_text(seen(chart, Role.VIEWER)) == "Acme\n1 field hidden here."


def test_what_is_drawn_has_no_clearances_left_and_its_days_are_written() -> None:
    [_, chart] = seen(health(63, 41), Role.LEAD).blocks
    assert isinstance(chart, Chart)
    assert not chart.needs
    assert [at.text for at in axis(chart) if isinstance(at, When)] == ["16 Nov", "23 Nov"]


# ------------------------------------------------------------ in words


def test_the_text_says_the_summary_and_the_figures() -> None:
    chart = replace(
        health(63, None, Decimal("41.50")),
        target=Series("Goal", (Point.on(TODAY, 70),)),
        band=Band("Expected", (Range.on(TODAY + timedelta(days=60), 30, 55),)),
        unit=" %",
    )
    assert as_text(seen(chart, Role.LEAD)).splitlines()[1:] == [
        "Health",
        "Down to sentinel41.",
        "Score · 9 Nov: 63 % · 16 Nov: – · 23 Nov: 41.5 %",
        "Goal · 23 Nov: 70 %",
        "Expected · 22 Jan 2027: 30 % to 55 %",
    ]


def test_of_many_figures_a_few_are_said_and_the_rest_are_counted() -> None:
    said = as_text(seen(health(*range(52)), Role.LEAD)).splitlines()[-1]
    assert said.startswith("Score (8 of 52) · 1 Dec 2025: 0 · ")
    assert said.endswith(" · 23 Nov: 51")


@pytest.mark.parametrize(
    ("value", "said"),
    [(1234, "1,234"), (Decimal("1E+3"), "1,000"), (Decimal("-0.50"), "-0.5"), (Decimal("20.00"), "20"), (None, "–")],
)
def test_figures_are_written_plainly(value: Number | None, said: str) -> None:
    assert figure(value) == said


def test_a_sketch_keeps_the_gap_and_the_scale() -> None:
    chart = replace(health(0, None, 50, 100), low=0, high=100)
    assert spark(chart, chart.series[0], 40) == "▁ ▅█"
    assert spark(chart, Series("None", ()), 40) == ""
    assert spark(health(5, 5), Series("Level", scores(5, 5)), 40) == "▄▄"


# ------------------------------------------------------------ where things stand


def test_days_keep_their_distance_and_names_do_not() -> None:
    days = tuple(Point.on(TODAY + timedelta(days=day), day) for day in (30, 0, 10))
    assert list(axis(replace(health(), series=(Series("x", days),))).values()) == pytest.approx([0, 1 / 3, 1])
    named = (Point("Q1", 1), Point("Q2", 2), Point("Q3", 3))
    assert list(axis(replace(health(), series=(Series("x", named),))).values()) == [0, 0.5, 1]
    assert list(axis(replace(health(), series=(Series("x", days),), kind="bar")).values()) == [0, 0.5, 1]


def test_an_instant_stands_between_its_days() -> None:
    noon = Point(When(datetime(2026, 11, 23, 12, tzinfo=UTC), "short"), 2)
    points = (Point.on(TODAY, 1), noon, Point.on(TODAY + timedelta(days=1), 3))
    assert list(axis(replace(health(), series=(Series("x", points),))).values()) == [0, 0.5, 1]


def test_the_target_is_a_straight_line_between_its_points() -> None:
    chart = replace(
        health(1, 2, 3),
        target=Series("Plan", (Point.on(TODAY - timedelta(weeks=2), 80), Point.on(TODAY, 150))),
    )
    assert chart.target is not None
    assert list(between(chart.target, axis(chart)).values()) == [80, 115, 150]


@given(st.integers(0, 400), st.integers(2, 50))
@modest
def test_what_is_left_of_many_keeps_both_ends(count: int, most: int) -> None:
    kept = spread(count, most)
    assert len(kept) == len(set(kept)) == min(count, most)
    assert kept == sorted(kept)
    assert not count or (kept[0], kept[-1]) == (0, count - 1)


@given(charts)
@modest
def test_any_chart_survives_storage(chart: Chart) -> None:
    view = View((replace(chart, needs=frozenset({"health"})),))
    assert from_json(to_json(view)) == view
    drawn = DrawnView((chart, Text(("x",))), "")
    assert drawn_from_json(to_json(drawn)) == drawn


@given(charts)
@modest
def test_any_chart_has_its_places_in_order(chart: Chart) -> None:
    along = list(axis(chart).values())
    assert along == sorted(along)
    assert all(0 <= at <= 1 for at in along)
