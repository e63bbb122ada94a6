"""renewals and renewal: what is due, what is expected of it, and how it was decided."""

import pytest

from storage.tables import Change, ForecastChange, Renewal
from storage.work import Work
from tests.chat import World


def renewals(work: Work, outcome: str | None = None) -> list[Renewal]:
    rows = [Renewal.of(row) for row in work.ask(Renewal.table().select())]
    return [one for one in rows if one.outcome == outcome and one.deleted_at is None]


# ------------------------------------------------------------ the board


async def test_my_renewals_with_totals_and_what_moved_and_why(both: World) -> None:
    said = (await both.chat().says("renewals")).splitlines()
    assert said[0] == "My renewals · next 90 days · 8 renewals · €517,200 + US$377,500"
    assert said[1].startswith("commit 2 €72,000 + US$320,000 ▲US$320,000 · probable 1 €81,000 ▼US$320,000 · ")
    assert said[2] == "Moved since Mon 16 Nov"
    assert (
        "• Globex · Platform · probable → commit · “Budget signed off; only the security questionnaire is open.”"
        in said
    )
    rows = [line for line in said if "renews " in line]
    assert rows[0].startswith(
        "• Monday Logistics · Platform · €72,000 · renews 22 Dec (29 d) · notice by 8 Dec (15 d) · commit"
    )
    assert said[-2:] == ["1 overdue, not signed · US$9,000", "[Overdue]"]


@pytest.mark.parametrize(
    ("line", "title", "first"),
    [
        ("renewals this month", "My renewals · rest of this month · 0 renewals", ""),
        ("renewals team quarter", "Renewals · rest of this quarter · 5 renewals", "Civic Trust Bank"),
        ("renewals team next quarter", "Renewals · next quarter · ", "Granite Construction Partners"),
        ("renewals 180d", "My renewals · next 180 days · ", "Monday Logistics"),
        ("renewals overdue", "My renewals · overdue, not signed · 1 renewal · US$9,000", "Tallgrass Foods"),
        ("renewals at risk", "My renewals · next 90 days · at risk · 2 renewals · €332,000", "Ironbridge Steel"),
        ("renewals by arr", "My renewals · next 90 days · 8 renewals", "Globex"),
        ("renewals by forecast", "My renewals · next 90 days · 8 renewals", "Happy Returns Fashion"),
        ("renewals by notice", "My renewals · next 90 days · 8 renewals", "Sunday Energy"),
        ("renewals owner @sam 30d", "Sam Okoye’s renewals · next 30 days · 1 renewal", "Evergreen Insurance"),
        ("renewals any time at risk", "My renewals · all open ones · at risk · 4 renewals", "Ironbridge Steel"),
    ],
)  # fmt: skip
async def test_filters_in_words(world: World, line: str, title: str, first: str) -> None:
    said = await world.chat().says(line)
    assert said.startswith(title), said
    rows = [row for row in said.splitlines() if "renews " in row or "was due" in row]
    assert rows[0].startswith(f"• {first} · ") if first else not rows, said


async def test_pages_go_on_and_back(world: World) -> None:
    jane = world.chat("jane@example.com")
    first = await jane.says("renewals team 180d")
    second = await jane.says(jane.next_page)
    assert "Moved since" in first
    assert "Moved since" not in second
    assert "[Back]" in second
    assert await jane.presses("Back") == first


async def test_a_move_of_today_shows_tomorrow_and_no_more_after_the_week(world: World) -> None:
    dana = world.chat()
    await dana.says("renewal Sunday Energy at risk the other vendor came back")
    assert "Sunday Energy · Platform · probable → at risk · “the other vendor came back”" in await dana.says("renewals")
    world.passes(days=1)
    assert "Moved since yesterday" in await dana.says("renewals")
    world.passes(days=7)
    assert "came back”\n  [Open]\n" not in (await dana.says("renewals")).split("• Monday")[0]


async def test_a_move_there_and_back_is_none(world: World) -> None:
    dana = world.chat()
    await dana.says("renewal Sunday Energy at risk they wavered")
    await dana.says("renewal Sunday Energy probable they came back")
    assert "Sunday Energy · Platform · probable →" not in await dana.says("renewals")


