"""Which schema a database has, and bringing it to the one that this version of Bailey knows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import cast

import psycopg
from sqlalchemy import String, column, select, table

from storage.engine import Driver, Engine, connect_sqlite
from storage.work import Work

_VERSIONS = Path(__file__).with_name("migrations") / "versions"
_PRESENT = select(column("version_num", String)).select_from(table("alembic_version"))


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; nothing happens when it is there already."""
    if not is_current(engine):
        from storage.migrating import migrate

        migrate(engine)


def is_current(engine: Engine) -> bool:
    try:
        with _driver(engine) as driver:
            return driver is not None and present(Work(driver, engine.dialect, 0)) == newest()
    except (sqlite3.Error, psycopg.Error):
        # No schema yet, or no database to be had: whoever migrates learns which.
        return False


@cache
def newest() -> str | None:
    """The revision that this version of Bailey knows: a migration's file begins with its number."""
    return max((file.name.partition("_")[0] for file in _VERSIONS.glob("[0-9]*.py")), default=None)


def present(work: Work) -> str | None:
    """The revision of an open database. Cheap enough to ask every few seconds."""
    return next((str(row["version_num"]) for row in work.rows(_PRESENT)), None)


@contextmanager
def _driver(engine: Engine) -> Iterator[Driver | None]:
    """A connection for one question, None where there is no file yet."""
    if not engine.is_sqlite:
        with psycopg.connect(engine.target) as postgres:
            yield cast(Driver, postgres)
    elif not Path(engine.target).exists():
        yield None
    else:
        with closing(connect_sqlite(engine.target, writes=False)) as lite:
            yield lite
