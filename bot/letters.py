"""A message as its readers will see it, drawn for their rights of this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import audience
from bot.auditlog import Look, looks
from bot.closer import closer_look
from bot.draw import drawing
from bot.living import about, needs_of, view_of
from bot.permissions import INSIDE
from bot.request import Address, Place
from bot.scene import Scene
from bot.view import DrawnView, View, from_json
from storage.tables import Channel, Identity, Member, OutboxMessage
from storage.work import Work

MEMBER = "member:"
OUTSIDE = "Something came up"


@dataclass(frozen=True)
class Letter:
    """address: the one conversation it goes to; None where it goes to a member, who is reached by the first of
    `identities` (newest first) whose platform takes it. drawn_at: as of when it is true. seen: what of it is not for
    everybody, for the audit."""

    view: DrawnView
    address: Address | None
    identities: tuple[Identity, ...]
    drawn_at: datetime
    seen: Sequence[Look] = ()


@dataclass(frozen=True)
class Desk:
    """What letters are written by, read at once for all of them: a question for each would cost more than the drawing.
    members: readers, and authors of what goes to channels. identities: of a member, newest first. channels: by platform,
    tenant and id, where they are known."""

    members: Mapping[int, Member]
    identities: Mapping[int, tuple[Identity, ...]]
    channels: Mapping[tuple[str, str, str], Channel]

    @classmethod
    def of(cls, work: Work, messages: Sequence[OutboxMessage]) -> "Desk":
        readers = {reader_id for message in messages if (reader_id := member_of(message))}
        authors = {message.author_id for message in messages if message.author_id and not member_of(message)}
        rooms: dict[tuple[str, str], set[str]] = {}
        for message in messages:
            if not member_of(message):
                address = Address.parse(message.address)
                rooms.setdefault((address.platform, address.tenant), set()).add(address.channel)
        channels = {
            (platform, tenant, name): channel
            for (platform, tenant), names in rooms.items()
            for name, channel in work.recipients.channels(platform, tenant, names).items()
        }
        return cls(work.recipients.members(readers | authors), work.recipients.identities(readers), channels)


def letter(work: Work, message: OutboxMessage, now: datetime, desk: Desk | None = None) -> Letter | None:
    """None when there is nobody to read it any more, or nothing to say. desk: of this message and others."""
    desk = desk or Desk.of(work, [message])
    reader_id = member_of(message)
    reader = desk.members.get(reader_id or message.author_id or 0)
    if reader is None or (reader_id and (reader.left_at is not None or reader.deleted_at is not None)):
        return None
    view = from_json(message.view) if not message.card else view_of(message.card, Scene(work, now, reader))
    if view is None:
        return None
    view = _with_nonce(view, message)
    if message.address.startswith(MEMBER):
        address, identities = None, desk.identities.get(reader.id, ())
    else:
        address, identities = Address.parse(message.address), ()
    channel: Channel | None = None
    if reader_id:
        eyes = audience.of_member(work, reader, now=now)
    else:
        assert address is not None, "whoever is no member is a channel"
        channel = desk.channels.get((address.platform, address.tenant, address.channel))
        eyes = audience.of_listed(work, address, channel, now)
    if message.card and not message.replaces and not eyes.sees(needs_of(message.card)):
        return None
    # A channel has no zone and language of its own; whoever shared it lends theirs.
    drawn, shown = drawing(view, eyes, audience.reader(reader, now))
    if message.card and channel is not None and drawn.hidden:
        drawn = replace(drawn, closer=closer_look(work, message.card, view, eyes, channel, now))
    if not eyes.sees(INSIDE):
        drawn = replace(drawn, summary=OUTSIDE)  # it may name a customer
    place = Place.DIRECT if reader_id else eyes.place
    of = about(message.card, work) if None in shown else ()
    seen = looks(shown, of, reader_id, message.card.partition(":")[0] or "message", place, now)
    return Letter(drawn, address, identities, now, seen)


def member_of(message: OutboxMessage) -> int | None:
    """Whose own chat it goes to; None for a channel."""
    return int(message.lane.removeprefix(MEMBER)) if message.lane.startswith(MEMBER) else None


def mark_of(message: OutboxMessage) -> str:
    """What this message is known by, on platforms too; another database's message of the same number is another."""
    return f"{message.id}.{int(message.created_at.timestamp())}"


def _with_nonce(view: View, message: OutboxMessage) -> View:
    # The same at every try, so that pressing either of two copies has one effect; another for every edit.
    return view if view.nonce else replace(view, nonce=f"outbox-{mark_of(message)}")
