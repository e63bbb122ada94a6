"""Channels that hear of events: whether there is anything to be seen of them there, and what becomes of those without."""

from datetime import datetime

from bot import audience
from bot.channels import shown
from bot.events import TITLES, needs_of
from bot.permissions import INSIDE
from bot.request import Address, Place
from bot.view import CommandLine, Notice, Spans, Text, View, spans, to_json
from storage.tables import Channel, ChannelAlert, Member
from storage.work import Work

NAMED = 3


def hears(work: Work, to: str, needs: frozenset[str], now: datetime) -> bool:
    """Whether anything is left of what needs these clearances for a member (`member:3`) or in a channel. Where it is not
    known who reads along, it is decided when it is sent."""
    if to.startswith("member:"):
        member = work.get(Member, int(to.partition(":")[2]))
        return member is not None and audience.of_member(work, member, now=now).sees(needs)
    channel = _channel(work, Address.parse(to))
    return channel is None or channel.listed_at is None or not unseeing(work, channel, needs)


def unseeing(work: Work, channel: Channel, needs: frozenset[str]) -> list[str]:
    """Why nothing of what needs these clearances would be left in a channel: who reads along and may not see it, by
    name. Empty where everybody may."""
    if channel.outsiders or channel.place == Place.SHARED:
        return ["people from outside"]
    readers = work.people.readers(channel)
    return [one.name for one in readers if not audience.of_member(work, one).sees(needs | INSIDE)]


def objection(work: Work, address: Address, event: str) -> Spans:
    """Why a channel cannot hear of an event; () where it can."""
    channel = _channel(work, address)
    if address.place is Place.SHARED:
        return _said(work, address, event, ["people from outside"])
    if channel is None or channel.listed_at is None:
        return ()
    blind = unseeing(work, channel, needs_of(event))
    return _said(work, address, event, blind) if blind else ()


def drop_unseen(work: Work, channel: Channel, now: datetime) -> None:
    """Somebody came into a channel, or lost a right: of what would reach it with nothing in it, it hears no more, and
    whoever asked for it is told."""
    for alert in work.alerts.channels():
        address = Address.parse(alert.address)
        if (address.platform, address.tenant, address.channel) != (channel.platform, channel.tenant, channel.channel):
            continue
        blind = unseeing(work, channel, needs_of(alert.event))
        if blind:
            work.update(ChannelAlert, alert.id, deleted_at=now)
            _tell(work, alert, address, blind, now)


def _tell(work: Work, alert: ChannelAlert, address: Address, blind: list[str], now: datetime) -> None:
    line = CommandLine(f"alerts {alert.event} to #another-channel")
    view = View(
        (
            Notice(
                "warning", spans(shown(work, address), f" hears no more of {TITLES.get(alert.event, alert.event)}.")
            ),
            Text(spans(*_said(work, address, alert.event, blind), " Name another channel: ", line)),
        ),
        "A channel hears less",
    )
    author = work.get(Member, alert.author_id)
    if author is not None and author.left_at is None:
        key = f"alert-ended:{alert.id}:{now:%Y%m%d%H%M}"
        work.messages.put(key, f"member:{author.id}", to_json(view), author.id, now)


def _said(work: Work, address: Address, event: str, blind: list[str]) -> Spans:
    names = ", ".join(blind[:NAMED]) + (f" and {len(blind) - NAMED} more" if len(blind) > NAMED else "")
    return spans(
        f"{names[:1].upper()}{names[1:]} in ",
        shown(work, address),
        f" may not see what they say, so nothing would be left of {TITLES.get(event, event)}.",
    )


def _channel(work: Work, address: Address) -> Channel | None:
    return work.people.channel(address.platform, address.tenant, address.channel)
