"""Every command, setting and command line is in the README."""

import re
from pathlib import Path

import bot.commands  # noqa: F401  # fills the registry
from adapters.settings import table
from bot.registry import registry

README = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")


def test_every_command_is_documented() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    lines = {line for row in rows for line in re.findall(r"`([^`]+)", row.split(" | ")[0])}
    documented = {found[0].name for line in lines if (found := registry.find(line))}
    assert set(registry.commands) <= documented


def test_every_setting_is_documented_with_its_default() -> None:
    for setting in table():
        assert (
            f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else ''} | {setting.meaning} |" in README
        )


def test_what_the_readme_shows_exists() -> None:
    root = Path(__file__).parent.parent
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or root.joinpath(target).exists(), target
