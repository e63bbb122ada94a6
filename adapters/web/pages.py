"""What the browser opens: the chat, the gallery, the live stream, the static files, the payloads."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path

from aiohttp import web

from adapters.web import render
from adapters.web.body import Payload, Visit, read
from adapters.web.clock import DemoTime
from adapters.web.guard import HEADERS, Refused
from adapters.web.history import Event
from adapters.web.listen import Here, Listener
from bot.view import DrawnView

Renderings = Mapping[str, Callable[[DrawnView], object]]
Gallery = Callable[[], Awaitable[Sequence[tuple[str, str, DrawnView]]]]

TEXT = "Text"
BEAT = 20.0
"""Seconds between two signs of life on a quiet stream, which is also how a vanished page is noticed."""

_static = {path.name: path.read_bytes() for path in (Path(__file__).parent / "static").iterdir() if path.is_file()}


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


class Pages:
    """renderings: the platforms' own renderers by name. gallery: (title, line, view) of every command's examples. time: the
    clock that may be put forward, if there is one."""

    def __init__(
        self, listener: Listener, renderings: Renderings, gallery: Gallery, time: DemoTime | None = None
    ) -> None:
        self._listener = listener
        self._web = listener.web
        self._renderings = {**renderings, TEXT: render.text_of}
        self._gallery = gallery
        self._time = time

    async def chat(self, request: web.Request) -> web.Response:
        personas = await self._web.personas()
        if not personas:
            said = "There is no member to look through yet. Load the sample, or import accounts with an owner."
            return _html(render.problem("Nobody is here yet", said), 404)
        who = request.query.get("as") or personas[0][0]
        try:
            here = await self._listener.here(Visit.model_validate({"as": who, "in": request.query.get("in", "")}))
        except Refused as refused:
            return _html(render.problem("Not found", refused.said), refused.status)
        except ValueError:
            return _html(render.problem("Not found", "That address is not one of this page's."), 404)
        history = self._web.history
        shown = history.of(here.room.id, here.persona.email)
        names = tuple(self._renderings)
        page = render.page(here.persona, here.personas, here.room, here.rooms, shown, names, history.last, self._time)
        return _html(page)

    async def gallery(self, request: web.Request) -> web.Response:
        drawn = await self._gallery()
        examples = [render.Example(title, line, view, self._payloads(view)) for title, line, view in drawn]
        return _html(render.gallery(examples))

    def _payloads(self, view: DrawnView) -> tuple[tuple[str, str], ...]:
        return tuple((name, render.pretty(draw(view))) for name, draw in self._renderings.items())

    async def payload(self, request: web.Request) -> web.Response:
        body = await read(request, Payload)
        here = await self._listener.here(body)
        found = self._web.history.get(here.room.id, body.message)
        if found is None or found.view is None or not found.seen_by(here.persona.email):
            raise Refused(404, "That message is gone.")
        if body.name not in self._renderings:
            raise Refused(404, f"I have no rendering called {body.name}.")
        return web.json_response({"text": render.pretty(self._renderings[body.name](found.view))})

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        content = _static.get(name)
        if content is None:
            raise Refused(404, "There is no such file.")
        kind = guess_type(name)[0] or "application/octet-stream"
        return web.Response(body=content, content_type="text/javascript" if name.endswith(".js") else kind)

    # ------------------------------------------------------------ live

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: a message that came or changed, `clock` when that was put forward, or `anew` when the
        page has to load again."""
        here = await self._listener.here(Visit.model_validate({"as": request.query.get("as", "")[:320]}))
        after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"})
        with suppress(ConnectionError):  # the page was closed, perhaps before the first byte
            await response.prepare(request)
            await self._tell(response, here, after)
        return response

    async def _tell(self, response: web.StreamResponse, here: Here, after: str) -> None:
        """Until the page or the door closes."""
        await response.write(b"retry: 1000\n\n")
        rooms = {room.id for room in here.rooms}
        with self._web.history.watch(here.persona.email) as events:
            missed = self._web.history.since(after, here.persona.email)
            if missed is None:
                await response.write(_frame("anew", self._web.history.last, {}))
            for event in missed or []:
                if event.message is None or event.message.room in rooms:
                    await response.write(self._news(event, here))
            while True:
                try:
                    async with asyncio.timeout(BEAT):
                        coming = await events.get()
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if coming is None:
                    return
                if coming.message is None or coming.message.room in rooms:
                    await response.write(self._news(coming, here))

    def _news(self, event: Event, here: Here) -> bytes:
        message = event.message
        if message is None:
            return _frame("clock", event.id, {"now": self._web.now().isoformat()})
        html = render.message(message, here.authors)
        return _frame("message", event.id, {"id": message.id, "room": message.room, "html": html, "fresh": event.fresh})


def _frame(kind: str, number: str, data: Mapping[str, str | bool]) -> bytes:
    return f"event: {kind}\nid: {number}\ndata: {json.dumps(data)}\n\n".encode()
