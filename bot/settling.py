"""Keeping what became of messages: many in one transaction, since a commit costs as much for one as for many."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from bot.auditlog import Looks
from bot.letters import Letter, letter, member_of
from bot.living import moved
from bot.scene import Scene
from bot.undelivered import tell_admins
from bot.view import to_json
from storage.ground import Ground
from storage.queries.outbox import Settled
from storage.tables import Member
from storage.work import Work

# A card that is another at every look would be edited for ever.
FOLLOW_UPS = 3

# How long what has been answered waits for what else will be, in seconds, and for how many at most. A crash meanwhile
# leaves as many to be looked for, so it is about what a commit takes on a slow disk.
GATHER = 0.02
ENOUGH = 50

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Kept:
    """settled: what became of a message. letter: what was sent. address: where a copy of a card stands now, as text."""

    settled: Settled
    at: datetime
    letter: Letter | None = None
    address: str = ""


class Settling:
    """coming: how many messages are on their way, whose end is not known yet; where none is, nothing waits for others."""

    def __init__(self, ground: Ground, coming: Callable[[], int]) -> None:
        self._ground = ground
        self._coming = coming
        self._enough = asyncio.Event()
        self._waiting: list[tuple[Settled, asyncio.Future[None]]] = []
        self._keeping: asyncio.Task[None] | None = None
        self._looks = Looks(ground)

    async def finish(self) -> None:
        """Returns once it is written down who was shown what."""
        await self._looks.finish()

    async def keep(self, kept: Kept) -> None:
        """Returns once it is committed."""
        settled = kept.settled
        if kept.letter is not None and settled.state == "sent":
            self._looks.keep(settled.message.organization_id, kept.letter.seen)
        message = settled.message
        if settled.state == "failed" or message.replaces or (message.card and settled.state == "sent"):
            await self._ground.run(message.organization_id, partial(_settle_alone, kept=kept))
            return
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((settled, done))
        if len(self._waiting) >= ENOUGH or not self._coming():
            self._enough.set()
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep_all())
        await done

    async def _keep_all(self) -> None:
        while self._waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._enough.wait(), GATHER)
            self._enough.clear()
            group, self._waiting = self._waiting, []
            outcomes = [settled for settled, _ in group]
            try:
                await self._ground.run(0, partial(_settle_all, outcomes=outcomes), committed=True)
            except Exception as error:  # whatever it was, each of those who wait is told
                for _, done in group:
                    done.set_exception(error)
            else:
                for _, done in group:
                    done.set_result(None)


def _settle_all(work: Work, outcomes: Sequence[Settled]) -> None:
    work.messages.settle(outcomes)


def _settle_alone(work: Work, kept: Kept) -> None:
    """At SERIALIZABLE, because it goes by what others write meanwhile: the matter of a card, its copies, the admins."""
    settled, message = kept.settled, kept.settled.message
    work.messages.settle([settled])
    if settled.state == "failed":
        tell_admins(work, message, settled.error, kept.at)
    elif message.replaces and settled.state == "dropped":
        copy = work.messages.copy_at(message.address, message.replaces)
        if copy is not None:
            work.messages.retire(copy.id)
    elif message.card and settled.state == "sent":
        if not message.replaces:
            _remember(work, kept)
        _compare(work, kept)


def _remember(work: Work, kept: Kept) -> None:
    """A new copy stands; the older ones in the same chat give way to it."""
    message, member_id = kept.settled.message, member_of(kept.settled.message)
    older = work.messages.posted_copy(
        message.card, kept.address, kept.settled.ref, member_id, message.author_id, kept.at
    )
    reader = work.get(Member, member_id or message.author_id or 0)
    for copy in older:
        if reader is not None:
            view = to_json(moved(message.card, Scene(work, kept.at, reader)))
            work.messages.edit(copy, f"moved:{copy.id}:{message.id}", kept.at, view=view)


def _compare(work: Work, kept: Kept) -> None:
    """What changed between drawing and now found no copy to edit, or one that was being edited: draw it once more."""
    message, sent = kept.settled.message, kept.letter
    now = letter(work, message, sent.drawn_at) if sent else None
    if sent is None or now is None or now.view == sent.view:
        return
    copy = work.messages.copy_at(kept.address, kept.settled.ref)
    if message.key.endswith("+" * FOLLOW_UPS):
        log.error("message", action="card_never_the_same", card=message.card)
    elif copy is not None and copy.live:
        work.messages.edit(copy, f"{message.key}+", kept.at, card=message.card)
