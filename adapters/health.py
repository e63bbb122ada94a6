"""What a load balancer asks: whether the process lives, and whether it can do its work."""

import asyncio

import structlog
from aiohttp import web

from storage.ground import Ground
from storage.schema import newest, present

PATIENCE = 5.0  # seconds for the database to answer

log = structlog.get_logger()


def mount(app: web.Application, ground: Ground) -> None:
    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="Bailey is up.\n")

    async def ready(_: web.Request) -> web.Response:
        trouble = await problem(ground)
        if trouble:
            return web.Response(status=503, text=f"{trouble}\n")
        return web.Response(text="Bailey is ready.\n")

    app.add_routes([web.get("/healthz", alive), web.get("/readyz", ready)])


async def problem(ground: Ground) -> str:
    """Why no request could be answered now, as a sentence; "" when all is well."""
    try:
        async with asyncio.timeout(PATIENCE):
            found = await ground.run(0, present, reads=True)
    except Exception as error:
        log.warning("health", action="database_silent", error=type(error).__name__)
        return "The database does not answer."
    if found != newest():
        return "The database has another schema than this version of Bailey. Run: bailey db upgrade"
    return ""
