"""The door itself: `POST /api/messages` on our own aiohttp application."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity

from adapters.teams import bodies, listen
from adapters.teams.deliveries import Deliveries
from adapters.teams.listen import Kind, Raw
from adapters.teams.mends import Connectors, TeamsAdapter, turn_activity
from adapters.teams.people import PLATFORM, People
from adapters.teams.send import Teams
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import IssuerSilent, Keys, Unauthorized
from adapters.teams.turns import LATER, SLOW, Turns
from bot.platform import Bailey

log = structlog.get_logger()

RELIST = 8 * 3600.0  # seconds; a list of readers counts for a day
LARGEST = 1024 * 1024  # bytes of an activity; Teams' own stay far below
INVOKE_RESPONSE = "BotFrameworkAdapter.InvokeResponse"  # where the library looks for the answer to an invoke


class TeamsDoor:
    """Everything of Teams in one place: `platform` for sending, `routes` for hearing, `close` at the end."""

    def __init__(self, settings: TeamsSettings, bailey: Bailey, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds that only go forward, for how old keys, tokens and profiles are."""
        self._settings = settings
        self._client: aiohttp.ClientSession | None = None
        self._deliveries = Deliveries()
        self._bailey = bailey
        self._listing: asyncio.Task[None] | None = None
        self._connectors = connectors = Connectors(settings, self._session, clock)
        keys = Keys(settings.openid_metadata_url, self._session, clock)
        self._adapter = TeamsAdapter(settings, keys, connectors)
        self.platform = Teams(settings, self._adapter, connectors)
        self._people = People(settings, bailey, clock)
        self._turns = Turns(settings, bailey, self._people, self.platform, self._session)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/messages", self.messages)]

    def start(self) -> None:
        """Returns at once, whether or not Teams can be reached."""
        self._listing = asyncio.create_task(self._list_readers(), name="teams_readers")

    async def _list_readers(self) -> None:
        """Teams tells who comes and goes, but not that a channel is as it was."""
        while True:
            try:
                for room in await self._bailey.rooms(PLATFORM):
                    await self._people.list_again(self._connectors.at(self.platform.service_url(room.tenant)), room)
            except Exception:  # a database that is away; the next round asks again
                log.exception("teams", action="channels_not_listed")
            await asyncio.sleep(RELIST)

    async def close(self) -> None:
        """Let slow turns end, then let go of the connections."""
        if self._listing:
            self._listing.cancel()
            await asyncio.wait({self._listing})
        await self._deliveries.finish()
        if self._client:
            await self._client.close()

    async def _session(self) -> aiohttp.ClientSession:
        if self._client is None or self._client.closed:
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=100), cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._client

    async def messages(self, request: web.Request) -> web.Response:
        """400 for what is no activity of Teams, 401 for a token that is not Teams', 415 for what is not JSON, 503
        while the door is shut or Microsoft's keys cannot be had; else what the turn answers."""
        if self._settings.shut:
            return web.Response(status=503, text=self._settings.shut)
        if request.content_type != "application/json":
            return web.Response(status=415)
        header = request.headers.get("Authorization", "")
        if self._settings.authenticated and not header.startswith("Bearer "):
            return web.Response(status=401)
        raw = await _body(request)
        if (why := listen.problem(raw)) or not self._settings.serves(raw["serviceUrl"]):
            log.warning("teams", action="turned_away", why=why or "unknown service URL")
            return web.Response(status=400)
        activity = turn_activity(raw)
        try:
            admitted = await self._adapter.bot_framework_authentication.authenticate_request(activity, header)
        except Unauthorized as refusal:
            log.warning("teams", action="turned_away", why=str(refusal))
            return web.Response(status=401)
        except IssuerSilent as silence:
            log.error("teams", action="keys_unreachable", why=str(silence))
            return web.Response(status=503, headers={"Retry-After": "30"})
        return await self._admitted(admitted, activity, raw)

    async def _admitted(self, admitted: Any, activity: Activity, raw: Raw) -> web.Response:
        kind = listen.kind_of(raw)
        if kind is Kind.IGNORED:
            return web.Response(status=201)
        if kind is Kind.UNKNOWN_INVOKE:
            return web.Response(status=501)

        async def turn(late: asyncio.Event) -> InvokeResponse | None:
            async def logic(context: TurnContext) -> None:
                connector = context.turn_state[self._adapter.BOT_CONNECTOR_CLIENT_KEY]
                body = await self._turns.take(context, connector, raw, kind, late)
                if activity.type == "invoke":
                    answer = InvokeResponse(status=200, body=body)
                    context.turn_state[INVOKE_RESPONSE] = Activity(type="invokeResponse", value=answer)

            try:
                return await self._adapter.process_activity(admitted, activity, logic)
            except Exception:
                log.exception("teams", action="turn_failed", kind=kind)
                raise

        try:
            done, answer = await self._deliveries.once(listen.key_of(raw, kind), turn, self._settings.patience)
        except Exception:  # logged above, with its traceback
            return web.Response(status=500)
        if not done:
            return _json(_meanwhile(kind)) if activity.type == "invoke" else web.Response(status=201)
        return _json(answer.body) if answer else web.Response(status=201)


def _meanwhile(kind: Kind) -> dict[str, Any]:
    """What a press or a dialog shows when the answer will come as a message."""
    if kind is Kind.LINK:
        return {}
    if kind is Kind.REFRESH:
        return bodies.unchanged_body()
    if kind is Kind.SEARCH:
        return bodies.search_body(())
    if kind is Kind.EXTENSION_SEARCH:
        return bodies.found_note(SLOW)
    return bodies.note_body(LATER) if kind is Kind.PRESS else bodies.closing_body(LATER)


async def _body(request: web.Request) -> Any:
    """The activity as it came, None for anything that is no JSON of a reasonable size."""
    try:
        if (request.content_length or 0) > LARGEST:
            return None
        return json.loads(await request.read())
    except (ValueError, RecursionError, web.HTTPRequestEntityTooLarge):
        return None


def _json(body: Any) -> web.Response:
    return web.json_response(body) if body else web.Response(status=200)
