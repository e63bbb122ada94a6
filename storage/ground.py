"""Where transactions open and close. Nothing else commits.

SQLite has one writer thread that commits requests in groups (a savepoint each) and a few readers; PostgreSQL has a pool
at SERIALIZABLE and runs a transaction again when the database asks for it. A function given to `run` may therefore run
more than once: it must have no effect but through its Work.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar, cast

import psycopg
from psycopg_pool import ConnectionPool
from sqlalchemy.orm import configure_mappers
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from storage.engine import (
    ConnectionLost,
    Driver,
    Engine,
    configure_postgres,
    connect_sqlite,
    is_conflict,
    isolate_postgres,
)
from storage.work import Work
from storage.writer import Closed, Job, Writer

T = TypeVar("T")

READERS = 2
POOL = 16
# Transactions that write at once, a process. More of them mostly make one another start again.
WRITERS = 4
TRIES = 40


class Ground(Protocol):
    """One database."""

    engine: Engine

    async def run(
        self,
        organization: int,
        act: Callable[[Work], T],
        *,
        reads: bool = False,
        alone: bool = False,
        committed: bool = False,
    ) -> T:
        """Run `act` in one transaction and return what it returned, after COMMIT.

        reads: nothing is written; the database refuses to. alone: long work that must not share its commit. committed: in
        PostgreSQL at READ COMMITTED, where each statement sees what was committed before it; only for work that locks
        every row it goes by, which SERIALIZABLE would merely make start again. Raises what
        `act` raised, rolled back, and Closed after `close`. A caller that is cancelled before its turn came leaves
        nothing behind; later it only no longer learns what became of it.
        """
        ...

    def run_now(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        """The same for callers without an event loop."""
        ...

    def close(self) -> None:
        """Finish what is under way and what is queued, then let go of the database."""
        ...


def open_ground(engine: Engine) -> Ground:
    # Records are read through SQLAlchemy's attributes, which work once the mappers are configured.
    configure_mappers()
    return SqliteGround(engine) if engine.is_sqlite else PostgresGround(engine)


class SqliteGround:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = Writer(engine.target, engine.dialect)
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    async def run(
        self,
        organization: int,
        act: Callable[[Work], T],
        *,
        reads: bool = False,
        alone: bool = False,
        committed: bool = False,
    ) -> T:
        return await asyncio.wrap_future(self._submit(organization, act, reads, alone))

    def run_now(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        return self._submit(organization, act, reads, alone).result()

    def close(self) -> None:
        self._readers.shutdown()
        self._writer.close()
        while self._opened:
            self._opened.pop().close()

    def _submit(self, organization: int, act: Callable[[Work], T], reads: bool, alone: bool) -> "Future[T]":
        act = _awaitable(act)
        if reads:
            return _submitted(self._readers, self._read, organization, act)
        job = Job(organization, act, alone)
        self._writer.submit(job)
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
            if connection.in_transaction:
                connection.execute("ROLLBACK")


class PostgresGround:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            engine.target, min_size=1, max_size=POOL, configure=configure_postgres, open=True
        )
        self._readers = ThreadPoolExecutor(POOL - WRITERS, thread_name_prefix="reader")
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="writer")
        self._retrying = Retrying(
            retry=retry_if_exception(is_conflict),
            wait=wait_random_exponential(multiplier=0.005, max=0.5),
            stop=stop_after_attempt(TRIES),
            reraise=True,
        )

    async def run(
        self,
        organization: int,
        act: Callable[[Work], T],
        *,
        reads: bool = False,
        alone: bool = False,
        committed: bool = False,
    ) -> T:
        return await asyncio.wrap_future(self._submit(organization, act, reads, committed))

    def run_now(self, organization: int, act: Callable[[Work], T], *, reads: bool = False, alone: bool = False) -> T:
        return self._submit(organization, act, reads).result()

    def close(self) -> None:
        self._readers.shutdown()
        self._writers.shutdown()
        self._pool.close()

    def _submit(self, organization: int, act: Callable[[Work], T], reads: bool, committed: bool = False) -> "Future[T]":
        threads = self._readers if reads else self._writers
        return _submitted(threads, self._run, organization, _awaitable(act), reads, committed)

    def _run(self, organization: int, act: Callable[[Work], T], reads: bool, committed: bool) -> T:
        return cast(T, self._retrying.copy()(self._once, organization, act, reads, committed))

    def _once(self, organization: int, act: Callable[[Work], T], reads: bool, committed: bool) -> T:
        with self._pool.connection() as connection:
            connection.read_only = reads
            isolate_postgres(connection, committed)
            try:
                result = act(Work(cast(Driver, connection), self.engine.dialect, organization))
            except psycopg.OperationalError as error:
                if not connection.broken:
                    raise
                # The server was restarted, so the pool's other connections are as dead; they are looked at all at once.
                self._pool.check()
                raise ConnectionLost("the database went away; the work is done again") from error
            # Not asked again when this fails: nobody can know whether it was kept.
            connection.commit()
            return result


def _awaitable(act: Callable[[Work], T]) -> Callable[[Work], T]:
    """The same, with another error for StopIteration, which asyncio hands to nobody: whoever awaits it waits for ever."""

    def acting(work: Work) -> T:
        try:
            return act(work)
        except StopIteration as error:
            raise RuntimeError("there was nothing where a transaction took the next of something") from error

    return acting


def _submitted(threads: ThreadPoolExecutor, act: Callable[..., T], *arguments: Any) -> "Future[T]":
    try:
        return threads.submit(act, *arguments)
    except RuntimeError as error:
        raise Closed from error
