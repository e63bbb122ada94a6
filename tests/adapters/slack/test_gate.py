"""Who is let in: what is not signed by Slack is refused, and nothing odd is a server error."""

import json
import logging
import time
from urllib.parse import urlencode

import pytest

from tests.adapters.slack.driver import SlackDriver, payload, signed

JSON = {"Content-Type": "application/json"}
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
