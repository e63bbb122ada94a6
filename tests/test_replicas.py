"""Several processes deliver from one database, and some of them are killed: nothing is lost, nothing is said twice."""

import os
import signal
import time
from collections import Counter

from bot.letters import mark_of
from storage.engine import Engine
from tests.e2e.server import until
from tests.replicas.storm import storm


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_killed_at_random_instants_nothing_is_lost_and_nothing_said_twice(database: Engine) -> None:
    async with storm(database.url, seed=7) as running:
        figures = await running.rage(messages=200, kills=15, pause=(0.02, 0.15))
    assert (figures.messages, figures.kills) == (200, 15)
    assert figures.lost == 0
    assert figures.twice == 0
    assert figures.gap >= 1.0
    assert figures.cut > 0, "no kill hit anything, so this showed nothing"


async def test_where_slack_lets_nobody_look_it_is_sent_once_more_at_most(sqlite: Engine) -> None:
    async with storm(sqlite.url, seed=11, members=30) as running:
        running.storm.slack.scopes.discard("im:history")
        figures = await running.rage(messages=60, kills=6, pause=(0.02, 0.15))
        tries = {mark_of(message): message.attempts for message in await running.storm.outbox()}
    assert figures.lost == 0
    sent = Counter(mark for _, mark, _, _ in running.storm.slack.arrivals)
    assert all(many <= tries[mark] for mark, many in sent.items())


async def test_asked_to_stop_everything_under_way_is_settled_within_ten_seconds(sqlite: Engine) -> None:
    async with storm(sqlite.url, seed=3, members=40, processes=1) as running:
        weather = running.storm
        weather.slack.silent = True  # it takes the message, and never answers
        await weather.put(40)
        await until(lambda: weather.slack.arrivals)
        [pid] = weather.pids
        began = time.monotonic()
        os.kill(pid, signal.SIGTERM)
        await until(lambda: not alive(pid))
        assert time.monotonic() - began < 10
        weather.pids.clear()
        left = await weather.outbox()
        assert [message.lease_until for message in left] == [None] * 40
        begun = {mark for _, mark, _, _ in weather.slack.arrivals}
        assert {mark_of(message) for message in left if message.unsure} == begun
