"""The web door, put together: routes behind their guard; and Bailey told who there is and who reads along."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace

import structlog
from aiohttp import web

from adapters.web.clock import DemoTime
from adapters.web.guard import Handler, guarded, is_loopback
from adapters.web.listen import Listener
from adapters.web.pages import Gallery, Pages, Renderings
from adapters.web.rooms import Channel, Persona, readers_of, sender_of
from adapters.web.send import Web
from adapters.web.travel import Traveller
from bot.platform import Bailey

log = structlog.get_logger()

ROSTER_EVERY = 300.0
"""Seconds. A list of readers that grew old counts as unknown, and with it everybody as an outsider."""


def build(
    bailey: Bailey, platform: Web, *, renderings: Renderings, gallery: Gallery, host: str, time: DemoTime | None = None
) -> web.Application:
    """An application that serves the page alone. Raises ValueError for a host that others can reach."""
    if not is_loopback(host):
        raise ValueError(f"the demo page has no passwords, so it is served on 127.0.0.1 only, not on {host}")
    app = web.Application()
    mount(app, bailey, platform, renderings=renderings, gallery=gallery, time=time)
    return app


def mount(
    app: web.Application,
    bailey: Bailey,
    platform: Web,
    *,
    renderings: Renderings,
    gallery: Gallery,
    time: DemoTime | None = None,
) -> None:
    """Add the page's routes to an application that has other doors too.

    Each route checks for itself that the caller is this machine's own browser, wherever the application listens.
    time: the clock that the page may put forward.
    """
    listener = Listener(bailey, platform)
    pages = Pages(listener, renderings, gallery, time)
    posts: dict[str, Handler] = {
        "say": listener.say,
        "press": listener.press,
        "fill": listener.fill,
        "drop": listener.drop,
        "home": listener.home,
        "complete": listener.complete,
        "suggest": listener.suggest,
        "payload": pages.payload,
    }
    if time is not None:

        async def arrived() -> None:
            # A list of readers is as good as none a day later.
            await tell_rosters(bailey, platform, platform.channels)
            await time.arrived()

        posts["travel"] = Traveller(listener, replace(time, arrived=arrived)).travel
    app.add_routes(
        [
            web.get("/", guarded(pages.chat, page=True)),
            web.get("/gallery", guarded(pages.gallery, page=True)),
            web.get("/web/static/{name}", guarded(pages.static, page=True)),
            web.get("/web/stream", guarded(pages.stream)),
            *(web.post(f"/web/{name}", guarded(handler)) for name, handler in posts.items()),
        ]
    )

    async def close(_: web.Application) -> None:
        platform.history.close()

    async def rosters(_: web.Application) -> AsyncIterator[None]:
        # Before anything is said unasked, for that goes to those only whom Bailey knows.
        await _tell(bailey, platform)
        telling = asyncio.create_task(_keep_telling(bailey, platform))
        yield
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling

    app.on_shutdown.append(close)
    app.cleanup_ctx.append(rosters)


async def _keep_telling(bailey: Bailey, platform: Web) -> None:
    while True:
        await asyncio.sleep(ROSTER_EVERY)
        await _tell(bailey, platform)


async def _tell(bailey: Bailey, platform: Web) -> None:
    try:
        await tell_rosters(bailey, platform, platform.channels)
    except Exception:  # the next round tries again; until then readers count as unknown, which is the safe side
        log.exception("rosters failed", action="web_rosters_failed")


async def tell_rosters(bailey: Bailey, platform: Web, channels: Sequence[Channel]) -> None:
    personas = [Persona(*each) for each in await platform.personas()]
    await bailey.meet([sender_of(each) for each in personas])
    for channel in channels:
        await bailey.roster(channel.address, readers_of(channel, personas))
