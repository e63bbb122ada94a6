"""Bailey as a process behind Slack: signed requests go to it over the wire, a fake Slack is behind it."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp

from adapters.slack import connect
from tests.adapters.slack.driver import SECRET, SLASH, SlackDriver, signed
from tests.contracts.driver import Shown
from tests.e2e.server import Server
from tests.fakes.slack import TOKEN


class OverTheWire(SlackDriver):
    """Dana at the door of another process; what it answers by itself arrives at the fake Slack."""

    server: Server  # type: ignore[assignment] # the driver's own server stands in this process

    async def begin(self, folder: Path, *words: str, **more: str) -> "OverTheWire":
        """words: what the process is started with, `serve` where nothing is said. more: settings besides Slack's."""
        await self.slack.server.start_server()
        self.session = aiohttp.ClientSession()
        chosen = connect.SlackSettings(TOKEN, SECRET, self.slack.api)
        self.platform = connect.platform(chosen, self.session, SLASH)
        self.database = folder / "bailey.db"
        settings = {
            "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": self.slack.api,
            **more,
        }  # fmt: skip
        self.server = Server(folder, *(words or ("serve",)), **settings)
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
