"""The Slack door: a Bolt app behind `POST /slack/events`, or behind Socket Mode where Slack cannot reach us."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.signature import SignatureVerifier

from adapters.slack.answers import Answers
from adapters.slack.api import SILENT, speak_with, web_client
from adapters.slack.asking import Asking
from adapters.slack.channels import Channels
from adapters.slack.events import Events
from adapters.slack.files import Files
from adapters.slack.gate import Gate
from adapters.slack.jobs import Jobs
from adapters.slack.listen import Listeners
from adapters.slack.presence import Presence
from adapters.slack.profiles import Profiles
from adapters.slack.send import Slack
from bot.platform import Bailey

PATH = "/slack/events"
ANYTHING = re.compile("")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """token: `xoxb-…`. tokens: workspace → its own, for all but the first. app_token: `xapp-…` opens Socket Mode, "" does
    not. patience: seconds, see `Listeners`."""

    token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = "https://slack.com/api/"
    app_token: str = field(default="", repr=False)
    patience: float = 2.0
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)


def platform(settings: SlackSettings, session: aiohttp.ClientSession, slash: Iterable[str]) -> Slack:
    """The courier's side of the door, which exists before there is a Bailey to answer."""
    return Slack(web_client(settings.token, settings.api_url, session, settings.tokens), slash)


class Workspaces(AsyncAuthorize):
    """Each workspace's own token, else the first one's: whether it is good was asked once at the start, not with every
    request."""

    def __init__(self, settings: SlackSettings) -> None:
        self._settings = settings

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: object) -> AuthorizeResult:
        speak_with(team_id or "")
        token = self._settings.tokens.get(team_id or "", self._settings.token)
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)


class Door:
    """Bailey's side. `mount` it, `start` it within the running loop, `close` it before the session."""

    def __init__(self, settings: SlackSettings, slack: Slack, bailey: Bailey, session: aiohttp.ClientSession) -> None:
        self.jobs = Jobs()
        self._client = slack.client
        self._settings = settings
        profiles = Profiles(slack.client)
        channels = Channels(slack.client, bailey, profiles, self.jobs)
        asking, answers = Asking(bailey, profiles, channels), Answers(slack, session)
        self.bolt = self._app()
        self.presence = Presence(slack.client, channels, self.bolt, settings.app_token)
        self.listeners = Listeners(asking, answers, self.jobs, settings.patience)
        self.events = Events(asking, answers, Files(slack, session), self.presence, self.jobs, settings.patience)
        self._listen()
        self._gate = Gate(SignatureVerifier(settings.signing_secret), self.bolt)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong with the connection right now, as sentences for an admin."""
        return self.presence.troubles

    def mount(self, app: web.Application) -> None:
        app.router.add_post(PATH, self._gate.receive)

    async def start(self) -> None:
        """Returns at once, whether or not Slack can be reached."""
        self.presence.start()

    async def close(self) -> None:
        """Take nothing new in, and see to the end what is under way."""
        await self.presence.close()
        await self.jobs.close()

    def _app(self) -> AsyncApp:
        return AsyncApp(
            name="bailey",
            client=self._client,
            authorize=Workspaces(self._settings),
            logger=SILENT,
            process_before_response=True,
            # The gate has verified the signature before anything was parsed, and `read` knows our own messages.
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
        )

    def _listen(self) -> None:
        self.bolt.command(ANYTHING)(self.listeners.command)
        self.bolt.action(ANYTHING)(self.listeners.action)
        self.bolt.event(ANYTHING)(self.events.happened)
        self.bolt.options(ANYTHING)(self.listeners.suggestion)
        self.bolt.view_submission(ANYTHING)(self.listeners.submission)
        self.bolt.shortcut(ANYTHING)(self.listeners.shortcut)
        self.bolt.error(_failed)


async def _failed(error: Exception) -> None:
    log.error("slack", action="listener_failed", exc_info=error)
