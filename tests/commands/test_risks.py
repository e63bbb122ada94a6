"""risk, risks and what happens to a risk until it ends."""

import pytest

from bot.rules.risks import KINDS
from storage.tables import Risk, RiskCategory
from storage.work import Work
from tests.chat import World


def newest(work: Work) -> Risk:
    return max((Risk.of(row) for row in work.ask(Risk.table().select())), key=lambda risk: risk.id)


def count(work: Work) -> int:
    return sum(row["deleted_at"] is None for row in work.ask(Risk.table().select()))


# ------------------------------------------------------------ the first line


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("champion left", "champion left · high · US$405,000 up for renewal · indicated"),
        ("Jane Doe is leaving the company", "champion left · high · US$405,000 up for renewal · indicated"),
        ("Ruth Okafor, the CIO, resigned", "champion left · high"),
        ("pricing too high 40k", "pricing · medium · US$40,000 · indicated"),
        ("pricing too high €40k", "pricing · medium · €40,000"),
        ("price is high", "pricing · medium"),
        ("merging with Initech", "consolidation · high"),
        ("low usage high", "low adoption · high"),
        ("usage dropped by half low", "low adoption · low"),
        ("nobody was trained", "low adoption: not trained · medium"),
        ("they told us that they evaluate another tool", "competitor · high · US$405,000 up for renewal · declared"),
        ("no new projects this year", "their business: no new projects · medium"),
        ("priorities changed", "their business: priority change · medium"),
        ("side effects of the upgrade sev 1", "service failure: upgrade side effects · high"),
        ("withheld resources", "their business: withheld resources"),
        ("it looks outdated to them", "product gap: obsolescence · medium"),
        ("missing feature: SSO for plants", "product gap: missing feature · medium"),
        ("does not see the value severity high", "value gap · high"),
        ("support is slow, owner @sam", "service failure: support · high · US$405,000 up for renewal · indicated · since "
         "today · Sam Okoye"),
        ("export was down for 30m", "service failure: outage · high · US$405,000 up for renewal"),
    ],
)  # fmt: skip
async def test_what_words_say(world: World, line: str, told: str) -> None:
    said = (await world.chat().says(f"risk Globex {line}")).splitlines()
    assert said[0] == "✓ Flagged"
    assert said[1].startswith(f"Globex · {told}"), said[1]


async def test_a_name_alone_is_no_evidence_and_words_are(both: World) -> None:
    dana = both.chat()
    said = await dana.says("risk Globex champion left")
    assert "What shows it: who left, when, and who decides now?" in said
    assert "“champion left” alone is hard to act on. Which is it?" in said
    assert "No successor" in dana.buttons
    said = await dana.presses("No successor")
    assert "champion left: no successor" in said
    assert "alone is hard" not in said
    said = await dana.says("risk Globex Jane Doe is leaving the company, first sign late answers 3 Nov noticed by @sam")
    assert "“Jane Doe is leaving the company” · first sign “late answers” Tue 3 Nov\nNoticed by Sam Okoye" in said
    assert "What shows it" not in said
    assert "✓ Taken back" in await dana.says("undo")
    assert await both.look(count) == 10


async def test_what_is_not_understood_is_asked_with_nothing_lost(world: World) -> None:
    dana = world.chat()
    said = await dana.says("risk Globex something odd here 40k")
    assert "Which kind of risk is that?" in said
    assert dana.form.values["evidence"] == "something odd here"
    said = await dana.fills(category="their business")
    assert "their business · medium · US$40,000 · indicated" in said
    assert "“something odd here”" in said
    await dana.says("risk Globex something odd here")
    assert "service failure · high" in await dana.presses("Service failure")


def test_every_category_says_what_it_is() -> None:
    assert set(KINDS) == set(RiskCategory)
    assert 5 <= len(KINDS) <= 10
    assert all(kind.means and kind.evidence and 1 <= len(kind.plays) <= 3 for kind in KINDS.values())
    assert all(kind.causes for kind in KINDS.values() if kind.deeper)


# ------------------------------------------------------------ what happens to it


