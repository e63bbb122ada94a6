"""When the database says no, goes away, or we do: nothing half-written, and nobody left waiting."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from storage.engine import Engine, engine
from storage.ground import Ground, open_ground
from storage.schema import is_current
from storage.tables import Member
from storage.work import Work
from tests.storage.house import NOW, found

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file_ground(sqlite: Engine) -> Iterator[Ground]:
    opened = open_ground(sqlite)
    yield opened
    opened.close()


@pytest.fixture
def server_ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    server: str = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bailey_faults TEMPLATE {template}")
    opened = open_ground(engine(server.replace("/postgres?", "/bailey_faults?")))
    yield opened
    opened.close()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE bailey_faults WITH (FORCE)")


def add(name: str) -> Callable[[Work], str]:
    return lambda work: work.insert(Member, name=name, created_at=NOW).name


async def names(ground: Ground, organization: int) -> list[str]:
    return [member.name for member in await ground.run(organization, lambda work: work.people.everyone(), reads=True)]


async def together(ground: Ground, organization: int, *acts: tuple[Callable[[Work], object], bool]) -> list[object]:
    """Queue (act, alone) while the writer is held up, so that they are taken together; what each came to."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Work) -> None:
        begun.set()
        assert go_on.wait(30)

    holding = asyncio.ensure_future(ground.run(organization, hold, alone=True))
    assert await asyncio.to_thread(begun.wait, 30)
    waiting = [asyncio.ensure_future(ground.run(organization, act, alone=alone)) for act, alone in acts]
    await asyncio.sleep(0)  # each has queued its work
    go_on.set()
    await holding
    async with asyncio.timeout(60):
        return await asyncio.gather(*waiting, return_exceptions=True)


# ------------------------------------------------------------ groups on SQLite


def roll_back(work: Work) -> None:
    work.driver.execute("ROLLBACK")


def break_the_commit(work: Work) -> None:
    """An error that shows at COMMIT alone."""
    work.driver.execute("PRAGMA defer_foreign_keys = ON")
    work.insert(Member, name="never", created_at=NOW)
    work.driver.execute(
        "INSERT INTO identities (organization_id, member_id, platform, tenant, user) VALUES (1, 999, 'a', 'b', 'c')"
    )


def hang_up(work: Work) -> None:
    work.driver.close()


@pytest.mark.parametrize("bad", [roll_back, break_the_commit, hang_up])
async def test_a_group_that_the_database_throws_away_is_done_one_by_one(
    file_ground: Ground, bad: Callable[[Work], object]
) -> None:
    organization = await file_ground.run(0, found)
    ends = await together(
        file_ground, organization, (add("a"), False), (bad, False), (add("b"), False), (bad, True), (add("c"), False)
    )
    assert [ends[0], ends[2], ends[4]] == ["a", "b", "c"]
    assert isinstance(ends[1], sqlite3.Error)
    assert isinstance(ends[3], sqlite3.Error)
    assert await names(file_ground, organization) == ["a", "b", "c"]
    assert await file_ground.run(organization, add("d")) == "d"


async def test_work_is_done_in_the_order_in_which_it_came(file_ground: Ground) -> None:
    organization = await file_ground.run(0, found)
    order: list[str] = []

    def noted(name: str) -> Callable[[Work], str]:
        def act(work: Work) -> str:
            order.append(name)
            return add(name)(work)

        return act

    wanted = [f"{number:02}" for number in range(12)]
    await together(file_ground, organization, *((noted(name), int(name) % 4 == 1) for name in wanted))
    assert order == wanted


async def test_a_full_disk_is_told_to_everybody_who_waits_and_passes(file_ground: Ground) -> None:
    organization = await file_ground.run(0, found)

    def fill(work: Work) -> None:
        (pages,) = work.driver.execute("PRAGMA page_count").fetchone()
        work.driver.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone()
        work.insert(Member, name="x" * 1_000_000, created_at=NOW)

    big = add("y" * 1_000_000)
    ends = await together(file_ground, organization, (add("a"), False), (fill, False), (big, False), (big, True))
    assert ends[0] == "a"
    assert [isinstance(end, sqlite3.OperationalError) for end in ends] == [False, True, True, True]

    def free(work: Work) -> None:
        work.driver.execute("PRAGMA max_page_count = 1000000").fetchone()

    await file_ground.run(organization, free)
    await file_ground.run(organization, big)
    assert len(await names(file_ground, organization)) == 2


