"""Bailey as a server behind Slack, over the wire: signed requests in, a fake Slack behind it, kills in between."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from adapters.slack import connect
from tests.adapters.slack.driver import SECRET, SLASH, SlackDriver, signed
from tests.contracts.driver import Shown
from tests.e2e.server import Server, until
from tests.fakes.slack import TOKEN

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class OverTheWire(SlackDriver):
    """Dana at the door of another process; what it answers by itself arrives at the fake Slack."""

    server: Server  # type: ignore[assignment] # the driver's own server stands in this process

    async def begin(self, folder: Path) -> "OverTheWire":
        await self.slack.server.start_server()
        self.session = aiohttp.ClientSession()
        chosen = connect.SlackSettings(TOKEN, SECRET, self.slack.api)
        self.platform = connect.platform(chosen, self.session, SLASH)
        self.database = folder / "bailey.db"
        settings = {
            "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": self.slack.api,
            "BAILEY_ADMIN_EMAIL": "dana@example.com",
        }  # fmt: skip
        self.server = Server(folder, "serve", **settings)
        await self.restart()
        return self

    async def restart(self) -> None:
        await asyncio.to_thread(self.server.start)

    async def close(self) -> None:
        await asyncio.to_thread(self.server.close)
        await self.session.close()
        await self.slack.server.close()

    async def post(self, body: str, headers: dict[str, str]) -> tuple[int, Any]:
        async with self.session.post(
            f"{self.server.url}/slack/events", data=body.encode(), headers=headers
        ) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else text

    async def _deliver(self, body: str, kind: dict[str, str]) -> Shown | None:
        self._last = (body, kind)
        before = len(self.slack.calls)
        self.status, self.ack = await self.post(body, {**kind, **signed(body)})
        shown = self._read(self.ack, before)
        self._shown = shown or self._shown
        return shown

    def count(self, what: str) -> int:
        """Rows of a table that nobody deleted."""
        with closing(sqlite3.connect(self.database)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {what} WHERE deleted_at IS NULL").fetchone()[0])

    def busy(self) -> sqlite3.Connection:
        """Somebody else writes into the database, so every answer is slow until this is closed."""
        connection = sqlite3.connect(self.database, isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN IMMEDIATE")
        return connection

    def said(self, *methods: str) -> str:
        return json.dumps(self.slack.of(*methods), ensure_ascii=False)


@pytest.fixture
async def dana(tmp_path: Path) -> AsyncIterator[OverTheWire]:
    driver = await OverTheWire().begin(tmp_path)
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
