"""retention and settings: figures, the bridge, the rows behind them, and what is left out."""

from datetime import date

import pytest

from storage.tables import Account, Contract, Renewal
from storage.work import Work
from tests.chat import MORNING, World


def only_the_worked_example(work: Work) -> None:
    """10.0 M up for renewal in the first quarter: 0.6 M less, 0.9 M lost, 1.8 M more."""
    for row in work.ask(Renewal.table().select()):
        work.update(Renewal, row["id"], deleted_at=MORNING)
    accounts = [Account.of(row) for row in work.ask(Account.table().select())][:4]
    for account, (base, amount) in zip(accounts, ((50, 68), (26, 20), (9, 0), (15, 15)), strict=True):
        contract = work.insert(
            Contract, account_id=account.id, name="Example", arr_minor=amount * 10_000_000, currency="EUR",
            ends_on=None if amount else date(2026, 2, 1), created_at=MORNING,
        )  # fmt: skip
        outcome = (
            "churned" if not amount else "expanded" if amount > base else "downsell" if amount < base else "renewed"
        )
        work.insert(
            Renewal, account_id=account.id, contract_id=contract.id, due_on=date(2026, 2, 1), notice_on=date(2026, 1, 1),
            outcome=outcome, currency="EUR", base_minor=base * 10_000_000, amount_minor=amount * 10_000_000,
            uplift_minor=0, decided_at=MORNING, dated_at=MORNING, created_at=MORNING,
        )  # fmt: skip


async def test_the_worked_example(both: World) -> None:
    await both.ground.run(1, only_the_worked_example)
    said = (await both.chat().says("retention Q1 2026")).splitlines()
    assert said[:6] == [
        "Retention · 1 Jan 2026 – 31 Mar 2026",
        "GRR 85 % · NRR 103 %",
        "Up for renewal: €10,000,000",
        "Expansion: +€1,800,000",
        "Contraction: −€600,000",
        "Churn: −€900,000",
    ]


@pytest.mark.parametrize(
    ("button", "rows"), [("Up for renewal", 4), ("Expansion", 1), ("Contraction", 1), ("Churn", 1)]
)
async def test_each_figure_opens_into_its_rows(world: World, button: str, rows: int) -> None:
    await world.ground.run(1, only_the_worked_example)
    dana = world.chat()
    await dana.says("retention Q1 2026")
    said = await dana.presses(button)
    assert said.startswith(f"{button} · 1 Jan 2026 – 31 Mar 2026 · {rows}")
    assert said.count("• ") == rows
    assert "GRR 85 %" in await dana.presses("All figures")


async def test_currencies_are_told_apart_until_there_is_a_rate(both: World) -> None:
    dana, omar = both.chat(), both.chat("omar@example.com")
    said = await dana.says("retention 2026")
    assert said.count("GRR") == 3  # two currencies, and how it is counted
    assert "there is no rate for USD. An admin enters one: settings rate USD 0.92 on 2026-11-23" in said
    assert "✓ 1 USD = 0.92 EUR from 1 Jan 2026 on." in await omar.says("settings rate USD 0.92 on 2026-01-01")
    said = await dana.says("retention 2026")
    assert said.count("GRR") == 2
    assert "1 USD = 0.92 EUR, the rate of 1 Jan 2026." in said
    await omar.says("settings rate USD 0.95 on 2026-10-01")
    assert "1 USD = 0.95 EUR, the rate of 1 Oct 2026." in await dana.says("retention 2026")
    assert "1 USD = 0.92 EUR" in await dana.says("retention Q2 2026")


async def test_the_same_day_again_corrects_a_rate_and_undo_brings_it_back(both: World) -> None:
    omar = both.chat("omar@example.com")
    await omar.says("settings rate USD 0.92 on 2026-01-01")
    await omar.says("settings rate USD 0.93 on 2026-01-01")
    assert "1 USD = 0.93 EUR since" in await omar.says("settings")
    await omar.says("undo")
    assert "1 USD = 0.92 EUR since" in await omar.says("settings")
    await omar.says("undo")
    assert "No rates of exchange" in await omar.says("settings")


