"""Misspelt names: how long one takes to find, and how often the right one is among the best five."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from benchmarks.figures import Figure, percentile
from benchmarks.servers import ROOT, memory_of
from benchmarks.wording import misspelt, names

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ASKED = 2_000
SCANNED = 50
AIM_FOUND, AIM_MS = 0.99, 2.0
SEED = 20_261_123


def figures(quick: bool) -> Iterator[Figure]:
    for size in SIZES[:2] if quick else SIZES:
        # A process of its own, so that its memory is its own.
        command = [sys.executable, "-m", "benchmarks.bench_names", str(size), str(200 if quick else ASKED)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        p50, p99, found, memory, built, scan = map(float, said.split())
        ours = f"{p50:.2f}/{p99:.2f} ms CPU, {found:.1%} found, {memory:.0f} MB, built in {built:.1f} s"
        aimed = size == 100_000
        yield Figure(
            f"a misspelt name among {size:,}",
            ours,
            f"rapidfuzz over all: {scan:.2f} ms",
            p50 / scan,
            f"p99 < {AIM_MS:g} ms, ≥ {AIM_FOUND:.0%}" if aimed else "",
            (p99 < AIM_MS and found >= AIM_FOUND) if aimed else None,
        )


def measure(size: int, asked: int) -> tuple[float, ...]:
    """Milliseconds of processor time at the median and at the slowest of a hundred, share found, megabytes, seconds to
    build, and milliseconds of comparing with every name."""
    from bot.rules.names import NameIndex, fold

    known = names(size, SEED)
    before, began = memory_of(), time.process_time()
    index = NameIndex.build(enumerate(known))
    built, memory = time.process_time() - began, memory_of() - before
    chance = random.Random(SEED)
    took, hits = [], 0
    for _ in range(asked):
        place = chance.randrange(size)
        said = misspelt(known[place], chance)
        began = time.process_time()
        best = index.exact(said) or [id for id, _ in index.near(said)]
        took.append(1000 * (time.process_time() - began))
        hits += place in best
    folded = [fold(name) for name in known]
    scans = []
    for _ in range(SCANNED):
        said = fold(misspelt(chance.choice(known), chance))
        began = time.process_time()
        process.extract(said, folded, scorer=fuzz.ratio, limit=5)
        scans.append(1000 * (time.process_time() - began))
    return percentile(took, 0.5), percentile(took, 0.99), hits / asked, memory, built, percentile(scans, 0.5)


if __name__ == "__main__":
    print(*measure(int(sys.argv[1]), int(sys.argv[2])))
