"""What a load balancer asks: whether the process lives, and whether it can do its work."""

import asyncio
from datetime import timedelta

import structlog
from aiohttp import web

from bot.clock import Clock
from storage.ground import Ground
from storage.schema import newest, present

PATIENCE = 5.0  # seconds for the database to answer
# A message that could have gone out for so long tells that nobody sends any.
STUCK = timedelta(minutes=5)

log = structlog.get_logger()


def mount(app: web.Application, ground: Ground, clock: Clock) -> None:
    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="Bailey is up.\n")

    async def ready(_: web.Request) -> web.Response:
        trouble = await problem(ground, clock)
        if trouble:
            return web.Response(status=503, text=f"{trouble}\n")
        return web.Response(text="Bailey is ready.\n")

    app.add_routes([web.get("/healthz", alive), web.get("/readyz", ready)])


async def problem(ground: Ground, clock: Clock) -> str:
    """Why no request could be answered now or nothing is delivered, as a sentence; "" when all is well."""
    now = clock()
    try:
        async with asyncio.timeout(PATIENCE):
            found = await ground.run(0, present, reads=True)
            if found == newest():
                waiting = await ground.run(0, lambda work: work.messages.waiting(now), reads=True)
    except Exception as error:
        log.warning("health", action="database_silent", error=type(error).__name__)
        return "The database does not answer."
    if found != newest():
        return "The database has another schema than this version of Bailey. Run: bailey db upgrade"
    if waiting.oldest is not None and now - waiting.oldest > STUCK:
        minutes = int((now - waiting.oldest).total_seconds() // 60)
        return f"A message has been waiting for {minutes} minutes, and nobody sends it ({waiting.messages} are due)."
    return ""
