"""Bringing a database to the schema that this version of Bailey knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  # declares every table
from storage.engine import Engine

# Two processes that start at once must not both migrate; PostgreSQL holds one of them back.
MIGRATION_LOCK = 7_265_539


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; nothing happens when it is there already."""
    with _connection(engine) as connection:
        command.upgrade(_config(connection), "head")


def is_current(engine: Engine) -> bool:
    with _connection(engine) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory.from_config(_config()).get_current_head()


def differences(engine: Engine) -> list[Any]:
    """What the migrations would have to change to make the database what the tables say. Empty when they agree."""
    with _connection(engine) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    made = create_engine(engine.url)
    try:
        with made.begin() as connection:
            if engine.is_sqlite:
                connection.execute(text("PRAGMA busy_timeout=15000"))
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            yield connection
    finally:
        made.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
