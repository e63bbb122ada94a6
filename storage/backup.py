"""A copy of everything in one file, and back again."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.engine import BUSY, Engine

# Copied at a time, so that whoever writes meanwhile waits for moments only.
PAGES = 2000


class BackupFailed(Exception):
    """Its text says, for whoever typed the command, what to do instead."""


def backup(engine: Engine, file: Path, tools: Path | None = None) -> None:
    """Write everything into `file`, which appears only once it is whole. Safe while Bailey serves.

    tools: where PostgreSQL's programs are, when not on the search path. Raises BackupFailed.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        if engine.is_sqlite:
            _copy(Path(engine.target), part)
        else:
            with _conninfo(engine) as database:
                _run(tools, "pg_dump", "--format=custom", "--no-owner", "--file", str(part), "--dbname", database)
        part.replace(file)
    except OSError as error:
        raise BackupFailed(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def restore(engine: Engine, file: Path, tools: Path | None = None) -> None:
    """Replace everything in the database by what `file` holds; all of it or nothing. Stop Bailey first, and bring the
    schema up to date afterwards: the file may be older than this version. Raises BackupFailed."""
    if not file.is_file():
        raise BackupFailed(f"There is no file {file}.")
    if engine.is_sqlite:
        _check(file)
        _copy(file, Path(engine.target))
        return
    with _conninfo(engine) as database:
        _run(
            tools,
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname", database, str(file),
        )  # fmt: skip


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupFailed(f"There is no database {source}.")
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY)) as reading,
            closing(sqlite3.connect(target, timeout=BUSY)) as writing,
        ):
            reading.backup(writing, pages=PAGES)
    except sqlite3.Error as error:
        raise BackupFailed(f"{source} could not be copied to {target}: {error}.") from error


def _check(file: Path) -> None:
    """Raises BackupFailed for anything but a sound database of Bailey's."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BackupFailed(f"{file} is no backup of Bailey's: {error}.") from error
    if sound != "ok":
        raise BackupFailed(f"{file} is damaged: {sound}.")


def _run(tools: Path | None, program: str, *arguments: str) -> None:
    found = shutil.which(program, path=None if tools is None else str(tools))
    if found is None:
        raise BackupFailed(f"{program} is not installed. Install PostgreSQL's client programs, then try again.")
    done = subprocess.run(  # noqa: S603  # no shell, and the program was looked up by name
        [found, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "; ".join(done.stderr.strip().splitlines()[-2:]) or "it said nothing"
        raise BackupFailed(f"{program} failed: {said}")


@contextmanager
def _conninfo(engine: Engine) -> Iterator[str]:
    """How to connect, with the password in a file that only we may read: a command line is public on its machine."""
    parts: dict[str, Any] = dict(conninfo_to_dict(engine.target))
    password = parts.pop("password", None)
    if password is None:
        yield make_conninfo(**parts)
        return
    with tempfile.TemporaryDirectory() as folder:
        passfile = Path(folder) / "pgpass"
        escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
        with os.fdopen(os.open(passfile, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"*:*:*:*:{escaped}\n")
        yield make_conninfo(**{**parts, "passfile": str(passfile)})
