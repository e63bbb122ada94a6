"""Several processes deliver from one database, and some of them are killed: nothing is lost, nothing is said twice."""

import os

from storage.engine import Engine
from tests.replicas.storm import storm


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_killed_at_random_instants_nothing_is_lost_and_nothing_said_twice(database: Engine) -> None:
    async with storm(database.url, seed=7) as running:
        figures = await running.rage(messages=200, kills=20, pause=(0.02, 0.2))
    assert (figures.messages, figures.kills) == (200, 20)
    assert figures.lost == 0
    assert figures.twice == 0
    assert figures.gap >= 1.0
    assert figures.cut > 0, "no kill hit anything, so this showed nothing"
