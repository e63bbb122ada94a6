"""A reply in one thread until it stands in the other, against one plain message from its transaction until it is posted.

One at a time, in turns, to a Slack on loopback without a pace, whose answers both wait for.
"""

import asyncio
import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import aiohttp

import bot.commands  # noqa: F401  # fills the registry
from adapters.logs import set_up
from benchmarks.databases import DATABASES
from benchmarks.dispatching import VIEW, slack
from benchmarks.figures import Figure, percentile
from benchmarks.peers import TEAM
from benchmarks.servers import running
from bot.app import Bot
from bot.courier import Courier
from bot.meeting import House
from bot.request import Address, Became, Line, Overheard, Place, Request, Sender
from bot.view import to_json
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.queries.escalations import SoughtEscalations

AIM = 2.0
TURNS, FEW = 300, 20
ENGINEERING = Address("slack", TEAM, "C0ENGINEERING", place=Place.PUBLIC)
SUCCESS = Address("slack", TEAM, "C0SUCCESS", place=Place.PUBLIC)
OMAR = Sender("slack", TEAM, "U0OMAR", "Omar", "omar@example.com")
_numbers = itertools.count()


def figures(quick: bool) -> Iterator[Figure]:
    set_up("error", "json")
    with running(["benchmarks.peers", "slack-api"]) as web:
        api = f"http://127.0.0.1:{web.port}/api/"
        for name, opened in DATABASES.items():
            with opened(0) as url:
                ground = open_ground(engine(url))
                plain, mirrored = asyncio.run(_measured(ground, api, FEW if quick else TURNS))
                ground.close()
            ratio = percentile(mirrored, 0.5) / percentile(plain, 0.5)
            yield Figure(
                f"a mirrored message ({name})", _said(mirrored), f"a plain one: {_said(plain)}", ratio, f"< {AIM:g}",
                ratio < AIM,
            )  # fmt: skip


async def _measured(ground: Ground, api: str, turns: int) -> tuple[list[float], list[float]]:
    """Seconds of each plain message, and of each mirrored one."""
    now = datetime.now(UTC)
    bot = Bot(ground, House(), lambda: now)
    plain, mirrored = [], []
    async with aiohttp.ClientSession() as session:
        courier = Courier(ground, {"slack": slack(api, session, paced=False)})
        thread = await _begun(bot, ground, courier, now)
        for number in range(turns + 5):
            at = now + timedelta(seconds=number)
            times = await _plain(ground, courier, at), await _mirrored(bot, courier, thread, at)
            if number >= 5:  # statements are compiled when they are first used
                plain.append(times[0])
                mirrored.append(times[1])
    return plain, mirrored


async def _begun(bot: Bot, ground: Ground, courier: Courier, now: datetime) -> Address:
    """The thread beneath an escalation's card, which stands in a second channel as well."""
    for channel in (ENGINEERING, SUCCESS):
        await bot.roster(channel, [OMAR])
    for where, line in (
        (ENGINEERING, "route Engineering to here"),
        (SUCCESS, "follow Globex here"),
        (ENGINEERING, "escalate Globex sev3 to Engineering: export down"),
    ):
        reply = await bot.answer(Request(f"begin {line}", OMAR, where, Line(line)))
        assert reply.done, reply
    while await courier.deliver(now):
        pass
    newest = await ground.run(1, lambda work: work.escalations.listed(SoughtEscalations(), 100), reads=True)
    card = f"escalation:{max(one.escalation.id for one in newest)}"
    copies = await ground.run(1, lambda work: work.messages.copies(card), reads=True)
    root = next(copy for copy in copies if Address.parse(copy.address).channel == ENGINEERING.channel)
    assert len(copies) >= 2, copies
    return Address("slack", TEAM, ENGINEERING.channel, root.ref, Place.PUBLIC)


async def _plain(ground: Ground, courier: Courier, now: datetime) -> float:
    key, view = f"plain {next(_numbers)}", to_json(VIEW)
    began = time.perf_counter()
    await ground.run(1, lambda work: work.messages.put(key, str(SUCCESS), view, 1, now))
    handled = await courier.deliver(now)
    took = time.perf_counter() - began
    assert handled == 1, handled
    return took


async def _mirrored(bot: Bot, courier: Courier, thread: Address, now: datetime) -> float:
    words = "No two-way contact for 34 days. Next: call Jane Doe (CFO)."
    heard = Overheard(OMAR, thread, f"m{next(_numbers)}", Became.NEW, now, now, words)
    began = time.perf_counter()
    assert await bot.listens(thread)
    assert await bot.overhear(heard)
    handled = await courier.deliver(now)
    took = time.perf_counter() - began
    assert handled >= 1, handled
    return took


def _said(seconds: list[float]) -> str:
    return f"{percentile(seconds, 0.5) * 1000:.1f}/{percentile(seconds, 0.99) * 1000:.1f} ms"
