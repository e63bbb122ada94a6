"""One person at the real page's endpoints, over HTTP."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.connect import build
from adapters.web.send import Web
from bot.request import Place
from bot.text import as_text
from bot.view import DrawnView
from tests.adapters.web.reading import OURS, Reading, read
from tests.contracts.driver import Shown
from tests.fakes.scripted import Scripted

DANA = ("dana@example.com", "Dana Whitfield", "csm")
ANA = ("ana@example.com", "Ana Reyes", "lead")
ROOMS = {Place.DIRECT: "", Place.PUBLIC: "customer-success", Place.PRIVATE: "renewals", Place.SHARED: "acme-corp"}
B = TypeVar("B")


@dataclass
class Team:
    """Who is on the page; a test may send somebody away."""

    members: list[tuple[str, str, str]] = field(default_factory=lambda: [DANA, ANA])

    async def __call__(self) -> list[tuple[str, str, str]]:
        return self.members


async def nothing() -> list[tuple[str, str, DrawnView]]:
    return []


def shape(view: DrawnView) -> object:
    return {"summary": view.summary, "nonce": view.nonce}


class Site:
    """The web door on a real port. `post` sends what the page's own script would."""

    def __init__(self, bailey: Any, team: Team | None = None, **parts: Any) -> None:
        self.bailey = bailey
        self.team = team or Team()
        self.platform = Web(self.team, **({"now": parts["time"].clock} if "time" in parts else {}))
        options: dict[str, Any] = {"renderings": {"Slack": shape}, "gallery": nothing, "host": "127.0.0.1", **parts}
        self.app = build(bailey, self.platform, **options)
        self.client: TestClient[Any, Any] = TestClient(TestServer(self.app))

    async def __aenter__(self) -> "Site":
        await self.client.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()

    @property
    def origin(self) -> str:
        return str(self.client.make_url("")).rstrip("/")

    async def send(self, path: str, body: Mapping[str, Any], who: str = DANA[0], **headers: str) -> ClientResponse:
        sent = {"as": who, "key": str(uuid4()), **body}
        if path in ("complete", "suggest", "payload", "travel"):
            del sent["key"]
        return await self.client.post(f"/web/{path}", json=sent, headers={"Origin": self.origin, **headers})

    async def post(self, path: str, body: Mapping[str, Any], who: str = DANA[0]) -> Any:
        response = await self.send(path, body, who)
        answer = await response.json()
        assert response.status == 200, answer
        return answer

    async def page(self, who: str = DANA[0], room: str = "") -> Reading:
        response = await self.client.get("/", params={"as": who, "in": room} if room else {"as": who})
        assert response.status == 200
        return read(await response.text())


async def frames(response: ClientResponse) -> AsyncIterator[tuple[str, str, Any]]:
    """(event, id, data) of a live stream."""
    seen: dict[str, str] = {}
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        if not line and "event" in seen:
            yield seen["event"], seen["id"], json.loads(seen["data"])
            seen = {}
        name, _, value = line.partition(": ")
        if name:
            seen[name] = value


async def first(stream: AsyncIterator[B], fits: Callable[[B], bool]) -> B:
    async with asyncio.timeout(10):
        async for each in stream:
            if fits(each):
                return each
    raise AssertionError("the stream ended")


class WebDriver:
    limits = ()

    def __init__(self, site: Site) -> None:
        self.site = site
        self.bailey: Scripted = site.bailey
        self.platform = site.platform
        self._keys = count()
        self._last: Callable[[], Awaitable[Shown | None]] | None = None
        self._seen = Reading()
        self._card = ""
        self._room = ""

    async def say(self, line: str, place: Place = Place.DIRECT) -> Shown | None:
        self._room = ROOMS[place]
        return await self._twice("say", {"text": line})

    async def chat(self, words: str) -> Shown | None:
        return await self.say(words)

    async def again(self) -> Shown | None:
        assert self._last
        return await self._last()

    async def press(self, label: str) -> Shown | None:
        line, nonce = self._seen.buttons[label]
        return await self._twice("press", {"line": line, "nonce": nonce, "message": self._card})

    async def fill(self, **fields: str) -> Shown | None:
        seen = self._seen
        body = {"command": seen.command, "fields": {**seen.fields, **fields}, "nonce": seen.nonce}
        return await self._twice("fill", {**body, "message": seen.origin})

    async def _twice(self, path: str, body: dict[str, Any]) -> Shown | None:
        body |= {"in": self._room, "key": f"key-{next(self._keys):08}"}

        async def once() -> Shown | None:
            return self._shown(await self.site.post(path, body))

        self._last = once
        return await once()

    def _shown(self, answer: Any) -> Shown:
        if answer.get("dialog"):
            html, dialog = answer["dialog"], True
        else:
            last = answer["messages"][-1]
            self._card, html, dialog = last["id"], last["html"], bool(answer["opens"])
        return self._read(html, dialog)

    def _read(self, html: str, dialog: bool = False) -> Shown:
        seen = self._seen = read(html)
        return Shown(seen.words, seen.summary, html, dialog=dialog, buttons=tuple(seen.buttons))

    async def late(self, line: str) -> Shown | None:
        """The page is closed while Bailey thinks; the answer is there for the next one."""
        self.bailey.hold()
        site = self.site
        after = self.platform.history.last
        response = await site.client.get("/web/stream", params={"as": DANA[0], "after": after})
        stream = frames(response)
        asking = asyncio.create_task(site.post("say", {"text": line}))
        await first(stream, lambda frame: line in frame[2]["html"])
        asking.cancel()
        self.bailey.release()
        _, _, data = await first(stream, lambda frame: "answer" in frame[2]["html"])
        response.close()
        return self._read(data["html"])

    async def forged(self, line: str) -> int | None:
        response = await self.site.send("say", {"text": line}, Origin="https://evil.example")
        return response.status

    async def own(self, words: str) -> None:
        address = await self.platform.direct("demo", DANA[0])
        await self.platform.send(address, DrawnView((), words))

    def mention(self, user: str, name: str) -> str:
        return f"@{user}"

    def user(self, name: str) -> str:
        email = next(email for email, known, _ in self.site.team.members if known == name)
        return f"web:demo:{email}"

    def faults(self, payload: Any) -> list[str]:
        seen = read(payload)
        twice = [f"id {each} used twice" for each, times in Counter(seen.ids).items() if times > 1]
        return twice + ["blank label" for label in seen.labels if not label]

    def markup(self, payload: Any) -> list[str]:
        seen = read(payload)
        foreign = [tag for tag, _ in seen.tags if tag not in OURS or tag == "script"]
        odd = [name for _, attrs in seen.tags for name in attrs if name.startswith("on") or name == "style"]
        return foreign + odd + [link for link in seen.links if not link.startswith("https://example.com")]

    def refuse(self, error: str, after: int = 0) -> None:
        assert error == "gone", "the page's history is in this process: nothing else can go wrong on the way"
        self.site.team.members = [ANA]

    def lose(self) -> bool:
        return False

    def standing(self) -> list[str]:
        return [as_text(one.view) for one in self.platform.history.of(self._room, DANA[0]) if one.view]

    async def close(self) -> None:
        await self.site.client.close()
