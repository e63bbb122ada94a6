"""What cells mean, and what keeps spreadsheets from running them."""

from collections.abc import Callable
from datetime import date, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import amounts, cells, dates
from bot.rules.amounts import Sum, money
from bot.rules.cells import Unreadable, clean, protected, unprotected
from bot.rules.columns import Subject, certain, fit, recognise
from bot.rules.dates import Moment, moment, order_of


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("€240k", "240000", "EUR"), ("240,000.00", "240000", None), ("1.234,56", "1234.56", None),
        ("240,000", "240000", None), ("€ 1.2m", "1200000", "EUR"), ("US$ 1,200", "1200", "USD"),
        ("TEUR 240", "240000", "EUR"), ("1 234,50 €", "1234.50", "EUR"), ("CHF 12'500.-", "12500", "CHF"),
        ("12.5", "12.5", None), ("1.234.567", "1234567", None), ("0,500", "0.5", None), ("EUR240000", "240000", "EUR"),
        ("£1,234,567.89", "1234567.89", "GBP"), ("2.5 Mio. €", "2500000", "EUR"), ("¥5000", "5000", "JPY"),
        ("0", "0", None),
    ],
)  # fmt: skip
def test_money(text: str, amount: str, currency: str | None) -> None:
    found = money(text)
    assert (found.amount, found.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text", ["abc", "(1,000)", "-5", "1,23,456", "1.2.3", "€", "12 apples", "9" * 40, "=1+1", "NaN", "∞"]
)
def test_no_money(text: str) -> None:
    with pytest.raises(Unreadable):
        money(text)


def test_a_column_decides_what_a_single_sign_is() -> None:
    assert money("1,234", ",") == Sum(Decimal("1.234"), None)
    assert money("1,234", ".") == Sum(Decimal("1234"), None)
    assert amounts.minor_units(Decimal("12.345"), "EUR") == 1235
    assert amounts.minor_units(Decimal(500), "JPY") == 500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-16", Moment(date(2026, 12, 16))),
        ("16.12.2026", Moment(date(2026, 12, 16))),
        ("12/16/2026", Moment(date(2026, 12, 16))),
        ("3/4/2026", Moment(date(2026, 4, 3))),
        ("16-Dec-2026", Moment(date(2026, 12, 16))),
        ("Dec 16, 2026", Moment(date(2026, 12, 16))),
        ("16. Dezember 2026", Moment(date(2026, 12, 16))),
        ("Wed, 16 Dec 2026", Moment(date(2026, 12, 16))),
        ("20261216", Moment(date(2026, 12, 16))),
        ("46000", Moment(date(2025, 12, 9))),
        ("46000.5", Moment(date(2025, 12, 9), time(12))),
        ("12/16/2026 2:30 PM", Moment(date(2026, 12, 16), time(14, 30))),
        ("2026-12-16T10:00:00.000Z", Moment(date(2026, 12, 16), time(10), timezone(timedelta()))),
        ("2026-12-16 10:00 +0530", Moment(date(2026, 12, 16), time(10), timezone(timedelta(hours=5, minutes=30)))),
    ],
)
def test_dates(text: str, expected: Moment) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", ["soon", "31/02/2026", "2026-13-01", "0001-01-01", "99999", "10:00", "2026-12-16 25:00"]
)
def test_no_dates(text: str) -> None:
    with pytest.raises(Unreadable):
        moment(text)


def test_a_column_decides_the_order_of_day_and_month() -> None:
    assert (order_of("16/12/2026"), order_of("12/16/2026"), order_of("3/4/2026")) == ("dmy", "mdy", "")
    assert moment("3/4/2026", "mdy").day == date(2026, 3, 4)
    assert moment("5/5/2026", "both").day == date(2026, 5, 5)
    with pytest.raises(Unreadable, match="could be two dates"):
        moment("3/4/2026", "both")


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (cells.minutes, "1h15", 75), (cells.minutes, "0:45", 45), (cells.minutes, "1:15:30", 76),
        (cells.minutes, "1.5h", 90), (cells.minutes, "90 min", 90), (cells.minutes, "30", 30),
        (cells.tier, "Tier 2", 2), (cells.tier, "T1", 1), (cells.tier, "gold", 2), (cells.tier, "C", 3),
        (cells.health, "82 %", 82), (cells.health, "41.0", 41), (cells.count, "3 months", 90), (cells.count, "30", 30),
        (cells.boolean, "Ja", True), (cells.boolean, "0", False),
        (cells.email, "Jane Doe <Jane@Acme.com>", "jane@acme.com"), (cells.domain, "https://www.Acme.com/x?y", "acme.com"),
        (cells.several, "a; b ;a", ["a", "b"]), (cells.several, "Acme, Inc.; B", ["Acme, Inc.", "B"]),
    ],
)  # fmt: skip
def test_other_cells(read: Callable[[str], Any], text: str, expected: Any) -> None:
    assert read(text) == expected


