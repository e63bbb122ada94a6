"""A door to Teams with its fake on the other side, and what people do there as activities."""

import copy
import json
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.connect import TeamsDoor
from adapters.teams.settings import TeamsSettings
from tests.fakes.scripted import Scripted
from tests.fakes.teams import APP, PASSWORD, TENANT, FakeTeams

PAYLOADS = Path(__file__).parents[2] / "payloads" / "teams"
ANA, SAM, GUEST = "29:1ana", "29:1sam", "29:1guest"
CHAT, GROUP, CHANNEL, TEAM = "a:1chat", "19:group@thread.v2", "19:sales@thread.tacv2", "19:general@thread.tacv2"
Raw = dict[str, Any]


def member(user: str, name: str, **changes: Any) -> Raw:
    usual = {
        "id": user,
        "name": name,
        "aadObjectId": f"aad-{user}",
        "email": f"{name.split()[0].lower()}@example.com",
        "userPrincipalName": f"{name.split()[0].lower()}@example.com",
        "tenantId": TENANT,
        "userRole": "user",
    }
    return usual | changes


COLLEAGUES = [member(ANA, "Ana Reyes"), member(SAM, "Sam Okafor")]
OUTSIDER = member(GUEST, "Gus Guest", tenantId="other-tenant", userRole="guest")


class World:
    """teams: Microsoft's side. bailey: answers by script. door: the real one, served on a local port."""

    def __init__(self, bailey: Any = None) -> None:
        self.teams = FakeTeams()
        self.bailey: Any = bailey or Scripted()
        self.last: Raw = {}
        self.now = 1000.0  # seconds on the door's clock

    async def open(self, **changes: Any) -> "World":
        await self.teams.start()
        self.teams.members |= {CHAT: COLLEAGUES, GROUP: list(COLLEAGUES), CHANNEL: list(COLLEAGUES)}
        self.teams.channels[TEAM] = [{"id": TEAM, "type": "standard"}, {"id": CHANNEL, "type": "standard"}]
        self.settings = TeamsSettings(
            **{
                "app_id": APP,
                "password": PASSWORD,
                "tenant": TENANT,
                "openid_metadata_url": f"{self.teams.url}/openid",
                "login_url": f"{self.teams.url}/login",
                "service_url": self.teams.service_url,
                "service_hosts": (self.teams.host,),
                "patience": 5.0,
            }
            | changes
        )
        await self.open_door()
        self.client = aiohttp.ClientSession()
        return self

    async def open_door(self) -> None:
        self.door = TeamsDoor(self.settings, self.bailey, clock=lambda: self.now)
        app = web.Application()
        app.add_routes(self.door.routes())
        self._server = TestServer(app)
        await self._server.start_server()

    async def restart(self) -> None:
        await self.door.close()
        await self._server.close()
        await self.open_door()

    async def close(self) -> None:
        if isinstance(self.bailey, Scripted):
            self.bailey.release()
        await self.client.close()
        await self.door.close()
        await self._server.close()
        await self.teams.stop()

    # ------------------------------------------------------------ what people do

    def payload(self, name: str, /, **changes: Any) -> Raw:
        """A recorded activity, with an id of its own and this fake's service URL."""
        raw: Raw = json.loads((PAYLOADS / f"{name}.json").read_text())
        raw["serviceUrl"] = self.teams.service_url
        self._count = getattr(self, "_count", 0) + 1
        raw["id"] = f"{raw['id']}{self._count}"
        return copy.deepcopy(raw | changes)

    async def post(self, raw: Any, token: str | None = None, **kwargs: Any) -> tuple[int, Any]:
        """Deliver an activity. Returns (status, body)."""
        self.last = raw
        headers = {"Authorization": f"Bearer {token or self.teams.token()}"} | kwargs.pop("headers", {})
        sent: Raw = {"json": raw} | kwargs if "data" not in kwargs else kwargs
        async with self.client.post(
            self._server.make_url("/api/messages"), headers={k: v for k, v in headers.items() if v}, **sent
        ) as response:
            text = await response.text()
        return response.status, json.loads(text) if text.startswith("{") else text

    async def write(self, text: str, **changes: Any) -> tuple[int, Any]:
        """Write in the chat with Bailey."""
        return await self.post(self.payload("personal_message", text=text, **changes))

    async def invoke(self, name: str, value: Raw, **changes: Any) -> tuple[int, Any]:
        return await self.post(self.payload("card_action", **{"name": name, "value": value} | changes))

    def cards(self) -> list[Raw]:
        """Every card that was posted or edited, in order."""
        return [
            attachment["content"] for call in self.teams.said() for attachment in call.body.get("attachments") or []
        ]

    def lines(self) -> list[str]:
        """Every plain line that was posted, in order."""
        return [call.body["text"] for call in self.teams.said() if call.body.get("text")]
