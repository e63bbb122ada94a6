"""Questions as people type them: misspelt, by trade and region, of people, and of what is not in the data."""

import pytest

from tests.chat import World


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("wen does quitewater renew", 'account "Quietwater Group" renewal'),
        ("who ownes globx", "account Globex owner"),
        ("“Who owns Paylo?”", "account Paylo owner"),
        ("who's our best reference for hospitals", "reference hospitals"),
        ("which customers are in asia", "accounts all region asia"),
        ("my retail customers", "accounts mine industry retail"),
        ("how many tier 1 accounts do we have", "accounts all tier 1"),
        ("show me renewals of Jane's", "renewals owner Jane"),
        ("who covers for Sam", "away Sam"),
        ("who owns the Bluebird escalation", 'escalations "Bluebird Air"'),
        ("last QBR with Globex", "activities Globex type business review"),
        ("any meetings with Initech today", "brief Initech"),
        ("how do I log a call", "help log"),
        ("escalations waiting for engineering", "escalations Engineering"),
    ],
)
async def test_it_is_answered_by_its_look_up(world: World, question: str, line: str) -> None:
    dana = world.chat()
    said, wanted = await dana.says(question), await dana.says(line)
    assert said.splitlines()[0] == wanted.splitlines()[0]


async def test_other_words_for_an_industry_are_found(world: World) -> None:
    said = await world.chat().says("reference hospitals")
    assert said.startswith("Healthcare")
    assert "Acme Health" in said


async def test_a_title_that_nobody_has_is_not_in_the_data(world: World) -> None:
    dana = world.chat()
    assert "Jane Porter, CFO" in await dana.says("who's the CFO at Acme Corp?")
    said = await dana.says("who is the CEO of Acme Corp?")
    assert said.startswith("That is not in the data. No CEO of Acme Corp is known.")


async def test_a_person_is_found_by_name_for_whoever_may_know_them(world: World) -> None:
    dana, mia = world.chat(), world.chat("mia@example.com")
    said = await dana.says("who is Maria Ortiz?")
    assert "Maria Ortiz · VP Operations · Globex" in said
    assert "no phone number" in said
    assert (await dana.says("who is Maria Nobody?")).startswith(
        "✗ That is not in the data. I know neither a person nor an account called “Maria Nobody”."
    )
    assert "Globex · " in await dana.says("contacts at Globex")
    assert "Maria" not in await mia.says("contact Maria Ortiz")


async def test_a_figure_is_found_by_its_name_or_said_to_be_unread(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("how many weekly active users does Globex have")).startswith("Globex · weekly active users")
    assert (await dana.says("how many employees does Globex have")).startswith("✗ I cannot read that")


async def test_what_names_anything_is_looked_for_in_several_lists(world: World) -> None:
    dana = world.chat()
    await dana.says("request Monday Logistics Figures per depot must")
    assert (await dana.says("what's the status of figures per depot")).startswith("Figures per depot")
    assert (await dana.says("how many requests do we have for depot figures")).startswith("Figures per depot")
    assert (await dana.says("what does Monday want from product")).startswith(
        "What Monday Logistics asked for · 1 request"
    )
    await dana.says("escalate Bluebird sev1 the export of delay costs is down")
    assert (await dana.says("what's the status of the delay costs")).startswith("Sev 1: Bluebird Air")
    assert (await dana.says("status of dark mode for Acme Corp")).startswith(
        "✗ That is not in the data. Nobody asked for “dark mode”."
    )


async def test_a_region_that_no_account_has_is_not_in_the_data(world: World) -> None:
    said = await world.chat().says("which accounts are in Germany")
    assert said == "✗ That is not in the data. No account’s region is “Germany”. There are: AMER, APAC, EMEA."


async def test_what_cannot_be_read_offers_what_answers_a_part_of_it(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("which of our enterprise accounts are red")).startswith("✗ I cannot read that")
    assert "health red" in dana.buttons
    assert (await dana.says("and next month?")).startswith("✗ I do not keep what was asked before, so ask it whole")
    assert (await dana.says("and Globex?")).startswith("Globex · T1")


async def test_what_is_told_of_an_account_offers_what_it_may_be(world: World) -> None:
    dana = world.chat()
    await dana.says("Globex wants dark mode")
    assert "A feature request" in dana.buttons
    await dana.says("Globex is angry about the invoice")
    assert "A complaint" in dana.buttons


async def test_a_source_says_who_changed_it_to_whoever_may_know(world: World) -> None:
    dana, jane, mia = world.chat(), world.chat("jane@example.com"), world.chat("mia@example.com")
    await dana.says("goal Paylo open in Spain")
    asked = "what is the goal of Paylo?"
    assert "From Paylo’s account record, changed today by you · " in await dana.says(asked)
    assert "From Paylo’s account record, changed today by Dana · " in await jane.says(asked)
    assert "From Paylo’s account record · " in await mia.says(asked)


async def test_requests_by_importance(world: World) -> None:
    dana = world.chat()
    await dana.says("request Nordbank Warn when a load runs late dealbreaker")
    await dana.says("request Monday Logistics Figures per depot must")
    said = await dana.says("requests dealbreaker")
    assert said.startswith("Requests · deal breaker · 1 request")
    assert "Warn when a load runs late" in said
    assert (await dana.says("any must-haves?")).startswith("Requests · must have · 1 request")
    assert (await dana.says("requests mine must")).startswith("What my customers ask for · must have · 1 request")
    assert (await dana.says("requests mine dealbreakers")).startswith(
        "What my customers ask for · deal breaker · 0 requests"
    )


async def test_measures_of_an_account_are_its_health(world: World) -> None:
    dana = world.chat()
    assert await dana.says("measures Globex") == await dana.says("health Globex")


async def test_a_word_is_a_severity_where_one_stands_and_is_shown(world: World) -> None:
    dana = world.chat()
    said = await dana.says("escalate Paylo critical data export down")
    assert "Sev 1 · “data export down”" in said
    assert "“critical” is taken for sev 1." in said
    assert "Sev 3" in dana.buttons
    said = await dana.says("escalate Paylo login is slow but not critical")
    assert "Sev 3 · “login is slow but not critical”" in said
    assert "taken for" not in said


async def test_dislikes_are_told_of_beside_likes(world: World) -> None:
    dana = world.chat()
    await dana.says("feedback Nordbank + filings load fast")
    await dana.says("feedback Globex - the evening load is slow")
    assert (await dana.says("feedback from Globex")).startswith(
        "That is not in the data. Nobody told of it.\nWhat Globex likes"
    )
    said = await dana.says("any feedback on performance?")
    assert "1 more word tells what is not liked." in said
