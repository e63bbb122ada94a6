"""Who saw what of an account: gathered where a view is drawn, and written down soon after.

Whatever writes anyway writes its looks in the same transaction. What only reads leaves first, and its looks are committed
after the answer, many at once, so that looking something up takes no longer for it.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.draw import Shown
from storage.ground import Ground
from storage.work import Work

Look = Mapping[str, Any]

# Seconds. One commit for the looks of a busy moment costs as much as one for a single look.
GATHERED = 0.25
# Until it is tried again where the database was away.
AGAIN = 5.0

log = structlog.get_logger(__name__)


def looks(
    shown: Shown, accounts: Collection[int], member_id: int | None, by: str, place: str, now: datetime
) -> list[Look]:
    """Rows of `Sighting`, one an account. accounts: what a field is of that does not say so itself."""
    kinds: dict[int, set[str]] = {}
    for account, fields in shown.items():
        for of in accounts if account is None else (account,):
            kinds.setdefault(of, set()).update(fields)
    common = {"member_id": member_id, "by": by, "place": place, "at": now}
    return [{"account_id": of, "fields": " ".join(sorted(fields)), **common} for of, fields in sorted(kinds.items())]


def write(work: Work, seen: Sequence[Look]) -> None:
    if seen:
        work.sightings.put(seen)


class Looks:
    """What was shown and is not committed yet. again: seconds until what failed is tried again."""

    def __init__(self, ground: Ground, again: float = AGAIN) -> None:
        self._ground = ground
        self._again = again
        self._waiting: dict[int, list[Look]] = {}
        self._writing: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def keep(self, organization: int, seen: Sequence[Look]) -> None:
        """Written within a moment, together with what others are shown meanwhile."""
        if not seen:
            return
        self._waiting.setdefault(organization, []).extend(seen)
        if self._writing is None or self._writing.done():
            self._hurry = asyncio.Event()
            self._writing = asyncio.create_task(self._write(self._hurry))

    async def finish(self) -> None:
        """Returns once everything is committed, or was tried once more: whoever stops us does not wait for ever."""
        if self._writing is not None:
            self._hurry.set()
            await self._writing

    async def _write(self, hurry: asyncio.Event) -> None:
        pause = GATHERED
        while self._waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(hurry.wait(), pause)
            leaving = hurry.is_set()
            written = [await self._commit(organization) for organization in list(self._waiting)]
            pause = GATHERED if all(written) else self._again
            if leaving and not all(written):
                return

    async def _commit(self, organization: int) -> bool:
        seen = self._waiting.pop(organization)
        try:
            await self._ground.run(organization, partial(write, seen=seen))
        except Exception:
            log.exception("audit", action="looks_not_written", organization=organization, looks=len(seen))
            self._waiting[organization] = [*seen, *self._waiting.get(organization, ())]
            return False
        return True
