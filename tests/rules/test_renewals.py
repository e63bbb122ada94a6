"""Dates of renewals, what a signature means, and why customers leave."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.churn import EVIDENCE, ChurnReason, split
from bot.rules.renewals import Kind, next_renewal, signed, with_uplift


@pytest.mark.parametrize(
    ("due", "months", "starts", "following"),
    [
        (date(2026, 1, 31), 1, None, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, None, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, None, date(2029, 2, 28)),
        (date(2026, 3, 16), 12, None, date(2027, 3, 16)),
        (date(2026, 2, 28), 1, date(2026, 1, 31), date(2026, 3, 31)),
        (date(2029, 2, 28), 36, date(2028, 2, 29), date(2032, 2, 29)),
        (date(2026, 2, 28), 1, date(2025, 1, 28), date(2026, 3, 28)),
        (date(2026, 2, 15), 1, date(2025, 1, 31), date(2026, 3, 15)),
    ],
)
def test_the_next_renewal(due: date, months: int, starts: date | None, following: date) -> None:
    assert next_renewal(due, months, starts) == following


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 48), st.integers(1, 24))
def test_rolling_on_month_by_month_never_drifts(starts: date, term: int, times: int) -> None:
    due = starts
    for _ in range(times):
        due = next_renewal(due, term, starts)
    assert due == next_renewal(starts, term * times, starts)


@pytest.mark.parametrize(
    ("base", "amount", "points", "kind", "uplift"),
    [
        (100_00, 100_00, 0, Kind.RENEWED, 0),
        (100_00, 90_00, 500, Kind.DOWNSELL, 0),
        (100_00, 105_00, 500, Kind.RENEWED, 500),
        (100_00, 103_00, 500, Kind.RENEWED, 300),
        (100_00, 105_01, 500, Kind.EXPANDED, 500),
        (100_00, 101_00, 0, Kind.EXPANDED, 0),
    ],
)
def test_what_a_signature_means(base: int, amount: int, points: int, kind: Kind, uplift: int) -> None:
    assert signed(base, amount, points) == (kind, uplift)


def test_the_uplift_rounds_halves_up() -> None:
    assert with_uplift(1, 5_000) == 2
    assert with_uplift(18_000_000, 350) == 18_630_000


@pytest.mark.parametrize(
    ("text", "reason", "evidence"),
    [
        ("pricing", ChurnReason.PRICING, ""),
        ("pricing, they were offered it for half", ChurnReason.PRICING, "they were offered it for half"),
        ("too expensive (budget cut to 20k)", ChurnReason.PRICING, "budget cut to 20k"),
        ("Champion left: Jane went to Initech", ChurnReason.CHAMPION, "Jane went to Initech"),
        ("priceless", None, "priceless"),
        ("", None, ""),
    ],
)
def test_the_reason_is_read_from_the_beginning(text: str, reason: ChurnReason | None, evidence: str) -> None:
    assert split(text) == (reason, evidence)


def test_every_reason_says_what_shows_it() -> None:
    assert 5 <= len(ChurnReason) <= 10
    assert set(EVIDENCE) == set(ChurnReason)
