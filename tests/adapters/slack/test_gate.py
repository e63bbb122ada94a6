"""Who is let in: what is not signed by Slack is refused, and nothing odd is a server error."""

import copy
import itertools
import json
import logging
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.request import Line
from tests.adapters.slack.driver import PAYLOADS, SlackDriver, payload, signed

JSON = {"Content-Type": "application/json"}
GONE = object()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "١٢٣"},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
    ],
)
async def test_bad_headers_are_refused(driver: SlackDriver, headers: dict[str, str]) -> None:
    body = json.dumps(payload("message_im"))
    status, answer = await driver.post(body, {**JSON, **(signed(body) if headers else {}), **headers})
    assert (status, answer) == (401, {"error": "invalid request"})
    assert driver.bailey.requests == []


async def test_an_old_request_is_refused(driver: SlackDriver) -> None:
    body = json.dumps(payload("message_im"))
    status, _ = await driver.post(body, {**JSON, **signed(body, at=int(time.time()) - 301)})
    assert status == 401


async def test_a_body_that_is_no_text_is_refused(driver: SlackDriver) -> None:
    headers = {**JSON, **signed("{}")}
    url = driver.server.make_url("/slack/events")
    async with driver.session.post(url, data=b"\xff\xfe", headers=headers) as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", JSON),
        ("[1]", JSON),
        ("[" * 100_000, JSON),
        ("payload=%7B", FORM),
        ("payload=1", FORM),
        ("payload=%7B%22type%22%3A%22workflow_step_edit%22%2C%22callback_id%22%3A%22x%22%7D", FORM),
        ('{"type": "event_callback", "event": null}', JSON),
    ],
)
async def test_a_signed_body_that_cannot_be_read_is_a_bad_request(
    driver: SlackDriver, body: str, kind: dict[str, str]
) -> None:
    status, _ = await driver.post(body, {**kind, **signed(body)})
    assert status == 400


async def test_something_unknown_is_not_found(driver: SlackDriver) -> None:
    status, _ = await driver.post("{}", {**JSON, **signed("{}")})
    assert status == 404


async def test_slack_may_check_the_certificate_without_a_signature(driver: SlackDriver) -> None:
    status, _ = await driver.post("ssl_check=1&token=gone", FORM)
    assert status == 200


async def test_slack_may_check_the_address(driver: SlackDriver) -> None:
    await driver.event(payload("url_verification"))
    assert driver.status == 200
    assert payload("url_verification")["challenge"] in str(driver.ack)


async def test_a_line_may_speak_of_a_payload(driver: SlackDriver) -> None:
    await driver.say("log call Acme 30m the payload= was late")
    assert driver.bailey.requests[0].what.text == "call Acme 30m the payload= was late"  # type: ignore[union-attr] # a Line


async def test_nothing_that_is_said_is_logged(
    driver: SlackDriver, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    await driver.forged("log call Sesame 30m")
    await driver.chat("log call Sesame 30m")
    body = urlencode({**driver.slash("/log call Sesame 30m"), "command": "/nonsense"})
    await driver.post(body, {**FORM, **signed(body)})
    written = capsys.readouterr()
    assert "Sesame" not in caplog.text + written.out + written.err
    assert "xoxb" not in caplog.text + written.out + written.err


def _parts(found: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for name, value in inner:
        yield (*at, name)
        yield from _parts(value, (*at, name))


def _changed(body: Any, at: tuple[Any, ...], odd: Any) -> Any:
    """The same with something odd at one place, or with nothing there."""
    changed = copy.deepcopy(body)
    holder = changed
    for name in at[:-1]:
        holder = holder[name]
    if odd is GONE:
        del holder[at[-1]]
    else:
        holder[at[-1]] = odd
    return changed


@pytest.mark.parametrize("name", sorted(path.stem for path in PAYLOADS.glob("*.json")))
async def test_a_payload_that_lacks_something_or_holds_something_odd_is_never_our_failure(
    driver: SlackDriver, name: str
) -> None:
    """Slack delivers what we failed to take again, and again: what can never be taken is turned away."""
    whole = payload(name)
    if "response_url" in whole:
        whole["response_url"] = driver.slack.response_url()
    everywhere = [at for at in _parts(whole) if at != ("response_url",)]
    for at, odd in itertools.product(everywhere, (GONE, None, "x", 0, [], {}, [None])):
        body = _changed(whole, at, odd)
        if name == "command":
            await driver.form({field: value for field, value in body.items() if isinstance(value, str)})
        elif "event" in whole or "challenge" in whole:
            await driver.event(body)
        else:
            await driver.interact(body)
        assert driver.status in (200, 400, 404), (at, odd)


async def test_a_press_without_its_moment_is_a_press_all_the_same(driver: SlackDriver) -> None:
    body = payload("press_ephemeral")
    for name in ("action_ts", "block_id"):
        del body["actions"][0][name]
    await driver.interact({**body, "response_url": driver.slack.response_url()})
    assert driver.bailey.requests[-1].what == Line(body["actions"][0]["value"])
