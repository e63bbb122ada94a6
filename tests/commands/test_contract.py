"""contract: what they pay, until when, and the renewal that follows."""

from zoneinfo import ZoneInfo

import pytest

from bot.importing.flow import apply, look, stage
from bot.importing.sheet import Sheet
from bot.importing.source import File
from bot.importing.undoing import undo_import
from storage.tables import Contract, Renewal
from storage.work import Work
from tests.chat import World


def due(work: Work) -> dict[str, list[str]]:
    """Contract → dates of its open renewals."""
    names = {row["id"]: row["name"] for row in work.ask(Contract.table().select())}
    found: dict[str, list[str]] = {}
    for row in work.ask(Renewal.table().select()):
        if row["outcome"] is None and row["deleted_at"] is None:
            found.setdefault(names[row["contract_id"]], []).append(str(row["due_on"]))
    return {name: sorted(days) for name, days in found.items()}


async def test_a_contract_is_added_with_its_renewal(both: World) -> None:
    dana = both.chat()
    said = await dana.says("contract Globex named Training 24k USD renews 1 Mar term 6 months notice 60d uplift 3.5%")
    assert said.splitlines()[:2] == [
        "✓ Contract added",
        "Globex · Training · US$24,000 · renews 1 Mar (98 d) · notice by 31 Dec (38 d)",
    ]
    assert (await dana.presses("Renewal")).startswith("Globex\nTraining · US$24,000 · renews 1 Mar (98 d)")
    await dana.says("undo")
    assert "Training" not in await dana.says("contract Globex")


async def test_its_date_moves_and_the_renewal_follows_and_undo_takes_both_back(both: World) -> None:
    dana = both.chat()
    before = await both.look(due)
    assert "renews 1 Mar (98 d) · notice by 21 Dec (28 d)" in await dana.says("contract Paylo renews 1 Mar notice 70d")
    assert (await dana.says("renewals mine 180d")).count("Paylo") == 0  # it is Sam's
    assert (await both.look(due)) != before
    await dana.says("undo")
    assert await both.look(due) == before


async def test_without_a_sum_it_asks_for_it(world: World) -> None:
    dana = world.chat()
    said = await dana.says("contract Paylo named Archive renews 1 Mar")
    assert "What do they pay a year?" in said
    assert "✓ Contract added\nPaylo · Archive · €1,200" in await dana.fills(arr="1.2k")


async def test_several_contracts_and_one_is_meant(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("contract Initech auto-renew")).startswith("Initech has 2 contracts. Which one?")
    assert "renews by itself" in await dana.presses("Training")
    assert (await dana.says("contract Initech 90k")).endswith("[Platform] [Training] [A new one]")
    assert "Initech · Contract · US$90,000\nNo renewal date yet" in await dana.presses("A new one")


async def test_the_form_shows_the_contract_as_it_is(world: World) -> None:
    dana = world.chat()
    await dana.says("contract Acme Corp")
    await dana.presses("Change")
    assert dana.form.values["name"] == "Analytics"
    assert dana.form.values["arr"] == "EUR60000"
    assert dana.form.values["renews"] == "2027-03-16"
    said = await dana.fills(arr="80k", uplift="4%", auto_renew="yes")
    assert "Acme Corp · Analytics · €80,000 · renews 16 Mar (113 d)" in said
    assert "renews by itself" in said
    assert "€260,000" in await dana.says("account Acme Corp arr")


async def test_what_cannot_be_is_refused_with_a_way_forward(world: World) -> None:
    dana = world.chat()
    assert "A term has 1 to 240 months" in await dana.says("contract Paylo term 300 months")
    assert "is more than 100 %" in await dana.says("contract Paylo uplift 120%")
    assert "“contract” is not for the role marketing" in await world.chat("mia@example.com").says("contract Paylo 3k")


async def test_an_imported_contract_has_its_renewal_and_undo_takes_both(both: World) -> None:
    before = await both.look(due)
    text = "name,contract,arr,currency,renewal date\nNewcomer,Platform X,12000,EUR,2027-05-01\n"
    text += "Paylo,Platform,68000,EUR,2027-08-01\n"

    def bring(work: Work) -> int:
        member = work.people.by_email("omar@example.com")
        assert member is not None
        sheet = look(File.of_bytes("accounts.csv", text.encode()), None, "en-GB", ZoneInfo("Europe/Berlin"))
        assert isinstance(sheet, Sheet)
        staged = stage(work, member, sheet, both.now)
        work.act_as(member.id, "import", both.now)
        apply(work, staged.id, both.now)
        return staged.id

    brought = await both.ground.run(1, bring, alone=True)
    after = await both.look(due)
    assert after["Platform X"] == ["2027-05-01"]
    assert "2027-08-01" in after["Platform"]

    def back(work: Work) -> None:
        member = work.people.by_email("omar@example.com")
        assert member is not None
        work.act_as(member.id, "undo", both.now)
        undo_import(work, brought, both.now)

    await both.ground.run(1, back, alone=True)
    assert await both.look(due) == before


async def test_undoing_an_import_leaves_a_renewal_that_somebody_has_worked_on(both: World) -> None:
    text = "name,contract,arr,currency,renewal date\nNewcomer,Platform X,12000,EUR,2027-05-01\n"
    omar, sam = both.chat("omar@example.com"), both.chat("sam@example.com")
    await omar.says("help")

    def bring(work: Work) -> int:
        member = work.people.by_email("omar@example.com")
        assert member is not None
        sheet = look(File.of_bytes("accounts.csv", text.encode()), None, "en-GB", ZoneInfo("Europe/Berlin"))
        assert isinstance(sheet, Sheet)
        staged = stage(work, member, sheet, both.now)
        work.act_as(member.id, "import", both.now)
        apply(work, staged.id, both.now)
        assert work.set_id is not None
        return work.set_id

    brought = await both.ground.run(1, bring, alone=True)
    assert "✓ Forecast kept" in await sam.says("renewal Newcomer probable they asked for an offer")
    assert "renewal: Sam changed it since." in await omar.says(f"undo change:{brought}")
    assert "Platform X · €12,000 · renews 1 May" in await sam.says("renewal Newcomer")


@pytest.mark.parametrize("said", ["-5k", "€-5k", "-€5k", "–5k"])
async def test_less_than_nothing_is_refused(world: World, said: str) -> None:
    assert "ARR cannot be less than nothing" in await world.chat().says(f"contract Polar {said}")