# ------------------------------------------------------------ the forecast


async def test_a_forecast_needs_its_reason(both: World) -> None:
    dana = both.chat()
    said = await dana.says("renewal Sunday Energy commit")
    assert "Why commit? One line, so that others can follow it." in said
    assert dana.form.values["what"] == "commit"
    assert not dana.done
    assert "· commit\n“price agreed on the phone”" in await dana.fills(reason="price agreed on the phone")
    assert "Forecast: commit · “price agreed on the phone”" in await dana.says("renewal Sunday Energy")
    await dana.says("undo")
    assert "Forecast: probable · “They like it" in await dana.says("renewal Sunday Energy")


async def test_what_was_expected_is_kept_in_history_and_in_the_audit(world: World) -> None:
    dana = world.chat()
    await dana.says("renewal Sunday Energy at risk: they compare prices")

    def kept(work: Work) -> tuple[str, str, list[str]]:
        history = work.ask(ForecastChange.table().select())
        newest = max(history, key=lambda row: row["id"])
        changes = [row for row in work.ask(Change.table().select()) if row["record_table"] == "renewals"]
        return (
            newest["forecast"],
            newest["reason"],
            [changes[-1]["before"]["forecast"], changes[-1]["after"]["forecast"]],
        )

    assert await world.look(kept) == ("at risk", "they compare prices", ["probable", "at risk"])


async def test_one_of_several_contracts_or_all(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("renewal Globex at risk procurement changed")).startswith("Globex has 2 open renewals.")
    assert "Globex · Data Exchange" in await dana.presses("Data Exchange")
    await dana.says("renewal Globex at risk procurement changed")
    said = await dana.presses("All 2")
    assert said.count("· at risk") == 2
    assert "Data Exchange" in await dana.says("renewal Globex contract Data Exchange commit they signed the order form")
    assert "has no contract “Nothing”" in await dana.says('renewal Globex contract:"Nothing" commit sure')


async def test_the_checklist_by_buttons(both: World) -> None:
    dana = both.chat()
    assert "Ready: 50 %, 2 of 4" in await dana.says("renewal Sunday Energy")
    assert "Ready: 75 %, 3 of 4" in await dana.presses("Value shown")
    assert "Ready: 50 %, 2 of 4" in await dana.presses("✓ Value shown")


async def test_the_card_tells_what_was_expected_before(world: World) -> None:
    said = await world.chat().says("renewal Acme Corp contract Platform")
    assert "Forecast: at risk · “New CEO reviews" in said
    assert "Before: commit from Wed 19 Aug, probable from Tue 13 Oct" in said


async def test_commit_without_a_known_sponsor_is_doubted(world: World) -> None:
    dana = world.chat()
    assert "the sponsor is not ticked as known" in await dana.says("renewal Ironbridge Steel commit they said yes")
    assert "sponsor" not in await dana.says("renewal Sunday Energy commit they said yes")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("what renews this month?", "rest of this month"), ("what is up for renewal", "next 90 days"),
     ("which customers renew next quarter?", "next quarter")],
)  # fmt: skip
async def test_questions_in_plain_words(world: World, asked: str, answer: str) -> None:
    assert (await world.chat().says(asked, bare=True)).startswith(f"My renewals · {answer}")


# ------------------------------------------------------------ the outcome