async def test_it_is_worked_changed_and_saved(both: World) -> None:
    dana = both.chat()
    await dana.says("risk Globex champion left")
    id = (await both.look(newest)).id
    assert "worked" in await dana.presses("Meet the successor")
    assert "Play: Meet the successor within two weeks" in await dana.says(f"risk:{id}")
    said = await dana.says(f"risk:{id} severity low amount 90k owner @sam")
    assert "champion left · low · US$90,000 · indicated · worked · since today · Sam Okoye" in said
    await dana.says(f"risk:{id} met the successor, she wants a new plan")
    noted = await both.look(lambda work: work.risks.last_notes(id, 1)[0])
    assert (noted.kind, noted.internal, noted.risk_id) == ("note", True, id)
    assert "“met the successor, she wants a new plan”" in await dana.says(f"risk:{id}")
    said = await dana.says(f"risk {id} saved")
    assert "What saved it? One line, for the next time." in said
    assert "What showed it: who left, when, and who decides now?" in said
    said = await dana.fills(why="the successor signed", evidence="Maria left on 2 Nov, Dev decides")
    assert said.startswith("✓ Saved\nGlobex · champion left · low · US$90,000 · indicated · saved · today")
    assert "Saved · Dana · “the successor signed”" in said
    assert "ended already" in await dana.says(f"risk:{id} severity high")
    await dana.says("undo")
    assert "Maria left" not in await dana.says(f"risk:{id}")
    assert "[Saved] [Narrowly saved] [Lost]" in await dana.says(f"risk:{id}")


async def test_the_form_of_a_change_shows_what_is_known(world: World) -> None:
    dana = world.chat()
    await dana.says("risk Globex pricing too high 40k")
    await dana.presses("Change")
    values = dana.form.values
    assert (values["category"], values["severity"], values["evidence"]) == ("pricing", "medium", "pricing too high")
    said = await dana.fills(severity="high", note="asked procurement for their limit")
    assert "pricing · high · US$40,000 · indicated · worked" in said
    ines = world.chat("ines@example.com")
    id = (await world.look(newest)).id
    await ines.says(f"form risk:{id}")
    assert "evidence" not in ines.form.values
    assert "amount" not in ines.form.values
    await ines.fills(severity="low")
    assert (await world.look(newest)).evidence is not None


async def test_work_may_be_logged_on_a_risk(world: World) -> None:
    dana = world.chat()
    await dana.says("risks Acme Corp")
    await dana.presses("Open")
    await dana.presses("Log on it")
    await dana.fills(kind="call", length="20m", note="Jane knows a name")
    logged = await world.look(lambda work: work.risks.last_notes(1, 1)[0])
    assert (logged.kind, logged.minutes) == ("call", 20)
    assert "“Jane knows a name”" in await dana.says("risk:1")


# ------------------------------------------------------------ lists


async def test_my_risks_and_everybodys(both: World) -> None:
    dana = both.chat()
    said = (await dana.says("risks")).splitlines()
    assert said[0] == "My risks · 5 risks · €670,800"
    rows = [line for line in said if line.startswith("• ")]
    assert rows[0] == "• Ironbridge Steel · value gap · high · €92,000 · indicated · worked · since Fri 23 Oct"
    assert "“Savings are shown for two of four furnaces" in said[2]
    jane = both.chat("jane@example.com")
    assert (await jane.says("risks")).startswith("My risks · 0 risks")
    assert (await jane.says("risks team by amount")).splitlines()[1].startswith("• Acme Corp · ")


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("risks Acme Corp", "Acme Corp: risks · 1 risk · €240,000"),
        ("risks team champion left high", "Risks · champion left · high · 1 risk · €240,000"),
        ("risks team high", "Risks · high · 3 risks · €572,000"),
        ("risks team declared", "Risks · declared · 1 risk · €17,800"),
        ("risks team tier 2", "Risks · T2 · 2 risks · €173,000"),
        ("risks team medium", "Risks · medium · 2 risks · €98,800"),
        ("risks team lost", "Risks · lost · 2 risks · €7,200 + US$78,000"),
        ("risks team narrowly saved", "Risks · narrowly saved · 1 risk · 1 fire · €290,000"),
        ("risks team closed", "Risks · closed · 4 risks · 1 fire · €297,200 + US$154,500"),
        ("risks owner @sam", "Sam Okoye’s risks · 0 risks"),
    ],
)  # fmt: skip
async def test_filters_in_words(world: World, line: str, first: str) -> None:
    assert (await world.chat().says(line)).splitlines()[0] == first


async def test_of_one_account_the_largest_amount_counts_once(world: World) -> None:
    dana = world.chat()
    await dana.says("risk Acme Corp pricing too high 40k")
    said = await dana.says("risks Acme Corp")
    assert said.startswith("Acme Corp: risks · 2 risks · €240,000")
    assert "Of each account the largest amount counts, once." in said


async def test_renewals_tell_of_open_risks(world: World) -> None:
    dana = world.chat()
    assert "25 %, 1 of 4 · 1 open risk" in await dana.says("renewal Acme Corp")
    assert "· 1 open risk" in await dana.says("renewals")
    assert "open risk" not in await world.chat("mia@example.com").says("renewals team")


# ------------------------------------------------------------ who may


