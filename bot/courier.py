"""What Bailey says unasked: claim, commit, draw for the readers of this moment, send, settle.

Never a network call inside a transaction. A courier that dies leaves its lease to run out, and another one goes on: it
asks the platform whether the message is there already, where the platform can tell, and sends it where not.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

import structlog

from bot.letters import Desk, Letter, letter, mark_of
from bot.platform import Platform, Platforms
from bot.request import Address, Later, Never, Outcome, Sent
from bot.settling import Kept, Settling
from bot.watch import Nobody, Watch
from storage.engine import is_conflict
from storage.ground import Ground
from storage.queries.lanes import CLAIM
from storage.queries.outbox import Claim, Settled
from storage.tables import Identity, OutboxMessage
from storage.work import Work

LEASE = timedelta(seconds=60)
AT_ONCE = 16
# Messages are claimed and drawn a little before their conversation is free, or each second of its pace would be longer by
# that.
AHEAD = timedelta(seconds=0.25)
FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
# With the waits between them, about three days.
TRIES = 80
NOT_DRAWN = Later(60, "it could not be drawn")
CUT_SHORT = Later(FIRST_WAIT, "it took too long", unsure=True)

log = structlog.get_logger(__name__)
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Said:
    """What came of a try. by: the platform that was spoken to last, None where it came to none. address: where."""

    outcome: Outcome
    by: Platform | None = None
    address: Address | None = None


GIVEN_BACK = Said(Later(0, "given back before it was begun"))


class Courier:
    """lease: how long a claimed message is ours. Within a sixth of it the message is on its way or given back, and within
    two thirds more the platform has answered or is not waited for any longer, so that nobody sends beside another."""

    def __init__(
        self, ground: Ground, platforms: Platforms, *, lease: timedelta = LEASE, watch: Watch | None = None
    ) -> None:
        self._ground = ground
        self._platforms = platforms
        self._lease = lease
        self._watch = watch or Nobody()
        self._settling = Settling(ground, lambda: self._coming)
        self._coming = 0
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._claiming = asyncio.Lock()
        self._sending: set[asyncio.Task[Said]] = set()
        self._stopping = False
        self._free: list[float] = []
        self._ahead = min(AHEAD, lease / 12)
        self._looked = 0.0

    async def deliver(self, now: datetime) -> int:
        """Send what may go now, one message a conversation at a time; returns how many messages were handled."""
        began = time.monotonic()

        def clock() -> datetime:
            return now + timedelta(seconds=time.monotonic() - began)

        handled = 0
        while batch := await self._claim(clock):
            self._coming += len(batch)
            await asyncio.gather(*(self._carry(claim, letter, clock) for claim, letter in batch))
            handled += len(batch)
        return handled

    async def stop(self, grace: float) -> None:
        """Take nothing new, give back what has not begun, and wait `grace` seconds for what has."""
        self._stopping = True
        if self._sending:
            _, late = await asyncio.wait(set(self._sending), timeout=grace)
            for task in late:
                task.cancel()
        await self._settling.finish()

    def next_free(self) -> float | None:
        """Seconds until it is time to claim for a conversation that was just spoken to; None where none was."""
        ahead = self._ahead.total_seconds()
        # Whatever was to be claimed when it was last looked was claimed then.
        self._free = [at for at in self._free if at > self._looked + ahead]
        return max(0.0, min(self._free) - ahead - time.monotonic()) if self._free else None

    # ------------------------------------------------------------ claim and draw

    async def _claim(self, clock: Now) -> list[tuple[Claim, Letter | Outcome | None]]:
        # Those who wait here find less to do afterwards; together they would only lock one another out.
        async with self._claiming:
            now, self._looked = clock(), time.monotonic()
            if self._stopping or not await self._ground.run(0, lambda work: work.messages.any_due(now), reads=True):
                return []
            claims = await self._ground.run(
                0, lambda work: work.messages.claim(clock(), self._lease, CLAIM, self._ahead), committed=True
            )
            return await self._draw(claims, now)

    async def _draw(self, claims: Sequence[Claim], now: datetime) -> list[tuple[Claim, Letter | Outcome | None]]:
        drawn: list[tuple[Claim, Letter | Outcome | None]] = []
        by_house = sorted(claims, key=lambda claim: claim.message.organization_id)
        for organization, theirs in groupby(by_house, lambda claim: claim.message.organization_id):
            house = list(theirs)
            letters = await self._ground.run(organization, partial(_letters, claims=house, now=now), reads=True)
            drawn += zip(house, letters, strict=True)
        return drawn

    # ------------------------------------------------------------ send and settle

    async def _carry(self, claim: Claim, drawn: Letter | Outcome | None, clock: Now) -> None:
        message = claim.message
        try:
            try:
                await asyncio.sleep(max(0.0, (claim.free_at - clock()).total_seconds()))
                async with self._slots:
                    said = await self._say(message, drawn, clock)
            finally:
                self._coming -= 1
            await self._settle(claim, drawn, said, clock())
        except Exception:
            # The lease runs out, and then it is looked for.
            log.exception("message", action="not_settled", key=message.key)

    async def _say(self, message: OutboxMessage, drawn: Letter | Outcome | None, clock: Now) -> Said | None:
        """None for what there is nobody or nothing to say to."""
        if not isinstance(drawn, Letter):
            return Said(drawn) if drawn else None
        assert message.lease_until is not None
        begun = message.lease_until - self._lease
        if self._stopping or clock() - begun > self._lease / 6:
            return GIVEN_BACK
        task = asyncio.create_task(self._send(message, drawn))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        await asyncio.wait({task}, timeout=(self._lease * 2 / 3).total_seconds())
        if task.cancel():
            await asyncio.wait({task})
        if task.cancelled():
            return Said(CUT_SHORT)
        if error := task.exception():
            log.error("message", action="send_broke", key=message.key, exc_info=error)
            return Said(Later(60, "sending it broke", unsure=True))
        return task.result()

    async def _send(self, message: OutboxMessage, drawn: Letter) -> Said:
        if drawn.address is None:
            return await self._to_member(message, drawn)
        platform = self._platforms.get(drawn.address.platform)
        if platform is None:
            return Said(Never(f"{drawn.address.platform} is not connected"))
        if message.unsure and not message.replaces:
            found = await platform.find(drawn.address, mark_of(message), message.created_at)
            if not isinstance(found, Never):
                return _found(found, platform, drawn.address)
        outcome = await platform.send(drawn.address, drawn.view, message.replaces, mark_of(message))
        return Said(outcome, platform, drawn.address)

    async def _to_member(self, message: OutboxMessage, drawn: Letter) -> Said:
        """Their newest platform first; the next when that one will never take it."""
        if message.unsure:
            for identity in drawn.identities:
                found = await self._find(message, identity)
                if not isinstance(found.outcome, Never):
                    return found
        said = Said(Never("no platform they use is connected"))
        for identity in drawn.identities:
            platform = self._platforms.get(identity.platform)
            if platform is None:
                continue
            said = await _to_identity(platform, identity, message, drawn)
            if not isinstance(said.outcome, Never):
                return said
        return said

    async def _find(self, message: OutboxMessage, identity: Identity) -> Said:
        platform = self._platforms.get(identity.platform)
        if platform is None:
            return Said(Never(f"{identity.platform} is not connected"))
        try:
            address = await platform.direct(identity.tenant, identity.user)
        except LookupError as error:
            return Said(Never(str(error)))
        return _found(await platform.find(address, mark_of(message), message.created_at), platform, address)

    async def _settle(self, claim: Claim, drawn: Letter | Outcome | None, said: Said | None, now: datetime) -> None:
        settled, answered = self._became(claim, said, now), time.monotonic()
        sent = drawn if isinstance(drawn, Letter) else None
        address = str(said.address) if said and said.address else ""
        await self._settling.keep(Kept(settled, now, sent, address))
        wait = (settled.free_at - now).total_seconds()
        if wait > 0:
            self._free.append(answered + wait)
        self._tell(settled, said, now)

    def _became(self, claim: Claim, said: Said | None, now: datetime) -> Settled:
        message, free_at = claim
        if said is GIVEN_BACK:
            return Settled(message, "due", free_at, message.due_at, unsure=message.unsure, counted=False)
        if said is None:
            return Settled(message, "dropped", free_at, message.due_at, error="nobody or nothing to say it to")
        if said.by is not None:
            free_at = said.by.pace.free_at(free_at, now)
        # What an edit is about is gone, and nobody misses it.
        lost = "dropped" if message.replaces else "failed"
        match said.outcome:
            case Sent(ref=ref):
                return Settled(message, "sent", free_at, message.due_at, ref=ref)
            case Never(why=why):
                return Settled(message, lost, free_at, message.due_at, error=why)
            case Later(busy=True, after=after, why=why):
                # It stays the first of its lane, and all that follows waits with it.
                free_at = max(free_at, now + timedelta(seconds=after))
                return Settled(message, "due", free_at, message.due_at, error=why, unsure=message.unsure, counted=False)
            case Later(why=why) if message.attempts >= TRIES:
                return Settled(message, lost, free_at, message.due_at, error=why)
            case Later(after=after, why=why, unsure=unsure):
                wait = max(after, min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.attempts, 16)))
                at = now + timedelta(seconds=wait)
                return Settled(message, "due", free_at, at, error=why, unsure=unsure or message.unsure)

    def _tell(self, settled: Settled, said: Said | None, now: datetime) -> None:
        message = settled.message
        if settled.state == "due" and not settled.error:
            return
        became = "delayed" if settled.state == "due" else settled.state
        platform = said.by.name if said and said.by else ""
        self._watch.message(platform, became, (now - message.due_at).total_seconds())
        level = {"sent": log.info, "dropped": log.info, "delayed": log.warning, "failed": log.error}[became]
        level("message", action=f"message_{became}", key=message.key, address=message.address, why=settled.error)


async def _to_identity(platform: Platform, identity: Identity, message: OutboxMessage, drawn: Letter) -> Said:
    try:
        address = await platform.direct(identity.tenant, identity.user)
    except LookupError as error:
        return Said(Never(str(error)), platform)
    return Said(await platform.send(address, drawn.view, "", mark_of(message)), platform, address)


def _found(outcome: Outcome, platform: Platform, address: Address) -> Said:
    if isinstance(outcome, Sent):
        log.info("message", action="message_found", platform=platform.name, ref=outcome.ref)
    return Said(outcome, platform, address)


def _letters(work: Work, claims: Sequence[Claim], now: datetime) -> list[Letter | Outcome | None]:
    try:
        with work.savepoint():
            desk = Desk.of(work, [claim.message for claim in claims])
            return [letter(work, claim.message, now, desk) for claim in claims]
    except Exception as error:
        if is_conflict(error):
            raise
    return _one_by_one(work, claims, now)


def _one_by_one(work: Work, claims: Sequence[Claim], now: datetime) -> list[Letter | Outcome | None]:
    """One card that cannot be drawn delays no other message."""
    letters: list[Letter | Outcome | None] = []
    for claim in claims:
        try:
            with work.savepoint():
                letters.append(letter(work, claim.message, now))
        except Exception as error:
            if is_conflict(error):
                raise
            log.exception("message", action="not_drawn", key=claim.message.key)
            letters.append(NOT_DRAWN)
    return letters
