"""Lines as people type them, which once meant something else than they said."""

from datetime import date

import pytest

from storage.tables import BetaSeat, Escalation, Feedback, ReferenceDebt, ReferenceOpinion, ReferenceProfile
from storage.types import Record
from storage.work import Work
from tests.chat import World
from tests.commands.asked import live, product_manager, voices


def newest(record: type[Record]):  # type: ignore[no-untyped-def]  # the row's own type
    return lambda work: record.of(max(work.ask(record.table().select()), key=lambda row: row["id"]))


@pytest.mark.parametrize(
    ("line", "ours", "what"),
    [
        ("owes Acme Corp they owe us a quote", False, "a quote"),
        ("owes Acme Corp they still owe us: a quote", False, "a quote"),
        ("owes us Acme Corp a quote", False, "a quote"),
        ("owes Acme Corp we owe them a logo on our site", True, "a logo on our site"),
        ("owes Acme Corp we owe a lunch", True, "a lunch"),
        ("owes Acme Corp western tour tickets", True, "western tour tickets"),
    ],
)
async def test_whose_debt_it_is_may_stand_in_the_words(world: World, line: str, ours: bool, what: str) -> None:
    await world.chat().says(line)
    debt = await world.look(newest(ReferenceDebt))
    assert (debt.ours, debt.what) == (ours, what)


async def test_a_nomination_for_a_beta_does_not_overwrite_the_profile(world: World) -> None:
    pia, dana = await product_manager(world), world.chat()
    await pia.says('beta "Early access": signed NDA')

    def profiles(work: Work) -> list[object]:
        return [row["use_case"] for row in work.ask(ReferenceProfile.table().select())]

    before = await world.look(profiles)
    assert "beta:1 nominate Globex" in await dana.says("nominate Globex for beta 1: they have a test tenant")
    assert await world.look(profiles) == before
    assert "Globex is named" in await dana.presses("Name them for it")
    assert (await world.look(newest(BetaSeat))).words.value == "they have a test tenant"


@pytest.mark.parametrize("because", ["because", "b/c", "bc", "cuz"])
async def test_what_is_wanted_may_stand_in_their_words_alone(world: World, because: str) -> None:
    said = f"request Globex “single sign on for contractors” dealbreaker {because} their auditor insists, needs: Okta"
    await world.chat().says(said)
    [request], [voice] = await world.look(live), await world.look(voices)
    assert request.title == "Single sign on for contractors"
    assert voice.why is not None
    assert (voice.importance, voice.why.value) == (4, "their auditor insists")


@pytest.mark.parametrize(("sign", "value"), [("👍", 1), ("👎", -1), ("+1", 1), ("-1", -1), ("–", -1)])
async def test_a_thumb_says_whether_they_like_it(world: World, sign: str, value: int) -> None:
    await world.chat().says(f"feedback Acme Corp {sign} dashboards")
    kept = await world.look(newest(Feedback))
    assert (kept.sign, kept.words.value) == (value, "dashboards")


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("escalate Globex sev1 export is down @jane please", True),
        ("escalate Globex sev1 hey @jane the export is down, please look", True),
        ("escalate Globex sev1 export is down @jane asap!", True),
        ("escalate Globex sev1 export is down for jane@globex.example", False),
        ("escalate Globex sev1 can @jane or @sam look? export is down", False),
        ("escalate Globex sev1 @nobody the export is down", False),
    ],
)
async def test_whoever_is_named_in_the_words_is_asked_to_take_it(world: World, line: str, asked: bool) -> None:
    await world.chat("jane@example.com").says("help")
    dana = world.chat()
    said = await dana.says(line)
    if dana.done:
        matter = await world.look(newest(Escalation))
        assert (matter.offered_to_id is not None) is asked, said
        assert ("Jane Lindgren is asked to take it" in said or "Jane is asked to take it" in said) is asked, said
    else:
        assert not asked, said


@pytest.mark.parametrize("line", ["“fintech” ‘EMEA’ logo 🎉", "fintech, EMEA: logo!", "'fintech' - emea. (logo)"])
async def test_marks_around_what_is_sought_do_not_matter(world: World, line: str) -> None:
    plain = await world.chat().says("reference fintech EMEA logo")
    assert (await world.chat().says(f"reference {line}")).split("\n")[1:] == plain.split("\n")[1:]


@pytest.mark.parametrize("words", ['"late fee"', "“late fee”", "late fee"])
async def test_words_that_choose_a_team_stand_without_their_quotes(world: World, words: str) -> None:
    admin, dana = world.chat("omar@example.com"), world.chat()
    assert (await admin.says(f"route {words} to Legal")).startswith("✓ “late fee” goes to Legal")
    assert (await dana.says("escalate Globex sev3 a late fee is odd")).startswith("✓ Escalated to Legal")


async def test_a_solution_names_the_time_of_each(world: World) -> None:
    await world.chat("jane@example.com").says("help")
    dana = world.chat()
    await dana.says("escalate Globex sev3 export fails")
    said = await dana.says("escalation:1 resolve a full disk stopped it, 2h @sam and 1h30m @dana 30m @jane")
    assert "cause: “a full disk stopped it” · took" in said
    for who, minutes in (("Dana", "1 h 30"), ("Jane", "30 min"), ("Sam Okoye", "2 h")):
        assert f"{who} {minutes}" in said, said