async def test_who_may_raise_see_and_end(world: World) -> None:
    ines, lee, paul = (world.chat(f"{name}@example.com") for name in ("ines", "lee", "paul"))
    said = await ines.says("risk Globex three tickets about the export this week")
    assert "service failure: support · high · indicated" in said
    assert "“three tickets about the export this week”" in said
    assert "US$" not in said
    said = await lee.says("risk Globex their admin left")
    assert "✓ Flagged" in said
    assert "champion" not in said
    assert "“their admin left”" in said
    assert "which is not for the role engineering" in await lee.says("risks")
    assert "Risks" not in await lee.says("account Acme Corp")
    assert "“End a risk” is not for the role support" in await ines.says("risk:1 lost: they went")
    assert "✓ Lost" in await paul.says("risk:1 lost: they went")
    said = await paul.says("risks team")
    assert "€" in said
    assert "Tomás" not in said


async def test_what_a_risk_does_to_health(both: World) -> None:
    dana = both.chat()
    assert "▼ Their champion has left" in await dana.says("health Acme Corp")
    assert "YELLOW 61" in await dana.says("health Sunday Energy")
    await dana.says("risk Sunday Energy leaving")
    await dana.presses("Declare")
    both.passes(days=1)
    said = await dana.says("health Sunday Energy")
    assert "RED 49" in said
    assert "they have said that they want to leave" in said.lower()
    assert "YELLOW 61" in await dana.says("health Sunday Energy as of 22 November")


async def test_merging_accounts_takes_their_risks_along(world: World) -> None:
    dana = world.chat()
    await dana.says("merge Sunday Energy into Globex")
    assert "competitor" in await dana.says("risks Globex")
    await dana.says("undo")
    assert "competitor" not in await dana.says("risks Globex")


async def test_a_number_may_begin_a_name(world: World) -> None:
    dana = world.chat()
    await dana.says("create 360 Degrees")
    assert "360 Degrees · pricing" in await dana.says("risk 360 Degrees pricing too high")
    assert "There is no risk 999." in await dana.says("risk:999 saved it went away")
    assert "There is no risk 999." in await dana.says("risk 999 worked it")


# ------------------------------------------------------------ said once more


async def test_words_before_a_colon_say_how_much_hangs_on_it(world: World) -> None:
    said = await world.chat().says("risk Initech pricing 40k: they were offered half")
    assert "Initech · pricing · medium · US$40,000 · indicated" in said
    assert "“they were offered half”" in said
    assert "low adoption · low" in await world.chat().says("risk Paylo low: usage is down")


async def test_an_end_is_asked_for_and_never_flagged_as_a_new_risk(world: World) -> None:
    chat = world.chat()
    await chat.says("risk Initech pricing: they were offered half")
    before = await world.look(count)
    assert "Is that how a risk at Initech ended? Nothing saved yet." in await chat.says(
        "risk Initech saved: they signed"
    )
    assert "Saved · Dana · “they signed”" in await chat.presses("Saved: pricing")
    assert await world.look(count) == before
    # Where no champion is feared for, a lost one is a new risk.
    assert "✓ Flagged" in await chat.says("risk Initech champion lost")


async def test_the_same_risk_twice_is_told_and_may_become_one(world: World) -> None:
    chat = world.chat()
    await chat.says("risk Paylo usage is down")
    before = await world.look(count)
    said = await chat.says("risk Paylo nobody uses it since May")
    assert "The same has been open since today." in said
    assert "low adoption" in await chat.presses("It is the same one")
    assert await world.look(count) == before


async def test_whoever_may_not_see_health_is_not_told_of_risks_that_are_open(world: World) -> None:
    await world.chat().says("risk Paylo pricing too high")
    lee = world.chat("lee@example.com")
    said = await lee.says("risk Paylo pricing saved")
    assert "ended" not in said
    assert "has been open" not in await lee.says("risk Paylo pricing too high")
    assert "It is the same one" not in lee.buttons


# ------------------------------------------------------------ gathered


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("risks team by tier", ["T1 · 2 risks · €480,000", "T2 · 2 risks · €173,000", "T3 · 1 risk · €17,800"]),
        ("risks team by severity", ["high · 3 risks · €572,000", "medium · 2 risks · €98,800"]),
        ("risks team by owner", ["Dana · 5 risks · €670,800"]),
        ("risks team lost by owner", ["Sam Okoye · 2 risks · €7,200 + US$78,000"]),
        ("risks team tier 1 by category", ["champion left · 1 risk · €240,000", "their business · 1 risk · €240,000"]),
    ],
)
async def test_risks_are_gathered(both: World, line: str, groups: list[str]) -> None:
    said = (await both.chat().says(line)).splitlines()
    assert [row.removeprefix("• ") for row in said if row.startswith("• ")] == groups


