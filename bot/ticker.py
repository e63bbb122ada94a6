"""A metronome: it says when to look, never what was done. Every replica has one; the database decides who does what."""

import asyncio
from contextlib import suppress

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.courier import CLAIM, Courier
from storage.ground import Ground

TICK_SECONDS = 2
SWEEP_HOURS = 6

log = structlog.get_logger(__name__)


class Ticker:
    def __init__(self, ground: Ground, courier: Courier, clock: Clock) -> None:
        self._ground = ground
        self._courier = courier
        self._clock = clock
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._delivering = asyncio.Lock()
        self._woken: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._scheduler.add_job(self.deliver, "interval", seconds=TICK_SECONDS)
        self._scheduler.add_job(self.sweep, "interval", hours=SWEEP_HOURS)
        self._scheduler.start()

    def wake(self) -> None:
        """Something was just put into the outbox; do not make it wait for the next tick."""
        task = asyncio.get_running_loop().create_task(self.deliver())
        self._woken.add(task)
        task.add_done_callback(self._woken.discard)

    async def stop(self) -> None:
        """Finish what is being delivered."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._woken)
        async with self._delivering:
            return

    async def deliver(self) -> None:
        async with self._delivering:
            try:
                while await self._courier.deliver(self._clock()) == CLAIM:
                    continue
            except Exception:
                log.exception("ticker", action="deliver_failed")

    async def sweep(self) -> None:
        now = self._clock()
        await self._ground.run(0, lambda work: work.messages.sweep(now))
