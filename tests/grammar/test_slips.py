"""Slips that a tester made, and what they are understood as."""

import pytest

from bot.command import Incomplete, Unclear
from bot.registry import registry
from tests.grammar.memory import Memory


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ("log call Globex 30m by @nobody", "by", "Who is @nobody?"),
        ("log by @nobody call Globex 30m", "by", "Who is @nobody?"),
        ("log call Globex 30m pricing by @nobody", "by", "Who is @nobody?"),
        ("log call Globex 30m with Jane Doe and @nobody", "with_", "Who is @nobody?"),
        ("log call Globex 30m @nobody", "with_", "Who is @nobody?"),
        ("accounts owner @nobody", "owner", "Who is @nobody?"),
        ("create Foo owner @nobody", "owner", "Who is @nobody?"),
        ("log call Globex 30m, next: foo 31 feb", "next", "There is no 31 feb."),
        ("log call Globex 30m asked about SSO on 31 feb", "at", "There is no 31 feb."),
    ],
)
def test_it_is_asked_beside_its_field_and_kept(typed: str, field: str, said: str) -> None:
    with pytest.raises(Incomplete) as caught:
        registry.read(typed, Memory())
    assert caught.value.form.errors[field].startswith(said)
    assert ("@nobody" if "@" in typed else "31 feb") in caught.value.form.values[field]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("account foo fighters", "foo fighters"),
        ("activities foo fighters", "foo fighters"),
        ("merge Acme Corp into Nobody Knows", "Nobody Knows"),
        ("merge foo into bar", "foo"),
        ("next Fooco send the SOC2", "Fooco"),
        ("log webinar Fooco, Barco 1h", "Fooco"),
        ('log webinar account:"Globex, Barco" length:1h', "Barco"),
    ],
)
def test_an_account_that_nobody_knows_is_named(typed: str, named: str) -> None:
    with pytest.raises(Unclear) as caught:
        registry.read(typed, Memory())
    assert f"I know no account “{named}”." in str(caught.value)
    creates = [button.label for button in caught.value.buttons if button.label.startswith("Create")]
    assert creates == ([] if typed.startswith(("account", "activities")) else [f"Create {named}"])


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("log call Globex 45m upsell talk", 'kind:call account:#3 length:45m mode:growth note:"upsell talk"'),
        ("log call Globex 45m growth went well", 'kind:call account:#3 length:45m mode:growth note:"growth went well"'),
        ("log call Globex 30m outage", "kind:call account:#3 length:30m mode:reactive"),
        ("log call Globex 30m escalation about SSO", "kind:call account:#3 length:30m mode:reactive note:SSO"),
        ("log reactive call Globex 30m all down", 'kind:call account:#3 length:30m mode:reactive note:"all down"'),
        ("log call Globex 30m with @sam", "kind:call account:#3 length:30m with:member#2"),
        ("next send the SOC2", 'step:"send the SOC2"'),
        ("next globx send the SOC2", 'account:#3 step:"send the SOC2"'),
        ("merge Acme Corp into Globx", "account:#1 into:#3"),
    ],
)
def test_what_is_meant_is_understood(typed: str, line: str) -> None:
    (call,) = registry.read(typed, Memory())
    assert not line or call.line == f"{call.command.name} {line}"
    assert registry.read(call.line, Memory()) == (call,)


def test_a_range_that_lies_ahead_keeps_its_length() -> None:
    with pytest.raises(Incomplete) as caught:
        registry.read("log call Globex 23:00-23:45", Memory())
    (button,) = caught.value.buttons
    (call,) = registry.read(button.line, Memory())
    assert call.line == "log kind:call account:#3 length:45m at:2026-11-22T23:00+01:00"


@pytest.mark.parametrize(
    ("typed", "instead"), [("merge Acme Corp Globex frobs", "Try merge Acme into Acme Corp."), ("undo frobs", "Try ")]
)
def test_an_example_is_shown_instead_of_the_usage(typed: str, instead: str) -> None:
    with pytest.raises(Incomplete) as caught:
        registry.read(typed, Memory())
    assert instead in str(caught.value)
    assert "<" not in str(caught.value)
