"""`/log` whole and durable over HTTP, against bolt-python answering one sentence."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from benchmarks.asking import LINES, slash, slashes
from benchmarks.databases import DATABASES
from benchmarks.figures import Figure, at_least, at_most
from benchmarks.load import one
from benchmarks.rounds import compare
from benchmarks.servers import Server, running

AIM, AIM_STOCK = 0.65, 0.15


def figures(quick: bool) -> Iterator[Figure]:
    pairs, count = (1, 300) if quick else (5, 600)
    for database, filled in DATABASES.items():
        with filled() as url, bailey(url) as ours:
            check(ours)
            requests = partial(slashes, "/log", LINES)
            with running(["benchmarks.peers", "bolt"]) as bolt:
                for clients in (1, 16, 64):
                    found = compare(ours, bolt, requests, clients, count if clients > 1 else count // 2, pairs)
                    aim = AIM if (database, clients) == ("SQLite", 16) else None
                    what = f"/log on {database}, {clients} clients, against bare Bolt"
                    yield at_least(what, found.rate(), found.peer_rate(), found.rate_ratio, aim)
            with running(["benchmarks.peers", "stock-bolt"]) as bolt:
                found = compare(ours, bolt, requests, 1, count // 2, pairs, peer_count=100)
                what = f"/log on {database}, p50 at 1 client against stock Bolt"
                yield at_most(what, found.rate(), found.peer_rate(), found.p50_ratio, AIM_STOCK)


@contextmanager
def bailey(url: str) -> Iterator[Server]:
    """The real Slack door and the real bot on this database."""
    with (
        running(["benchmarks.peers", "slack-api"], first_core=False) as api,
        running(["benchmarks.doors", "slack", url, str(api.port)]) as server,
    ):
        yield server


def check(server: Server) -> None:
    """A benchmark of refusals would be quick."""
    for line in LINES:
        said = asyncio.run(one(server.port, slash("/log", line)))
        assert b"Logged" in said, (line, said[:500])
