"""The web door, put together: routes behind their guard, and what begins and ends with the application."""

from collections.abc import AsyncIterator
from dataclasses import replace

from aiohttp import web

from adapters.web.clock import DemoTime
from adapters.web.guard import Handler, guarded, is_loopback
from adapters.web.listen import Listener
from adapters.web.pages import Gallery, Pages, Renderings
from adapters.web.rosters import tell_rosters, told
from adapters.web.send import Web
from adapters.web.travel import Traveller
from bot.platform import Bailey


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
        posts["travel"] = Traveller(listener, _arriving(time, bailey, platform)).travel
    app.add_routes(
        [
            web.get("/", guarded(pages.chat, page=True)),
            web.get("/gallery", guarded(pages.gallery, page=True)),
            web.get("/web/static/{name}", guarded(pages.static, page=True)),
            web.get("/web/stream", guarded(pages.stream)),
            *(web.post(f"/web/{name}", guarded(handler)) for name, handler in posts.items()),
        ]
    )
    _live_with(app, bailey, platform)


def _arriving(time: DemoTime, bailey: Bailey, platform: Web) -> DemoTime:
    """The same clock; wherever it arrives, Bailey is told who reads along: a list of readers is as good as none a day
    later."""

    async def arrived() -> None:
        await tell_rosters(bailey, platform, platform.channels)
        await time.arrived()

    return replace(time, arrived=arrived)


def _live_with(app: web.Application, bailey: Bailey, platform: Web) -> None:
    """What begins with the application and ends with it."""

    async def close(_: web.Application) -> None:
        platform.history.close()

    async def rosters(_: web.Application) -> AsyncIterator[None]:
        async with told(bailey, platform):
            yield

    app.on_shutdown.append(close)
    app.cleanup_ctx.append(rosters)
