"""A Teams turn, heard and answered, against botbuilder's CloudAdapter that echoes; neither checks tokens."""

from collections.abc import Iterator
from itertools import cycle, islice

from benchmarks.asking import LINES, message
from benchmarks.databases import sqlite
from benchmarks.figures import Figure, at_least
from benchmarks.rounds import compare
from benchmarks.servers import running

AIM = 12.0


def figures(quick: bool) -> Iterator[Figure]:
    pairs, count, echoes = (1, 100, 20) if quick else (5, 400, 60)
    with (
        sqlite() as url,
        running(["benchmarks.peers", "connector"], first_core=False) as connector,
        running(["benchmarks.doors", "teams", url]) as ours,
        running(["benchmarks.peers", "stock-teams"]) as stock,
    ):

        def turns(wanted: int) -> list[bytes]:
            return [message(f"log {line}", connector.port) for line in islice(cycle(LINES), wanted)]

        for clients in (1, 16):
            found = compare(ours, stock, turns, clients, count, pairs, peer_count=echoes)
            what = f"a Teams turn with /log on SQLite, {clients} clients, against the stock echo"
            yield at_least(what, found.rate(), found.peer_rate(), found.rate_ratio, AIM)
