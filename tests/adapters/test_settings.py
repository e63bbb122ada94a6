"""What the environment may say, and what is said to whoever got it wrong."""

import re
from pathlib import Path

import pytest

from adapters.settings import Log, WrongSettings, read_settings, table


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [setting.name for setting in table()]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert settings.database_url == "sqlite:///bailey.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8787)
    assert not settings.slack
    assert not settings.teams


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("BAILEY_PORT=1001\nBAILEY_HOST=0.0.0.0\nSOMETHING_ELSE=1\nBAILEY_ADMIN_EMAIL=\n")
    monkeypatch.setenv("BAILEY_PORT", "1002")
    monkeypatch.setenv("BAILEY_LOG", "debug json")
    settings = read_settings()
    assert (settings.port, settings.host, settings.admin_email) == (1002, "0.0.0.0", "")
    assert settings.log == Log("debug", "json")
    assert read_settings(port=1003).port == 1003


WRONG = (
    ("BAILEY_PORT", "abc", "BAILEY_PORT=8787"),
    ("BAILEY_PORT", "70000", "0 to 65535"),
    ("BAILEY_LOG", "loud", "debug, info, warning or error"),
    ("BAILEY_DATABASE_URL", "mysql://me:hunter2@host/name", "sqlite:///bailey.db"),
    ("BAILEY_DATABASE_URL", "hunter2", "sqlite:///bailey.db"),
    ("BAILEY_PUBLIC_URL", "bailey.example.com", "https://"),
    ("BAILEY_ADMIN_EMAIL", "dana", "dana@example.com"),
    ("SLACK_BOT_TOKEN", "xapp-hunter2", "xoxb-"),
    ("SLACK_APP_TOKEN", "xoxb-hunter2", "xapp-"),
    ("SLACK_BOT_TOKENS", "xoxb-hunter2", "T0123=xoxb-"),
    ("SLACK_BOT_TOKENS", "T0A=xoxp-hunter2", "T0123=xoxb-"),
    ("SLACK_SIGNING_SECRET", "hunter2", "SLACK_BOT_TOKEN"),
    ("SLACK_BOT_TOKEN", "xoxb-hunter2", "SLACK_SIGNING_SECRET"),
    ("TEAMS_AUTH", "maybe", "on or off"),
    ("TEAMS_APP_ID", "1234", "TEAMS_APP_PASSWORD"),
)


@pytest.mark.parametrize(("name", "value", "instead"), WRONG)
def test_a_wrong_setting_is_named_with_what_to_set_instead(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, instead: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as caught:
        read_settings()
    said = str(caught.value)
    assert instead in said
    assert "hunter2" not in said
    assert re.search(r"[^.]\.$", said)


def test_every_wrong_setting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAILEY_PORT", "abc")
    monkeypatch.setenv("TEAMS_AUTH", "maybe")
    with pytest.raises(WrongSettings) as caught:
        read_settings()
    assert len(str(caught.value).splitlines()) == 2


def test_secrets_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hunter2")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "hunter2")
    monkeypatch.setenv("BAILEY_DATABASE_URL", "postgresql://me:hunter2@host/name")
    assert "hunter2" not in repr(read_settings())


def test_every_setting_is_explained() -> None:
    rows = table()
    assert all(row.meaning for row in rows)
    assert [row.default for row in rows if row.name == "BAILEY_LOG"] == ["info"]
    assert len({row.name for row in rows}) == 17


def test_nobody_else_reads_the_environment() -> None:
    root = Path(__file__).parents[2]
    readers = [
        str(file.relative_to(root))
        for folder in ("adapters", "bot", "storage")
        for file in (root / folder).rglob("*.py")
        if re.search(r"\bos\.environ|\bgetenv\b", file.read_text())
    ]
    assert readers == []