async def test_unsigned_ones_stand_apart_and_are_not_counted(world: World) -> None:
    dana = world.chat()
    before = await dana.says("retention Q4 2026")
    assert "1 due and not signed yet, not counted · US$9,000" in before
    assert "Tallgrass Foods · Store Forecast" in await dana.presses("Not signed")
    await dana.says('renewal Tallgrass Foods contract:"Store Forecast" renewed')
    assert "not counted" not in await dana.says("retention Q4 2026")


async def test_the_fiscal_year_begins_when_the_admin_says(both: World) -> None:
    dana, omar = both.chat(), both.chat("omar@example.com")
    assert (await dana.says("retention")).startswith("Retention · 1 Oct 2026 – 31 Dec 2026")
    assert "✓ The fiscal year begins in March." in await omar.says("settings fiscal-year March")
    assert (await dana.says("retention")).startswith("Retention · 1 Sept 2026 – 30 Nov 2026")
    assert (await dana.says("retention FQ1")).startswith("Retention · 1 Mar 2026 – 31 May 2026")
    assert (await dana.says("retention FY2025")).startswith("Retention · 1 Mar 2025 – 28 Feb 2026")
    assert (await dana.says("retention last fiscal year")).startswith("Retention · 1 Mar 2025 – 28 Feb 2026")
    assert (await dana.says("renewals team this quarter")).startswith("Renewals · rest of this quarter · 0 renewals")
    await omar.says("undo")
    assert (await dana.says("retention")).startswith("Retention · 1 Oct 2026 – 31 Dec 2026")


async def test_a_customer_who_keeps_another_contract_is_kept(world: World) -> None:
    dana = world.chat()
    said = await dana.says("retention 2026")
    # Brightline left altogether; the Crème Brûlée let one of two contracts go.
    assert "Customers kept 96 %: 24 of 25" in said
    assert "Brightline" in await dana.presses("Customers lost")
    assert "Crème" not in await dana.says("retention 2026 lost customers")


async def test_settings_are_shown_to_all_and_changed_by_admins(world: World) -> None:
    dana, omar = world.chat(), world.chat("omar@example.com")
    assert "Fiscal year begins in: January\nReporting currency: EUR" in await dana.says("settings")
    for line in ("settings fiscal-year April", "settings currency USD", "settings rate USD 0.92"):
        assert "is not for the role csm" in await dana.says(line)
    assert "✓ The reporting currency is USD." in await omar.says("settings currency usd")
    assert "is no currency that I know" in await omar.says("settings currency tulips")
    assert "USD is the reporting currency itself." in await omar.says("settings rate USD 0.92")


async def test_who_may_see_no_money_sees_customers_alone(world: World) -> None:
    vera = world.chat("vera@example.com")
    said = await vera.says("retention 2026")
    assert "Customers kept" in said
    for word in ("GRR 9", "NRR", "€", "US$", "Expansion", "Contraction"):
        assert word not in said.replace("GRR = (start − contraction − churn) / start; NRR adds expansion.", "")
    assert "Who pays more or less is not for your role." in await vera.says("retention 2026 expansion")
    churn = await vera.says("retention 2026 churn")
    assert "Brightline Retail · Platform · due 13 Oct 2026 · churned" in churn
    assert "stock-outs" not in churn.lower()


async def test_a_rate_of_a_day_without_a_year_has_been_read_already(world: World) -> None:
    omar = world.chat("omar@example.com")
    assert "from 1 Nov 2026 on" in await omar.says("settings rate USD 0.92 on 1 Nov")
    assert "from 1 Jan 2027 on" in await omar.says("settings rate USD 0.92 from 2027-01-01")
