"""What Bailey says unasked: post, edit, and read Slack's refusals."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from adapters.slack.api import UNREACHABLE, Client, Json, Refused, call, to_its_workspace
from adapters.slack.pieces import Reader
from adapters.slack.render import drawings
from bot.platform import Pace
from bot.request import Address, Later, Never, Outcome, Place, Sent
from bot.view import DrawnView

T = TypeVar("T")
# What passes by itself, and how many seconds that may take. Every other word of Slack's is an answer for good.
PASSING = {
    "ratelimited": 30,
    "rate_limited": 30,
    "message_limit_exceeded": 3600,
    UNREACHABLE: 20,
    "internal_error": 20,
    "fatal_error": 20,
    "service_unavailable": 60,
    "request_timeout": 20,
    "team_added_to_org": 300,
    "accesslimited": 300,
}
BUSY = {"ratelimited", "rate_limited"}
# What stays, as an admin reads it; for everything else Slack's own word has to do.
NEVER = {
    "account_inactive": "their Slack account was deactivated",
    "cannot_dm_bot": "that is a bot",
    "channel_not_found": "that Slack conversation is gone, or closed to Bailey",
    "invalid_auth": "Slack refuses Bailey's token",
    "is_archived": "that Slack channel was archived",
    "messages_tab_disabled": "Bailey's messages are switched off in Slack",
    "not_in_channel": "Bailey is not a member of that Slack channel",
    "restricted_action": "Slack's settings do not let Bailey write there",
    "token_revoked": "Bailey was removed from Slack",
    "user_disabled": "their Slack account was deactivated",
    "user_not_found": "Slack does not know them any more",
}
# Slack does not know one of the blocks (an older plan), or counts differently from us.
REDRAWN = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
# What our messages are known by, for finding them again after a crash.
EVENT = "bailey_message"
PAGE, PAGES = 200, 5
SLACK_BEHIND = 60.0
PERSON = "@"


class Slack:
    """The platform as the courier knows it. slash: commands that have a slash of their own (`log` for `/log`).

    A channel that starts with `@` is a person, meaning their own chat with Bailey, which could not be looked up yet.
    """

    name = "slack"
    # About one message a second and conversation; more is answered with 429.
    pace = Pace(1.0)

    def __init__(self, client: Client, slash: Iterable[str]) -> None:
        self.client = client
        self.slash = frozenset(slash)
        self._chats: dict[str, str] = {}

    @to_its_workspace
    async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
        reader = self.reader(to.tenant)
        try:
            to = await self._found(to)
            post = partial(self._post, to, replacing, mark)
            return Sent(await first_taken(drawings(view, reader), post))
        except Refused as refused:
            return outcome(refused)

    @to_its_workspace
    async def find(self, to: Address, mark: str, since: datetime) -> Outcome:
        """Reads the newest of the conversation, for our own mark alone; without the right to read it cannot tell."""
        cursor = ""
        try:
            to = await self._found(to)
            for _ in range(PAGES):
                page = await call(self._history(to, since, cursor))
                for one in page.get("messages") or ():
                    told = one.get("metadata") or {}
                    if told.get("event_type") == EVENT and told.get("event_payload", {}).get("outbox_id") == mark:
                        return Sent(str(one.get("ts", "")))
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return Never("it is not there")
        except Refused as refused:
            return outcome(refused)
        return Never("it is not among the newest")

    @to_its_workspace
    async def direct(self, tenant: str, user: str) -> Address:
        to = Address("slack", tenant, PERSON + user, place=Place.DIRECT)
        try:
            return await self._found(to)
        except Refused as refused:
            if isinstance(outcome(refused), Never):
                raise LookupError(f"no direct conversation with {user}") from refused
            # Slack is busy: the address names the person, and sending to it asks again.
            return to

    def typed(self, line: str) -> str:
        command = line.partition(" ")[0]
        return f"/{line}" if command in self.slash else f"/bailey {line}"

    def reader(self, tenant: str) -> Reader:
        return Reader(tenant, self.typed)

    async def _found(self, to: Address) -> Address:
        """With the id of a person's own chat, which stays the same for good. Raises Refused."""
        if not to.channel.startswith(PERSON):
            return to
        user = to.channel.removeprefix(PERSON)
        if user not in self._chats:
            answer = await call(self.client.conversations_open(users=user))
            chat = str((answer.get("channel") or {}).get("id") or "")
            if not chat:
                raise Refused("channel_not_found")
            self._chats[user] = chat
        return replace(to, channel=self._chats[user])

    def _history(self, to: Address, since: datetime, cursor: str) -> Awaitable[Any]:
        # Slack's clock and ours need not agree.
        oldest = f"{since.timestamp() - SLACK_BEHIND:.6f}"
        if to.thread:
            return self.client.conversations_replies(
                channel=to.channel, ts=to.thread, oldest=oldest, include_all_metadata=True, limit=PAGE, cursor=cursor
            )
        return self.client.conversations_history(
            channel=to.channel, oldest=oldest, include_all_metadata=True, limit=PAGE, cursor=cursor
        )

    async def _post(self, to: Address, replacing: str, mark: str, said: Json) -> str:
        if replacing:
            # chat.update has a default of its own for names and links in the text; the others treat it as it is.
            kept = {name: value for name, value in said.items() if not name.startswith("unfurl")}
            await call(self.client.chat_update(channel=to.channel, ts=replacing, parse="none", **kept))
            return replacing
        metadata = {"event_type": EVENT, "event_payload": {"outbox_id": mark}} if mark else None
        answer = await call(
            self.client.chat_postMessage(channel=to.channel, thread_ts=to.thread or None, metadata=metadata, **said)
        )
        return str(answer.get("ts", ""))


async def first_taken(drawn: Iterable[Json], post: Callable[[Json], Awaitable[T]]) -> T:
    """Post the first drawing that Slack takes. Raises Refused for anything that another drawing would not mend."""
    last = Refused("invalid_blocks")
    for said in drawn:
        try:
            return await post(said)
        except Refused as refused:
            if refused.error not in REDRAWN:
                raise
            last = refused
    raise last


def outcome(refused: Refused) -> Later | Never:
    if refused.error in PASSING:
        after = refused.after or PASSING[refused.error]
        return Later(after, refused.error, busy=refused.error in BUSY, unsure=refused.unsure)
    return Never(NEVER.get(refused.error, refused.error))
