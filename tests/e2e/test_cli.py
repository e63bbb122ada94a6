"""`bailey` as somebody types it in a terminal, or a script does: each a process, on a fresh file."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.e2e.server import Server, bailey

AS = ("--as", "dana@example.com")
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a demo that was started once and has ended."""
    folder = tmp_path_factory.mktemp("company")
    Server(folder, "demo", "--fresh").start().close()
    return folder / "bailey-demo.db"


@pytest.fixture
def database(company: Path, tmp_path: Path) -> Path:
    """A copy of the sample company for this test alone."""
    copy = tmp_path / "bailey.db"
    with closing(sqlite3.connect(company)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


@pytest.fixture
def run(database: Path, tmp_path: Path) -> Run:
    def typed(*words: str, typed: str = "") -> CompletedProcess[str]:
        return bailey(tmp_path, *words, typed=typed, BAILEY_DATABASE_URL=f"sqlite:///{database}")

    return typed


def content(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def test_a_line_is_carried_out_or_ends_with_2(run: Run) -> None:
    done = run("run", *AS, "log call Acme 30m pricing")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Logged" in done.stdout
    assert "Acme Corp · call · 30 min · today" in done.stdout
    refused = run("run", *AS, "log call Acme 900h")
    assert refused.returncode == 2
    assert "900h" in refused.stdout
    asked = run("run", "--as", "lee@example.com", "log call Acme 30m")
    assert asked.returncode == 2
    assert "Which Acme? Nothing saved yet." in asked.stdout
    assert "pricing" in run("run", *AS, "activities Acme Corp today").stdout
    assert run("run", *AS, "undo").returncode == 0
    assert "pricing" not in run("run", *AS, "activities Acme Corp today").stdout


def test_the_answer_as_json_is_the_view(run: Run) -> None:
    done = run("run", "--json", *AS, "account Acme")
    view = json.loads(done.stdout)
    assert done.returncode == 0
    assert view["blocks"][0]["block"] == "heading"
    assert "Acme Corp" in done.stdout


def test_a_stranger_changes_nothing(run: Run, database: Path) -> None:
    before = content(database)
    done = run("run", "--as", "nobody@example.com", "log call Acme 30m")
    assert done.returncode == 2
    assert "nobody@example.com" in done.stderr
    assert done.stdout == ""
    assert content(database) == before


def test_a_conversation_comes_through_a_pipe(run: Run) -> None:
    said = run("chat", *AS, typed="log call Globex 25m SSO\n1\nactivities Globex today\nnonsense\nexit\n")
    assert (said.returncode, said.stderr) == (0, "")
    assert "[1] Undo" in said.stdout
    assert "Taken back" in said.stdout
    assert "I know no command “nonsense”" in said.stdout
    assert said.stdout.count("> ") >= 5


def test_the_database_is_made_saved_and_brought_back(run: Run, database: Path, tmp_path: Path) -> None:
    made = bailey(tmp_path, "db", "upgrade", BAILEY_DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}")
    assert (made.returncode, made.stdout) == (0, "The database is up to date.\n")
    saved = run("db", "backup", "saved.db")
    assert saved.returncode == 0
    assert "saved.db" in saved.stdout
    before = content(database)
    run("run", *AS, "log call Acme 30m")
    assert content(database) != before
    refused = run("db", "restore", "saved.db", typed="n\n")
    assert refused.returncode != 0
    assert content(database) != before
    back = run("db", "restore", "saved.db", "--yes")
    assert back.returncode == 0
    assert content(database) == before


def test_settings_that_cannot_be_used_are_said(tmp_path: Path) -> None:
    done = bailey(tmp_path, "serve", BAILEY_PORT="none", SLACK_BOT_TOKEN="xapp-1")
    assert done.returncode == 1
    assert "BAILEY_PORT=8787" in done.stderr
    assert "begins with xoxb-" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_exported_can_be_brought_in_again(run: Run, tmp_path: Path) -> None:
    out = run("export", "accounts", "--format", "csv")
    assert out.returncode == 0, out.stderr
    rows = list(csv.DictReader(io.StringIO(out.stdout)))
    assert len({row["name"] for row in rows}) == 60  # a row a contract
    file = tmp_path / "accounts.csv"
    file.write_text(out.stdout)
    again = run("import", "accounts", str(file), "--yes")
    assert again.returncode == 0, again.stderr
    assert run("export", "accounts", "--format", "csv").stdout == out.stdout


def test_a_file_is_looked_at_before_it_is_brought_in(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("Account Name,Owner Email,ARR,Currency\nPalmera,dana@example.com,12000,EUR\n")
    looked = run("import", "accounts", str(file))
    assert looked.returncode == 0, looked.stderr
    assert "Palmera" in looked.stdout
    assert run("run", *AS, "account Palmera owner").returncode == 2
    assert run("import", "accounts", str(file), "--yes").returncode == 0
    assert "Dana Keller" in run("run", *AS, "account Palmera owner").stdout


def test_an_activity_as_json_holds_what_was_said(run: Run) -> None:
    run("run", *AS, "log call Acme 30m with Jane Doe, CFO pricing")
    out = run("export", "activities", "--format", "json")
    assert out.returncode == 0, out.stderr
    [mine] = [one for one in json.loads(out.stdout) if one["note"] == "pricing"]
    assert (mine["account"], mine["type"], mine["minutes"], mine["by"]) == ("Acme Corp", "call", 30, "dana@example.com")
    assert {"id", "at", "people", "missions", "mode", "effectiveness", "internal", "attempt"} <= mine.keys()
