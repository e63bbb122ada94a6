"""Health: counted by hand, and what holds of every account."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.health import Bands, Definition, Seen, Threat, health, plain, score_of, verdict, weight_of
from storage.tables import MICRO, Band, Verdict

BANDS = Bands()


def definition(keyword: str, weight: int, good: int = 100, bad: int = 0, half_life: int = 30) -> Definition:
    return Definition(keyword, keyword.capitalize(), weight, good * MICRO, bad * MICRO, half_life)


def seen(value: int, age: float = 0.0) -> Seen:
    return Seen(value * MICRO, age, "by hand")


USAGE = definition("usage", 30, 80, 20, 14)
TICKETS = definition("tickets", 10, 2, 12)
MOOD = definition("mood", 15, half_life=45)


# ------------------------------------------------------------ by hand


@pytest.mark.parametrize(
    ("good", "bad", "value", "score"),
    [(80, 20, 50, 50), (80, 20, 80, 100), (80, 20, 95, 100), (80, 20, 5, 0), (2, 12, 7, 50), (2, 12, 0, 100)],
)
def test_a_reading_scores_between_bad_and_good(good: int, bad: int, value: int, score: int) -> None:
    assert score_of(definition("any", 1, good, bad), value * MICRO) == score


def test_a_weight_halves_each_half_life_and_is_gone_after_three() -> None:
    assert weight_of(USAGE, seen(50)) == 30
    assert weight_of(USAGE, seen(50, 14)) == 15
    assert weight_of(USAGE, seen(50, 42)) == 3.75
    assert weight_of(USAGE, seen(50, 42.1)) == 0
    assert weight_of(USAGE, None) == 0


def test_a_score_counted_by_hand() -> None:
    """Usage 50 of 20–80 scores 50, a half-life old: weight 15. Tickets 2 score 100: weight 10. Mood 0 scores 0: 15.
    (15·50 + 10·100 + 15·0) / 40 = 43.75. All of the data is there."""
    found = health((USAGE, TICKETS, MOOD), {"usage": seen(50, 14), "tickets": seen(2), "mood": seen(0)}, BANDS)
    assert (found.score, found.band, found.coverage) == (44, Band.RED, 100)
    costs = {driver.definition.keyword: driver.costs for driver in found.drivers}
    assert costs == {"usage": 18.75, "tickets": 0, "mood": 37.5}
    assert [driver.definition.keyword for driver in found.counted] == ["mood", "usage", "tickets"]


def test_what_is_missing_or_stale_counts_for_nothing_but_the_coverage() -> None:
    """45 of 55 are there: 81 %. Without the tickets and with a stale mood 30 of 55 are: 54 %."""
    found = health((USAGE, TICKETS, MOOD), {"usage": seen(80), "mood": seen(100)}, BANDS)
    assert (found.score, found.coverage) == (100, 81)
    found = health((USAGE, TICKETS, MOOD), {"usage": seen(80), "mood": seen(0, 136)}, BANDS)
    assert (found.score, found.coverage) == (100, 54)
    assert [driver.definition.keyword for driver in found.missing] == ["tickets", "mood"]


def test_too_little_is_no_colour() -> None:
    """25 of 55 are there: 45 %."""
    found = health((USAGE, TICKETS, MOOD), {"tickets": seen(2), "mood": seen(100)}, BANDS)
    assert (found.score, found.band, found.coverage) == (None, None, 45)
    assert health((), {}, BANDS).score is None


@pytest.mark.parametrize(("score", "band"), [(0, "red"), (49, "red"), (50, "yellow"), (69, "yellow"), (70, "green")])
def test_bands_begin_where_they_are_said_to(score: int, band: str) -> None:
    assert BANDS.of(score) == band


@pytest.mark.parametrize(
    ("threats", "score", "capped"),
    [
        ((), 100, None),
        ((Threat.CHAMPION,), 69, Threat.CHAMPION),
        ((Threat.SEVERITY_ONE,), 49, Threat.SEVERITY_ONE),
        ((Threat.CHAMPION, Threat.FIRE), 49, Threat.FIRE),
    ],
)
def test_threats_hold_a_score_down(threats: tuple[Threat, ...], score: int, capped: Threat | None) -> None:
    found = health((USAGE,), {"usage": seen(90)}, BANDS, threats)
    assert (found.score, found.capped) == (score, capped)


def test_a_threat_lifts_nothing() -> None:
    found = health((USAGE,), {"usage": seen(23)}, BANDS, (Threat.FIRE,))
    assert (found.score, found.capped, found.threats) == (5, None, (Threat.FIRE,))


@pytest.mark.parametrize(
    ("stated", "bands", "churned", "renewed", "found"),
    [
        (Band.RED, [Band.YELLOW, Band.RED, Band.YELLOW], False, False, Verdict.RIGHT),
        (Band.RED, [Band.YELLOW, Band.YELLOW], False, False, Verdict.WRONG),
        (Band.RED, [Band.GREEN], True, False, Verdict.RIGHT),
        (Band.RED, [Band.RED], False, True, Verdict.WRONG),
        (Band.GREEN, [Band.RED, Band.GREEN], False, False, Verdict.RIGHT),
        (Band.GREEN, [Band.GREEN, Band.YELLOW], False, False, Verdict.WRONG),
        (Band.GREEN, [None], False, True, Verdict.RIGHT),
        (Band.YELLOW, [None, None], False, False, Verdict.OPEN),
        (Band.YELLOW, [Band.YELLOW], True, False, Verdict.WRONG),
    ],
)
def test_a_word_against_the_score_was_right_or_not(
    stated: Band, bands: list[Band | None], churned: bool, renewed: bool, found: Verdict
) -> None:
    assert verdict(stated, bands, churned, renewed) is found


@pytest.mark.parametrize(
    ("value", "said"), [("34", "34"), ("0.25", "0.25"), ("1200", "1,200"), ("-3.5", "−3.5"), ("0", "0")]
)
def test_values_are_said_as_people_write_them(value: str, said: str) -> None:
    assert plain(int(Decimal(value) * MICRO)) == said


# ------------------------------------------------------------ of every account

definitions = st.lists(
    st.builds(
        definition,
        st.sampled_from("abcdefgh"),
        st.integers(1, 100),
        st.integers(51, 100),
        st.integers(0, 50),
        st.integers(1, 365),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.keyword,
)
readings = st.dictionaries(
    st.sampled_from("abcdefgh"), st.builds(seen, st.integers(-50, 150), st.floats(0, 400)), max_size=8
)
threats = st.sets(st.sampled_from(Threat))


@settings(max_examples=60)
@given(definitions, readings, threats)
def test_a_score_is_between_0_and_100(wanted: list[Definition], read: dict[str, Seen], under: set[Threat]) -> None:
    found = health(wanted, read, BANDS, under)
    assert 0 <= found.coverage <= 100
    assert (found.score is None) == (found.band is None) == (found.coverage < 50)
    if found.score is not None:
        assert 0 <= found.score <= 100
        assert sum(driver.share for driver in found.drivers) == pytest.approx(1)


@settings(max_examples=60)
@given(definitions, readings, threats, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(
    wanted: list[Definition], read: dict[str, Seen], under: set[Threat], dice: object
) -> None:
    shuffled = list(wanted)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    one, other = health(wanted, read, BANDS, under), health(shuffled, read, BANDS, under)
    assert (one.score, one.band, one.coverage, one.capped) == (other.score, other.band, other.coverage, other.capped)


@settings(max_examples=60)
@given(definitions, readings, threats, st.integers(0, 100))
def test_a_better_reading_never_makes_it_worse(
    wanted: list[Definition], read: dict[str, Seen], under: set[Threat], better: int
) -> None:
    before = health(wanted, read, BANDS, under).score
    for keyword, one in read.items():
        raised = {**read, keyword: replace(one, value=one.value + better * MICRO)}
        after = health(wanted, raised, BANDS, under).score
        assert (before is None) == (after is None)
        assert before is None or after is None or after >= before