async def test_signed_for_more_goes_on_and_opens_the_next_one(both: World) -> None:
    dana = both.chat()
    said = await dana.says("renewal Monday Logistics renewed 80k")
    assert said.splitlines()[:4] == [
        "✓ Signed",
        "Monday Logistics · Platform · due 22 Dec 2026 · €72,000 → €80,000 · expanded",
        "By its amount it counts as expanded.",
        "Next: Platform · €80,000 · renews 22 Dec 2027 (394 d) · notice by 8 Dec 2027 (380 d)",
    ]
    assert "Decided since then\n• Monday Logistics" in await dana.says("renewals")
    before = len(await both.look(lambda work: renewals(work, "expanded")))
    assert "✓ Taken back" in await dana.says("undo")
    assert len(await both.look(lambda work: renewals(work, "expanded"))) == before - 1
    assert "renews 22 Dec (29 d) · notice by 8 Dec (15 d) · commit" in await dana.says("account Monday Logistics")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("renewal Sunday Energy renewed", "€81,000 · renewed"),
        ("renewal Sunday Energy downsell 60k", "€81,000 → €60,000 · downsell"),
        ("renewal Sunday Energy expanded 90k", "€81,000 → €90,000 · expanded"),
        ("renewal Sunday Energy upsold 90,000 EUR", "€81,000 → €90,000 · expanded"),
        ("renewal Sunday Energy renewed 70k", "€81,000 → €70,000 · downsell\nBy its amount it counts as downsell."),
        ("renewal Sunday Energy downsell", "For how much a year?"),
        ("renewal Sunday Energy downsell 90k", "That is no less than before."),
        ("renewal Sunday Energy expanded 80k", "That is no more than before."),
        ("renewal Sunday Energy renewed 90k USD", "This contract is in EUR."),
        ("renewal Nordbank renewed", "The price increase of the contract is in it"),
        ("renewal Nordbank renewed 272,950", "€265,000 → €272,950 · renewed"),
    ],
)
async def test_amounts_tell_what_it_was(world: World, line: str, told: str) -> None:
    assert told in await world.chat().says(line)


async def test_contracted_asks_which_of_two_things(world: World) -> None:
    dana = world.chat()
    said = await dana.says("renewal Sunday Energy contracted 70k")
    assert said.startswith("“Contracted” can mean two things. Which one?")
    assert "€81,000 → €70,000 · downsell" in await dana.presses("Less than before")
    assert not await world.look(lambda work: [one for one in renewals(work) if one.outcome])


async def test_churn_needs_its_reason_and_the_evidence_for_it(both: World) -> None:
    dana = both.chat()
    assert "Why did they leave? One of product gap, " in await dana.says("renewal Sunday Energy churned")
    said = await dana.says("renewal Sunday Energy churned: pricing")
    assert "“pricing” needs its evidence: the budget or the offer that it failed against, in figures." in said
    assert dana.form.values["cause"] == "pricing"
    told = await dana.fills(reason="52k offered by the other vendor, in writing")
    assert "€81,000 → €0 · churned · pricing · “52k offered by the other vendor, in writing”" in told
    assert "has no open renewal" in await dana.says("renewal Sunday Energy commit sure")
    assert "Platform · €81,000 · ends 29 Dec (36 d)" in await dana.says("account Sunday Energy")
    both.passes(days=37)
    assert "Platform · €81,000" not in await dana.says("account Sunday Energy")
    assert "no contract yet" in await dana.says("account Sunday Energy arr")


async def test_a_renewal_that_was_decided_meanwhile_is_not_decided_again(world: World) -> None:
    dana = world.chat()
    await dana.says("renewal Sunday Energy")
    line = dana.buttons["Signed"].removeprefix("form ")
    await dana.says(line)
    assert "That renewal is decided already." in await dana.says(line)
    decided = await world.look(lambda work: renewals(work, "renewed"))
    assert len([one for one in decided if one.decided_at == world.now]) == 1


async def test_merging_accounts_takes_their_renewals_along(both: World) -> None:
    dana = both.chat()
    await dana.says("merge Paylo into Sunday Energy")
    assert "€68,000" in await dana.says("renewal Sunday Energy")
    await dana.says("undo")
    assert "€68,000" not in await dana.says("renewal Sunday Energy")
    assert "€68,000" in await dana.says("renewal Paylo")


# ------------------------------------------------------------ elsewhere


async def test_the_card_and_the_day_know_it(world: World) -> None:
    dana = world.chat()
    assert "at risk" in await dana.says("account Acme Corp renewal")
    day = await dana.says("day")
    assert "• Tallgrass Foods · Store Forecast · not signed, was due 14 Nov (9 d ago) · US$9,000 · probable" in day
    assert "• Sunday Energy · Platform · notice by 29 Nov (6 d) · €81,000 · probable" in day


