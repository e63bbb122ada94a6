"""Activities that Teams delivers again while, or after, they are worked on: one turn each, and its answer for all."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

CLOSING = 6.0  # seconds; the whole server has ten to stop
KEPT = 4096

Answer = Any


@dataclass(slots=True)
class Delivery:
    """late: set once nobody waits for the turn's own response any more."""

    task: asyncio.Task[Answer] | None = None
    late: asyncio.Event = field(default_factory=asyncio.Event)


class Deliveries:
    """Memory for repeats within one process. What must have its effect once for good is the bot's inbox; this only
    keeps an answer from being said twice, and lets a slow turn go on when Teams has stopped waiting."""

    def __init__(self) -> None:
        self._kept: dict[str, Delivery] = {}

    async def once(
        self, key: str, work: Callable[[asyncio.Event], Coroutine[Any, Any, Answer]], patience: float
    ) -> tuple[bool, Answer]:
        """(True, the turn's answer), or (False, None) when it takes longer than `patience` seconds.

        Raises what the turn raises; such a turn is forgotten, so that a repeat tries again.
        """
        delivery = self._kept.get(key)
        if delivery is None or delivery.task is None:
            delivery = self._kept[key] = Delivery()
            delivery.task = asyncio.create_task(work(delivery.late))
            delivery.task.add_done_callback(lambda task: self._settle(key, task))
            self._forget_oldest()
        done, _ = await asyncio.wait({delivery.task}, timeout=patience)
        if not done:
            delivery.late.set()
            return False, None
        return True, delivery.task.result()

    async def finish(self) -> None:
        """Wait for the turns that are still going on, but not for a service that keeps them waiting."""
        running = [delivery.task for delivery in self._kept.values() if delivery.task and not delivery.task.done()]
        if running:
            await asyncio.wait(running, timeout=CLOSING)

    def _settle(self, key: str, task: asyncio.Task[Answer]) -> None:
        if task.cancelled() or task.exception():
            self._kept.pop(key, None)

    def _forget_oldest(self) -> None:
        if len(self._kept) > KEPT:
            settled = [key for key, one in self._kept.items() if one.task and one.task.done()]
            for key in settled[: len(self._kept) - KEPT]:
                del self._kept[key]