async def test_another_process_that_writes_is_waited_for(file_ground: Ground) -> None:
    organization = await file_ground.run(0, found)
    script = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute(\"UPDATE organizations SET currency = 'USD'\")\n"
        "print('holding', flush=True)\n"
        "sys.stdin.readline()\n"
        "c.execute('COMMIT')\n"
    )
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, file_ground.engine.target, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"holding\n"
    waiting = [asyncio.ensure_future(file_ground.run(organization, add(name))) for name in "abc"]
    assert await names(file_ground, organization) == []  # readers do not wait
    await other.communicate(b"go on\n")
    assert await asyncio.gather(*waiting) == ["a", "b", "c"]


# ------------------------------------------------------------ PostgreSQL comes and goes


async def test_a_conflict_is_run_again_until_both_have_counted(server_ground: Ground) -> None:
    organization = await server_ground.run(0, found)
    member = await server_ground.run(organization, lambda work: work.insert(Member, name="0", created_at=NOW))
    met = threading.Barrier(2)
    runs: list[int] = []

    def count(work: Work) -> None:
        current = work.get(Member, member.id)
        assert current is not None
        runs.append(1)
        if len(runs) <= 2:
            met.wait(30)  # both have read before either writes
        work.update(Member, member.id, name=str(int(current.name) + 1))

    await asyncio.gather(*(server_ground.run(organization, count) for _ in range(2)))
    assert await names(server_ground, organization) == ["2"]
    assert len(runs) == 3


def hang_up_on(server: str, database: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])


async def test_idle_connections_that_died_are_not_noticed_by_anybody(
    server_ground: Ground, postgres_server: str
) -> None:
    organization = await server_ground.run(0, found)
    await asyncio.gather(*(server_ground.run(organization, add("before")) for _ in range(12)))
    for number in range(3):
        await asyncio.to_thread(hang_up_on, postgres_server, "bailey_faults")
        await asyncio.gather(*(server_ground.run(organization, add(f"after {number}")) for _ in range(6)))
        assert (await names(server_ground, organization)).count(f"after {number}") == 6


async def test_a_connection_that_dies_in_the_middle_leaves_nothing_and_the_work_is_done_again(
    server_ground: Ground, postgres_server: str
) -> None:
    organization = await server_ground.run(0, found)
    runs: list[int] = []

    def act(work: Work) -> str:
        name = add("once")(work)
        runs.append(1)
        if len(runs) == 1:
            hang_up_on(postgres_server, "bailey_faults")
            with work.savepoint():
                add("twice")(work)
        return name

    assert await server_ground.run(organization, act) == "once"
    assert len(runs) == 2
    assert await names(server_ground, organization) == ["once"]


# ------------------------------------------------------------ we go away ourselves

CHILD = """
import os, signal, sys
from datetime import UTC, datetime
from storage.engine import engine
from storage.ground import open_ground
from storage.tables import Member

url, when = sys.argv[1:]
ground = open_ground(engine(url))
now = datetime(2026, 11, 23, 9, tzinfo=UTC)

def add(name):
    return lambda work: work.insert(Member, name=name, created_at=now)

def die(work):
    work.insert(Member, name="half", created_at=now)
    os.kill(os.getpid(), signal.SIGKILL)

ground.run_now(1, add("kept"))
if when == "before commit":
    ground.run_now(1, die)
ground.run_now(1, add("kept too"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("when", "kept"), [("before commit", ["kept"]), ("before answer", ["kept", "kept too"])])
async def test_what_was_committed_survives_a_kill_and_nothing_else(
    ground: Ground, database: Engine, when: str, kept: list[str]
) -> None:
    assert await ground.run(0, found) == 1
    child = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", CHILD, database.url, when], cwd=ROOT, capture_output=True, text=True
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert await names(ground, 1) == kept
    assert await ground.run(1, add("next")) == "next"


MIGRATE = """
import sys
from storage.engine import engine
from storage.schema import upgrade

upgrade(engine(sys.argv[1]))
"""


async def test_processes_that_start_at_once_migrate_once(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    server: str = request.getfixturevalue("postgres_server")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bailey_empty")
    for url in (f"sqlite:///{tmp_path / 'new.db'}", server.replace("/postgres?", "/bailey_empty?")):
        starting = [
            await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, url, cwd=ROOT) for _ in range(3)
        ]
        assert [await child.wait() for child in starting] == [0, 0, 0]
        assert is_current(engine(url))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE bailey_empty WITH (FORCE)")
