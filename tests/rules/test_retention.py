"""Retention: worked examples, and what must hold of every bridge."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.renewals import signed
from bot.rules.retention import Bridge, Rate, bridge_of, converted, grr, logos, nrr, percent, rate_on, together, total

MILLION = Decimal(1_000_000)
sums = st.integers(0, 10**12)
points = st.integers(0, 10_000)


def test_the_worked_example() -> None:
    bridge = Bridge(10 * MILLION, Decimal("1.8") * MILLION, Decimal("0.6") * MILLION, Decimal("0.9") * MILLION)
    assert grr(bridge) == Decimal("0.85")
    assert nrr(bridge) == Decimal("1.03")
    assert (percent(grr(bridge)), percent(nrr(bridge))) == ("85 %", "103 %")


def test_an_agreed_price_increase_is_no_expansion() -> None:
    meant = signed(100_00, 108_00, 500)
    bridge = bridge_of(100_00, 108_00, meant.uplift, churned=False)
    assert (bridge.expansion, bridge.uplift) == (Decimal(300), Decimal(500))
    assert nrr(bridge) == Decimal("1.03")


def test_nothing_up_for_renewal_is_no_figure() -> None:
    assert (grr(Bridge()), nrr(Bridge()), logos(0, 0)) == (None, None, None)
    assert percent(None) == "–"


@pytest.mark.parametrize(
    ("share", "said"), [("0.8461", "84.6 %"), ("1", "100 %"), ("0", "0 %"), ("1.2005", "120.1 %"), ("0.9996", "100 %")]
)
def test_shares_are_said_with_one_decimal(share: str, said: str) -> None:
    assert percent(Decimal(share)) == said


@st.composite
def decided(draw: st.DrawFn) -> Bridge:
    base, amount, uplift = draw(sums), draw(sums), draw(points)
    if draw(st.booleans()):
        return bridge_of(base, 0, 0, churned=True)
    return bridge_of(base, amount, signed(base, amount, uplift).uplift, churned=False)


@given(st.lists(decided(), max_size=12))
def test_gross_is_within_0_and_100_and_never_above_net(bridges: list[Bridge]) -> None:
    whole = total(bridges)
    gross, net = grr(whole), nrr(whole)
    if not whole.start:
        assert gross is None
        return
    assert gross is not None
    assert net is not None
    assert 0 <= gross <= 1
    assert net >= gross


@given(sums, sums, points)
def test_a_bridge_leads_from_the_base_to_the_amount(base: int, amount: int, uplift: int) -> None:
    bridge = bridge_of(base, amount, signed(base, amount, uplift).uplift, churned=False)
    assert bridge.start + bridge.expansion + bridge.uplift - bridge.contraction == amount
    assert min(bridge.expansion, bridge.uplift, bridge.contraction, bridge.churn) >= 0
    assert not (bridge.contraction and (bridge.expansion or bridge.uplift))


@given(st.lists(decided(), max_size=8), st.randoms())
def test_the_order_does_not_matter(bridges: list[Bridge], dice: object) -> None:
    other = list(bridges)
    dice.shuffle(other)  # type: ignore[attr-defined]  # hypothesis hands out random.Random
    assert total(bridges) == total(other)


@given(decided(), decided(), st.integers(1, 10**12))
def test_more_churn_never_helps(one: Bridge, other: Bridge, lost: int) -> None:
    whole = one + other
    worse = whole + Bridge(start=Decimal(lost), churn=Decimal(lost))
    if whole.start:
        assert grr(worse) <= grr(whole)  # type: ignore[operator]  # both have a start


RATES = [
    Rate("USD", date(2026, 1, 1), Decimal("0.90")),
    Rate("USD", date(2026, 6, 1), Decimal("0.95")),
    Rate("JPY", date(2026, 1, 1), Decimal("0.0061")),
]


def test_the_rate_in_force_is_the_latest_that_is_not_later() -> None:
    assert rate_on(RATES, "USD", date(2025, 12, 31)) is None
    assert rate_on(RATES, "USD", date(2026, 5, 31)) == RATES[0]
    assert rate_on(RATES, "USD", date(2026, 6, 1)) == RATES[1]


def test_minor_units_differ_by_currency() -> None:
    bridge = converted(Bridge(start=Decimal(1_000_000)), RATES[2], "EUR")
    assert bridge.start == Decimal(610_000)  # ¥1,000,000 are €6,100.00


def test_currencies_are_joined_only_where_every_rate_is_known() -> None:
    bridges = {"EUR": Bridge(start=Decimal(100)), "USD": Bridge(start=Decimal(100))}
    whole = together(bridges, RATES, "EUR", date(2026, 7, 1))
    assert whole == (Bridge(start=Decimal(195)), [RATES[1]])
    assert together({**bridges, "GBP": Bridge()}, RATES, "EUR", date(2026, 7, 1)) is None
