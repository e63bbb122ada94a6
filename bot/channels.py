"""Which channel somebody means."""

import re
from dataclasses import replace

from bot.context import Context
from bot.errors import UserError
from bot.request import Address, Place
from bot.view import CommandLine, Room
from bot.words import Channel
from bot.words.channels import HERE
from storage.work import Work

_NAMED = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


def shown(work: Work, address: Address) -> Room:
    """A channel as its readers know it; elsewhere by its name where any colleague may know that."""
    known = work.people.channel(address.platform, address.tenant, address.channel)
    name = known.name if known is not None else None
    if name is None and _NAMED.fullmatch(address.channel):
        name = f"#{address.channel}"
    name = name or f"a channel in {address.platform.title()}"
    return Room(name, f"{address.platform}:{address.tenant}:{address.channel}")


def channel_meant(ctx: Context, said: Channel, line: str) -> Address:
    """The channel, without a thread. line: what to type there instead where it cannot be told. Only channels that the
    asker reads along in can be named, so that nobody sends anything to where they may not look."""
    here = replace(ctx.request.address, thread="")
    if said.said == HERE:
        if here.place is Place.DIRECT:
            raise UserError("This is a direct chat. Type it in the channel: ", CommandLine(line))
        return here
    if here.place is not Place.DIRECT and here.channel == said.said:
        return here
    for channel in ctx.work.people.channels_read_by(ctx.member.id):
        if channel.channel == said.said:
            return Address(channel.platform, channel.tenant, channel.channel, place=Place(channel.place))
    raise UserError("I am not in that channel, or you are not. Invite me there and type it there: ", CommandLine(line))
