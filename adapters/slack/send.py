"""What Bailey says unasked: post, edit, and read Slack's refusals."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import UNREACHABLE, Json, Refused, call
from adapters.slack.pieces import Reader
from adapters.slack.render import drawings
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
# Slack does not know one of the blocks (an older plan), or counts differently from us.
REDRAWN = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}


class Slack:
    """The platform as the courier knows it. slash: commands that have a slash of their own (`log` for `/log`)."""

    name = "slack"

    def __init__(self, client: AsyncWebClient, slash: Iterable[str]) -> None:
        self.client = client
        self.slash = frozenset(slash)

    async def send(self, to: Address, view: DrawnView, replacing: str = "") -> Outcome:
        reader = self.reader(to.tenant)
        try:
            return Sent(await first_taken(drawings(view, reader), lambda said: self._post(to, said, replacing)))
        except Refused as refused:
            return outcome(refused)

    async def direct(self, tenant: str, user: str) -> Address:
        try:
            answer = await call(self.client.conversations_open(users=user))
            return Address("slack", tenant, answer["channel"]["id"], place=Place.DIRECT)
        except (Refused, KeyError) as none:
            raise LookupError(f"no direct conversation with {user}") from none

    def typed(self, line: str) -> str:
        command = line.partition(" ")[0]
        return f"/{line}" if command in self.slash else f"/bailey {line}"

    def reader(self, tenant: str) -> Reader:
        return Reader(tenant, self.typed)

    async def _post(self, to: Address, said: Json, replacing: str) -> str:
        if replacing:
            # chat.update has a default of its own for names and links in the text; the others treat it as it is.
            kept = {name: value for name, value in said.items() if not name.startswith("unfurl")}
            await call(self.client.chat_update(channel=to.channel, ts=replacing, parse="none", **kept))
            return replacing
        answer = await call(self.client.chat_postMessage(channel=to.channel, thread_ts=to.thread or None, **said))
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
        return Later(refused.after or PASSING[refused.error], refused.error)
    return Never(refused.error)
