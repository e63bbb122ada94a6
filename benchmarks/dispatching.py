"""One process that delivers, for the benchmarks: `python -m benchmarks.dispatching KIND DATABASE_URL API_URL [COUNT]`.

Prints a 0 once it is ready (what `servers.running` waits for is a port), begins when a line comes in, and prints what it
handled and the processor time it took when there is nothing left. KIND: bailey, loop (no database: the same messages
straight from memory, sixteen at a time) or procrastinate.
"""

import asyncio
import itertools
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

import aiohttp

from adapters.logs import set_up
from adapters.serving import keep_for_good, take_short_turns
from adapters.slack.connect import SlackSettings, platform
from adapters.slack.send import Slack
from bot.clock import system_clock
from bot.courier import AT_ONCE, Courier
from bot.dates import Reader
from bot.draw import draw
from bot.permissions import outsiders
from bot.platform import Pace
from bot.request import Address, Place, Sent
from bot.ticker import COURIERS, TOGETHER
from bot.view import Button, Buttons, Notice, Text, View
from storage.engine import engine
from storage.ground import open_ground

TENANT = "T0BENCH"
VIEW = View(
    (
        Notice("info", ("Acme Corp: notice closes in 23 days",)),
        Text(("No two-way contact for 34 days. Next: call Jane Doe (CFO).",)),
        Buttons((Button("Help", "help"),)),
    ),
    "Something needs you",
)


class Paced(Slack):
    """Slack, as fast as it goes: the pace is measured elsewhere."""

    pace = Pace()


def address(number: int) -> Address:
    return Address("slack", TENANT, f"C{number:06}", place=Place.PUBLIC)


def slack(api: str, session: aiohttp.ClientSession, paced: bool) -> Slack:
    made = platform(SlackSettings("xoxb-bench", "secret", api), session, ())
    return made if paced else Paced(made.client, ())


async def bailey(url: str, count: int, sender: Slack, ready: Callable[[], Awaitable[None]], paced: bool) -> int:
    """paced: until all `count` are sent; else until nothing is left, because other processes send as well."""
    ground = open_ground(engine(url))
    courier = Courier(ground, {"slack": sender})
    await ready()

    handled, sent = 0, asyncio.Event()

    async def on() -> None:
        nonlocal handled
        while not sent.is_set():
            now = await courier.deliver(system_clock())
            handled += now
            if not paced:
                return
            if handled == count:
                sent.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(sent.wait(), max(courier.next_free() or 0.0, TOGETHER))

    await asyncio.gather(*(on() for _ in range(COURIERS)))
    ground.close()
    return handled


async def loop(count: int, sender: Slack, ready: Callable[[], Awaitable[None]]) -> int:
    numbers = itertools.count()
    reader = Reader(UTC, "en", datetime.now(UTC).date())  # type: ignore[arg-type] # any zone does
    await ready()

    async def on() -> None:
        while (number := next(numbers)) < count:
            outcome = await sender.send(address(number), draw(VIEW, outsiders(), reader))
            assert isinstance(outcome, Sent), outcome

    await asyncio.gather(*(on() for _ in range(AT_ONCE)))
    return count


async def procrastinate(url: str, sender: Slack, ready: Callable[[], Awaitable[None]]) -> int:
    """The same post from procrastinate's worker, in its fastest ordinary form: sixteen at a time, no lock a job."""
    from procrastinate import App, PsycopgConnector

    app = App(connector=PsycopgConnector(conninfo=url, max_size=AT_ONCE + 4))
    done = 0

    @app.task(name="post", pass_context=False)
    async def post(number: int) -> None:
        nonlocal done
        reader = Reader(UTC, "en", datetime.now(UTC).date())  # type: ignore[arg-type] # any zone does
        outcome = await sender.send(address(number), draw(VIEW, outsiders(), reader))
        assert isinstance(outcome, Sent), outcome
        done += 1

    async with app.open_async():
        await ready()
        await app.run_worker_async(concurrency=AT_ONCE, wait=False, install_signal_handlers=False)
    return done


async def main(kind: str, url: str, api: str, count: int) -> None:
    set_up("error", "json")
    take_short_turns()

    async def ready() -> None:
        nonlocal began, cpu
        keep_for_good()
        print(0, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        began, cpu = time.time(), time.process_time()

    began = cpu = 0.0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        paced = kind == "paced"
        sender = slack(api, session, paced)
        if kind == "loop":
            handled = await loop(count, sender, ready)
        elif kind == "procrastinate":
            handled = await procrastinate(url, sender, ready)
        else:
            handled = await bailey(url, count, sender, ready, paced)
    print(handled, began, time.time(), time.process_time() - cpu, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
