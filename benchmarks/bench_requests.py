"""What customers ask for, ranked among many: from the typed line to the drawn first page."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import bot.commands  # noqa: F401  # fills the registry
from benchmarks.databases import DATABASES, counted
from benchmarks.figures import Figure, percentile
from benchmarks.peers import TEAM
from bot.app import Bot
from bot.meeting import House
from bot.request import Address, Line, Place, Request, Sender
from bot.request_ranks import Yardstick, ranked
from bot.text import as_text
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.queries.request_weights import SoughtRequests
from storage.tables import Account, Contract, FeatureRequest, Member, RequestState, Voice
from storage.work import Work

REQUESTS, FEW = 50_000, 1_000
CUSTOMERS = 2_000
VOICES = 2  # a request, on average
ASKED = 40
AIM_MS = 100.0
_keys = itertools.count()


def figures(quick: bool) -> Iterator[Figure]:
    size = FEW if quick else REQUESTS
    for name, opened in DATABASES.items():
        with opened(CUSTOMERS) as url:
            ground = open_ground(engine(url))
            now = datetime.now(UTC)
            ground.run_now(1, partial(_fill, size=size, now=now), alone=True)
            counted(url)
            yield _figure(ground, f"{size:,} ({name})", 5 if quick else ASKED, now)
            ground.close()


def _figure(ground: Ground, among: str, count: int, now: datetime) -> Figure:
    took = asyncio.run(_listed(Bot(ground, House(), lambda: now), count))
    cold = ground.run_now(1, partial(_plain, today=now.date()))
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    return Figure(
        f"the first page of requests among {among}",
        f"{p50:.1f}/{p99:.1f} ms",
        f"reading and adding up all of them: {cold:.0f} ms",
        p50 / cold,
        f"p50 < {AIM_MS:g} ms",
        p50 < AIM_MS,
    )


async def _listed(bot: Bot, count: int) -> list[float]:
    """Milliseconds of each; the first ones meet whoever asks, and read everything once."""
    sender = Sender("slack", TEAM, "mia", "Mia", "mia@example.com", "Europe/Berlin", "en-GB")
    address = Address("slack", TEAM, "D1", place=Place.DIRECT)
    took = []
    for _ in range(count + 2):
        request = Request(f"bench{next(_keys)}", sender, address, Line("requests all"))
        began = time.perf_counter()
        reply = await bot.answer(request)
        assert "requests" in as_text(reply.view)
        took.append(1000 * (time.perf_counter() - began))
    return took[2:]


def _plain(work: Work, *, today: date) -> float:
    began = time.perf_counter()
    ranked(work, SoughtRequests(states=(RequestState.NEW.value,)), Yardstick(money=True, health=True), today)
    return 1000 * (time.perf_counter() - began)


def _fill(work: Work, *, size: int, now: datetime) -> None:
    chance = random.Random(size)
    table, members = Account.table(), Member.table()
    accounts = [int(row["id"]) for row in work.ask(table.select().with_only_columns(table.c.id))]
    member = int(work.ask(members.select().with_only_columns(members.c.id).limit(1))[0]["id"])
    contracts = work.bulk.reserve(Contract, len(accounts))
    paid = [
        {
            "id": id, "account_id": account, "name": "Platform", "arr_minor": chance.randrange(1_000_00, 500_000_00),
            "currency": "EUR", "renews_on": now.date() + timedelta(days=chance.randrange(400)), "created_at": now,
        }
        for id, account in zip(contracts, accounts, strict=True)
    ]  # fmt: skip
    work.bulk.insert(Contract, paid)
    ids = work.bulk.reserve(FeatureRequest, size)
    common = {"asked_by_id": member, "created_at": now - timedelta(days=3)}
    work.bulk.insert(FeatureRequest, [{"id": id, "title": f"Wish {id} of many", **common} for id in ids])
    voices = [
        {
            "request_id": id, "account_id": account, "author_id": member, "what": f"wish {id}",
            "importance": chance.choice((None, 1, 2, 3, 4)), "created_at": now,
        }
        for id in ids
        for account in chance.sample(accounts, chance.randint(1, 2 * VOICES - 1))
    ]  # fmt: skip
    work.bulk.insert(Voice, voices)