@pytest.mark.parametrize(
    ("words", "cause", "took"),
    [
        ("disk was full; me 1h, @sam 30m", "disk was full", ["Dana 1 h", "Sam Okoye 30 min"]),
        ("cause: disk; hours: me 1h 30m, @sam 2h", "disk", ["Dana 1 h 30", "Sam Okoye 2 h"]),
        ("disk was full: took @sam 2h and me: 1h", "disk was full", ["Dana 1 h", "Sam Okoye 2 h"]),
        ("disk was full; me 2h", "disk was full", ["Dana 2 h"]),
        ("disk was full for 2h", "disk was full", ["Dana 2 h"]),
        ("nobody told @sam 2h were planned", "nobody told @sam 2h were planned", []),
    ],
)
async def test_whose_time_it_took_may_stand_before_the_time(
    world: World, words: str, cause: str, took: list[str]
) -> None:
    dana = world.chat()
    await dana.says("escalate Globex sev3 export fails")
    said = await dana.says(f"escalation:1 resolve {words}")
    assert f"cause: “{cause}”" in said
    assert all(one in said.partition(" · took ")[2] for one in took), said
    assert (" · took " in said) is bool(took)


@pytest.mark.parametrize(
    "line",
    [
        "escalate sev2 data export down at Globex",
        "escalate data export down at globex sev2",
        "request data export for Globex must",
        "complaint data export is slow, says Globex",
        "win data export live at Globex",
        "log call 30m data export with Globex",
    ],
)
async def test_a_word_that_stands_in_another_customers_name_is_asked_about(world: World, line: str) -> None:
    dana = world.chat()
    await dana.says("create Polar Data Centers")
    asked = await dana.says(line)
    assert asked.startswith("Which customer is that about? Nothing saved yet.")
    assert [label.partition(" ·")[0] for label in dana.buttons] == ["Globex", "Polar Data Centers"]
    kept = await dana.presses("Globex")
    assert dana.done
    assert "Globex" in kept
    assert "data export" in kept.lower()
    assert "Polar" not in kept


@pytest.mark.parametrize(
    ("line", "customer"),
    [
        ("escalate polar export to Globex fails sev2", "Polar Data Centers"),
        ("escalate Data export to Globex fails sev2", "Polar Data Centers"),
        ("escalate data export down sev2", "Polar Data Centers"),
        ("escalate Globex sev2 data export down", "Globex"),
    ],
)
async def test_a_customer_who_is_clear_is_not_asked_about(world: World, line: str, customer: str) -> None:
    dana = world.chat()
    await dana.says("create Polar Data Centers")
    assert f"\n{customer} · Sev" in await dana.says(line)


@pytest.mark.parametrize(
    "line",
    ["fyi Acme Corp asks about SSO @jane", "fyi Acme Corp: ask @jane lindgren about SSO", "fyi @jane Acme Corp SSO"],
)
async def test_whoever_is_named_in_the_words_is_told(world: World, line: str) -> None:
    await world.chat("jane@example.com").says("help")
    assert (await world.chat().says(line)).startswith("✓ Told Jane")


@pytest.mark.parametrize("who", ["@nobody", "@jane or @sam"])
async def test_nobody_else_is_told_than_whom_the_words_name(world: World, who: str) -> None:
    await world.chat("jane@example.com").says("help")
    sam = world.chat("sam@example.com")
    await sam.says(f"fyi Acme Corp asks about SSO {who}")
    assert not sam.done
    assert list(sam.form.errors) == ["to"]
    assert sam.form.values["words"] == f"asks about SSO {who}"


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("until March", date(2027, 2, 28)),
        ("until november", date(2027, 10, 31)),
        ("till May 2027", date(2027, 4, 30)),
        ("until end of March", date(2027, 3, 31)),
        ("until the end of November", date(2026, 11, 30)),
        ("until the end of Q2", date(2027, 6, 30)),
        ("until end of the year", date(2026, 12, 31)),
        ("until 2028", date(2027, 12, 31)),
        ("until next year", date(2026, 12, 31)),
        ("until March 15", date(2027, 3, 15)),
        ("until 15 March", date(2027, 3, 15)),
    ],
)
async def test_until_when_an_opinion_counts_is_said_as_people_say_it(world: World, said: str, until: date) -> None:
    for line in (f"opinion Globex stay away {said}: price talks", f"opinion Globex stay away price talks {said}"):
        await world.chat().says(line)
        kept = await world.look(newest(ReferenceOpinion))
        assert (kept.until, kept.why.value) == (until, "price talks")


async def test_the_audit_names_colleagues_and_times(world: World) -> None:
    dana, jane = world.chat(), world.chat("jane@example.com")
    await dana.says("escalate Globex sev3 export fails")
    await dana.says("escalation:1 take")
    said = await jane.says("audit Globex changes")
    assert "owner – → Dana" in said
    assert "taken at – → 2026-11-23 08:30 UTC" in said
    assert "T08:30:00Z" not in said


async def test_nobody_is_asked_whether_they_mean_what_they_may_not_do(world: World) -> None:
    vera, admin = world.chat("vera@example.com"), world.chat("omar@example.com")
    assert (await vera.says("take escalation 1")).endswith("“take”. Try help.")
    assert "Did you mean one of these?\n[Measures]" in await vera.says("mesure usage")
    await admin.says("mesure usage")
    assert {"Measure", "Measures"} <= set(admin.buttons)


@pytest.mark.parametrize("words", ["nobody calls back", "“nobody calls back”", '"nobody calls back"'])
async def test_the_quotes_around_a_complaint_are_not_part_of_it(world: World, words: str) -> None:
    dana = world.chat()
    assert "“nobody calls back”" in await dana.says(f"complaint Acme Corp {words}")
    assert '“they said "soon" and "later"”' in await dana.says("complaint Acme Corp they said “soon” and “later”")


async def test_what_is_not_for_a_role_is_called_as_people_know_it(world: World) -> None:
    dana = world.chat()
    await dana.says("request Acme Corp SCIM provisioning must")
    assert "“Change a request” is not for the role csm" in await dana.says("request:1 planned")
