"""What could follow in a line, and in which order it is offered."""

import pytest

from tests.grammar.company import samples as registry
from tests.grammar.memory import Memory


def offered(line: str, assumed: str = "") -> list[str]:
    """What is offered after the words that stand already."""
    return [choice.value for choice in registry.complete(line, Memory(), assumed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lo", ["log"]),
        ("acc", ["account", "accounts"]),
        ("log m", ["log meeting", "log Monday Logistics"]),
        ("log call glo", ["log call Globex"]),
        ("log call acme h", ["log call Acme Health"]),
        ("log call Acme with j", ["log call Acme with Jane Doe", "log call Acme with @Jane Ko"]),
        ("log call Acme by s", ["log call Acme by @Sam Ortiz"]),
        ("log call Acme 3", ["log call Acme 30m", "log call Acme 3h"]),
        ("log call Acme 30m y", ["log call Acme 30m yesterday"]),
        ("log call Acme 30m #v", ["log call Acme 30m #value"]),
        ("account glo", ["account Globex"]),
        ("account Globex re", ["account Globex renewal"]),
        ("accounts m", ["accounts mine"]),
        ("accounts ow", ["accounts owner"]),
        ("accounts owner sa", ["accounts owner @Sam Ortiz"]),
        ("accounts without o", ["accounts without owner"]),
    ],
)
def test_what_comes_first(typed: str, first: list[str]) -> None:
    assert offered(typed)[: len(first)] == first


def test_after_a_type_come_my_accounts_then_people_then_lengths() -> None:
    found = offered("log call ")
    assert found[:2] == ["log call Acme Corp", "log call Globex"]
    order = [found.index(f"log call {said}") for said in ("Acme Corp", "with @Sam Ortiz", "30m", "yesterday")]
    assert order == sorted(order)


def test_my_book_comes_before_other_accounts() -> None:
    found = offered("log call acme")
    assert found.index("log call Acme Corp") < found.index("log call Acme Health")


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("log call Acme ", "Globex"),
        ("log call Acme 30m ", "1h"),
        ("log call Acme with Jane Doe and ", "Jane Doe"),
        ("log call Acme yesterday ", "today"),
        ("log call Acme #value ", "#value"),
        ("accounts mine ", "mine"),
    ],
)
def test_nothing_is_offered_that_the_line_holds(typed: str, there: str) -> None:
    assert not any(value.removeprefix(typed.strip()).strip().endswith(there) for value in offered(typed))


@pytest.mark.parametrize(
    "typed", ["log ", "log call ", "log call Acme ", "log call Acme with ", "accounts ", "account "]
)
def test_what_is_offered_is_understood(typed: str) -> None:
    for line in offered(typed):
        assert registry.find(line)
        source = registry.complete(line, Memory())
        assert all(choice.label for choice in source)


def test_a_slash_stands_for_its_command() -> None:
    assert offered("call glo", assumed="log")[0] == "call Globex"


@pytest.mark.parametrize("typed", ["", " ", "?", "zzz", 'log "', "log note:", "log call Acme 30m note: x ", "x " * 50])
def test_completion_never_fails(typed: str) -> None:
    assert len(offered(typed)) <= 15
