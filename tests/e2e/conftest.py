"""The browser, and the page it opens: the address in BAILEY_E2E_URL, or the web door with a scripted Bailey."""

import os
import threading
from asyncio import new_event_loop
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Browser, sync_playwright

from adapters.web.connect import build
from adapters.web.send import Web
from tests.adapters.web.driver import shape
from tests.fakes import web_bailey

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    given = os.environ.get("BAILEY_E2E_URL")
    if given:
        yield given.rstrip("/")
        return
    loop = new_event_loop()
    address: list[str] = []
    ready = threading.Event()
    platform = Web(web_bailey.personas)

    async def serve() -> web.AppRunner:
        renderings = {"Slack": shape, "Teams": shape}
        bailey = web_bailey.ScriptedBailey()
        app = build(bailey, platform, renderings=renderings, gallery=web_bailey.gallery, host="127.0.0.1")
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        address.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        ready.set()
        return runner

    def run() -> None:
        runner = loop.run_until_complete(serve())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    server = threading.Thread(target=run)
    server.start()
    assert ready.wait(20)
    yield address[0]
    loop.call_soon_threadsafe(loop.stop)
    server.join(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail(f"There is no Chromium at {path}. Install it, or set CHROMIUM to where it is.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="module")
def pictures() -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES
