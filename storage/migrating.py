"""Alembic at work. Imported only when there is something to migrate: it costs a fifth of a second and twenty megabytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy import Engine as Database
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  # declares every table
from storage.engine import BUSY, Engine, Unreachable

# Two processes that start at once must not both migrate; PostgreSQL holds one of them back.
MIGRATION_LOCK = 7_265_539


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema."""
    with _connection(engine) as connection:
        command.upgrade(_config(connection), "head")


def differences(engine: Engine) -> list[Any]:
    """What the migrations would have to change to make the database what the tables say. Empty when they agree."""
    with _connection(engine) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other process migrates beside: either all of an upgrade is kept, or nothing."""
    made = create_engine(engine.url, **({"connect_args": {"timeout": BUSY}} if engine.is_sqlite else {}))
    if engine.is_sqlite:
        # The driver itself would begin only before an INSERT, and leave half of a schema behind.
        event.listen(made, "connect", _manual)
        event.listen(made, "begin", _begin_immediate)
    try:
        with _reached(made) as connection, connection.begin():
            if not engine.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            yield connection
    finally:
        made.dispose()


def _reached(made: Database) -> Connection:
    try:
        return made.connect()
    except OperationalError as error:
        raise Unreachable(f"The database cannot be opened: {str(error.orig).strip()}.") from error


def _manual(connection: Any, _: Any) -> None:
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
