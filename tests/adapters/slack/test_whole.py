"""The real bot behind the Slack door: what a customer-success manager does on the first day."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.meeting import House
from storage.engine import Engine
from storage.ground import Ground, open_ground
from tests.adapters.slack.driver import SlackDriver, payload
from tests.chat import World


@pytest.fixture
async def driver(sqlite: Engine) -> AsyncIterator[SlackDriver]:
    ground: Ground = open_ground(sqlite)
    world = World(ground, house=House(admin_email="dana@example.com"))
    driver = await SlackDriver(world.bot).open()
    yield driver
    await driver.close()
    ground.close()


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
