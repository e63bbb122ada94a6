"""Similar requests: how long it takes to find them among many, against comparing with every one."""

import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice

from rapidfuzz import fuzz, process

from benchmarks.figures import Figure, percentile
from benchmarks.servers import ROOT, memory_of

SIZES = (1_000, 10_000, 50_000)
AIMED = 50_000
ASKED = 2_000
SCANNED = 30
AIM_MS = 20.0
SEED = 20_261_124
# What requests are about besides the feature itself, so that fifty thousand of them are not a few hundred again and again.
ABOUT = (
    "plants", "drivers", "auditors", "nurses", "the finance team", "suppliers", "night shift", "warehouse", "teachers",
    "branch offices", "the board", "field engineers", "call centre", "trainees", "franchisees", "patients", "buyers",
    "quality control", "dispatchers", "accountants", "shop floor", "regional managers", "subcontractors", "students",
)  # fmt: skip


def figures(quick: bool) -> Iterator[Figure]:
    for size in SIZES[:2] if quick else SIZES:
        # A process of its own, so that its memory is its own.
        command = [sys.executable, "-m", "benchmarks.bench_similar", str(size), str(200 if quick else ASKED)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        p50, p99, found, memory, built, scan = map(float, said.split())
        aimed = size == AIMED
        yield Figure(
            f"similar requests among {size:,}",
            f"{p50:.2f}/{p99:.2f} ms CPU, {found:.1%} found, {memory:.0f} MB, built in {built:.1f} s",
            f"rapidfuzz over all: {scan:.2f} ms",
            p50 / scan,
            f"p99 < {AIM_MS:g} ms" if aimed else "",
            p99 < AIM_MS if aimed else None,
        )


def pairs() -> list[tuple[str, str]]:
    """Two wordings each of one feature."""
    file = ROOT / "tests/rules/similar_pairs.csv"
    with file.open(encoding="utf-8") as opened:
        return [(row["one"], row["other"]) for row in csv.DictReader(opened) if row["same"] == "yes"]


def requests(size: int, chance: random.Random) -> list[str]:
    """Features in one of their wordings, each for somebody and with words of its own."""
    words = sorted({word for pair in pairs() for text in pair for word in text.lower().split() if word.isalpha()})

    def one() -> str:
        return f"{chance.choice(chance.choice(known))} for {chance.choice(ABOUT)} {' '.join(chance.sample(words, 2))}"

    known = pairs()
    return [one() for _ in range(size)]


def measure(size: int, asked: int) -> tuple[float, ...]:
    """Milliseconds of processor time at the median and at the slowest of a hundred, share of requests that were found by
    their own words in another order, megabytes, seconds to build, and milliseconds of comparing with every text."""
    from bot.rules.similar import SimilarTexts

    chance = random.Random(SEED)
    known = requests(size, chance)
    before, began = memory_of(), time.process_time()
    index = SimilarTexts.build(enumerate(known))
    built, memory = time.process_time() - began, memory_of() - before
    took, hits = [], 0
    for _ in range(asked):
        place = chance.randrange(size)
        said = " ".join(reversed(known[place].split()[-5:])) + " " + " ".join(islice(known[place].split(), 4))
        began = time.process_time()
        best = index.find(said)
        took.append(1000 * (time.process_time() - began))
        hits += any(known[id] == known[place] or id == place for id, _ in best)
    scans = []
    for _ in range(SCANNED):
        said = chance.choice(known)
        began = time.process_time()
        process.extract(said, known, scorer=fuzz.token_set_ratio, limit=5)
        scans.append(1000 * (time.process_time() - began))
    return percentile(took, 0.5), percentile(took, 0.99), hits / asked, memory, built, percentile(scans, 0.5)


if __name__ == "__main__":
    print(*measure(int(sys.argv[1]), int(sys.argv[2])))
