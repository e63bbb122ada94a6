"""Work that outlives the request that began it: kept in hand, and waited for when the house closes."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

T = TypeVar("T")
log = structlog.get_logger()


class Jobs:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        # The loop keeps weak references only: a task that nobody holds may vanish half-way.
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    async def within(self, task: asyncio.Task[T], seconds: float) -> bool:
        """Whether the task is done in time; it goes on either way."""
        await asyncio.wait({task}, timeout=seconds)
        return task.done()

    async def idle(self) -> None:
        """Until nothing is running, what was started meanwhile included."""
        while self._running:
            await asyncio.wait(set(self._running))

    async def close(self, grace: float = 20) -> None:
        """Wait for what is under way, at most `grace` seconds."""
        try:
            async with asyncio.timeout(grace):
                await self.idle()
        except TimeoutError:
            log.warning("slack", action="jobs_cut_short", count=len(self._running))
            for task in tuple(self._running):
                task.cancel()

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("slack", action="job_failed", job=task.get_name(), exc_info=error)