async def test_sales_may_forecast_and_support_may_not(world: World) -> None:
    paul, ines = world.chat("paul@example.com"), world.chat("ines@example.com")
    assert "✓ Forecast kept" in await paul.says("renewal Sunday Energy commit verbal yes from procurement")
    assert "“renewal” is not for the role support" in await ines.says("renewal Sunday Energy commit sure")
    assert "· commit" in await ines.says("renewals team")
    assert "€" not in await ines.says("renewals team")


@pytest.mark.parametrize("said", ["-5", "1e400", "100000000000000000"])
async def test_an_amount_that_cannot_be_read_is_asked_for(world: World, said: str) -> None:
    assert "no amount that I can read" in await world.chat().says(f"renewal Polar renewed {said}")
    assert "For nothing a year they have left" in await world.chat().says("renewal Polar renewed 0")


@pytest.mark.parametrize("said", ["on 1 Dec", "for 3 years", "120"])
async def test_a_number_that_is_hardly_a_sum_is_asked_about(world: World, said: str) -> None:
    assert "a small part of what they pay now" in await world.chat().says(f"renewal Polar renewed {said}")
    assert "€88,000 → €900 · downsell" in await world.chat().says("renewal Polar downsell 900 EUR")


async def test_words_beside_an_outcome_are_kept(world: World) -> None:
    assert "· expanded · “thanks to Clara”" in await world.chat().says("renewal Sunday renewed 90k thanks to Clara")


async def test_typed_twice_it_is_not_the_next_renewal_that_is_signed(both: World) -> None:
    dana = both.chat()
    assert "✓ Signed" in await dana.says("renewal Sunday renewed 90k")
    for line in ("renewal Sunday renewed 90k", "renewal Sunday churned: pricing, offered half"):
        assert "Is this about the renewal after that one?" in await dana.says(line)
    assert "€90,000 → €0 · churned" in await dana.presses("Yes, the next one")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("renewal Polar the CFO said yes, commit", "· commit\n“the CFO said yes”"),
        ("renewal Polar churned because of pricing, 40k at Rival", "churned · pricing · “40k at Rival”"),
        ("renewal Polar churned due to the champion left, Jane went in May", "champion left · “Jane went in May”"),
    ],
)
async def test_every_order_is_understood(world: World, line: str, told: str) -> None:
    assert told in await world.chat().says(line)


async def test_what_was_turned_round_is_in_the_form(world: World) -> None:
    dana = world.chat()
    assert "“pricing” needs its evidence" in await dana.says("renewal Polar pricing churned")
    assert (dana.form.values["what"], dana.form.values["cause"]) == ("churned", "pricing")


async def test_whoever_gives_a_reason_sees_their_own_words(world: World) -> None:
    sam = world.chat("sam@example.com")
    owner = await world.look(lambda work: work.people.by_email("sam@example.com"))
    assert owner is not None
    said = await sam.says("renewal Fjord at risk: their buyer is slow")
    assert "“their buyer is slow”" in said
    assert "“their buyer is slow”" in await sam.says("renewal Fjord")


@pytest.mark.parametrize(
    ("renews", "term", "following"),
    [
        ("31 Jan 2027", "1 month", ["28 Feb 2027", "31 Mar 2027", "30 Apr 2027"]),
        ("29 Feb 2028", "24 months", ["28 Feb 2030", "29 Feb 2032"]),
    ],
)
async def test_the_last_of_a_month_stays_the_last(world: World, renews: str, term: str, following: list[str]) -> None:
    dana = world.chat()
    await dana.says("create Leapling")
    await dana.says(f"contract Leapling 12k EUR renews {renews} term {term}")
    for day in following:
        await dana.says("renewal Leapling renewed")
        if "Yes, the next one" in dana.buttons:
            await dana.presses("Yes, the next one")
        assert day.removesuffix(" 2027") in await dana.says("renewal Leapling"), day