READERS: list[Callable[[str], Any]] = [
    money, moment, cells.minutes, cells.tier, cells.health, cells.count, cells.boolean, cells.email, cells.domain,
    cells.several, cells.line, cells.words, lambda text: moment(text, "both"), lambda text: money(text, ","),
]  # fmt: skip


@given(st.one_of(st.text(min_size=1, max_size=40), st.from_regex(r"[-+€$0-9.,'’ :/kKmTZ()%]{1,20}", fullmatch=True)))
@settings(max_examples=400, deadline=None)
def test_a_cell_is_read_or_refused_with_a_sentence(text: str) -> None:
    said = clean(text)
    for read in READERS if said else ():
        refused = ""
        try:
            read(said)
        except Unreadable as wrong:
            refused = str(wrong)
        assert not refused or refused.endswith(".")


@given(
    st.dates(date(1950, 1, 1), date(2149, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y"])
)
@settings(max_examples=100, deadline=None)
def test_a_written_date_reads_back(day: date, form: str) -> None:
    assert moment(day.strftime(form).replace("0001", "1")).day == day


@given(st.decimals(0, 10**12, places=2), st.sampled_from(["{:,.2f}", "€{:,.2f}", "{:,.2f} USD", "{:.2f}"]))
@settings(max_examples=100, deadline=None)
def test_a_written_sum_reads_back(amount: Decimal, form: str) -> None:
    text = form.format(amount)
    assert money(text).amount == amount
    swapped = text.translate(str.maketrans(",.", ".,"))
    assert money(swapped).amount == amount


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_a_protected_cell_never_runs_and_comes_back(text: str) -> None:
    shown = protected(text)
    assert not shown.startswith(cells.FORMULA)
    assert unprotected(shown) == text


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx", "'=x", "''x"])
def test_formulas_are_disarmed(text: str) -> None:
    assert protected(text) == f"'{text}"


@pytest.mark.parametrize(
    ("headings", "subject"),
    [
        ("Account Name,Account ID,Tier,ARR (k€),Renewal Date,Account Owner Email__c", "accounts"),
        ("Company Name,Company Domain Name,Company owner,Lifecycle Stage,Record ID,Industry", "accounts"),
        ("Kunde,Kundennummer,Jahreswert (EUR),Vertragsende,Kündigungsfrist", "accounts"),
        ("name,website", "accounts"),
        ("First Name,Last Name,Email,Account Name,Title", "contacts"),
        ("name,email,phone", "contacts"),
        ("Account,Type,Duration,Date,Notes", "activities"),
        ("Related To,Task Subtype,CallDurationInSeconds,Due Date,Full Comments,Assigned To", "activities"),
    ],
)
def test_what_a_file_is_about(headings: str, subject: str) -> None:
    sure = certain(recognise(headings.split(",")))
    assert sure is not None
    assert sure.subject == subject


def test_what_a_heading_says_of_its_column() -> None:
    assert fit(["name", "ARR (k€)"], Subject.ACCOUNTS).factor == 1000
    assert fit(["name", "ARR (k€)"], Subject.ACCOUNTS).currency == "EUR"
    assert fit(["name", "MRR"], Subject.ACCOUNTS).factor == 12
    assert fit(["account", "type", "date", "Duration (hours)"], Subject.ACTIVITIES).unit == "hours"
    assert fit(["account", "type", "date", "hs_call_duration"], Subject.ACTIVITIES).unit == "milliseconds"
    assert fit(["Name", "Account Name", "Colour"], Subject.ACCOUNTS).unused == ("Colour",)
    assert fit(["Name", "Account Name", "Colour"], Subject.ACCOUNTS).doubled == ("Account Name",)
    assert certain(recognise(["company", "name"])) is None


def test_hundreds_of_dates_stay_in_the_calendar() -> None:
    with pytest.raises(Unreadable):
        dates.day("99/99/9999")


@pytest.mark.parametrize(
    ("text", "found"),
    [("12", 12), ("36 months", 36), ("3 years", 36), ("1 Jahr", 12), ("12.0", 12), ("0", None), ("soon", None)],
)
def test_terms(text: str, found: int | None) -> None:
    if found is None:
        with pytest.raises(Unreadable, match="is not a term"):
            cells.months(text)
    else:
        assert cells.months(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("5", 500), ("3.5 %", 350), ("3,25%", 325), ("0", 0), ("100", 10_000), ("120", None), ("a lot", None)],
)
def test_percentages(text: str, found: int | None) -> None:
    if found is None:
        with pytest.raises(Unreadable, match="is not a percentage"):
            cells.basis_points(text)
    else:
        assert cells.basis_points(text) == found
