"""Who may be asked, among many customers that all agreed to something: from the typed line to the drawn answer."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import bot.commands  # noqa: F401  # fills the registry
from benchmarks.databases import DATABASES, counted
from benchmarks.figures import Figure, percentile
from benchmarks.peers import TEAM
from bot.app import Bot
from bot.meeting import House
from bot.request import Address, Line, Place, Request, Sender
from bot.text import as_text
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.tables import (
    Account,
    AskKind,
    Member,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceProfile,
    ReferenceStanding,
)
from storage.work import Work

ACCOUNTS, FEW = 100_000, 2_000
ASKED = 300
AIM_MS = 50.0
BATCH = 10_000
INDUSTRIES = (
    "fintech", "healthcare", "energy", "retail", "logistics", "manufacturing", "education", "media", "insurance",
    "telecommunications", "food", "travel", "legal", "construction", "chemicals", "mining", "software", "banking",
    "hospitality", "transport",
)  # fmt: skip
REGIONS, SEGMENTS = ("EMEA", "AMER", "APAC"), ("Enterprise", "Mid-market", "SMB")
USES = ("month-end close", "fraud figures", "one dashboard a week", "safety reports", "crew planning", "claims")
LINES = {
    "by industry, region and kind": tuple(
        f"{industry} {region} case study" for industry in INDUSTRIES for region in REGIONS
    ),
    "by kind alone": tuple(kind.value for kind in AskKind),
    "by kind and words of the use case": tuple(f"{kind.value} {use}" for kind in AskKind for use in USES),
}
_keys = itertools.count()


def figures(quick: bool) -> Iterator[Figure]:
    size = FEW if quick else ACCOUNTS
    for name, opened in DATABASES.items():
        with opened(size) as url:
            ground = open_ground(engine(url))
            now = datetime.now(UTC)
            for start in itertools.count(0, BATCH):
                if not ground.run_now(1, partial(_describe, start=start, now=now), alone=True):
                    break
            counted(url)
            yield from _figures(ground, f"{size:,} ({name})", 20 if quick else ASKED, now)
            ground.close()


def _figures(ground: Ground, among: str, count: int, now: datetime) -> Iterator[Figure]:
    bot = Bot(ground, House(), lambda: now)
    for what, lines in LINES.items():
        took = asyncio.run(_asked(bot, lines, count))
        bare = _bare(ground, now)
        p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
        yield Figure(
            f"a reference {what}, among {among}",
            f"{p50:.1f}/{p99:.1f} ms",
            f"a bare count: {bare:.1f} ms",
            p50 / bare,
            f"p99 < {AIM_MS:g} ms",
            p99 < AIM_MS,
        )


async def _asked(bot: Bot, lines: tuple[str, ...], count: int) -> list[float]:
    """Milliseconds of each."""
    sender = Sender("slack", TEAM, "mia", "Mia", "mia@example.com", "Europe/Berlin", "en-GB")
    address = Address("slack", TEAM, "D1", place=Place.DIRECT)
    took = []
    for line in ("case study", *itertools.islice(itertools.cycle(lines), count)):
        request = Request(f"bench{next(_keys)}", sender, address, Line(f"reference {line}"))
        began = time.perf_counter()
        reply = await bot.answer(request)
        assert "May be asked now" in as_text(reply.view) or "this quarter" in as_text(reply.view), line
        took.append(1000 * (time.perf_counter() - began))
    return took[1:]  # the first one meets whoever asks


def _bare(ground: Ground, now: datetime) -> float:
    """Milliseconds for counting those that agreed to one kind, with nothing else asked or said."""
    table = ReferenceConsent.table()
    counted = (
        table.select().where(table.c.kind == "case study", table.c.until >= now.date()).with_only_columns(table.c.id)
    )
    took = []
    for _ in range(5):
        began = time.perf_counter()
        ground.run_now(1, lambda work: len(work.ask(counted)))
        took.append(1000 * (time.perf_counter() - began))
    return percentile(took, 0.5)


def _describe(work: Work, *, start: int, now: datetime) -> list[int]:
    """Some accounts more say what they are, agree to two kinds, and are told of."""
    accounts, members = Account.table(), Member.table()
    rows = work.ask(
        accounts.select().with_only_columns(accounts.c.id).order_by(accounts.c.id).limit(BATCH).offset(start)
    )
    ids = [int(row["id"]) for row in rows]
    member = int(work.ask(members.select().with_only_columns(members.c.id).limit(1))[0]["id"])
    chance = random.Random(start)
    kinds = tuple(kind.value for kind in AskKind)
    known = {
        table: {row["account_id"] for row in work.ask(table.table().select())}
        for table in (ReferenceProfile, ReferenceConsent, ReferenceStanding)
    } if not start else {}  # fmt: skip
    fresh = {table: [id for id in ids if id not in known.get(table, ())] for table in (
        ReferenceProfile, ReferenceConsent, ReferenceStanding,
    )}  # fmt: skip
    for id in ids:
        work.update(
            Account,
            id,
            industry=chance.choice(INDUSTRIES),
            region=chance.choice(REGIONS),
            segment=chance.choice(SEGMENTS),
        )
    work.many(
        ReferenceProfile,
        [
            {
                "account_id": id,
                "use_case": chance.choice(USES),
                "product": "Reports",
                "nominated_by_id": member,
                "created_at": now,
            }
            for id in fresh[ReferenceProfile]
        ],
    )
    work.many(
        ReferenceConsent,
        [
            {
                "account_id": id, "kind": kind, "until": now.date() + timedelta(days=chance.randrange(365)),
                "member_id": member, "created_at": now,
            }
            for id in fresh[ReferenceConsent]
            for kind in chance.sample(kinds, 2)
        ],
    )  # fmt: skip
    later = now.date() + timedelta(days=40)
    work.many(
        ReferenceStanding,
        [
            {
                "account_id": id, "listed": True, "held_until": later if chance.random() < 0.3 else None,
                "rests_until": None, "rested": chance.randrange(9), "published_on": now.date(),
            }
            for id in fresh[ReferenceStanding]
        ],
    )  # fmt: skip
    work.many(
        ReferenceAsk,
        [
            {
                "account_id": id, "kind": "quote", "requester_id": member, "purpose": "a page", "state": "done",
                "asked_id": member, "due_at": now, "decided_at": now, "done_at": now, "minutes": 30, "created_at": now,
            }
            for id in ids[::20]
        ],
    )  # fmt: skip
    return ids
