"""Bare peers: the least that answers the same request, without a database, and the platforms' own libraries as they come.

python -m benchmarks.peers bolt | stock-bolt | stock-teams | slack-api | connector
"""

import itertools
import sys
from typing import Any

from aiohttp import web

from benchmarks.serving import serve

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, USER, CHANNEL = "T0BAILEY", "U0DANA", "D0DANA"


async def bolt(process_before_response: bool = True) -> web.Application:
    """bolt-python that answers a slash command with one ephemeral sentence."""
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-fake")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=process_before_response)

    @app.command("/log")
    async def log(ack: Any) -> None:
        await ack(response_type="ephemeral", text="Logged.")

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    made = web.Application()
    made.router.add_post("/slack/events", receive)
    return made


async def stock_bolt() -> web.Application:
    return await bolt(process_before_response=False)


async def stock_teams() -> web.Application:
    """botbuilder's CloudAdapter that says what it was told, without authentication."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    class Nobody:
        APP_ID = ""
        APP_PASSWORD = ""
        APP_TYPE = "MultiTenant"
        APP_TENANTID = ""

    class Echo(ActivityHandler):  # type: ignore[misc]  # the library ships no types
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(turn_context.activity.text)

    adapter, echo = CloudAdapter(ConfigurationBotFrameworkAuthentication(Nobody())), Echo()

    async def receive(request: web.Request) -> web.Response:
        answer = await adapter.process(request, echo)
        return answer or web.Response(status=201)

    made = web.Application()
    made.router.add_post("/api/messages", receive)
    return made


async def slack_api() -> web.Application:
    """As much of Slack's Web API as a slash command makes Bailey ask: who is this, and who
    reads along; and it takes messages."""
    numbers = itertools.count(1)

    async def method(request: web.Request) -> web.Response:
        profile = {"display_name": "Dana Fox", "email": "dana@example.com"}
        user = {"id": USER, "team_id": TEAM, "tz": "Europe/Berlin", "locale": "en-GB", "profile": profile}
        channel = {"id": CHANNEL, "is_im": True, "user": USER}
        ts = f"1763971200.{next(numbers):06}"
        return web.json_response({"ok": True, "user": user, "channel": channel, "ts": ts})

    made = web.Application()
    made.router.add_route("*", "/api/{method}", method)
    return made


async def connector() -> web.Application:
    """As much of Teams' message service as a turn needs: it takes messages, and knows one member."""
    numbers = itertools.count(1_700_000_000_000)
    member = {
        "id": "29:1dana",
        "name": "Dana Fox",
        "email": "dana@example.com",
        "userPrincipalName": "dana@example.com",
    }

    async def call(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.json_response({**member, "tenantId": "bench-tenant", "userRole": "user"})
        await request.read()
        return web.json_response({"id": str(next(numbers))}, status=201)

    made = web.Application()
    made.router.add_route("*", "/{path:.*}", call)
    return made


PEERS = {
    "bolt": bolt,
    "stock-bolt": stock_bolt,
    "stock-teams": stock_teams,
    "slack-api": slack_api,
    "connector": connector,
}

if __name__ == "__main__":
    serve(PEERS[sys.argv[1]])
