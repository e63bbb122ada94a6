"""Who was shown what is written down, also where the database could not take it at first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.auditlog import Looks
from storage.tables import Sighting
from tests.chat import MORNING, World


async def test_what_could_not_be_written_is_written_later(world: World, tmp_path: Path) -> None:
    looks = Looks(world.ground)
    seen = {"account_id": 1, "fields": "money", "member_id": None, "by": "account", "place": "direct", "at": MORNING}

    def names(before: str, after: str) -> None:
        with closing(sqlite3.connect(tmp_path / "bailey.db")) as connection:
            connection.execute(f"ALTER TABLE {before} RENAME TO {after}")

    def count() -> int:
        with closing(sqlite3.connect(tmp_path / "bailey.db")) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {Sighting.table().name}").fetchone()[0])

    before = count()
    names("sightings", "elsewhere")
    looks.keep(1, [seen])
    await looks.finish()  # it was tried, and is kept
    names("elsewhere", "sightings")
    assert count() == before
    looks.keep(1, [seen])
    await looks.finish()
    assert count() == before + 2
