"""What Bailey says unasked: claim, commit, draw for the readers of this moment, send, settle.

Never a network call inside a transaction. A courier that dies leaves its lease to run out, and another one goes on.
"""

from datetime import datetime, timedelta

import structlog

from bot import audience
from bot.draw import draw
from bot.platform import Platform, Platforms
from bot.request import Address, Later, Never, Outcome, Sent
from bot.view import DrawnView, from_json
from storage.ground import Ground
from storage.tables import Identity, Member, OutboxMessage
from storage.work import Work

LEASE = timedelta(seconds=60)
CLAIM = 20
FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
GIVE_UP = timedelta(days=3)
MEMBER = "member:"

log = structlog.get_logger(__name__)


class Courier:
    def __init__(self, ground: Ground, platforms: Platforms) -> None:
        self._ground = ground
        self._platforms = platforms

    async def deliver(self, now: datetime) -> int:
        """Send what is due, once each; returns how many messages were handled."""
        claimed = await self._ground.run(0, lambda work: work.messages.claim(now, LEASE, CLAIM))
        for message in claimed:
            outcome = await self._deliver(message, now)
            await self._settle(message, outcome, now)
        return len(claimed)

    async def _deliver(self, message: OutboxMessage, now: datetime) -> Outcome:
        organization = message.organization_id
        drawn = await self._ground.run(organization, lambda work: _drawn(work, message, now), reads=True)
        if drawn is None:
            return Never("its reader is gone")
        view, identities = drawn
        if not identities:
            address = Address.parse(message.address)
            platform = self._platforms.get(address.platform)
            return (
                Never(f"{address.platform} is not connected")
                if platform is None
                else await platform.send(address, view)
            )
        return await self._to_member(identities, view)

    async def _to_member(self, identities: list[Identity], view: DrawnView) -> Outcome:
        """Their newest platform first; the next when that one will never take it."""
        outcome: Outcome = Never("no platform they use is connected")
        for identity in identities:
            platform = self._platforms.get(identity.platform)
            if platform is None:
                continue
            outcome = await _to_identity(platform, identity, view)
            if not isinstance(outcome, Never):
                return outcome
        return outcome

    async def _settle(self, message: OutboxMessage, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Sent(ref=ref):
                log.info("message", action="message_sent", key=message.key, address=message.address)
                await self._ground.run(message.organization_id, lambda work: work.messages.settle_sent(message.id, ref))
            case Later(after=after, why=why) if now - message.created_at < GIVE_UP:
                wait = max(after, min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.attempts, 16)))
                at = now + timedelta(seconds=wait)
                log.warning("message", action="message_delayed", key=message.key, why=why, seconds=wait)
                await self._ground.run(
                    message.organization_id, lambda work: work.messages.settle_later(message.id, at, why)
                )
            case Later(why=why) | Never(why=why):
                log.error("message", action="message_failed", key=message.key, why=why)
                await self._ground.run(
                    message.organization_id, lambda work: work.messages.settle_never(message.id, why)
                )


async def _to_identity(platform: Platform, identity: Identity, view: DrawnView) -> Outcome:
    try:
        address = await platform.direct(identity.tenant, identity.user)
    except LookupError as error:
        return Never(str(error))
    return await platform.send(address, view)


def _drawn(work: Work, message: OutboxMessage, now: datetime) -> tuple[DrawnView, list[Identity]] | None:
    """The view for whoever reads at its address, and the identities to try where the address is a member."""
    view = from_json(message.view)
    if message.address.startswith(MEMBER):
        member = work.get(Member, int(message.address.removeprefix(MEMBER)))
        if member is None or member.left_at is not None:
            return None
        drawn = draw(view, audience.of_member(work, member), audience.reader(member, now))
        return drawn, work.people.identities(member.id)
    address = Address.parse(message.address)
    author = work.get(Member, message.author_id) if message.author_id else None
    if author is None:
        return None
    # A channel has no zone and language of its own; whoever shared it lends theirs.
    return draw(view, audience.of_channel(work, address, now), audience.reader(author, now)), []
