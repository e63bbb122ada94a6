"""A form of Slack that is refused: the reason beside the field, people to pick from, and nothing typed lost."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.meeting import House
from storage.engine import Engine
from storage.ground import open_ground
from tests.adapters.slack.driver import SlackDriver, payload
from tests.chat import World

TYPED = "They ask about the “API” tier, *urgently*"


@pytest.fixture
def world(sqlite: Engine) -> Iterator[World]:
    ground = open_ground(sqlite)
    yield World(ground, house=House(admin_email="dana@example.com"))
    ground.close()


@pytest.fixture
async def driver(world: World) -> AsyncIterator[SlackDriver]:
    driver = await SlackDriver(world.bot).open()
    await driver.form(driver.slash("/bailey create Acme Corp"))
    yield driver
    await driver.close()


async def picks(driver: SlackDriver, kind: str, typed: str) -> str:
    """The first thing that is offered while somebody types."""
    await driver.interact({**payload("suggestion"), "action_id": f"pick:{kind}", "value": typed})
    found: str = driver.ack["options"][0]["value"]
    return found


async def test_accounts_and_people_are_picked_while_one_types(driver: SlackDriver) -> None:
    form = await driver.form(driver.slash("/escalate"))
    assert form is not None
    assert form.dialog
    kinds = {block["block_id"]: block["element"] for block in form.payload["blocks"] if block["type"] == "input"}
    for name, kind in (("field:account", "account"), ("field:to", "member")):
        assert (kinds[name]["type"], kinds[name]["action_id"]) == ("external_select", f"pick:{kind}")
    account, me = await picks(driver, "account", "acm"), await picks(driver, "member", "dana")
    done = await driver.fill(account=account, to=me, what="data export down", kind="break/fix")
    assert done is not None
    assert "Escalated to" in done.words


async def test_the_reason_stands_beside_the_field(driver: SlackDriver) -> None:
    """Slack keeps the dialog as it stands, with what was typed."""
    await driver.form(driver.slash("/bailey form fyi Acme Corp"))
    me = await picks(driver, "member", "dana")
    await driver.fill(to=me, words=TYPED)
    assert driver.ack == {"response_action": "errors", "errors": {"field:to": "That is you. Whom shall I tell?"}}


async def test_what_is_no_fields_fault_stands_above(driver: SlackDriver) -> None:
    await driver.form(driver.slash('/bailey form consent account:"Acme Corp" kind:quote'))
    again = await driver.fill(withdrawn="yes", by=TYPED)
    assert again is not None
    assert again.dialog
    assert driver.ack["response_action"] == "update"
    assert "No consent to quote is on record" in again.words
    kept = [block["element"].get("initial_value") for block in again.payload["blocks"] if block["type"] == "input"]
    assert TYPED in kept
    assert driver.faults(again.payload) == []
