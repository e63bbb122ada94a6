"""Rankings, contradictions and what a line says of a request."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.contradictions import contradiction
from bot.rules.eligibility import Customer as Invited
from bot.rules.eligibility import against
from bot.rules.ranking import IMPORTANCE, SCALE, Customer, figure, formula, rank, share, worth
from bot.rules.request_words import read, title_of
from bot.rules.themes import theme_of

TODAY = date(2026, 11, 23)
CUSTOMERS = st.builds(
    Customer,
    account_id=st.integers(1, 50),
    importance=st.sampled_from([None, 1, 2, 3, 4]),
    tier=st.sampled_from([None, 1, 2, 3, 4]),
    arr=st.none() | st.integers(0, 2_000_000),
    band=st.sampled_from(["", "red", "yellow", "green"]),
    renews_on=st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400)),
)


def test_a_customers_share_is_counted_by_hand() -> None:
    acme = Customer(1, 3, 1, 240_000, "red", TODAY + timedelta(days=90))
    assert share(acme, TODAY).points == Fraction(4) * 2 * Fraction("3.4") * Fraction("1.5") * Fraction("1.5")
    assert [name for name, _ in share(acme, TODAY).factors] == ["importance", "tier", "ARR", "health", "renewal"]
    assert rank([acme], TODAY).points == share(acme, TODAY).points + 2
    assert figure(Fraction(25, 2)) == "12.5"
    assert figure(Fraction(12)) == "12"


@given(st.lists(CUSTOMERS, max_size=8), CUSTOMERS)
def test_one_more_customer_never_ranks_it_lower(customers: list[Customer], another: Customer) -> None:
    assert rank([*customers, another], TODAY).points > rank(customers, TODAY).points


@given(CUSTOMERS)
def test_without_money_and_health_nothing_of_them_counts(customer: Customer) -> None:
    bare = Customer(customer.account_id, customer.importance, customer.tier, None, "", customer.renews_on)
    assert share(bare, TODAY).points <= share(customer, TODAY).points
    assert not {"ARR", "health"} & {name for name, _ in share(bare, TODAY).factors}


@given(CUSTOMERS)
def test_in_whole_numbers_it_is_the_same(customer: Customer) -> None:
    assert Fraction(IMPORTANCE[customer.importance] * worth(customer, TODAY), SCALE) == share(customer, TODAY).points


def test_the_formula_names_what_is_counted() -> None:
    assert "ARR" not in formula(frozenset({"health"}))
    assert "health" not in formula(frozenset({"money"}))
    assert "ARR × health" in formula(frozenset({"money", "health"}))


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ("delete leavers automatically", "leavers go only by hand", "“automatically” or “by hand”"),
        ("on for everybody", "admins only", "“everybody” or “admins only”"),
        ("delete after 30 days", "delete after 90 days", "“after 30 days” or “after 90 days”"),
        ("groups must not be synced", "sync groups as well", "“must not be synced” or “sync”"),
        ("at least 100 users", "at most 50 users", "“at least 100 users” or “at most 50 users”"),
        ("send alerts in real time", "send alerts as a daily digest", "“in real time” or “daily”"),
        ("enabled by default", "off by default", "“enabled by default” or “off by default”"),
        ("one-way sync is enough", "two-way sync", "“one-way” or “two-way”"),
    ],
)
def test_what_cannot_both_be(one: str, other: str, about: str) -> None:
    found = contradiction(one, other)
    assert found is not None
    assert found.about == about
    assert contradiction(other, one) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SCIM with Okta", "SCIM with Azure AD"),
        ("at least 30 days", "90 days"),
        ("daily or in real time, as we choose", "in real time"),
        ("export to CSV", "export to CSV with all columns"),
        ("after 30 days", "for 500 users"),
        ("no more waiting for the planner", "dark mode"),
        ("", ""),
    ],
)
def test_what_can_both_be(one: str, other: str) -> None:
    assert contradiction(one, other) is None


@given(st.text(max_size=300))
def test_any_words_can_be_read(text: str) -> None:
    said = read(text)
    assert len(title_of(said.what)) <= 91 or "…" in title_of(said.what)
    assert theme_of(text)
    contradiction(text, "after 30 days, automatically")


@pytest.mark.parametrize(
    ("customer", "why"),
    [
        (Invited(1, "green", False, None, 0), ()),
        (Invited(1, "red", False, None, 0), ("their health is red",)),
        (Invited(2, "green", True, None, 0), ("they may leave",)),
        (Invited(2, "green", False, TODAY + timedelta(days=60), 0), ("they renew within 60 days",)),
        (Invited(2, "green", False, TODAY + timedelta(days=61), 0), ()),
        (Invited(4, "yellow", False, None, 2), ("they are in 2 programmes already", "tier 4 has nobody close by")),
    ],
)
def test_who_fits_a_programme(customer: Invited, why: tuple[str, ...]) -> None:
    assert against(customer, TODAY) == why
