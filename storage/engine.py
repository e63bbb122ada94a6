"""Everything that differs between SQLite and PostgreSQL: drivers, dialects, pragmas, what counts as a conflict."""

import sqlite3
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import IsolationLevel
from sqlalchemy import Dialect, make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

# How long to wait for another process that writes to the same file, in seconds.
BUSY = 15.0
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000")


class Cursor(Protocol):
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def executemany(self, sql: Any, parameters: Any, /) -> Any: ...


class Driver(Protocol):
    """What both drivers' connections can do, and all that `Work` needs of them."""

    def execute(self, sql: Any, parameters: Any = ..., /) -> Cursor: ...
    def cursor(self) -> Cursor: ...
    def close(self) -> None: ...


class Unreachable(Exception):
    """There is no database to be had where the URL points."""


class WrongDatabase(ValueError):
    """A database URL that Bailey cannot use; its text says what to write instead."""


@dataclass(frozen=True)
class Engine:
    """url: as SQLAlchemy writes it. target: what the driver connects to (a file path or a conninfo string)."""

    url: str = field(repr=False)  # both may hold a password
    dialect: Dialect
    target: str = field(repr=False)

    @property
    def is_sqlite(self) -> bool:
        return self.dialect.name == "sqlite"


def engine(url: str) -> Engine:
    """url: `sqlite:///bailey.db` or `postgresql://user@host/name`. Raises WrongDatabase for anything else."""
    try:
        parsed = make_url(url)
    except Exception as error:
        # The text itself is not shown: it may hold a password.
        raise WrongDatabase("This is no database URL. Try sqlite:///bailey.db") from error
    match parsed.get_backend_name():
        case "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise WrongDatabase("Bailey keeps what it is told, so SQLite needs a file: sqlite:///bailey.db")
            file = str(Path(parsed.database).absolute())
            return Engine(f"sqlite:///{file}", _sqlite_dialect(), file)
        case "postgresql":
            target = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
            full = parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            return Engine(full, _postgres_dialect(), target)
        case other:
            raise WrongDatabase(f"{other} is not supported. Use sqlite:///bailey.db or postgresql://user@host/name")


# One of each for the life of the process: statements are kept compiled for a dialect.
@cache
def _sqlite_dialect() -> Dialect:
    return SQLiteDialect_pysqlite(paramstyle="qmark")


@cache
def _postgres_dialect() -> Dialect:
    dialect: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # the toolkit leaves it unannotated
    return dialect


def connect_sqlite(file: str, *, writes: bool) -> sqlite3.Connection:
    """A connection in manual transaction mode. Any one thread at a time may use it."""
    connection = sqlite3.connect(
        file, timeout=BUSY, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # SQLite's own lower() knows ASCII alone, so that "österreich" would not find Österreich.
    connection.create_function("lower", 1, _lower, deterministic=True)
    if not writes:
        connection.execute("PRAGMA query_only=ON")
    return connection


def _lower(value: str | None) -> str | None:
    return None if value is None else value.lower()


def configure_postgres(connection: "psycopg.Connection[Any]") -> None:
    """SERIALIZABLE, so that both engines mean the same."""
    isolate_postgres(connection, committed=False)


def isolate_postgres(connection: "psycopg.Connection[Any]", committed: bool) -> None:
    """What the next transactions see: at SERIALIZABLE, or `committed`."""
    connection.isolation_level = IsolationLevel.READ_COMMITTED if committed else IsolationLevel.SERIALIZABLE


class ConnectionLost(psycopg.OperationalError):
    """The server went away before COMMIT was asked for, so nothing was kept and the work may be done again."""


def is_conflict(error: BaseException) -> bool:
    """The transaction is to be run again: PostgreSQL asks for it, or the connection broke off before COMMIT."""
    return isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected | ConnectionLost)


def is_duplicate(error: BaseException) -> bool:
    """A unique key is taken already."""
    if isinstance(error, sqlite3.IntegrityError):
        return error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return isinstance(error, psycopg.errors.UniqueViolation)
