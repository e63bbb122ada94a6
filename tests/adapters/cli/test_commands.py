"""`bailey` as typed in a terminal."""

import json
import logging
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner, Result

from adapters import sample
from adapters.main import bailey
from adapters.settings import table
from storage.engine import Engine
from storage.ground import open_ground
from tests.chat import MORNING

Typed = Callable[..., Result]


@pytest.fixture
def company(sqlite: Engine) -> Engine:
    """A database with the sample company."""
    ground = open_ground(sqlite)
    ground.run_now(0, partial(sample.begin, platform="web", tenant="demo", now=MORNING))
    ground.close()
    return sqlite


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Typed]:
    """Type words after `bailey`; settings are given by name."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    monkeypatch.chdir(tmp_path)
    for setting in table():
        monkeypatch.delenv(setting.name, raising=False)

    def type_(*words: str, input: str = "", **settings: Any) -> Result:
        return CliRunner().invoke(bailey, words, input=input, env={**settings, "BAILEY_LOG": "error"})

    yield type_
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def rows(database: Engine) -> dict[str, int]:
    with closing(sqlite3.connect(database.target)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in names}


def test_a_line_is_carried_out_and_answered_as_text(company: Engine, typed: Typed) -> None:
    before = rows(company)["activities"]
    done = typed("run", "--as", "Dana@Example.com", "log call Acme 30m", BAILEY_DATABASE_URL=company.url)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Logged" in done.stdout
    assert "Acme Corp" in done.stdout
    assert rows(company)["activities"] == before + 1


def test_the_answer_as_json_is_the_view(company: Engine, typed: Typed) -> None:
    done = typed("run", "--json", "--as", "dana@example.com", "account Acme", BAILEY_DATABASE_URL=company.url)
    assert done.exit_code == 0
    assert {"blocks", "summary"} <= json.loads(done.stdout).keys()


@pytest.mark.parametrize("line", ["frobnicate", "log call Acme 900h", "log call Nobody Whatever 30m"])
def test_a_line_that_was_not_carried_out_ends_with_2(company: Engine, typed: Typed, line: str) -> None:
    before = rows(company)["activities"]
    done = typed("run", "--as", "dana@example.com", line, BAILEY_DATABASE_URL=company.url)
    assert done.exit_code == 2
    assert done.stdout.strip()
    assert rows(company)["activities"] == before


@pytest.mark.parametrize("command", [["run", "--as", "nobody@example.com", "log call Acme 30m"], ["chat", "--as", ""]])
def test_whoever_is_not_known_changes_nothing(company: Engine, typed: Typed, command: list[str]) -> None:
    before = rows(company)
    done = typed(*command, BAILEY_DATABASE_URL=company.url)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Nobody here" in done.stderr
    assert rows(company) == before


def test_a_pipe_can_hold_a_conversation(company: Engine, typed: Typed) -> None:
    said = typed(
        "chat", "--as", "dana@example.com", input="log call Globex 20m\nundo\nexit\n", BAILEY_DATABASE_URL=company.url
    )
    assert said.exit_code == 0
    assert "Logged" in said.stdout
    assert "Taken back" in said.stdout


def test_a_wrong_setting_is_told_in_a_sentence(typed: Typed) -> None:
    told = typed("run", "--as", "dana@example.com", "day", BAILEY_DATABASE_URL="mysql://a:hunter2@b/c")
    assert told.exit_code == 1
    assert "BAILEY_DATABASE_URL" in told.stderr
    assert "hunter2" not in told.stderr


def test_a_database_out_of_reach_is_told_in_a_sentence(typed: Typed) -> None:
    for command in (["db", "upgrade"], ["run", "--as", "dana@example.com", "day"]):
        told = typed(*command, BAILEY_DATABASE_URL="sqlite:////nowhere/at/all/bailey.db")
        assert told.exit_code == 1
        assert "Error: The database cannot be opened" in told.stderr
        assert "Traceback" not in told.output


def test_a_database_is_made_copied_and_brought_back(typed: Typed, company: Engine, tmp_path: Path) -> None:
    new = f"sqlite:///{tmp_path / 'new.db'}"
    assert typed("db", "upgrade", BAILEY_DATABASE_URL=new).exit_code == 0
    copy = str(tmp_path / "copy")
    assert typed("db", "backup", copy, BAILEY_DATABASE_URL=company.url).exit_code == 0
    assert typed("db", "restore", copy, input="n\n", BAILEY_DATABASE_URL=new).exit_code == 1
    assert typed("run", "--as", "dana@example.com", "day", BAILEY_DATABASE_URL=new).exit_code == 2
    assert typed("db", "restore", "--yes", copy, BAILEY_DATABASE_URL=new).exit_code == 0
    assert typed("run", "--as", "dana@example.com", "day", BAILEY_DATABASE_URL=new).exit_code == 0
    missing = typed("db", "restore", "--yes", str(tmp_path / "missing"), BAILEY_DATABASE_URL=new)
    assert (missing.exit_code, "There is no file" in missing.stderr) == (1, True)


def test_the_teams_package_is_written_where_asked(typed: Typed, tmp_path: Path) -> None:
    settings = {"TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555"}
    file = tmp_path / "app.zip"
    told = typed("teams-package", str(file), **settings)
    assert (told.exit_code, "BAILEY_PUBLIC_URL" in told.stderr) == (1, True)
    assert typed("teams-package", str(file), **settings, BAILEY_PUBLIC_URL="https://bailey.example.com").exit_code == 0
    assert {"manifest.json", "color.png", "outline.png"} == set(zipfile.ZipFile(file).namelist())


def test_the_admin_of_the_settings_may_begin_in_the_terminal(sqlite: Engine, typed: Typed) -> None:
    given = {"BAILEY_DATABASE_URL": sqlite.url, "BAILEY_ADMIN_EMAIL": "ada@example.com"}
    done = typed("run", "--as", "Ada@example.com", "role dana csm", **given)
    assert "dana" in done.stdout
    assert typed("run", "--as", "ada@example.com", "status", **given).exit_code == 0


def test_an_import_of_the_terminal_can_be_taken_back(sqlite: Engine, typed: Typed) -> None:
    lines = "".join(f"Account {number},dana@example.com\n" for number in range(12))
    Path("book.csv").write_text(f"Account Name,Owner Email\n{lines}")
    shown = typed("import", "accounts", "book.csv", BAILEY_DATABASE_URL=sqlite.url)
    assert "Account 11" in shown.stdout
    done = typed("import", "accounts", "book.csv", "--yes", BAILEY_DATABASE_URL=sqlite.url)
    assert done.exit_code == 0
    assert rows(sqlite)["accounts"] == 12
    [line] = re.findall(r'"(undo change:\d+)"', done.stdout)
    done = typed("run", "--as", "dana@example.com", line, BAILEY_DATABASE_URL=sqlite.url)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "12 removed" in done.stdout
