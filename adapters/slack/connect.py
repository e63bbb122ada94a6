"""The Slack door: a Bolt app behind `POST /slack/events`, or behind Socket Mode where Slack cannot reach us."""

import asyncio
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.slack.answers import Answers
from adapters.slack.api import SILENT, Json, Refused, call, web_client
from adapters.slack.channels import Channels
from adapters.slack.files import Files
from adapters.slack.jobs import Jobs
from adapters.slack.listen import Listeners
from adapters.slack.profiles import Profiles
from adapters.slack.send import Slack
from bot.platform import Bailey

PATH = "/slack/events"
ANYTHING = re.compile("")
RECONNECT = 10.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """token: `xoxb-…`. app_token: `xapp-…` opens Socket Mode, "" does not. patience: seconds, see `Listeners`."""

    token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = "https://slack.com/api/"
    app_token: str = field(default="", repr=False)
    patience: float = 2.0


def platform(settings: SlackSettings, session: aiohttp.ClientSession, slash: Iterable[str]) -> Slack:
    """The courier's side of the door, which exists before there is a Bailey to answer."""
    return Slack(web_client(settings.token, settings.api_url, session), slash)


class OneWorkspace(AsyncAuthorize):
    """One workspace, one token: whether it is good was asked once at the start, not with every request."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self._token)


class Door:
    """Bailey's side. `mount` it, `start` it within the running loop, `close` it before the session."""

    def __init__(self, settings: SlackSettings, slack: Slack, bailey: Bailey, session: aiohttp.ClientSession) -> None:
        self.jobs = Jobs()
        self._settings = settings
        self._verifier = SignatureVerifier(settings.signing_secret)
        self._client = slack.client
        profiles = Profiles(slack.client)
        channels = Channels(slack.client, bailey, profiles, self.jobs)
        answers, files = Answers(slack, session), Files(slack, session)
        self.listeners = Listeners(bailey, answers, profiles, channels, files, self.jobs, settings.patience)
        self.bolt = self._bolt()
        self._socket: AsyncSocketModeHandler | None = None
        self._starting: asyncio.Task[None] | None = None

    def mount(self, app: web.Application) -> None:
        app.router.add_post(PATH, self._receive)

    async def start(self) -> None:
        """Returns at once, whether or not Slack can be reached."""
        self._starting = asyncio.create_task(self._greet(), name="slack_greet")

    async def close(self) -> None:
        """Take nothing new in, and see to the end what is under way."""
        if self._starting:
            self._starting.cancel()
            await asyncio.wait({self._starting})
        if self._socket:
            await self._socket.client.close()  # type: ignore[no-untyped-call] # the library left its types out
        await self.jobs.close()

    def _bolt(self) -> AsyncApp:
        app = AsyncApp(
            name="bailey",
            client=self._client,
            authorize=OneWorkspace(self._settings.token),
            logger=SILENT,
            process_before_response=True,
            # The gate has verified the signature before anything was parsed, and `read` knows our own messages.
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
        )
        heard = self.listeners
        app.command(ANYTHING)(heard.command)
        app.action(ANYTHING)(heard.action)
        app.event(ANYTHING)(heard.event)
        app.options(ANYTHING)(heard.suggestion)
        app.view_submission(ANYTHING)(heard.submission)
        app.shortcut(ANYTHING)(heard.shortcut)
        app.error(_failed)
        return app

    # ------------------------------------------------------------ HTTP

    async def _receive(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if not self._genuine(raw, request):
            log.info("slack", action="signature_refused")
            return web.json_response({"error": "invalid request"}, status=401)
        try:
            body = read_body(raw, request.content_type)
        except (ValueError, RecursionError):
            return web.json_response({"error": "unreadable body"}, status=400)
        # Bolt's own reading takes any text with the word “payload” in it for a form; its other mode takes our reading.
        bolt = AsyncBoltRequest(mode="socket_mode", body=body)
        return await to_aiohttp_response(await self.bolt.async_dispatch(bolt))

    def _genuine(self, raw: bytes, request: web.Request) -> bool:
        """Bolt's verification fails with a server error on a timestamp that is no number, a signature beyond ASCII
        or a body beyond UTF-8."""
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 20 and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(raw, timestamp, signature)
        except UnicodeDecodeError:
            return False

    # ------------------------------------------------------------ Slack's side

    async def _greet(self) -> None:
        """Learn who we are, and open Socket Mode where wanted; again and again until Slack is there."""
        while True:
            try:
                me = await call(self._client.auth_test())
                self.listeners.me = str(me.get("user_id", ""))
                log.info("slack", action="connected", team=me.get("team_id"))
                break
            except Refused as refused:
                log.warning("slack", action="not_connected", error=refused.error)
            await asyncio.sleep(RECONNECT)
        if self._settings.app_token:
            await self._open_socket()

    async def _open_socket(self) -> None:
        self._socket = AsyncSocketModeHandler(self.bolt, self._settings.app_token, web_client=self._client)
        while True:
            try:
                await self._socket.client.connect()  # type: ignore[no-untyped-call] # the library left its types out
                log.info("slack", action="socket_open")
                return
            except Exception as failed:  # the library lets through whatever its transport raises
                log.warning("slack", action="socket_not_open", error=type(failed).__name__)
            await asyncio.sleep(RECONNECT)


async def _failed(error: Exception) -> None:
    log.error("slack", action="listener_failed", exc_info=error)


def read_body(raw: bytes, content_type: str) -> Json:
    """The JSON object or form of one request; interactions carry theirs in the form's `payload`. Raises ValueError."""
    text = raw.decode()
    if content_type == "application/json":
        body = json.loads(text)
    else:
        form = dict(parse_qsl(text, keep_blank_values=True))
        body = json.loads(form["payload"]) if "payload" in form and "command" not in form else form
    if not isinstance(body, dict):
        raise ValueError("not a payload of Slack's")
    return body
