"""Questions in plain words, asked: the command's own answer with its source, or that it is not in the data."""

import pytest

from tests.chat import World


@pytest.mark.parametrize(
    ("question", "line", "source"),
    [
        (
            "when does Globex renew?",
            "account Globex renewal",
            "From Globex’s contracts and renewals · account Globex renewal",
        ),
        ("who looks after globex", "account Globex owner", "From Globex’s account record · account Globex owner"),
        ("which renewals are overdue?", "renewals overdue", "From contracts and renewals · renewals overdue"),
        ("what may I do?", "team rights", "From the rights of each role · team rights"),
        ("risks at Globex?", "risks Globex", "From risks of Globex · risks Globex"),
        ("who is on call for Support?", "on-duty Support", "From who is on duty · on-duty Support"),
    ],
)
async def test_the_answer_is_the_command_s_and_says_its_source(
    world: World, question: str, line: str, source: str
) -> None:
    dana = world.chat()
    assert await dana.says(question) == f"{await dana.says(line)}\n{source}"


async def test_rights_are_the_command_s(world: World) -> None:
    viewer = world.chat("vic@example.com")
    assert await viewer.says("why is Globex red?") == await viewer.says("health Globex")
    assert "US$" not in await viewer.says("how much does Globex pay us?")


async def test_an_account_that_nobody_knows_is_not_in_the_data(world: World) -> None:
    dana = world.chat()
    said = await dana.says("when does Globbexter renew?")
    assert said.startswith("✗ That is not in the data. I know no account “Globbexter”.")
    assert dana.buttons


async def test_a_fact_that_is_not_recorded_is_not_in_the_data(world: World) -> None:
    dana = world.chat()
    await dana.says("create Newco")
    said = await dana.says("when does Newco renew?")
    assert said.startswith("That is not in the data. No renewal of Newco was recorded.")
    assert "From Newco’s contracts and renewals" in said
    assert (await dana.presses("All that is known")).startswith("Newco")
    assert (await dana.says("who is the champion at Newco?")).startswith(
        "That is not in the data. No champion at Newco is known."
    )
    assert (await dana.says("what did Newco ask for?")).startswith("That is not in the data. No request of Newco")


async def test_a_wish_is_found_by_its_words(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("who wants SCIM?")).startswith("✗ That is not in the data. Nobody asked for “SCIM”.")
    await dana.says("request Globex SCIM provisioning must because audit in March")
    said = await dana.says("who wants SCIM?")
    assert "Globex" in said
    assert said.endswith("From feature requests · requests for SCIM")
    assert await dana.says("did we ship SCIM yet?") == said


async def test_an_escalation_is_found_by_its_words(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("who has the data export issue?")).startswith("✗ That is not in the data.")
    await dana.says("escalate Globex sev2 data exports down since 9am")
    said = await dana.says("who has the data export issue?")
    assert "data exports down since 9am" in said
    assert said.endswith('From escalations · escalations about "data export"')


@pytest.mark.parametrize(
    "question", ["what is the meaning of life?", "how many penguins does Globex employ", "where did we park the bus?"]
)
async def test_a_question_that_cannot_be_read_is_answered_with_three_that_can(world: World, question: str) -> None:
    dana = world.chat()
    said = await dana.says(question)
    assert "I cannot read that, or it is not in the data" in said
    offered = [label for label in dana.buttons if not label.startswith("All of")]
    assert len(offered) == 3
    for label in offered:
        told = await world.chat().says(label)
        assert "I cannot read that" not in told
        assert "I know no" not in told


@pytest.mark.parametrize("month", ["next month", "december", "this year"])
async def test_renewals_of_a_month_or_year(world: World, month: str) -> None:
    said = await world.chat().says(f"renewals team {month}")
    assert "does not" not in said
    assert said.startswith("Renewals · ")
