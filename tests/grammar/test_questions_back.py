"""What cannot be read: what is asked back, and that nothing typed is lost."""

import pytest

from bot.command import Incomplete, Unclear
from bot.errors import UserError
from bot.grammar.errors import Unknown
from tests.grammar.company import samples as registry
from tests.grammar.memory import Memory

NOT_MINE = frozenset({3})


def test_two_accounts_become_buttons() -> None:
    with pytest.raises(Unclear, match="Which Acme") as caught:
        registry.read("log call Acme 30m pricing", Memory(own=NOT_MINE))
    assert [(button.label, button.line) for button in caught.value.buttons] == [
        ("Acme Corp", "log kind:call account:#1 length:30m note:pricing"),
        ("Acme Health", "log kind:call account:#2 length:30m note:pricing"),
    ]


def test_two_of_one_name_can_be_told_apart() -> None:
    with pytest.raises(Unclear) as caught:
        registry.read("log call Twin 30m", Memory())
    labels = [button.label for button in caught.value.buttons]
    assert len(set(labels)) == 2


def test_an_unknown_account_offers_the_nearest_and_to_create_it() -> None:
    with pytest.raises(Unclear, match="Foobar Industries") as caught:
        registry.read("log call Foobar Industries 30m about onboarding", Memory())
    *near, create = caught.value.buttons
    assert "Stark Industries" in [button.label for button in near]
    assert create.line.startswith('create "Foobar Industries" then:')


def test_two_readings_become_buttons() -> None:
    lexicon = Memory(linked=Memory().account(3))
    with pytest.raises(Unclear) as caught:
        registry.read("log call Monday 30m", lexicon)
    lines = {registry.read(button.line, lexicon)[0].line for button in caught.value.buttons}
    assert lines == {"log kind:call account:#6 length:30m", "log kind:call account:#3 length:30m at:2026-11-23"}


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ("call Acme 0m", "length", "no time"),
        ("call Acme 900h", "length", "more than a day"),
        ("call Acme 30m tomorrow", "at", "still to come"),
        ("call Acme 30m next monday", "at", "still to come"),
        ("call Acme 30m 31 February", "at", "no 31 February"),
        ("call Acme 30m on:soon", "at", "soon"),
        ("call Acme length:soon", "length", "“soon” is not a length of time. Try 30m"),
        ("Acme 30m pricing", "kind", "Which type"),
        ("call 30m", "account", "Which account"),
        ("", "kind", "Which type"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(typed: str, field: str, said: str) -> None:
    with pytest.raises(Incomplete) as caught:
        registry.read(typed, Memory(), assumed="log")
    assert said in caught.value.form.errors[field]
    assert caught.value.field == field


def test_the_form_keeps_all_that_was_typed() -> None:
    with pytest.raises(Incomplete) as caught:
        registry.read("call Acme 900h pricing #value", Memory(), assumed="log")
    values = caught.value.form.values
    assert values["account"] == "#1"
    assert caught.value.form.shown["#1"] == "Acme Corp"
    assert "pricing" in values["note"]
    assert values["missions"] == "value"


def test_the_likely_past_day_is_a_button() -> None:
    with pytest.raises(Incomplete) as caught:
        registry.read("log call Acme 30m at 18:00", Memory())
    (button,) = caught.value.buttons
    assert button.line == "log kind:call account:#1 length:30m at:2026-11-22T18:00+01:00"


def test_a_form_is_read_field_by_field() -> None:
    fields = {"kind": "call", "account": "#1\n#3", "length": "1h", "with_": "Jane Doe, CFO\nmember#2", "note": "a; b"}
    call = registry.fill("log", fields, Memory())
    assert [account.id for account in call.args["account"]] == [1, 3]
    assert call.args["length"].minutes == 60
    assert call.args["note"] == "a; b"
    with pytest.raises(Incomplete) as caught:
        registry.fill("log", {**fields, "length": "soon", "kind": ""}, Memory())
    assert set(caught.value.form.errors) == {"length", "kind"}
    assert caught.value.form.values["length"] == "soon"


def test_a_filled_form_reads_back() -> None:
    (call,) = registry.read(registry.commands["log"].examples[3], Memory())
    form = call.command.form(call.args)
    assert registry.fill("log", {**form.values, **form.hidden}, Memory()) == call


def test_unknown_commands_offer_the_nearest() -> None:
    with pytest.raises(Unknown) as caught:
        registry.read("lgo call Acme 30m", Memory())
    assert "log call Acme 30m" in [button.line for button in caught.value.buttons]


def answered(typed: str, assumed: str) -> bool:
    """True for calls, and for a refusal that says something; anything else that is raised is a bug."""
    try:
        return bool(registry.read(typed, Memory(), assumed=assumed))
    except UserError as error:
        return bool(str(error))


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "\0", "x" * 40_000, "😀" * 300, "\u202eemca llac", "“call” „Acme‟", "'; DROP TABLE accounts; --",
        "log \"", "log call \"Acme", "log call Acme:30m", "log <@U9> <#C1>", "log call <!channel> 30m", "a:b:c:d",
        "log call Acme 99999999999999999999h", "log call Acme 30m at:9999-99-99", "log call Acme 1999-02-31",
        "log call #99999999999999999999999 30m", "log call #² 30m", "log ²h call", "log call Acme 30m by @nobody",
        "log call Acme 30m next:\"\"", "log account:\"\" kind:call", "log next: next: next:", "log ; ; ;", "log \n\n",
        "log call Acme 30m 9999999 days ago", "log 0/0/0 99:99 call", "log call Acme on:0001-01-01",
    ],
)  # fmt: skip
def test_bad_input_is_answered(typed: str) -> None:
    for assumed in ("", "log"):
        assert answered(typed, assumed)
