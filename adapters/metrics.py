"""What a Prometheus server reads at /metrics: counts, ages and durations, never names, texts or secrets."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.clock import Clock
from bot.platform import Bailey
from bot.request import Address, Choice, Finding, Overheard, Reply, Request, Sender
from storage.ground import Ground

PATIENCE = 5.0  # seconds for the database to answer
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
DELIVERY = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600, 86400)


class Metrics:
    """This process's own counts (`bot.watch.Watch`), and what the database says of the outbox when it is asked."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._messages = Counter(
            "bailey_messages", "Messages handled, by what became of them", ("platform", "became"), registry=registry
        )
        self._delivery = Histogram(
            "bailey_delivery_seconds", "From due to sent", ("platform",), buckets=DELIVERY, registry=registry
        )
        self._due = Gauge("bailey_outbox_due", "Messages that are due and not sent yet", registry=registry)
        self._oldest = Gauge(
            "bailey_outbox_oldest_seconds",
            "For how long the oldest of them could have gone out, those aside that wait for their turn",
            registry=registry,
        )
        self._chores = Histogram(
            "bailey_chore_seconds", "Duration of chores", ("chore",), buckets=SECONDS, registry=registry
        )
        self._chore_failures = Counter("bailey_chore_failures", "Chores that failed", ("chore",), registry=registry)
        self._requests = Histogram(
            "bailey_request_seconds",
            "Duration of requests answered",
            ("platform", "done"),
            buckets=SECONDS,
            registry=registry,
        )

    def message(self, platform: str, became: str, seconds: float) -> None:
        self._messages.labels(platform or "none", became).inc()
        if became == "sent":
            self._delivery.labels(platform).observe(max(0.0, seconds))

    def chore(self, name: str, seconds: float, failed: bool) -> None:
        self._chores.labels(name).observe(seconds)
        if failed:
            self._chore_failures.labels(name).inc()

    def request(self, platform: str, done: bool, seconds: float) -> None:
        self._requests.labels(platform, "yes" if done else "no").observe(seconds)

    def outbox(self, messages: int, oldest: datetime | None, now: datetime) -> None:
        self._due.set(messages)
        self._oldest.set(max(0.0, (now - oldest).total_seconds()) if oldest else 0)


def mount(app: web.Application, metrics: Metrics, ground: Ground, clock: Clock) -> None:
    async def tell(_: web.Request) -> web.Response:
        now = clock()
        try:
            async with asyncio.timeout(PATIENCE):
                waiting = await ground.run(0, lambda work: work.messages.waiting(now), reads=True)
        except Exception:
            return web.Response(status=503, text="The database does not answer.\n")
        metrics.outbox(waiting.messages, waiting.oldest, now)
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/metrics", tell)


class Measured:
    """Bailey, with a stopwatch."""

    def __init__(self, bailey: Bailey, metrics: Metrics) -> None:
        self._bailey = bailey
        self._metrics = metrics

    async def answer(self, request: Request) -> Reply:
        began = time.perf_counter()
        reply = await self._bailey.answer(request)
        self._metrics.request(request.address.platform, reply.done, time.perf_counter() - began)
        return reply

    async def suggest(self, sender: Sender, kind: str, query: str) -> tuple[Choice, ...]:
        return await self._bailey.suggest(sender, kind, query)

    async def complete(self, sender: Sender, line: str) -> tuple[Choice, ...]:
        return await self._bailey.complete(sender, line)

    async def find(self, sender: Sender, where: Address, kind: str, query: str) -> tuple[Finding, ...]:
        return await self._bailey.find(sender, where, kind, query)

    async def heeds(self, sender: Sender, emoji: str, ours: bool) -> bool:
        return await self._bailey.heeds(sender, emoji, ours)

    async def meet(self, people: Sequence[Sender]) -> None:
        await self._bailey.meet(people)

    async def listens(self, thread: Address) -> bool:
        return await self._bailey.listens(thread)

    async def overhear(self, heard: Overheard) -> bool:
        return await self._bailey.overhear(heard)

    async def roster(self, channel: Address, users: Sequence[Sender] | None, name: str = "") -> None:
        await self._bailey.roster(channel, users, name)

    async def rooms(self, platform: str) -> tuple[Address, ...]:
        return await self._bailey.rooms(platform)
