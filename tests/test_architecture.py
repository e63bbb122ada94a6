"""Imports point down only: adapters → bot → storage."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = {"adapters", "bot", "storage"}
FILES = sorted(file for floor in HOUSE for file in (ROOT / floor).rglob("*.py") if "versions" not in file.parts)
PLATFORMS = ("slack", "teams", "botbuilder", "botframework", "block kit", "adaptive card")
# What each floor may use besides the standard library, our own floors below it, and what the data are made of.
LIBRARIES = {
    "storage": {"sqlalchemy", "sqlmodel", "psycopg", "psycopg_pool", "pydantic", "pydantic_core", "tenacity", "alembic"},
    "bot": {
        "pydantic", "structlog", "babel", "dateutil", "holidays", "rapidfuzz", "anyascii", "apscheduler",
        "charset_normalizer", "icalendar", "recurring_ical_events",
    },
}  # fmt: skip


def imports(file: Path) -> Iterator[str]:
    """Whole dotted names of what a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: a relative import hides where it points"
            assert node.module
            yield node.module


def place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", FILES, ids=place)
def test_imports_point_down(file: Path) -> None:
    floor = file.relative_to(ROOT).parts[0]
    above = {"storage": {"bot", "adapters"}, "bot": {"adapters"}, "adapters": set[str]()}[floor]
    for name in imports(file):
        top = name.split(".")[0]
        assert top not in above | {"tests", "benchmarks"}, f"{place(file)} imports {name}"
        if floor in LIBRARIES and top not in HOUSE and top not in sys.stdlib_module_names:
            assert top in LIBRARIES[floor], f"{place(file)} imports {name}"


@pytest.mark.parametrize("file", [file for file in FILES if place(file).startswith("adapters/")], ids=place)
def test_doors_do_not_know_each_other(file: Path) -> None:
    parts = file.relative_to(ROOT).parts
    own = parts[1] if len(parts) > 2 else ""
    for name in imports(file):
        top, *rest = name.split(".")
        if top in ("botbuilder", "botframework", "msrest"):
            assert own == "teams", f"{place(file)} imports {name}"
        if top in ("slack_bolt", "slack_sdk"):
            assert own == "slack", f"{place(file)} imports {name}"
        if own and top == "adapters" and rest and (ROOT / "adapters" / rest[0]).is_dir():
            assert rest[0] == own, f"{place(file)} imports {name}"


@pytest.mark.parametrize("file", [file for file in FILES if not place(file).startswith("adapters/")], ids=place)
def test_below_the_doors_no_platform_is_named_in_code(file: Path) -> None:
    """Docstrings and comments may tell of platforms, and so may the words that people type; code may not."""
    if place(file) in ("bot/words/kinds.py", "bot/rules/product_words.py"):
        return
    tree = ast.parse(file.read_text())
    told = {id(text) for text in docstrings(tree)}
    for node in ast.walk(tree):
        words = ""
        match node:
            case ast.Constant(value=str(text)) if id(node) not in told:
                words = text
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text):
                words = text
            case ast.FunctionDef(name=text) | ast.ClassDef(name=text) | ast.AsyncFunctionDef(name=text):
                words = text
        assert not any(platform in words.lower() for platform in PLATFORMS), f"{place(file)}: {words!r}"


def docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """Strings that stand alone: of modules, classes, functions, and the lines that explain an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


@pytest.mark.parametrize("file", [file for file in FILES if not place(file).startswith("adapters/")], ids=place)
def test_time_is_an_argument(file: Path) -> None:
    if place(file) == "bot/clock.py":
        return
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asked = f"{node.value.id}.{node.attr}"
            assert asked not in ("datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"), (
                f"{place(file)}:{node.lineno} asks what time it is"
            )


@pytest.mark.parametrize("file", [file for file in FILES if place(file).startswith("bot/")], ids=place)
def test_sql_stays_on_the_ground_floor(file: Path) -> None:
    for name in imports(file):
        assert not name.startswith(("sqlalchemy", "sqlmodel", "psycopg")), f"{place(file)} imports {name}"


def test_whoever_starts_bailey_loads_every_file_of_the_bot() -> None:
    """Commands, chores, living cards and intakes make themselves known when their file is loaded, and a file that nothing
    loads is dead."""
    told = "import adapters.main, sys; print(*(name for name in sys.modules if name.split('.')[0] == 'bot'))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    files = (file.relative_to(ROOT).with_suffix("") for file in FILES if place(file).startswith("bot/"))
    assert {".".join(file.parts).removesuffix(".__init__") for file in files} - set(done.stdout.split()) == set()
