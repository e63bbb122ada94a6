"""The real bot behind the Slack door: what a customer-success manager does on the first day."""

import json
import re
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.meeting import House
from storage.engine import Engine
from storage.ground import Ground, open_ground
from storage.tables import Member
from storage.work import Work
from tests.adapters.slack.driver import SlackDriver, payload
from tests.chat import MORNING, World
from tests.contracts.driver import Shown


@pytest.fixture
def ground(sqlite: Engine) -> Iterator[Ground]:
    ground = open_ground(sqlite)
    yield ground
    ground.close()


@pytest.fixture
async def driver(ground: Ground) -> AsyncIterator[SlackDriver]:
    world = World(ground, house=House(admin_email="dana@example.com"))
    driver = await SlackDriver(world.bot).open()
    yield driver
    await driver.close()


async def test_the_first_day(driver: SlackDriver) -> None:
    await driver.form(driver.slash("/bailey create Acme Corp"))
    shown = await driver.form(driver.slash("/log call Acme Corp 30m pricing &amp; terms"))
    assert shown is not None
    assert "Acme Corp" in shown.words
    assert "30 min" in shown.words
    shown = await driver.press("Undo")
    assert shown is not None
    assert driver.slack.of("respond")[-1]["replace_original"] is True
    shown = await driver.chat("had a 45 min call with Acme Corp about SSO yesterday")
    assert shown is not None
    assert "45 min" in shown.words
    shown = await driver.form(driver.slash("/account Acme Corp"))
    assert shown is not None
    assert "Dana Fox" in shown.words


async def test_the_form_opens_and_is_carried_out(driver: SlackDriver) -> None:
    await driver.form(driver.slash("/bailey create Acme Corp"))
    shown = await driver.form(driver.slash("/log"))
    assert shown is not None
    assert shown.dialog
    shown = await driver.fill(account="Acme Corp", kind="call", length="soon")
    assert shown is not None
    assert "soon" in shown.words
    shown = await driver.fill(account="Acme Corp", kind="call", length="45m")
    assert shown is not None
    assert "45 min" in shown.words


async def test_the_shortcut_fills_the_form_from_the_message(driver: SlackDriver) -> None:
    shown = await driver.interact({**payload("shortcut_message"), "response_url": driver.slack.response_url()})
    assert shown is not None
    assert shown.dialog
    assert "Spoke to Acme" in shown.words


async def test_home_greets(driver: SlackDriver) -> None:
    await driver.form(driver.slash("/bailey create Acme Corp"))
    await driver.event(payload("app_home_opened"))
    assert "Dana" in json.dumps(driver.slack.of("views.publish")[-1])


async def test_a_mentioned_colleague_is_the_one_whom_an_import_named(driver: SlackDriver, ground: Ground) -> None:
    def owner(work: Work) -> int:
        return work.insert(Member, name="Sam Lee", email="sam@example.com", created_at=MORNING).id

    await driver.form(driver.slash("/bailey create Acme Corp"))
    sam = await ground.run(1, owner)
    slash = {**driver.slash("/log"), "text": "call Acme Corp 30m by <@U0SAM|sam>"}
    shown = await driver.form(slash)
    assert shown is not None
    assert "Sam Lee" in shown.words
    known = await ground.run(1, lambda work: work.people.by_identity("slack", "T0BAILEY", "U0SAM"), reads=True)
    assert known is not None
    assert known.id == sam


async def test_whoever_wrote_the_message_comes_along_though_they_never_spoke_to_bailey(driver: SlackDriver) -> None:
    shown = await driver.interact({**payload("shortcut_message"), "response_url": driver.slack.response_url()})
    assert shown is not None
    assert "Ana Reyes" in json.dumps(shown.payload)
    assert "Spoke to Acme & @Sam Lee about pricing" in json.dumps(shown.payload)


async def test_a_further_workspace_is_told_what_an_admin_does_and_joins_by_a_code(driver: SlackDriver) -> None:
    """Nothing of it is heard but the code."""
    shown = await driver.form(driver.slash("/bailey create Acme Corp"))
    shown = await driver.form(driver.slash("/bailey connect"))
    assert shown is not None
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", shown.words)
    assert code is not None

    def from_there(line: str) -> dict[str, str]:
        return {**driver.slash(line), "team_id": "T0SECOND", "team_domain": "second"}

    for user in driver.slack.users.values():
        user["team_id"] = "T0SECOND"
    shown = await driver.form(from_there("/account Acme"))
    assert shown is not None
    assert "I do not work for this workspace yet." in shown.words
    assert "connect CODE" in shown.words
    assert "Acme" not in shown.words
    assert shown.private
    shown = await driver.form(from_there(f"/bailey connect {code[0]}"))
    assert shown is not None
    assert "This workspace is connected." in shown.words
    shown = await driver.form(from_there("/account Acme"))
    assert shown is not None
    assert "Acme Corp" in shown.words


