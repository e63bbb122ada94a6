"""The web page as a platform: what Bailey says unasked lands in the history and on every open page."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from adapters.web.history import History, Message
from adapters.web.rooms import CHANNELS, DIRECT, PLATFORM, TENANT, Channel, Personas, direct_address
from bot.platform import Pace
from bot.request import Address, Never, Outcome, Sent
from bot.text import as_typed
from bot.view import DrawnView


def _now() -> datetime:
    return datetime.now(UTC)


class Web:
    """The port's Platform. personas: who has a direct chat. Addresses stay good after a restart, refs do not: the
    history is this process's memory, as the page says."""

    name = PLATFORM
    pace = Pace()

    def __init__(
        self,
        personas: Personas,
        channels: Sequence[Channel] = CHANNELS,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.personas = personas
        self.channels = tuple(channels)
        self.now = now
        self.history = History()

    async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
        if not await self._known(to):
            return Never("no such conversation on the page")
        if not replacing:
            only_for = to.channel.removeprefix(DIRECT) if to.channel.startswith(DIRECT) else ""
            fresh = Message(f"m-{secrets.token_hex(8)}", to.channel, self.now(), view=view, only_for=only_for)
            return Sent(self.history.put(fresh).id)
        old = self.history.get(to.channel, replacing)
        if old is None or old.author:
            return Never("that message is gone")
        return Sent(self.history.put(replace(old, view=view)).id)

    async def find(self, to: Address, mark: str, since: datetime) -> Outcome:
        return Never("the page forgets what was said when the server stops")

    async def direct(self, tenant: str, user: str) -> Address:
        address = direct_address(user)
        if tenant != TENANT or not await self._known(address):
            raise LookupError(f"nobody called {user} uses the page")
        return address

    def typed(self, line: str) -> str:
        return as_typed(line)

    async def _known(self, to: Address) -> bool:
        if (to.platform, to.tenant) != (PLATFORM, TENANT):
            return False
        if any(channel.name == to.channel for channel in self.channels):
            return True
        emails = [email for email, _, _ in await self.personas()]
        return to.channel.startswith(DIRECT) and to.channel.removeprefix(DIRECT) in emails
