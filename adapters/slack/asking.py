"""Putting something to Bailey: the line or form, with who says it and who may be reading along."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.slack import read
from adapters.slack.asker import Asker
from adapters.slack.channels import Channels
from adapters.slack.hearing import hear
from adapters.slack.profiles import Profiles
from adapters.slack.threads import Written
from bot.platform import Bailey
from bot.request import Address, Line, Overheard, Place, Reply, Request, Sender

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
        people = await self.people(asker.tenant, mentioned) if mentioned else {}
        return await self.bailey.answer(Request(key, sender, address, line, nonce, people=people))

    async def overheard(self, written: Written) -> bool:
        """Hand on what stands in a thread that is kept. False for what is no talk, as far as the bot can tell."""
        asker = written.asker
        sender, address = await self.who_and_where(asker)
        heard = hear(written.text, but=written.me)
        people = await self.people(asker.tenant, heard.people) if heard.people else {}
        told = Overheard(
            sender,
            address,
            written.ts,
            written.became,
            written.at,
            written.said_at,
            heard.text,
            written.files,
            written.to_bailey,
            people,
        )
        return await self.bailey.overhear(told)

    async def who_and_where(self, asker: Asker, heard: read.Spoken | None = None) -> tuple[Sender, Address]:
        return await self.sender(asker, heard), await self.address(asker, heard.place if heard else None)

    async def sender(self, asker: Asker, heard: read.Spoken | None = None) -> Sender:
        return await self.profiles.sender(asker.tenant, asker.user, asker.foreign or bool(heard and heard.foreign))

    async def address(self, asker: Asker, known: Place | None = None) -> Address:
        own = Place.DIRECT if asker.direct or not asker.channel else None
        place = known or own or await self.channels.place(asker.channel)
        address = Address("slack", asker.tenant, asker.channel or asker.user, asker.thread, place)
        self.channels.seen(address)
        return address

    async def people(self, team: str, mentioned: Mapping[str, str]) -> dict[str, Sender]:
        """identity → who it is. mentioned: user id → the name that the mention itself carries, for want of a profile."""
        some = list(mentioned.items())[:MENTIONS]
        found = await asyncio.gather(*(self.profiles.person(team, user) for user, _ in some))
        named = [replace(one, name=one.name or label) for one, (_, label) in zip(found, some, strict=True) if one]
        return {one.identity: one for one in named}
