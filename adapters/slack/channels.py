"""Who may be reading in a conversation: its place, and the list of its members."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import Json, Refused, call, speak_with
from adapters.slack.jobs import Jobs
from adapters.slack.profiles import Profiles
from bot.platform import Bailey
from bot.request import Address, Place, Sender

FRESH, FAILED, LISTED = 600.0, 30.0, 3600.0
MOST = 20_000
PATIENCE = 1.0
# Beyond this many readers a list costs more calls than Slack allows in a minute; such a channel counts as unknown.
READERS = 500
AT_ONCE = 4
TYPES = "public_channel,private_channel,mpim"
log = structlog.get_logger()


class Channels:
    def __init__(
        self,
        client: AsyncWebClient,
        bailey: Bailey,
        profiles: Profiles,
        jobs: Jobs,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._bailey = bailey
        self._profiles = profiles
        self._jobs = jobs
        self._clock = clock
        self._places: OrderedDict[str, tuple[Place, float]] = OrderedDict()
        self._names: OrderedDict[str, str] = OrderedDict()
        self._listed: OrderedDict[str, float] = OrderedDict()

    async def place(self, channel: str) -> Place:
        """What Slack does not tell counts as shared with outsiders: two people's own chat, a channel we are not in."""
        place, until = self._places.get(channel, (Place.SHARED, 0.0))
        if until > self._clock():
            return place
        try:
            answer = await call(self._client.conversations_info(channel=channel), PATIENCE)
            found: Json = answer.get("channel") or {}
            place, fresh = read_place(found), FRESH
            self._names[channel] = f"#{found['name']}" if found.get("name") else ""
            _bound(self._names)
        except Refused:
            place, fresh = Place.SHARED, FAILED
        self._places[channel] = (place, self._clock() + fresh)
        _bound(self._places)
        return place

    def seen(self, address: Address) -> None:
        """List a channel's readers, unless that was done within the hour."""
        if address.place in (Place.PRIVATE, Place.PUBLIC) and self._listed.get(address.channel, 0.0) <= self._clock():
            self.list_readers(address.tenant, address.channel)

    def changed(self, tenant: str, channel: str) -> None:
        """Somebody joined or left, or the channel was shared."""
        self._places.pop(channel, None)
        self.list_readers(tenant, channel)

    async def left(self, tenant: str, channel: str) -> None:
        """Bailey itself left: from now on nobody tells who reads there."""
        self._places.pop(channel, None)
        self._listed.pop(channel, None)
        await self._bailey.roster(Address("slack", tenant, channel), None)

    def ourselves(self, tenant: str, user: str) -> None:
        """Bailey is in every list of readers, and is none of them."""
        self._profiles.bot(tenant, user)

    async def list_all(self, tenant: str) -> None:
        """The readers of every channel that Bailey is in, one channel after another."""
        speak_with(tenant)
        cursor = ""
        while True:
            page = await call(
                self._client.users_conversations(types=TYPES, exclude_archived=True, limit=200, cursor=cursor)
            )
            for channel in page.get("channels") or ():
                await self.list_readers(tenant, channel["id"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def list_readers(self, tenant: str, channel: str) -> asyncio.Task[None]:
        self._listed[channel] = self._clock() + LISTED
        _bound(self._listed)
        return self._jobs.start(self._list_readers(tenant, channel), "list_readers")

    async def _list_readers(self, tenant: str, channel: str) -> None:
        speak_with(tenant)  # a task of its own
        address = Address("slack", tenant, channel, place=await self.place(channel))
        try:
            users = await self._members(channel)
        except Refused as refused:
            self._listed[channel] = self._clock() + FAILED
            log.info("slack", action="readers_unknown", channel=channel, error=refused.error)
            await self._bailey.roster(address, None)
            return
        door = asyncio.Semaphore(AT_ONCE)

        async def reader(user: str) -> Sender | None:
            async with door:
                return await self._profiles.listed(tenant, user)

        readers = await asyncio.gather(*(reader(user) for user in users))
        await self._bailey.roster(address, [each for each in readers if each], self._names.get(channel, ""))

    async def _members(self, channel: str) -> list[str]:
        users: list[str] = []
        cursor = ""
        while True:
            answer = await call(self._client.conversations_members(channel=channel, limit=200, cursor=cursor))
            users += answer.get("members") or ()
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if len(users) > READERS:
                raise Refused("too_many_readers")
            if not cursor:
                return users


def read_place(channel: Json) -> Place:
    shared = ("is_ext_shared", "is_org_shared", "is_pending_ext_shared", "is_shared", "pending_connected_team_ids")
    if not channel or any(channel.get(flag) for flag in (*shared, "pending_shared")):
        return Place.SHARED
    if channel.get("is_im"):
        return Place.DIRECT
    if channel.get("is_private") or channel.get("is_mpim") or channel.get("is_group"):
        return Place.PRIVATE
    return Place.PUBLIC if channel.get("is_channel") else Place.SHARED


def _bound(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > MOST:
        kept.popitem(last=False)
