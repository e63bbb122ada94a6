"""Who somebody is, as Slack knows them: asked once an hour, and never in the way of an answer."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import Json, Refused, call, speaking_with
from bot.request import Sender

FRESH, FAILED = 3600.0, 30.0
MOST = 20_000
PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    sender: Sender
    until: float


class Profiles:
    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], Known] = OrderedDict()
        self._bots: set[tuple[str, str]] = set()

    async def sender(self, tenant: str, user: str, foreign: bool = False) -> Sender:
        """foreign: the payload says that the person belongs to another company. A profile that cannot be loaded is
        remembered as it was, or taken for a colleague of unknown name for half a minute."""
        known = self._known.get((tenant, user))
        if known is None or known.until <= self._clock():
            known = await self._load(tenant, user, known)
        return replace(known.sender, outsider=True) if foreign else known.sender

    async def listed(self, tenant: str, user: str) -> Sender | None:
        """The same for a list of readers, where a bot is nobody and somebody unknown counts as an outsider."""
        sender = await self.person(tenant, user)
        return sender if sender is None or sender.name else replace(sender, outsider=True)

    async def person(self, tenant: str, user: str) -> Sender | None:
        """The same, None for a bot."""
        sender = None if (tenant, user) in self._bots else await self.sender(tenant, user)
        return None if (tenant, user) in self._bots else sender

    def bot(self, tenant: str, user: str) -> None:
        """That a user is nobody: Bailey itself, before its profile was ever asked for."""
        self._bots.add((tenant, user))

    def at_hand(self, tenant: str, user: str) -> Sender:
        """What is known without asking."""
        known = self._known.get((tenant, user))
        return known.sender if known else Sender("slack", tenant, user)

    def learn(self, tenant: str, profile: Json) -> Sender:
        """From a user object, as users.info and the user events carry it."""
        sender = read_profile(tenant, profile)
        self._keep(sender, FRESH)
        return sender

    async def _load(self, tenant: str, user: str, known: Known | None) -> Known:
        try:
            with speaking_with(tenant):
                answer = await call(self._client.users_info(user=user, include_locale=True), PATIENCE)
            if answer["user"].get("is_bot") or user == "USLACKBOT":
                self._bots.add((tenant, user))
            return self._keep(read_profile(tenant, answer["user"]), FRESH)
        except (Refused, KeyError):
            return self._keep(known.sender if known else Sender("slack", tenant, user), FAILED)

    def _keep(self, sender: Sender, fresh: float) -> Known:
        known = Known(sender, self._clock() + fresh)
        self._known[(sender.tenant, sender.user)] = known
        self._known.move_to_end((sender.tenant, sender.user))
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return known


def read_profile(tenant: str, user: Json) -> Sender:
    profile: Mapping[str, str] = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    # On an enterprise grid the home workspace differs, and the list of workspaces tells whether they are at home here.
    homes = {user.get("team_id") or tenant, *((user.get("enterprise_user") or {}).get("teams") or ())}
    guest = any(user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    return Sender(
        "slack",
        tenant,
        str(user["id"]),
        name,
        email=profile.get("email") or "",
        zone=user.get("tz") or "",
        locale=user.get("locale") or "",
        outsider=guest or tenant not in homes,
    )
