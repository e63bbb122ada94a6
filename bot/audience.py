"""Whose eyes a view will meet, as the database knows it at this moment."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dates import Reader
from bot.meeting import zone_of
from bot.permissions import Audience, least, of_role, outsiders
from bot.request import Address, Place
from bot.rhythms import on_team
from storage.tables import Channel, Member
from storage.work import Work

# A list of a channel's readers older than this counts as not known.
LISTED_FOR = timedelta(hours=24)


def of_member(work: Work, member: Member, place: Place = Place.DIRECT, *, now: datetime | None = None) -> Audience:
    """One person, reading what only they see. A guest sees nothing wherever they are. now: whoever covers for a colleague
    at that moment reads along for them; None leaves covers aside."""
    if member.outsider or member.left_at is not None:
        return outsiders()

    def reads(account: int, writers: frozenset[int]) -> bool:
        if member.id in writers or member.id in work.accounts.owners(account):
            return True
        return now is not None and on_team(work, member.id, account, now.astimezone(zone_of(member)).date())

    return replace(of_role(member.role, reads, place), alone=member.id)


def of_channel(work: Work, address: Address, now: datetime) -> Audience:
    """Everybody in a channel: the least of its readers' rights. A stale or unknown list counts as outsiders."""
    return of_listed(work, address, work.people.channel(address.platform, address.tenant, address.channel), now)


def of_listed(work: Work, address: Address, channel: Channel | None, now: datetime) -> Audience:
    """The same for whoever has looked the channel up. None: it is not known."""
    if address.place is Place.SHARED or channel is None or channel.listed_at is None:
        return outsiders()
    if channel.outsiders or now - channel.listed_at > LISTED_FOR:
        return outsiders()
    return least((of_member(work, reader, now=now) for reader in work.people.readers(channel)), address.place)


def reader(member: Member, now: datetime) -> Reader:
    """How a member reads dates and money."""
    zone = zone_of(member)
    return Reader(zone, member.locale, now.astimezone(zone).date())
