"""The one thread that writes to SQLite, and commits what is waiting in groups.

A commit costs a write to the disk, and one serves as many requests as are there: each in a savepoint of its own, so that
a request that fails takes nothing with it. Whatever happens, every future is settled.
"""

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect

from storage.engine import connect_sqlite
from storage.work import Work

GROUP_SECONDS = 0.005
GROUP_SIZE = 64


class Closed(RuntimeError):
    """Asked of a database that was closed."""

    def __init__(self) -> None:
        super().__init__("the database is closed")


@dataclass
class Job:
    """act: may run more than once. alone: must not share its commit."""

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


class Writer:
    def __init__(self, file: str, dialect: Dialect) -> None:
        self._file = file
        self._dialect = dialect
        self._connection = connect_sqlite(file, writes=True)
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        # Nothing may be queued behind the end of the queue, where nobody would look at it.
        with self._gate:
            if self._closed:
                raise Closed
            self._jobs.put(job)

    def close(self) -> None:
        """Do what is queued, then stop."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    # ------------------------------------------------------------ on the thread

    def _serve(self) -> None:
        job = self._jobs.get()
        while job is not None:
            # A waiter that has gone away before its turn is not served; from here on it cannot be cancelled.
            if not job.future.set_running_or_notify_cancel():
                job = self._jobs.get()
            elif job.alone:
                self._single(job)
                job = self._jobs.get()
            else:
                job = self._group(job)

    def _group(self, first: Job) -> Job | None:
        """Run `first` and whatever else is waiting, and commit them at once. Returns what to go on with: a job that must
        run alone, the next job, or None at the end of the queue."""
        group = [first]
        following: Job | None = None
        met = False
        try:
            self._begin()
        except Exception as error:  # another process held the file for too long, or the file is out of reach
            first.error = error
            first.settle()
            return self._jobs.get()
        try:
            until = time.monotonic() + GROUP_SECONDS
            self._savepoint(first, behind=False)
            while len(group) < GROUP_SIZE and time.monotonic() < until:
                try:
                    following = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if following is None or following.alone:
                    met = True
                    break
                if following.future.set_running_or_notify_cancel():
                    group.append(following)
                    self._savepoint(following, behind=True)
            self._connection.execute("COMMIT")
        except Exception:
            # The database threw the whole group away; one bad neighbour must not fail the others.
            self._abandon()
            for member in group:
                self._single(member)
        else:
            for member in group:
                member.settle()
        return following if met else self._jobs.get()

    def _savepoint(self, job: Job, behind: bool) -> None:
        job.result = job.error = None
        self._connection.execute("SAVEPOINT request")
        try:
            job.result = job.act(Work(self._connection, self._dialect, job.organization, behind=behind))
        except BaseException as error:  # whatever it was, the caller's future gets it
            job.error = error
            self._connection.execute("ROLLBACK TO request")
        self._connection.execute("RELEASE request")

    def _single(self, job: Job) -> None:
        job.result = job.error = None
        try:
            self._begin()
            job.result = job.act(Work(self._connection, self._dialect, job.organization))
            self._connection.execute("COMMIT")
        except BaseException as error:  # whatever it was, the caller's future gets it
            self._abandon()
            job.error = error
        job.settle()

    def _begin(self) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.ProgrammingError:
            # A connection that could not be opened again after a failure: this is the next try.
            self._connection = connect_sqlite(self._file, writes=True)
            self._connection.execute("BEGIN IMMEDIATE")

    def _abandon(self) -> None:
        """Leave no transaction open; a connection that cannot even roll back is closed, which does."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                self._connection.close()
