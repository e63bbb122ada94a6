"""Forty commands against one: what finding and reading a command costs when there are many of them."""

import time
from collections.abc import Iterator

import bot.commands  # noqa: F401  # fills the registry
from benchmarks.figures import Figure, at_least, middle
from bot.command import command
from bot.context import Context
from bot.registry import Registry, registry
from bot.view import View
from bot.words import Account, Duration, Rest
from tests.grammar.memory import Memory

MANY, AIM = 40, 0.95
LINE = "log call Acme 30m"


def figures(quick: bool) -> Iterator[Figure]:
    pairs, times = (3, 20) if quick else (31, 200)
    one, many = _registry(1), _registry(MANY)
    ratios, took = [], []
    for pair in range(pairs):
        both = {}
        for kept in (one, many) if pair % 2 else (many, one):
            both[kept is many] = _read(kept, times)
        ratios.append(both[False] / both[True])
        took.append((both[True], both[False]))
    ours, peer = middle(each[0] for each in took), middle(each[1] for each in took)
    what = f"reading a line with {MANY} commands against 1"
    yield at_least(what, f"{1e6 * ours:.0f} µs", f"{1e6 * peer:.0f} µs", middle(ratios), AIM)


def _registry(size: int) -> Registry:
    """log, and as many others as it takes."""
    made = Registry()
    made.add(registry.commands["log"])
    for number in range(1, size):

        @command(f"measure{number}", into=made)
        def measure(ctx: Context, account: Account, length: Duration | None = None, note: Rest = "") -> View:
            """Measure something."""
            return View(())

    return made


def _read(kept: Registry, times: int) -> float:
    """Seconds of processor time a line."""
    lexicon = Memory()
    began = time.process_time()
    for _ in range(times):
        kept.read(LINE, lexicon)
    return (time.process_time() - began) / times