async def chosen(driver: SlackDriver, callback: str, text: str, channel: str = "C0OPEN") -> Shown:
    """A shortcut, on a message of Ana's."""
    body = {**payload("shortcut_message"), "callback_id": callback, "response_url": driver.slack.response_url()}
    body["message"]["text"] = text
    body["channel"]["id"] = channel
    shown = await driver.interact(body)
    assert shown is not None
    return shown


LINK = "https://example.slack.com/archives/C0OPEN/p1763972050000200?thread_ts=1763972040.000100&cid=C0OPEN"


async def test_a_message_is_escalated_with_its_words_its_link_and_whom_it_asks(
    driver: SlackDriver, ground: Ground
) -> None:
    await driver.form(driver.slash("/bailey create Acme Corp"))
    shown = await chosen(driver, "escalate", "Data export is down since 9am &amp; <@U0SAM> should know")
    assert shown.dialog
    assert "Data export is down since 9am & @Sam Lee should know" in shown.words
    assert "Sam Lee" in shown.words
    assert driver.faults(shown.payload) == driver.markup(shown.payload) == []
    shown = await driver.fill(account="Acme Corp", severity="sev1")
    assert shown is not None
    assert "Escalated to" in shown.words
    assert "Sam Lee is asked to take it" in shown.words
    [made] = await ground.run(1, lambda work: work.escalations.of_account(1), reads=True)
    assert made.escalation.link == LINK
    assert made.escalation.words == "Data export is down since 9am & @Sam Lee should know"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Acme says the export is down", "Acme Corp"),
        ("down again at acme corp, since 9", "Acme Corp"),
        ("Login fails at Acme Corp. Acme is *furious*!", "Acme Corp"),
        ("Nobody at Data Dynamics can log in", "Data Dynamics GmbH"),
        ("Acme and Globex wait", None),
        ("Data export is down", None),
        ("the globex of things", None),
        ("Ask <@U0SAM> about it", None),
        ("\u200f🔥 נפל", None),
    ],
)
async def test_the_customer_whom_a_message_names_stands_in_the_form(
    driver: SlackDriver, text: str, named: str | None
) -> None:
    for line in ("create Acme Corp", "create Globex", "create Sam Lee Foods", "create Data Dynamics GmbH"):
        await driver.form(driver.slash(f"/bailey {line}"))
    for other in ("Globex", "Sam Lee Foods", "Data Dynamics GmbH"):
        owned = await driver.form({**driver.slash("/bailey"), "text": f"owner {other} <@U0ANA|ana>"})
        assert owned is not None
        assert "Ana Reyes" in owned.words
    shown = await chosen(driver, "escalate", text)
    [element] = [block["element"] for block in shown.payload["blocks"] if block["block_id"] == "field:account"]
    assert element.get("initial_option", {}).get("text", {}).get("text") == named


async def test_a_message_becomes_a_request_in_its_own_words(driver: SlackDriver, ground: Ground) -> None:
    await driver.form(driver.slash("/bailey create Acme Corp"))
    shown = await chosen(driver, "request", "They would like\nSCIM provisioning")
    assert "They would like SCIM provisioning" in shown.words
    shown = await driver.fill(account="Acme Corp", importance="must")
    assert shown is not None
    assert "Kept for Product" in shown.words
    found = await ground.run(1, lambda work: work.requests.voice(1), reads=True)
    assert found is not None
    assert (found.voice.quote.value, found.voice.link) == ("They would like SCIM provisioning", LINK)


async def test_a_message_says_what_reference_is_looked_for(driver: SlackDriver) -> None:
    shown = await chosen(driver, "reference", "Has anybody a case study for me?")
    assert shown.dialog
    assert "Case study" in shown.words


async def test_where_outsiders_read_a_message_is_not_taken_along(driver: SlackDriver) -> None:
    for callback in ("escalate", "request", "reference", "log_activity"):
        shown = await chosen(driver, callback, "Data export is down", "C0SHARED")
        assert not shown.dialog
        assert "People from outside may read along" in shown.words


async def test_what_is_no_shortcut_of_baileys_is_told_to_be_none(driver: SlackDriver) -> None:
    shown = await chosen(driver, "team", "Data export is down")
    assert not shown.dialog
    assert "I know no command" in shown.words
