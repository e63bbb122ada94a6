"""Being in a workspace: who we are there, what we may do, which channels we read along in."""

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from adapters.slack.api import Client, Refused, answered, speak_with
from adapters.slack.channels import Channels

RECONNECT = 10.0
RELIST = 8 * 3600.0
REINSTALL = "Reinstall the app from app_manifest.yml."
REFUSED = dict.fromkeys(
    ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
    "Slack refuses SLACK_BOT_TOKEN. Copy it again from the app's OAuth page.",
)
# What the manifest asks for; anything less shows in `troubles`.
SCOPES = frozenset(
    (
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "links:read",
        "links:write",
        "metadata.message:read",
        "mpim:read",
        "reactions:read",
        "users:read",
        "users:read.email",
    )
)
log = structlog.get_logger()


class Presence:
    """me: Bailey's user id, "" until Slack has told. troubles: what is wrong with the connection right now, as
    sentences for an admin."""

    def __init__(self, client: Client, channels: Channels, bolt: AsyncApp, app_token: str) -> None:
        self.me = ""
        self._troubles: dict[str, tuple[str, ...]] = {}
        self._client = client
        self._channels = channels
        self._bolt = bolt
        self._app_token = app_token
        self._socket: AsyncSocketModeHandler | None = None
        self._greeting: asyncio.Task[None] | None = None
        self._listing: list[asyncio.Task[None]] = []

    @property
    def troubles(self) -> tuple[str, ...]:
        return tuple(sentence for each in self._troubles.values() for sentence in each)

    def start(self) -> None:
        """Returns at once, whether or not Slack can be reached."""
        self._greeting = asyncio.create_task(self._greet(), name="slack_greet")

    async def greeted(self) -> None:
        """Until Slack has answered, and Socket Mode is open where it is wanted."""
        if self._greeting:
            await self._greeting

    async def close(self) -> None:
        for task in filter(None, (self._greeting, *self._listing)):
            task.cancel()
            await asyncio.wait({task})
        if self._socket:
            await self._socket.client.close()  # type: ignore[no-untyped-call] # the library left its types out

    async def _greet(self) -> None:
        """Learn who we are, and open Socket Mode where wanted; again and again until Slack is there."""
        while True:
            try:
                me = await answered(self._client.auth_test())
                break
            except Refused as refused:
                self._troubles[""] = (REFUSED.get(refused.error, f"Slack does not answer ({refused.error})."),)
                log.warning("slack", action="not_connected", error=refused.error)
            await asyncio.sleep(RECONNECT)
        self.me, team = str(me.get("user_id", "")), str(me.get("team_id", ""))
        self._channels.ourselves(team, self.me)
        granted = {scope.strip() for scope in me.headers.get("x-oauth-scopes", "").split(",")}
        missing = tuple(f"Slack: the right {right} is missing. {REINSTALL}" for right in sorted(SCOPES - granted))
        self._troubles[""] = missing
        log.info("slack", action="connected", team=team, missing=len(missing))
        self._listing.append(asyncio.create_task(self._list_readers(team), name="slack_readers"))
        for further in self._client.tokens:
            self._listing.append(asyncio.create_task(self._greet_further(further), name="slack_readers"))
        if self._app_token:
            await self._open_socket()

    async def _greet_further(self, team: str) -> None:
        """Learn who we are in a workspace that has a token of its own, and who reads there."""
        speak_with(team)
        while True:
            try:
                me = await answered(self._client.auth_test())
                break
            except Refused as refused:
                self._troubles[team] = (f"Slack does not take the token of {team} ({refused.error}).",)
                log.warning("slack", action="not_connected", team=team, error=refused.error)
            await asyncio.sleep(RECONNECT)
        if (told := str(me.get("team_id", ""))) != team:
            self._troubles[team] = (f"SLACK_BOT_TOKENS gives {team} a token of {told}.",)
            return
        self._troubles[team] = ()
        self._channels.ourselves(team, str(me.get("user_id", "")))
        log.info("slack", action="connected", team=team)
        await self._list_readers(team)

    async def _list_readers(self, team: str) -> None:
        """A list older than a day counts as unknown, so quiet channels are listed again before that."""
        while True:
            try:
                await self._channels.list_all(team)
            except Refused as refused:
                log.warning("slack", action="channels_not_listed", error=refused.error)
            await asyncio.sleep(RELIST)

    async def _open_socket(self) -> None:
        self._socket = AsyncSocketModeHandler(self._bolt, self._app_token, web_client=self._client)
        while True:
            try:
                await self._socket.client.connect()  # type: ignore[no-untyped-call] # the library left its types out
                log.info("slack", action="socket_open")
                return
            except Exception as failed:  # the library lets through whatever its transport raises
                log.warning("slack", action="socket_not_open", error=type(failed).__name__)
            await asyncio.sleep(RECONNECT)
