"""Who writes and who reads along, as Teams tells it: profiles, lists of members, kinds of channels."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog

from adapters.teams.connector import Connector, Refused
from adapters.teams.settings import TeamsSettings
from bot.platform import Bailey
from bot.request import Address, Place, Sender

log = structlog.get_logger()

PLATFORM = "teams"
PERSON = "@"  # before a user's id, where an address names the chat of that person with Bailey
PROFILE_FRESH = 6 * 3600.0  # seconds
ROSTER_FRESH = 900.0
FAILED_FRESH = 60.0
REMEMBERED = 20_000
PAGES = 200  # of 500 members each
GENERAL = "General"  # every team's first channel, which Teams lists without a name
CHANNELS = {"standard": Place.PUBLIC, "private": Place.PRIVATE}
Raw = dict[str, Any]


class People:
    """What the door knows of people and channels, fetched when it is needed and kept for a while."""

    def __init__(self, settings: TeamsSettings, bailey: Bailey, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._bailey = bailey
        self._clock = clock
        self._profiles: dict[tuple[str, str], tuple[float, Sender]] = {}
        self._places: dict[tuple[str, str], tuple[float, Place]] = {}
        self._teams: dict[str, tuple[float, dict[str, Raw]]] = {}
        self._by_directory_id: dict[tuple[str, str], str] = {}

    def tenant(self, raw: Raw) -> str:
        """The tenant that an activity belongs to, "" where Teams does not say."""
        named = _part(_part(raw, "channelData"), "tenant").get("id") or _part(raw, "conversation").get("tenantId")
        return str(named or self._settings.tenant or ("" if self._settings.authenticated else "local"))

    async def sender(self, connector: Connector, raw: Raw) -> Sender:
        """Whoever did this. Somebody whose profile cannot be read counts as an outsider until it can."""
        seen = self._seen(raw)
        known = self._profiles.get((seen.tenant, seen.user))
        if known and known[0] > self._clock():
            return replace(known[1], zone=seen.zone or known[1].zone, locale=seen.locale or known[1].locale)
        try:
            member = await connector.member(_root(raw), seen.user)
            found = replace(self._member(member, seen.tenant), user=seen.user, zone=seen.zone, locale=seen.locale)
            fresh = PROFILE_FRESH
        except Refused as refusal:
            log.warning("teams", action="profile_unread", status=refusal.status, code=refusal.code)
            found, fresh = seen, FAILED_FRESH
        self._keep(found, fresh)
        return found

    async def place(self, connector: Connector, raw: Raw, tenant: str) -> Place:
        """Who may read a conversation. Lists its members where that is not known, and tells the bot."""
        kind = str(_part(raw, "conversation").get("conversationType") or "")
        if own_chat(raw):
            return Place.DIRECT
        if kind not in ("groupChat", "channel") or not tenant:
            return Place.SHARED
        known = self._places.get((tenant, _root(raw)))
        if known and known[0] > self._clock():
            return known[1]
        return await self.list_readers(connector, raw, tenant)

    async def list_readers(self, connector: Connector, raw: Raw, tenant: str) -> Place:
        """Ask Teams who reads along, tell the bot, and say what follows for the place."""
        channel = _root(raw)
        try:
            place, name = await self._kind(connector, raw)
            members = await self._members(connector, channel, tenant)
        except Refused as refusal:
            log.warning("teams", action="readers_unknown", status=refusal.status, code=refusal.code)
            await self.forget_readers(raw, tenant, FAILED_FRESH)
            return Place.SHARED
        if any(member.outsider for member in members):
            place = Place.SHARED
        self._places[tenant, channel] = (self._clock() + ROSTER_FRESH, place)
        await self._bailey.meet(members)
        await self._bailey.roster(Address(PLATFORM, tenant, channel, place=place), members, name)
        return place

    async def list_again(self, connector: Connector, room: Address) -> None:
        """The same for a channel in which nothing happens. Its kind stays what it was made as."""
        try:
            members = await self._members(connector, room.channel, room.tenant)
        except Refused as refusal:
            log.warning("teams", action="readers_unknown", status=refusal.status, code=refusal.code)
            if refusal.status in (403, 404):  # Bailey is no member any more
                await self._bailey.roster(replace(room, place=Place.SHARED), None)
            return
        await self._bailey.meet(members)
        await self._bailey.roster(room, members)

    async def forget_readers(self, raw: Raw, tenant: str, seconds: float = 0.0) -> None:
        channel = _root(raw)
        self._places[tenant, channel] = (self._clock() + seconds, Place.SHARED)
        await self._bailey.roster(Address(PLATFORM, tenant, channel), None)

    async def by_directory_id(self, connector: Connector, conversation: str, tenant: str, user: str) -> str:
        """The identity of somebody whom Teams names by the id of its directory, "" when it does not tell."""
        known = self._by_directory_id.get((tenant, user))
        if known is None:
            try:
                member = await connector.member(conversation, user)
            except Refused:
                return ""
            known = str(member.get("id") or "")
            if known:
                self._keep(self._member(member, tenant), PROFILE_FRESH)
                self._by_directory_id[tenant, user] = known
        return f"{PLATFORM}:{tenant}:{known}" if known else ""

    async def _kind(self, connector: Connector, raw: Raw) -> tuple[Place, str]:
        """A channel's kind and name, as its team lists it: messages seldom say either."""
        if _part(raw, "conversation").get("conversationType") == "groupChat":
            return Place.PRIVATE, ""
        said, team = (_part(_part(raw, "channelData"), name) for name in ("channel", "team"))
        told = said.get("type") and said.get("name")
        listed = {} if told else (await self._channels_of(connector, str(team.get("id") or ""))).get(_root(raw), {})
        kind = str(said.get("type") or listed.get("type") or "").lower()
        name = str(said.get("name") or listed.get("name") or (GENERAL if listed else ""))
        return CHANNELS.get(kind, Place.SHARED), " › ".join(
            part for part in (str(team.get("name") or ""), name) if part
        )

    async def _channels_of(self, connector: Connector, team: str) -> dict[str, Raw]:
        """Id → channel."""
        if not team:
            return {}
        known = self._teams.get(team)
        if not known or known[0] <= self._clock():
            # The Playground's channels have no kind; without authentication there are no outsiders either.
            usual: Raw = {} if self._settings.authenticated else {"type": "standard"}
            channels = {str(one.get("id")): {**usual, **one} for one in await connector.channels(team)}
            known = self._teams[team] = (self._clock() + ROSTER_FRESH, channels)
        return known[1]

    async def _members(self, connector: Connector, channel: str, tenant: str) -> list[Sender]:
        found: list[Sender] = []
        after = ""
        for _ in range(PAGES):
            page, after = await connector.members(channel, after)
            for member in page:
                person = self._member(member, tenant)
                found.append(person)
                self._keep(person, PROFILE_FRESH)
                if directory_id := _directory_id(member):
                    self._by_directory_id[tenant, directory_id] = person.user
            if not after:
                return found
        raise Refused(0, "TooManyMembers")

    def _seen(self, raw: Raw) -> Sender:
        """What an activity itself says of its sender."""
        user = _part(raw, "from")
        zone = str(raw.get("localTimezone") or "")
        for entity in raw.get("entities") or ():
            if isinstance(entity, dict) and entity.get("type") == "clientInfo":
                zone = zone or str(entity.get("timezone") or "")
        return Sender(
            PLATFORM,
            self.tenant(raw),
            str(user.get("id") or ""),
            name=str(user.get("name") or ""),
            zone=zone,
            locale=str(raw.get("locale") or ""),
            outsider=True,
        )

    def _member(self, member: Raw, tenant: str) -> Sender:
        """A member as Teams lists them. Guests, strangers and people of no tenant are outsiders."""
        principal = str(member.get("userPrincipalName") or "")
        # Whether the tenant itself is connected is for the bot to say.
        home = tenant or self._settings.tenant
        own = str(member.get("tenantId") or ("" if self._settings.authenticated else home))
        role = str(member.get("userRole") or "user").lower()
        outsider = role in ("guest", "anonymous") or own != home or tenant != home or "#EXT#" in principal.upper()
        return Sender(
            PLATFORM,
            tenant,
            str(member.get("id") or ""),
            name=str(member.get("name") or ""),
            email=str(member.get("email") or ("" if outsider else principal)),
            outsider=outsider,
        )

    def _keep(self, person: Sender, seconds: float) -> None:
        key = (person.tenant, person.user)
        if person.zone == "" and (known := self._profiles.get(key)):
            person = replace(person, zone=known[1].zone, locale=known[1].locale)
        self._profiles.pop(key, None)
        self._profiles[key] = (self._clock() + seconds, person)
        while len(self._profiles) > REMEMBERED:
            del self._profiles[next(iter(self._profiles))]


def own_chat(raw: Raw) -> bool:
    """Whether this is somebody's chat with Bailey. The chat of two people is called personal as well, and is an ordinary
    thread by its id; Bailey comes there as a message extension only, and does not know who the other one is."""
    conversation = _part(raw, "conversation")
    return conversation.get("conversationType") == "personal" and not str(conversation.get("id")).startswith("19:")


def root(conversation: str) -> tuple[str, str]:
    """A conversation's id, parted into the channel and the root message of its thread."""
    channel, _, thread = conversation.partition(";messageid=")
    return channel, thread


def _root(raw: Raw) -> str:
    return root(str(_part(raw, "conversation").get("id") or ""))[0]


def _directory_id(member: Raw) -> str:
    return str(member.get("aadObjectId") or member.get("objectId") or "")


def _part(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}
