"""The Bot Framework's own turn pipeline, without its slow paths and its errors.

Everything here goes in through the library's extension points, nothing of it is patched. Each part stands for a
weakness of version 4.17.1, shown by a test in tests/adapters/teams/test_mends.py that fails once it has gone:

- keys are fetched with blocking calls, and an unknown key id raises IndexError: `Authentication` asks `tokens`;
- every turn builds a connector client, which scans a list of 500 numbers 999 times, fetches a token and sends from a
  thread: `Connectors` keeps one client a service URL, tenant, app and audience, on a shared session;
- reading and writing an activity walks every model, drops `tenantId` and unknown fields, and copies the whole card:
  `turn_activity` reads the six fields that a turn needs, `Card` is never copied, `wire` writes what Teams reads;
- a proactive message is sent as a reply to a made-up message: `TeamsAdapter.begin` has no message to reply to.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationAccount, ResourceResponse
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from adapters.teams.connector import Connector
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import SCOPE, AppToken, Keys, Session, check

MENDED = "4.17.1"
CARD = "application/vnd.microsoft.card.adaptive"
Logic = Callable[[TurnContext], Awaitable[None]]


def check_library() -> None:
    """Raises RuntimeError for a release that nobody has looked at yet."""
    found = version("botbuilder-core")
    if found != MENDED:
        raise RuntimeError(
            f"botbuilder-core {found} is installed, adapters/teams/mends.py was written for {MENDED}: "
            "run tests/adapters/teams/test_mends.py, remove what is no longer needed, then raise MENDED."
        )


class Connectors(ConnectorFactory):  # type: ignore[misc]  # the library ships no types
    """Clients of the message service, one for each (service URL, tenant, app, audience)."""

    def __init__(self, settings: TeamsSettings, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._session = session
        self._clock = clock
        self._clients: dict[tuple[str, str, str, str], Connector] = {}
        self._tokens: dict[tuple[str, str, str], AppToken] = {}

    async def create(self, service_url: str, audience: str = SCOPE) -> Connector:
        return self.at(service_url, audience)

    def at(self, service_url: str, audience: str = SCOPE) -> Connector:
        """Raises ValueError for a host that is not Microsoft's: our token goes to nobody else."""
        if not self._settings.serves(service_url):
            raise ValueError("not a service URL of Teams")
        app = (self._settings.tenant, self._settings.app_id, audience)
        key = (service_url, *app)
        if key not in self._clients:
            token = self._tokens.setdefault(app, AppToken(self._settings, self._session, audience, self._clock))
            self._clients[key] = Connector(service_url, token, self._session)
        return self._clients[key]


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the library ships no types
    """Who may come in, and with which client a turn talks back."""

    def __init__(self, settings: TeamsSettings, keys: Keys, connectors: Connectors) -> None:
        self._settings = settings
        self._keys = keys
        self._connectors = connectors

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Raises tokens.Unauthorized or tokens.IssuerSilent."""
        claims: dict[str, Any] = {}
        if self._settings.authenticated:
            claims = dict(
                await check(auth_header, activity.channel_id, activity.service_url, self._settings.app_id, self._keys)
            )
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity(claims, True)
        result.audience = SCOPE
        result.caller_id = None
        result.connector_factory = self._connectors
        return result

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> None:
        raise PermissionError("Bailey takes messages over HTTP alone")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Connectors:
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Nobody signs in through Bailey, so no turn needs a client for it."""


class TeamsAdapter(CloudAdapterBase):  # type: ignore[misc]  # the library ships no types
    """The library's turn pipeline over our connectors. Raises connector.Refused for what Teams refuses."""

    def __init__(self, settings: TeamsSettings, keys: Keys, connectors: Connectors) -> None:
        check_library()
        super().__init__(Authentication(settings, keys, connectors))
        self._app_id = settings.app_id

    async def begin(self, service_url: str, conversation: str, logic: Logic) -> None:
        """A turn in a conversation where nobody is waiting for an answer."""
        activity = Activity(
            type="event",
            name="ContinueConversation",
            channel_id="msteams",
            service_url=service_url,
            conversation=ConversationAccount(id=conversation),
            recipient=ChannelAccount(id=bot_id(self._app_id)),
        )
        claims = ClaimsIdentity({AuthenticationConstants.AUDIENCE_CLAIM: self._app_id}, True)
        await self.process_proactive(claims, activity, SCOPE, logic)

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        connector: Connector = context.turn_state[self.BOT_CONNECTOR_CLIENT_KEY]
        return [
            ResourceResponse(id=await connector.post(activity.conversation.id, wire(activity)))
            for activity in activities
        ]

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        connector: Connector = context.turn_state[self.BOT_CONNECTOR_CLIENT_KEY]
        ref = await connector.update(activity.conversation.id, activity.id, {**wire(activity), "id": activity.id})
        return ResourceResponse(id=ref)


@dataclass(frozen=True, slots=True)
class Card:
    """A finished card. Copies of an activity share it."""

    content: dict[str, Any]

    def __deepcopy__(self, memo: dict[int, Any]) -> "Card":
        return self


def card_activity(card: dict[str, Any], summary: str) -> Activity:
    return Activity(type="message", summary=summary, attachments=[Attachment(content_type=CARD, content=Card(card))])


def text_activity(text: str) -> Activity:
    return Activity(type="message", text=text, text_format="plain", summary=text)


def bot_id(app_id: str) -> str:
    return f"28:{app_id}"


def turn_activity(raw: dict[str, Any]) -> Activity:
    """The fields of an incoming activity that the library's pipeline reads; everything else stays in `raw`."""
    return Activity(
        type=raw["type"],
        id=str(raw.get("id") or ""),
        channel_id=raw["channelId"],
        service_url=raw["serviceUrl"],
        conversation=ConversationAccount(id=raw["conversation"]["id"]),
        from_property=_account(raw.get("from")),
        recipient=_account(raw.get("recipient")),
    )


def wire(activity: Activity) -> dict[str, Any]:
    """An outgoing activity as Teams reads it."""
    body: dict[str, Any] = {"type": "message", "conversation": {"id": activity.conversation.id}}
    if activity.from_property and activity.from_property.id:
        body["from"] = {"id": activity.from_property.id}
    if activity.reply_to_id:
        body["replyToId"] = activity.reply_to_id
    if activity.summary:
        body["summary"] = activity.summary
    if activity.text:
        body |= {"text": activity.text, "textFormat": activity.text_format}
    if activity.attachments:
        body["attachments"] = [
            {"contentType": attachment.content_type, "content": attachment.content.content}
            for attachment in activity.attachments
        ]
    return body


def _account(raw: Any) -> ChannelAccount:
    return ChannelAccount(id=raw.get("id"), name=raw.get("name")) if isinstance(raw, dict) else ChannelAccount()
