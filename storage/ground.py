"""Where transactions open and close. Nothing else commits.

SQLite has one writer thread that commits requests in groups (a savepoint each) and a few readers; PostgreSQL has a pool
at SERIALIZABLE and runs a transaction again when the database asks for it. A function given to `run` may therefore run
more than once: it must have no effect but through its Work.
"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

import psycopg
from psycopg_pool import ConnectionPool
from sqlalchemy.orm import configure_mappers
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from storage.engine import Driver, Engine, configure_postgres, connect_sqlite, is_conflict
from storage.work import Work

T = TypeVar("T")

GROUP_SECONDS = 0.005
GROUP_SIZE = 64
READERS = 2
POOL = 16


class Ground(Protocol):
    """One database."""

    engine: Engine

    async def run(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        """Run `act` in one transaction and return what it returned, after COMMIT.

        reads: nothing is written. alone: long work that must not share its commit. Raises what `act` raised, rolled back.
        """
        ...

    def run_now(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        """The same for callers without an event loop."""
        ...

    def close(self) -> None:
        """Finish what is under way, then let go of the database."""
        ...


def open_ground(engine: Engine) -> Ground:
    # Records are read through SQLAlchemy's attributes, which work once the mappers are configured.
    configure_mappers()
    return SqliteGround(engine) if engine.is_sqlite else PostgresGround(engine)


@dataclass
class _Job:
    organization: int
    act: Callable[[Work], Any]
    alone: bool
    future: "Future[Any]" = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class SqliteGround:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = connect_sqlite(engine.target, writes=True)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="writer", daemon=True)
        self._thread.start()

    async def run(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        return await asyncio.wrap_future(self._submit(organization, act, reads, alone))

    def run_now(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        return self._submit(organization, act, reads, alone).result()

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        self._thread.join()
        self._readers.shutdown()
        for connection in (*self._opened, self._writer):
            connection.close()

    def _submit(self, organization: int, act: Callable[[Work], T], reads: bool, alone: bool) -> "Future[T]":
        if self._closed:
            raise RuntimeError("the database is closed")
        if reads:
            return self._readers.submit(self._read, organization, act)
        job = _Job(organization, act, alone)
        self._jobs.put(job)
        return job.future

    def _read(self, organization: int, act: Callable[[Work], T]) -> T:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = connect_sqlite(self.engine.target, writes=False)
            self._opened.append(connection)
        connection.execute("BEGIN")
        try:
            return act(Work(connection, self.engine.dialect, organization))
        finally:
            connection.execute("ROLLBACK")

    def _write(self) -> None:
        held: _Job | None = None
        while True:
            job = held or self._jobs.get()
            held = None
            if job is None:
                return
            if job.alone:
                self._single(job)
                continue
            held, ended = self._group(job)
            if ended:
                return

    def _group(self, first: _Job) -> tuple[_Job | None, bool]:
        """Run `first` and whatever else is waiting, and commit them at once. Returns a job that must run alone and was
        met on the way, and whether the end of the queue was met."""
        group: list[_Job] = []
        job: _Job | None = first
        held, ended = None, False
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            until = time.monotonic() + GROUP_SECONDS
            while job is not None:
                group.append(job)
                self._savepoint(job)
                job = None
                if len(group) >= GROUP_SIZE or time.monotonic() >= until:
                    break
                with suppress(queue.Empty):
                    following = self._jobs.get_nowait()
                    if following is None:
                        ended = True
                    elif following.alone:
                        held = following
                    else:
                        job = following
            self._writer.execute("COMMIT")
        except sqlite3.Error:
            # The database threw the whole group away; one bad neighbour must not fail the others.
            self._rollback()
            for member in group or [first]:
                self._single(member)
            return held, ended
        for member in group:
            member.settle()
        return held, ended

    def _savepoint(self, job: _Job) -> None:
        job.result = job.error = None
        self._writer.execute("SAVEPOINT request")
        try:
            job.result = job.act(Work(self._writer, self.engine.dialect, job.organization))
        except BaseException as error:  # whatever it was, the caller's future gets it
            job.error = error
            self._writer.execute("ROLLBACK TO request")
        self._writer.execute("RELEASE request")

    def _single(self, job: _Job) -> None:
        job.result = job.error = None
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            job.result = job.act(Work(self._writer, self.engine.dialect, job.organization))
            self._writer.execute("COMMIT")
        except BaseException as error:  # whatever it was, the caller's future gets it
            self._rollback()
            job.error = error
        job.settle()

    def _rollback(self) -> None:
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")


class PostgresGround:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            engine.target, min_size=1, max_size=POOL, configure=configure_postgres, open=True
        )
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="ground")
        self._retrying = Retrying(
            retry=retry_if_exception(is_conflict),
            wait=wait_random_exponential(multiplier=0.005, max=0.5),
            stop=stop_after_attempt(20),
            reraise=True,
        )

    async def run(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._run, organization, act)

    def run_now(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        return self._run(organization, act)

    def close(self) -> None:
        self._threads.shutdown()
        self._pool.close()

    def _run(self, organization: int, act: Callable[[Work], T]) -> T:
        return cast(T, self._retrying.copy()(self._once, organization, act))

    def _once(self, organization: int, act: Callable[[Work], T]) -> T:
        with self._pool.connection() as connection:
            return act(Work(cast(Driver, connection), self.engine.dialect, organization))
