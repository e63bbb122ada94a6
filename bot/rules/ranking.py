"""How much a request weighs: for each customer importance × tier × ARR × health × renewal, added up, and breadth.

    points = Σ over customers (importance × tier × ARR × health × renewal) + 2 × customers

importance 1, 2, 4 or 8 from nice to a deal breaker, 1 where nobody said; tier 2, 1.5, 1, 0.5, and 0.5 where there is none;
ARR 1 and another 1 for each 100,000 of the reporting currency, 5 at most; health 1.5 when red and 1.25 when yellow;
renewal 1.5 within 90 days and 1.25 within 180. These are the factors that the field names: importance for each customer,
ARR × churn signal × nearness of the renewal, and breadth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

IMPORTANCE = {None: 1, 1: 1, 2: 2, 3: 4, 4: 8}
TIERS = {1: Fraction(2), 2: Fraction(3, 2), 3: Fraction(1), 4: Fraction(1, 2), None: Fraction(1, 2)}
HEALTHS = {"red": Fraction(3, 2), "yellow": Fraction(5, 4)}
ARR_STEP = 100_000  # whole units of the reporting currency
ARR_MOST = 5
BREADTH = 2
SOON, NEAR = 90, 180  # days to the renewal
ONE = Fraction(1)
RENEWALS = (ONE, Fraction(5, 4), Fraction(3, 2))  # far or unknown, near, soon
SCALE = 2 * ARR_STEP * 4 * 4  # what all denominators of the factors go into
# The factors over the denominator that `SCALE` has of each.
_TIER_PARTS = {tier: int(2 * factor) for tier, factor in TIERS.items()}
_HEALTH_PARTS = {band: int(4 * factor) for band, factor in HEALTHS.items()}
_RENEWAL_PARTS = tuple(int(4 * factor) for factor in RENEWALS)

FORMULA = "importance × tier × ARR × health × renewal for each customer, added up, plus 2 a customer"
WITHOUT = {
    frozenset({"money"}): "importance × tier × health × renewal for each customer, added up, plus 2 a customer",
    frozenset({"health"}): "importance × tier × ARR × renewal for each customer, added up, plus 2 a customer",
    frozenset({"money", "health"}): "importance × tier × renewal for each customer, added up, plus 2 a customer",
}


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer behind a request, as far as it may count. arr: whole units of the reporting currency, None where it is
    unknown or not cleared. band: red, yellow, green, or "" where it is unknown or not cleared."""

    account_id: int
    importance: int | None
    tier: int | None
    arr: int | None
    band: str
    renews_on: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """What one customer adds. factors: name → factor, those that are not 1."""

    account_id: int
    points: Fraction
    factors: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """points: the whole. shares: by customer, the weightiest first."""

    points: Fraction
    shares: tuple[Share, ...]


def factors_of(customer: Customer, today: date) -> tuple[tuple[str, Fraction], ...]:
    """What a customer's wish counts for besides its importance."""
    return (
        ("tier", TIERS[customer.tier]),
        ("ARR", arr_factor(customer.arr)),
        ("health", HEALTHS.get(customer.band, ONE)),
        ("renewal", renewal_factor(customer.renews_on, today)),
    )


def worth(customer: Customer, today: date) -> int:
    """The product of those factors in parts of `SCALE`, exactly: a list of many thousands is added up in whole numbers."""
    arr = min(ARR_STEP + (customer.arr or 0), ARR_MOST * ARR_STEP)
    renewal = _RENEWAL_PARTS[_nearness(customer.renews_on, today)]
    return _TIER_PARTS[customer.tier] * arr * _HEALTH_PARTS.get(customer.band, 4) * renewal


def share(customer: Customer, today: date) -> Share:
    importance = Fraction(IMPORTANCE[customer.importance])
    factors = (("importance", importance), *factors_of(customer, today))
    points = ONE
    for _, factor in factors:
        points *= factor
    return Share(customer.account_id, points, tuple(one for one in factors if one[1] != 1))


def rank(customers: Sequence[Customer], today: date) -> Rank:
    shares = sorted((share(one, today) for one in customers), key=lambda one: (-one.points, one.account_id))
    return Rank(sum((one.points for one in shares), Fraction(BREADTH * len(shares))), tuple(shares))


def arr_factor(arr: int | None) -> Fraction:
    return ONE if not arr else min(ONE + Fraction(arr, ARR_STEP), Fraction(ARR_MOST))


def renewal_factor(renews_on: date | None, today: date) -> Fraction:
    return RENEWALS[_nearness(renews_on, today)]


def _nearness(renews_on: date | None, today: date) -> int:
    """The place in `RENEWALS`."""
    if renews_on is None or renews_on < today:
        return 0
    days = (renews_on - today).days
    return 2 if days <= SOON else 1 if days <= NEAR else 0


def formula(cleared: frozenset[str]) -> str:
    """The formula as far as somebody with these clearances may have it counted."""
    return WITHOUT.get(frozenset({"money", "health"}) - cleared, FORMULA)


def figure(points: Fraction) -> str:
    """“12”, “12.5”: one decimal at most."""
    tenths = round(points * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
