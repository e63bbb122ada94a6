"""Bailey as a process: it opens what it has settings for, says whether it is ready, and leaves in good order."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import generate_latest

from adapters import health
from adapters.metrics import Measured, Metrics
from adapters.serving import listening
from adapters.settings import table
from bot.clock import system_clock
from bot.request import Address, Line, Place, Request, Sender
from storage.engine import Engine
from storage.ground import open_ground
from storage.tables import Organization
from tests.fakes.scripted import Scripted

ROOT = Path(__file__).parents[2]
NAMES = {setting.name for setting in table()}


@asynccontextmanager
async def started(folder: Path, *words: str, **settings: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`bailey …` in a folder of its own, and the address it listens on."""
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.main", *words, cwd=folder, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "BAILEY_PORT": "0", **settings},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            greeting = (await process.stdout.readline()).decode()
        found = re.search(r"http://[\d.]+:\d+", greeting)
        assert found, greeting
        yield process, found[0]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def status(url: str, method: str = "GET") -> int:
    async with aiohttp.ClientSession() as session, session.request(method, url) as response:
        return response.status


async def stopped(process: asyncio.subprocess.Process, number: signal.Signals) -> str:
    process.send_signal(number)
    async with asyncio.timeout(10):
        said, _ = await process.communicate()
    return said.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_demo_opens_its_page_and_leaves_when_asked(tmp_path: Path, number: signal.Signals) -> None:
    async with started(tmp_path, "demo") as (process, url):
        assert await status(f"{url}/healthz") == 200
        assert await status(f"{url}/readyz") == 200
        assert await status(f"{url}/") == 200
        assert await status(f"{url}/slack/events", "POST") == 404
        async with aiohttp.ClientSession() as session, session.get(f"{url}/web/stream"):  # a page that stays open
            said = await stopped(process, number)
        assert process.returncode == 0
        assert "Everything is kept" in said
    assert (tmp_path / "bailey-demo.db").is_file()


async def test_the_server_opens_the_doors_that_it_has_settings_for(tmp_path: Path) -> None:
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:9/api",
        "TEAMS_AUTH": "off", "BAILEY_LOG": "error",
    }  # fmt: skip
    async with started(tmp_path, "serve", **settings) as (process, url):
        assert await status(f"{url}/slack/events", "POST") == 401
        assert await status(f"{url}/api/messages", "POST") == 415
        assert await status(f"{url}/") == 404
        await stopped(process, signal.SIGTERM)
        assert process.returncode == 0


async def test_a_door_that_stays_shut_is_told_at_the_start(tmp_path: Path) -> None:
    async with started(tmp_path, "serve", TEAMS_AUTH="off", BAILEY_HOST="0.0.0.0") as (process, url):  # refused
        assert await status(f"{url}/api/messages", "POST") == 503
        assert "loopback address alone" in await stopped(process, signal.SIGTERM)


async def test_socket_mode_alone_mounts_nothing_that_anybody_could_sign(tmp_path: Path) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:9/api"}
    async with started(tmp_path, "serve", **settings) as (_, url):
        assert await status(f"{url}/slack/events", "POST") == 404


async def test_what_was_done_is_counted() -> None:
    metrics, scripted = Metrics(), Scripted()
    sender = Sender("slack", "T1", "U1")
    request = Request("k", sender, Address("slack", "T1", "D1", place=Place.DIRECT), Line("day"))
    assert await Measured(scripted, metrics).answer(request) == scripted.said[0]
    metrics.message("slack", "sent", 1.5)
    metrics.message("", "dropped", 0)
    metrics.chore("plan", 0.2, failed=True)
    told = generate_latest(metrics.registry).decode()
    assert 'bailey_request_seconds_count{done="yes",platform="slack"} 1.0' in told
    assert 'bailey_messages_total{became="sent",platform="slack"} 1.0' in told
    assert 'bailey_delivery_seconds_sum{platform="slack"} 1.5' in told
    assert 'bailey_messages_total{became="dropped",platform="none"} 1.0' in told
    assert 'bailey_chore_failures_total{chore="plan"} 1.0' in told


async def test_metrics_count_and_tell_no_secrets(tmp_path: Path) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:9/api"}
    async with (
        started(tmp_path, "serve", **settings) as (_, url),
        aiohttp.ClientSession() as session,
        session.get(f"{url}/metrics") as response,
    ):
        told = await response.text()
    assert "bailey_outbox_due 0.0" in told
    assert "bailey_outbox_oldest_seconds 0.0" in told
    assert "xoxb" not in told


async def test_ready_means_that_the_database_answers_in_this_versions_schema(database: Engine) -> None:
    ground = open_ground(database)
    assert await health.problem(ground, system_clock) == ""
    now = system_clock()
    organization = await ground.run(0, lambda work: work.insert(Organization, name="Ours", created_at=now).id)
    await ground.run(organization, lambda work: work.messages.put("k", "slack|T1|C1||public", "{}", None, now))
    assert await health.problem(ground, lambda: now + timedelta(minutes=4)) == ""
    said = await health.problem(ground, lambda: now + timedelta(minutes=6, seconds=1))
    assert said == "A message has been waiting for 6 minutes, and nobody sends it (1 are due)."
    await ground.run(0, lambda work: work.driver.execute("UPDATE alembic_version SET version_num = '0000'"))
    assert "bailey db upgrade" in await health.problem(ground, system_clock)
    ground.close()
    assert "does not answer" in await health.problem(ground, system_clock)


async def test_what_is_under_way_is_finished_before_we_go() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response(text="done")

    app = web.Application()
    app.router.add_get("/", slow)
    leave = asyncio.Event()
    bound: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def serve() -> None:
        async with listening(app, "127.0.0.1", 0) as port:
            bound.set_result(port)
            await leave.wait()

    serving = asyncio.create_task(serve())
    port = await bound
    async with aiohttp.ClientSession() as session:
        asked = asyncio.create_task(_text(session.get(f"http://127.0.0.1:{port}/")))
        await begun.wait()
        leave.set()
        refused = False
        while not refused:  # the door closes first
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
            except OSError:
                refused = True
        go_on.set()
        assert await asked == "done"
    await serving


async def _text(asking: Awaitable[aiohttp.ClientResponse]) -> str:
    return await (await asking).text()
