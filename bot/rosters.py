"""Who reads along in a channel, as adapters list it."""

from collections.abc import Sequence
from datetime import datetime

from bot.channel_alerts import drop_unseen
from bot.meeting import recognise
from bot.request import Address, Place, Sender
from storage.work import Work


def record_roster(work: Work, channel: Address, users: Sequence[Sender] | None, name: str, now: datetime) -> None:
    """Remember a channel's readers, or that they are not known any more. name: as `Bailey.roster` is told it."""
    kept = work.people.channel_or_new(channel.platform, channel.tenant, channel.channel, channel.place)
    if users is None:
        work.people.unlist_channel(kept, channel.place)
        return
    members = [recognise(work, user, now) for user in users]
    outsiders = sum(user.outsider or member.outsider for user, member in zip(users, members, strict=True))
    called = (name or kept.name) if channel.place is Place.PUBLIC else None
    listed = work.people.list_channel(kept, [member.id for member in members], outsiders, channel.place, called, now)
    drop_unseen(work, listed, now)
