"""Bailey as a server behind Slack, over the wire: signed requests in, a fake Slack behind it, kills in between."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.adapters.slack.driver import signed
from tests.e2e.server import until
from tests.e2e.wire import OverTheWire

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def dana(tmp_path: Path) -> AsyncIterator[OverTheWire]:
    driver = await OverTheWire().begin(tmp_path, BAILEY_ADMIN_EMAIL="dana@example.com")
    await driver.form(driver.slash("/bailey create Acme Corp"))
    yield driver
    await driver.close()


async def test_a_command_a_button_and_a_form(dana: OverTheWire) -> None:
    shown = await dana.form(dana.slash("/log call Acme 30m pricing"))
    assert shown is not None
    assert "Acme Corp · call · 30 min · today" in shown.words
    assert shown.private
    assert dana.count("activities") == 1
    await dana.press("Undo")
    assert "Taken back" in dana.said("respond")
    assert dana.count("activities") == 0
    form = await dana.form(dana.slash("/log"))
    assert form is not None
    assert form.dialog
    wrong = await dana.fill(account="Acme Corp", kind="call", length="soon")
    assert wrong is not None
    assert "“soon” is not a length of time" in wrong.words
    await dana.fill(account="Acme Corp", kind="call", length="45m")
    await until(lambda: "45 min" in dana.said("respond", "chat.postMessage", "chat.postEphemeral"))
    assert dana.count("activities") == 1


async def test_what_slack_delivers_twice_is_done_once(dana: OverTheWire) -> None:
    first = await dana.form(dana.slash("/log call Acme 30m"))
    again = await dana.again()
    assert first is not None
    assert again is not None
    assert again.words == first.words
    spoken = dana.spoken("had a 45 min call with Acme Corp about SSO yesterday")
    await dana.event(spoken)
    await dana.event(spoken)
    assert dana.count("activities") == 2
    assert dana.said("chat.postMessage").count("45 min") == dana.said("chat.postMessage").count("“SSO”")


async def test_a_forged_request_is_refused(dana: OverTheWire) -> None:
    assert await dana.forged("log call Acme 30m") == 401
    assert dana.count("activities") == 0


async def test_killed_between_requests_nothing_is_lost_and_nothing_done_twice(dana: OverTheWire) -> None:
    shown = await dana.form(dana.slash("/log call Acme 30m before the fall"))
    await asyncio.to_thread(dana.server.kill)
    await dana.restart()
    again = await dana.again()
    assert shown is not None
    assert again is not None
    assert again.words == shown.words
    assert dana.count("activities") == 1
    await dana.press("Undo")  # of a card that the process before it made
    assert dana.count("activities") == 0
    after = await dana.form(dana.slash("/log call Acme 20m after it"))
    assert after is not None
    assert dana.count("activities") == 1


async def test_killed_before_the_commit_nothing_is_half_done(dana: OverTheWire) -> None:
    body = urlencode(dana.slash("/log call Acme 30m in the storm"))
    writer = dana.busy()
    assert await dana.post(body, {**FORM, **signed(body)}) == (200, "")  # it waits for the database
    await asyncio.to_thread(dana.server.kill)
    writer.close()
    assert dana.count("activities") == 0
    await dana.restart()
    _, ack = await dana.post(body, {**FORM, **signed(body)})
    assert "in the storm" in json.dumps(ack)
    assert dana.count("activities") == 1


async def test_asked_to_stop_during_a_slow_answer_it_still_answers(dana: OverTheWire) -> None:
    writer = dana.busy()
    body = urlencode(dana.slash("/log call Acme 30m slowly"))
    status, ack = await dana.post(body, {**FORM, **signed(body)})
    assert (status, ack) == (200, "")
    dana.server.asked_to_stop()
    writer.close()
    assert await asyncio.to_thread(dana.server.ended) == 0
    assert "slowly" in dana.said("respond")
    assert dana.count("activities") == 1
