"""Questions in plain words: over a labelled set nearly all are read, and none is read as another."""

import pytest

import bot.commands  # noqa: F401  # fills the registry
from bot.errors import UserError
from bot.plain_words import asked
from bot.registry import registry
from bot.rules.asked_words import PHRASES
from bot.rules.examples import EXAMPLES
from bot.rules.lookups import LOOKUPS
from tests.grammar.asking import chatter, labelled
from tests.grammar.memory import Memory

FLOOR = 0.98  # of the labelled questions must be understood
LEXICON = Memory()


def answer(question: str) -> str | None:
    try:
        understood = asked(question, registry, LEXICON)
    except UserError as refused:
        return f"refused: {refused}"
    return "; ".join(call.line for call in understood.calls) if understood is not None else None


def meant(line: str) -> str:
    return "; ".join(call.line for call in registry.read(line, LEXICON))


def test_nearly_every_question_is_understood_and_none_is_misread() -> None:
    told = [(question, meant(line), answer(question)) for question, line in labelled()]
    assert [(question, wanted, got) for question, wanted, got in told if got not in (wanted, None)] == []
    understood = sum(got == wanted for _, wanted, got in told)
    assert len(told) >= 400
    assert understood >= FLOOR * len(told), [question for question, _, got in told if got is None]


@pytest.mark.parametrize("said", chatter())
def test_what_only_looks_like_a_question_is_let_be(said: str) -> None:
    assert answer(said) is None


def test_there_are_enough_that_only_look_like_one() -> None:
    assert len(chatter()) >= 60


@pytest.mark.parametrize("question", EXAMPLES)
def test_what_is_offered_instead_works(question: str) -> None:
    found = answer(question.replace("{@}", "Globex"))
    assert found is not None
    assert not found.startswith("refused")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("WHEN DOES ACME RENEW", "account Acme renewal"),
        ("when does “Acme Corp” renew??", 'account "Acme Corp" renewal'),
        ("hello bailey – when’s Acme’s renewal, please?", "account Acme renewal"),
        ("pls tell me who owns acme, thanks", "account Acme owner"),
        ("who's looking after O'Brien & Daughters?", 'account "O\'Brien & Daughters" owner'),
        ("when does Monday Logistics renew", 'account "Monday Logistics" renewal'),
        ("how is Call doing?", "account Call"),
        ("who owns acme heath", 'account "acme heath" owner'),
    ],
)
def test_however_it_is_typed(typed: str, line: str) -> None:
    assert answer(typed) == meant(line)


@pytest.mark.parametrize(
    "typed", ["when does Fooco renew?", "who looks after the Fooco account", "what did Fooco ask for"]
)
def test_an_account_that_nobody_knows_is_said_to_be_none(typed: str) -> None:
    assert answer(typed) == "refused: I know no account “Fooco”."


def test_the_channel_s_account_is_meant_by_they() -> None:
    linked = Memory(linked=LEXICON.account(3))
    understood = asked("when do they renew?", registry, linked)
    assert understood is not None
    assert understood.calls[0].line == meant("account Globex renewal")


def test_every_meaning_that_a_look_up_names_can_be_said() -> None:
    said = {name for meanings in PHRASES.values() for name, _ in meanings} | {
        "@",
        "%",
        "past",
        "ahead",
        "today",
        "days",
    }
    named = {name for lookup in LOOKUPS for name in lookup.may.union(*lookup.needs)}
    assert named - said == set()
