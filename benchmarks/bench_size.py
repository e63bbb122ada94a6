"""The same requests with a thousand accounts and with a million: what grows, and what does not."""

from collections.abc import Iterator
from functools import partial

from benchmarks.asking import LINES, slashes
from benchmarks.bench_log import bailey
from benchmarks.databases import DATABASES
from benchmarks.figures import Figure, at_least
from benchmarks.rounds import steady

FEW, MANY = 1_000, 1_000_000
# About the sample's accounts, which are there whatever the size.
SAID = {"/log": LINES, "/account": ("Acme Corp", "Globex", "Initech", "Nordbank")}


def figures(quick: bool) -> Iterator[Figure]:
    rounds, count = (1, 100) if quick else (3, 300)
    many = 3_000 if quick else MANY
    for database, filled in DATABASES.items():
        rates: dict[tuple[str, int], tuple[float, str]] = {}
        for size in (FEW, many):
            with filled(size) as url, bailey(url) as server:
                for command, lines in SAID.items():
                    found = steady(server, partial(slashes, command, lines), 1, count, rounds)
                    rates[command, size] = found.middle_rate, f"{found.rate()}, {server.memory:.0f} MB"
        for command in SAID:
            (rate, said), (small_rate, small) = rates[command, many], rates[command, FEW]
            what = f"{command} on {database} with {many:,} accounts against {FEW:,}"
            yield at_least(what, said, small, rate / small_rate)
