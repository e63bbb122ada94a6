"""Posting and editing cards, and what Teams' refusals mean."""

from datetime import datetime

import structlog
from botbuilder.core import TurnContext

from adapters.teams import limits
from adapters.teams.connector import Refused
from adapters.teams.mends import Connectors, TeamsAdapter, bot_id, card_activity
from adapters.teams.people import PERSON, PLATFORM, root
from adapters.teams.render import Rendered, render
from adapters.teams.settings import TeamsSettings
from bot.platform import Pace
from bot.request import Address, Later, Never, Outcome, Place, Sent
from bot.view import DrawnView

log = structlog.get_logger()

PAUSES = {0: 15.0, 401: 1.0, 408: 15.0, 412: 2.0, 429: 2.0}  # seconds, where Teams names none
SERVER_PAUSE = 30.0
REFUSALS = {
    "MessageWritesBlocked": "the person has blocked Bailey or removed it",
    "BotNotInConversationRoster": "Bailey is not a member of that conversation any more",
    "ConversationNotFound": "that conversation is gone",
    "ActivityNotFoundInConversation": "that message is gone",
}


# How the ids of channels end; those of chats end otherwise.
CHANNELS = (".tacv2", ".skype")


class Teams:
    """The Teams side of the port (`bot.platform.Platform`).

    An address holds the tenant, the conversation and the thread, and that is all a message needs: the service URL is
    the one the tenant last wrote from, and after a restart Microsoft's own entry (`TeamsSettings.service_url`), which
    serves every tenant. A channel that starts with `@` is a person, meaning their own chat with Bailey.
    """

    name = PLATFORM
    # Teams allows a conversation 7 messages in 1 s, 8 in 2 s, 60 in 30 s and 1,800 in an hour. Seven at once and then one
    # every 2.01 s is within all four: 7 + 0, 7 + 0, 7 + 14 and 7 + 1,791.
    pace = Pace(2.01, 7)

    def __init__(self, settings: TeamsSettings, adapter: TeamsAdapter, connectors: Connectors) -> None:
        self._settings = settings
        self._adapter = adapter
        self._connectors = connectors
        self._urls: dict[str, str] = {}
        self._chats: dict[tuple[str, str], str] = {}

    def typed(self, line: str) -> str:
        return line

    def heard_from(self, tenant: str, service_url: str) -> None:
        """Where a tenant's messages come from is where its answers go."""
        self._urls[tenant] = service_url

    async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
        try:
            conversation = await self._conversation(to)
        except Refused as refusal:
            return outcome_of(refusal)
        outcome: Outcome = Never("the turn ended before anything was sent")

        async def say(context: TurnContext) -> None:
            # Whatever a callback raises, the library may swallow on its way out; so nothing leaves it but a value.
            nonlocal outcome
            outcome = await post(context, view, replacing)

        if not to.thread and replacing and to.place is not Place.DIRECT and conversation.endswith(CHANNELS):
            conversation = f"{conversation};messageid={replacing}"
        await self._adapter.begin(self.service_url(to.tenant), conversation, say)
        return outcome

    async def find(self, to: Address, mark: str, since: datetime) -> Outcome:
        return Never("Teams lets no bot read what it said")

    async def direct(self, tenant: str, user: str) -> Address:
        try:
            chat = await self._chat(tenant, user)
        except Refused as refusal:
            if isinstance(outcome_of(refusal), Never):
                raise LookupError(f"no chat with that person: {refusal}") from refusal
            # Teams is busy: the address names the person, and sending to it tries again.
            chat = PERSON + user
        return Address(PLATFORM, tenant, chat, place=Place.DIRECT)

    def service_url(self, tenant: str) -> str:
        return self._urls.get(tenant, self._settings.service_url)

    async def _conversation(self, to: Address) -> str:
        if to.channel.startswith(PERSON):
            return await self._chat(to.tenant, to.channel.removeprefix(PERSON))
        # Chats have no threads: what belongs into one is said in the chat itself.
        threaded = to.thread and to.channel.endswith(CHANNELS)
        return f"{to.channel};messageid={to.thread}" if threaded else to.channel

    async def _chat(self, tenant: str, user: str) -> str:
        """The id of a person's own chat. Teams answers the same one however often it is asked."""
        known = self._chats.get((tenant, user))
        if known:
            return known
        connector = self._connectors.at(self.service_url(tenant))
        created = await connector.create(
            {
                "isGroup": False,
                "bot": {"id": bot_id(self._settings.app_id)},
                "members": [{"id": user}],
                "tenantId": tenant,
                "channelData": {"tenant": {"id": tenant}},
            }
        )
        chat = str(created.get("id") or "")
        if not chat:
            raise Refused(404, "ConversationNotFound")
        self._chats[tenant, user] = chat
        return chat

    def met(self, tenant: str, user: str, conversation: str) -> None:
        """Somebody wrote from their own chat, so it need not be asked for."""
        self._chats[tenant, user] = root(conversation)[0]

    def lost(self, tenant: str, user: str) -> None:
        self._chats.pop((tenant, user), None)


async def post(context: TurnContext, view: DrawnView, replacing: str = "") -> Outcome:
    """Send or edit a card within a turn; once more, smaller, when Teams finds it too large."""
    for room in (limits.CARD_BYTES, limits.SMALL_CARD_BYTES):
        try:
            return Sent(await put(context, render(view, room=room), replacing))
        except Refused as refusal:
            if refusal.status != 413:
                return outcome_of(refusal)
    return Never("Teams finds even the short form too large")


async def put(context: TurnContext, rendered: Rendered, replacing: str = "") -> str:
    """One try. Raises Refused."""
    activity = card_activity(rendered.card, rendered.summary)
    if replacing:
        activity.id = replacing
        answer = await context.update_activity(activity)
    else:
        answer = await context.send_activity(activity)
    return str(answer.id or replacing) if answer else replacing


def outcome_of(refusal: Refused) -> Outcome:
    """The error table. A 5xx may have delivered the message; it is sent again, since its nonce makes pressing
    either copy one effect, whereas a lost one is never missed by anybody."""
    log.warning("teams", action="refused", status=refusal.status, code=refusal.code)
    why = REFUSALS.get(refusal.code) or f"Teams answered {refusal}"
    if refusal.status in PAUSES:
        after = refusal.after or PAUSES[refusal.status]
        return Later(after, why, busy=refusal.status == 429, unsure=refusal.arrived)
    if refusal.status >= 500:
        return Later(refusal.after or SERVER_PAUSE, why, unsure=True)
    return Never(why)
