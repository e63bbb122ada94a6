"""Everything that differs between SQLite and PostgreSQL: drivers, dialects, pragmas, what counts as a conflict."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import IsolationLevel
from sqlalchemy import Dialect, make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000", "cache_size=-16000")


class Cursor(Protocol):
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def executemany(self, sql: Any, parameters: Any, /) -> Any: ...


class Driver(Protocol):
    """What both drivers' connections can do, and all that `Work` needs of them."""

    def execute(self, sql: Any, parameters: Any = ..., /) -> Cursor: ...
    def cursor(self) -> Cursor: ...
    def close(self) -> None: ...


class WrongDatabase(ValueError):
    """A database URL that Bailey cannot use; its text says what to write instead."""


@dataclass(frozen=True)
class Engine:
    """url: as SQLAlchemy writes it. target: what the driver connects to (a file path or a conninfo string)."""

    url: str
    dialect: Dialect
    target: str

    @property
    def is_sqlite(self) -> bool:
        return self.dialect.name == "sqlite"


def engine(url: str) -> Engine:
    """url: `sqlite:///bailey.db` or `postgresql://user@host/name`. Raises WrongDatabase for anything else."""
    try:
        parsed = make_url(url)
    except Exception as error:
        raise WrongDatabase(f"{url!r} is no database URL. Try sqlite:///bailey.db") from error
    match parsed.get_backend_name():
        case "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise WrongDatabase("Bailey keeps what it is told, so SQLite needs a file: sqlite:///bailey.db")
            return Engine(url, SQLiteDialect_pysqlite(paramstyle="qmark"), str(Path(parsed.database).absolute()))
        case "postgresql":
            target = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
            full = parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            return Engine(full, _postgres_dialect(), target)
        case other:
            raise WrongDatabase(f"{other} is not supported. Use sqlite:///bailey.db or postgresql://user@host/name")


def _postgres_dialect() -> Dialect:
    dialect: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # the toolkit leaves it unannotated
    return dialect


def connect_sqlite(file: str, *, writes: bool) -> sqlite3.Connection:
    """A connection in manual transaction mode. Any one thread at a time may use it."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, cached_statements=512)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if not writes:
        connection.execute("PRAGMA query_only=ON")
    return connection


def configure_postgres(connection: "psycopg.Connection[Any]") -> None:
    """SERIALIZABLE, so that both engines mean the same."""
    connection.isolation_level = IsolationLevel.SERIALIZABLE


def is_conflict(error: BaseException) -> bool:
    """PostgreSQL asks to run the transaction again."""
    return isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected)


def is_duplicate(error: BaseException) -> bool:
    """A unique key is taken already."""
    if isinstance(error, sqlite3.IntegrityError):
        return error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return isinstance(error, psycopg.errors.UniqueViolation)
