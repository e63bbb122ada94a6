"""Microsoft's Agents Playground as a stand-in for Teams: started, driven over its HTTP endpoints, stopped.

Install it with `npm install @microsoft/m365agentsplayground@0.2.28`; `AGENTS_PLAYGROUND` names its `cli.js` where it is
not in `node_modules` beside the Makefile.
"""

import asyncio
import contextlib
import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp

from tests.e2e.server import ROOT

CLI = ROOT / "node_modules/@microsoft/m365agentsplayground/cli.js"
PATIENCE = 30.0  # seconds for the Playground to start, or for an answer to appear
Raw = dict[str, Any]


def cli() -> Path:
    """Raises FileNotFoundError that says what to install."""
    named = Path(os.environ.get("AGENTS_PLAYGROUND") or CLI)
    if not named.is_file():
        raise FileNotFoundError(
            f"The Agents Playground is missing ({named}): npm install --no-save @microsoft/m365agentsplayground@0.2.28"
        )
    if shutil.which("node") is None:
        raise FileNotFoundError("Node.js is missing; the Agents Playground needs it.")
    return named.resolve()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _config(name: str, email: str) -> str:
    """Its own, but for whoever sits at it. It wants five more people."""
    people = "".join(
        f"  - {_person(number, f'Colleague {number}', f'c{number}@example.com')}" for number in range(1, 6)
    )
    return (
        f'version: "0.1.1"\ntenantId: {_NOUGHTS}1\nbot:\n  id: {_NOUGHTS}11\n  name: Bailey\n'
        f"currentUser:\n    {_person(0, name, email)}users:\n{people}"
        "personalChat:\n  id: personal-chat-id\ngroupChat:\n  id: group-chat-id\n  name: Group Chat\n"
        f"team:\n  id: team-id\n  name: My Team\n  aadGroupId: {_NOUGHTS}31\n"
        "  channels:\n    - id: channel-announcements-id\n      name: Announcements\n"
    )


def _person(number: int, name: str, email: str) -> str:
    given, _, family = name.partition(" ")
    fields = {
        "id": f"user-id-{number}", "name": name, "userPrincipleName": email, "aadObjectId": f"{_NOUGHTS}2{number}",
        "givenName": given, "surname": family, "email": email,
    }  # fmt: skip
    return "    ".join(f"{field}: {json.dumps(value)}\n" for field, value in fields.items())


_NOUGHTS = "00000000-0000-0000-0000-0000000000"


class Playground:
    """events: everything that the conversations showed, oldest first, as the Playground's own page receives it."""

    def __init__(self, folder: Path, name: str = "", email: str = "") -> None:
        """name, email: who sits at it; Alex Wilber where nobody is named."""
        if name:
            (folder / ".m365agentsplayground.yml").write_text(_config(name, email))
        self.port = free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._client = aiohttp.ClientSession()
        self._listener: asyncio.Task[None] | None = None
        self.events: list[Raw] = []
        self._folder = folder

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def service_url(self) -> str:
        return f"http://localhost:{self.port}/_connector"

    async def start(self, endpoint: str) -> None:
        """endpoint: where the bot takes its messages."""
        self._process = await asyncio.create_subprocess_exec(
            "node",
            str(cli()),
            "start",
            *("-e", endpoint, "-c", "msteams", "-p", str(self.port), "--disable-telemetry"),
            cwd=self._folder,
            env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(PATIENCE):
            # Another process tells nobody here when it is ready.
            while not await self._answers():  # noqa: ASYNC110  # another process
                await asyncio.sleep(0.1)
        self.config: Raw = (await self._get("/_internal/v1/config"))["config"]
        self._arrived = asyncio.Event()
        self._listener = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        if self._listener:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
        await self._client.close()
        if self._process:
            self._process.terminate()
            await self._process.wait()

    @property
    def me(self) -> Raw:
        return {"id": self.config["currentUser"]["id"]}

    @property
    def own_chat(self) -> str:
        return str(self.config["personalChat"]["id"])

    @property
    def group_chat(self) -> str:
        return str(self.config["groupChats"][0]["id"])

    async def write(self, conversation: str, text: str, mentions: bool = False) -> None:
        """mentions: the bot, in front of the text."""
        bot = self.config["bot"]
        tag = f"<at>{bot['name']}</at>"
        body: Raw = {"from": self.me, "text": f"{tag} {text}" if mentions else text, "textFormat": "plain"}
        if mentions:
            body["mentions"] = [{"mentioned": {"id": bot["id"]}, "text": tag}]
        await self._post(f"/_conversation/v1/conversations/{conversation}/messages", body)

    async def invoke(self, name: str, value: Raw, conversation: str, message: str = "") -> Any:
        """What the bot answered."""
        body: Raw = {"name": name, "value": value, "from": self.me, "conversation": {"id": conversation}}
        return await self._post("/_conversation/v1/invoke", body | ({"replyToId": message} if message else {}))

    async def submit(self, value: Raw, conversation: str, message: str) -> Any:
        body = {"value": value, "from": self.me, "conversation": {"id": conversation}, "replyToId": message}
        return await self._post("/_conversation/v1/submit", body)

    async def shows(self, wanted: Callable[[Raw], bool]) -> Raw:
        """The first event of this kind, now or soon."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self.events:
                    if wanted(event):
                        return event
                self._arrived.clear()
                await self._arrived.wait()

    async def _answers(self) -> bool:
        try:
            async with self._client.get(f"{self.url}/_debug/ping") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    async def _listen(self) -> None:
        async with self._client.ws_connect(f"{self.url}/_ws_conversation/v1/conversations/stream") as stream:
            async for message in stream:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self.events.append(json.loads(message.data))
                    self._arrived.set()

    async def _get(self, path: str) -> Any:
        async with self._client.get(self.url + path) as response:
            return await response.json(content_type=None)

    async def _post(self, path: str, body: Raw) -> Any:
        async with self._client.post(self.url + path, json=body) as response:
            text = await response.text()
        assert response.status < 300, (path, response.status, text)
        return json.loads(text) if text[:1] in ("{", "[") else text
