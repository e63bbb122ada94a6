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
