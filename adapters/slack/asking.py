"""Putting something to Bailey: the line or form, with who says it and who may be reading along."""

from dataclasses import dataclass

from adapters.slack import read
from adapters.slack.asker import Asker
from adapters.slack.channels import Channels
from adapters.slack.hearing import hear
from adapters.slack.profiles import Profiles
from bot.platform import Bailey
from bot.request import Address, Line, Place, Reply, Request, Sender

MENTIONS = 20


@dataclass(frozen=True, slots=True)
class Asking:
    bailey: Bailey
    profiles: Profiles
    channels: Channels

    async def line(
        self, key: str, asker: Asker, line: Line, nonce: str = "", encoded: str = "", heard: read.Spoken | None = None
    ) -> Reply:
        """encoded: the text as Slack sent it, for the people mentioned in it."""
        sender, address = await self.who_and_where(asker, heard)
        mentioned = hear(encoded, but=heard.me if heard else "").people
        people = await self._names(asker.tenant, mentioned) if mentioned else {}
        return await self.bailey.answer(Request(key, sender, address, line, nonce, people=people))

    async def who_and_where(self, asker: Asker, heard: read.Spoken | None = None) -> tuple[Sender, Address]:
        sender = await self.profiles.sender(asker.tenant, asker.user, bool(heard and heard.foreign))
        return sender, await self.address(asker, heard.place if heard else None)

    async def address(self, asker: Asker, known: Place | None = None) -> Address:
        own = Place.DIRECT if asker.direct or not asker.channel else None
        place = known or own or await self.channels.place(asker.channel)
        address = Address("slack", asker.tenant, asker.channel or asker.user, asker.thread, place)
        self.channels.seen(address)
        return address

    async def _names(self, team: str, mentioned: dict[str, str]) -> dict[str, str]:
        """identity → name, where the mention itself carries none as our profile of them has it."""
        names = {}
        for user, label in list(mentioned.items())[:MENTIONS]:
            names[f"slack:{team}:{user}"] = label or (await self.profiles.sender(team, user)).name
        return names
