"""A metronome: it says when to look, never what was done. Every replica has one; the database decides who does what."""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chores import Chore, chores
from bot.clock import Clock
from bot.courier import Courier
from bot.watch import Nobody, Watch
from storage.ground import Ground
from storage.work import Work

TICK_SECONDS = 2
SWEEP_HOURS = 6
# While one claims and draws, the other sends.
COURIERS = 2
# A conversation that is free again is not looked at sooner than this after another, or each would be a claim of its own.
TOGETHER = 0.01
# Seconds for what is being sent, and then for chores, of the ten that a process has to stop.
GRACE = 4.0
CHORES_GRACE = 2.0
# A chore that always says there is more must leave room for the others.
ROUNDS = 1000
# Codes last a quarter of an hour; a month later nobody asks whether one was used.
CODES_KEPT = timedelta(days=30)
LOOKS_KEPT = timedelta(days=730)

log = structlog.get_logger(__name__)


class Ticker:
    def __init__(self, ground: Ground, courier: Courier, clock: Clock, watch: Watch | None = None) -> None:
        self._ground = ground
        self._courier = courier
        self._clock = clock
        self._watch = watch or Nobody()
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._woken = asyncio.Event()
        self._stopping = False
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self) -> None:
        self._scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS)
        self._scheduler.add_job(self.sweep, "interval", hours=SWEEP_HOURS)
        for chore in chores():
            self._scheduler.add_job(self._turn, "interval", (chore,), seconds=chore.every)
            # What fell due while nobody was there does not wait for an interval.
            self._begin(chore.name, self.do(chore))
        self._scheduler.start()
        for number in range(COURIERS):
            self._begin(f"courier {number}", self._deliver_on())

    def wake(self) -> None:
        """Something was just put into the outbox; do not make it wait for the next tick."""
        self._woken.set()

    async def stop(self) -> None:
        """Begin nothing new, and finish what is under way; what takes too long is left for the lease to run out."""
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._woken.set()
        await self._courier.stop(GRACE)
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=CHORES_GRACE)
        for task in self._running.values():
            task.cancel()

    async def run_all(self) -> None:
        """Do every chore once and deliver what came of it, now: for whoever moves the clock."""
        for chore in chores():
            await self.do(chore)
        await self._courier.deliver(self._clock())

    async def do(self, chore: Chore) -> None:
        """One chore, for every organization; what fails is logged, and comes again at its next turn."""
        for organization in await self._ground.run(0, lambda work: work.people.organizations(), reads=True):
            if self._stopping:
                return
            began = time.monotonic()
            failed = False
            try:
                await self._do(chore, organization)
            except Exception:
                failed = True
                log.exception("chore", action="chore_failed", chore=chore.name, organization=organization)
            self._watch.chore(chore.name, time.monotonic() - began, failed)

    async def sweep(self) -> None:
        now = self._clock()
        try:
            await self._ground.run(0, lambda work: _forget(work, now))
        except Exception:
            log.exception("chore", action="sweep_failed")

    # ------------------------------------------------------------ under way

    async def _do(self, chore: Chore, organization: int) -> None:
        if chore.errand is not None:
            await chore.errand(self._ground, organization, self._clock())
            self._woken.set()
        if chore.act is None:
            return
        for _ in range(ROUNDS):
            act = partial(_acted, chore=chore, now=self._clock())
            more, posted = await self._ground.run(organization, act, alone=chore.alone)
            if posted:
                self._woken.set()
            if not more or self._stopping:
                return
        log.warning("chore", action="chore_never_ends", chore=chore.name, organization=organization)

    async def _deliver_on(self) -> None:
        while not self._stopping:
            self._woken.clear()
            handled = 0
            try:
                handled = await self._courier.deliver(self._clock())
            except Exception:
                log.exception("ticker", action="deliver_failed")
            if not handled and not self._stopping:
                free = self._courier.next_free()
                wait = TICK_SECONDS if free is None else max(free, TOGETHER)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), wait)

    # The scheduler runs what is async in the loop and cancels it at the end, so it only begins what is ours to finish.

    async def _tick(self) -> None:
        self._woken.set()

    async def _turn(self, chore: Chore) -> None:
        self._begin(chore.name, self.do(chore))

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Unless it is still at it since last time."""
        if self._stopping or name in self._running:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running[name] = task
        task.add_done_callback(lambda _: self._running.pop(name, None))


def _acted(work: Work, chore: Chore, now: datetime) -> tuple[bool, bool]:
    """Whether there is more to do, and whether something was put into the outbox."""
    assert chore.act is not None, "an errand has no act"
    more = chore.act(work, now)
    return more, work.messages.posted


def _forget(work: Work, now: datetime) -> None:
    """What nobody can ask for any more; the audit of who looked at what is kept for two years."""
    work.messages.sweep(now)
    work.joining.sweep(now - CODES_KEPT)
    work.sightings.sweep(now - LOOKS_KEPT)