async def test_each_group_opens_into_its_risks(both: World) -> None:
    dana = both.chat()
    await dana.says("create Paylo North")  # of no tier
    await dana.says("risk Paylo North pricing too high 40k")
    await dana.says("risk Acme Corp pricing too high 40k")
    said = await dana.says("risks team by tier")
    assert "T1 · 3 risks · €480,000" in said
    assert "no tier · 1 risk · €40,000" in said
    (shown,) = [line for line in dana.buttons.values() if "group:none" in line]  # of several alike the last
    assert (await dana.says(shown)).startswith("Risks · no tier · 1 risk · €40,000\n• Paylo North · pricing")
    said = await dana.presses("Groups")
    assert "no tier · 1 risk" in said
    said = await dana.says("risks team by category")
    assert "so an account in several lines counts in each." in said


async def test_amounts_of_groups_are_for_those_who_see_money(world: World) -> None:
    said = await world.chat("ines@example.com").says("risks by tier")
    assert "T1 · 2 risks" in said
    assert "€" not in said
    assert "hidden" in said


async def test_the_categories_say_what_shows_them(world: World) -> None:
    dana = world.chat()
    said = await dana.says("risk categories")
    assert all(category.value in said and kind.evidence in said for category, kind in KINDS.items())
    await dana.presses("Flag one")
    assert dana.form.values["category"] == "leaving"
    assert "Flag one" not in await world.chat("vera@example.com").says("risk categories")


# ------------------------------------------------------------ when the customer leaves


async def test_a_customer_who_leaves_ends_what_was_feared_of_them(both: World) -> None:
    dana = both.chat()
    await dana.says("risk Sunday Energy leaving")
    await dana.presses("Declare")
    said = await dana.says("renewal Sunday Energy churned: competitor, Xena at half the price")
    assert "2 open risks there ended with it, as lost." in said
    assert "risks · 0 risks" in await dana.says("risks Sunday Energy")
    ended = await both.look(newest)
    assert ended.state == "lost"
    assert ended.closing is not None
    assert ended.closing.value == "competitor: Xena at half the price"
    assert ended.evidence is not None
    assert ended.evidence.value == "Xena at half the price"
    assert "✓ Taken back: renewal of Sunday Energy" in await dana.says("undo")
    assert "2 risks · 1 fire" in await dana.says("risks Sunday Energy")


async def test_whoever_keeps_a_contract_is_asked_about_in_one_press(world: World) -> None:
    dana = world.chat()
    await dana.says("renewal Acme Corp churned: pricing, they were offered half")
    said = await dana.presses("Analytics")
    assert "1 open risk there. They keep another contract, so say what was lost with this one." in said
    said = await dana.presses("Lost: champion left")
    assert "Lost · Dana · “pricing: they were offered half”" in said


async def test_one_may_leave_with_all_contracts(world: World) -> None:
    dana = world.chat()
    await dana.says("renewal Acme Corp churned: pricing, they were offered half")
    said = await dana.presses("All 2")
    assert said.count("churned · pricing · “they were offered half”") == 2
    assert "1 open risk there ended with it, as lost." in said
    await dana.says("undo")
    assert "2 open renewals" in await dana.says("renewal Acme Corp churned: pricing, half")
    assert "Acme Corp: risks · 1 risk" in await dana.says("risks Acme Corp")


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("nobody logs in", "low adoption"),
        ("Jane quit", "champion left"),
        ("laying off half the staff", "their business: hard times"),
        ("exploring Salesforce instead", "competitor"),
        ("talking to a rival", "competitor"),
        ("too buggy", "service failure"),
        ("product does not do what they need", "product gap: missing feature"),
        ("they don't see the point", "value gap"),
        ("pricing severity high amount 20k: asked for a discount", "pricing · high · €20,000"),
    ],
)
async def test_what_people_say_in_passing(world: World, said: str, category: str) -> None:
    assert f"Polar Data Centers · {category}" in await world.chat().says(f"risk Polar {said}")


async def test_work_on_a_risk_is_no_new_risk_and_two_of_a_kind_say_their_numbers(world: World) -> None:
    dana = world.chat()
    await dana.says("risk Polar pricing: they asked for a discount")
    assert "Is that about a risk" in await dana.says("risk Polar pricing worked: sent the new price list")
    assert "· worked ·" in await dana.presses("Worked: pricing")
    await dana.says("risk Polar pricing: offered half by somebody else")
    await dana.says("risk Polar pricing saved: agreed at 5 %")
    labels = [label for label in dana.buttons if label.startswith("Saved: pricing")]
    assert len(labels) == 2
    assert all(" · risk " in label for label in labels)
