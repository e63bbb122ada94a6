"""What holds for every line there is."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.line import normalise, quote, tokenise
from bot.plain_words import understand
from bot.refs import Account, Contact, Guest, Member
from bot.rules.logging import split_minutes
from bot.words import ActivityKind, Duration, Effect, Mission, Mode, NextStep, When
from tests.grammar.company import samples as registry
from tests.grammar.memory import ACCOUNTS, CONTACTS, MEMBERS, NOW, Memory

LEXICON = Memory()
LOG = registry.commands["log"]

VOCABULARY = """call Acme Globex 30m 1h15 mon monday yesterday at 14:00 with Jane Doe , CFO and @sam QBR by about - -- ++ ;
    next: note: account: on: #value #risk SOC2 Fri 2 Nov no reply half an hour "Acme Corp" <@U2> Twin Call re 31 feb w/
    to in 900h 0m tomorrow voicemail internal reactive fire "a b" " : 3 days ago on"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
NOTE = TEXT.map(normalise)
NAME = st.text("Aäßéx -'.;\"\\", min_size=1, max_size=12).map(lambda name: " ".join(name.split())).filter(bool)


@settings(max_examples=150, deadline=None)
@given(st.one_of(TEXT, st.lists(WORDS, max_size=14).map(" ".join)), st.sampled_from(["", "log"]))
def test_no_input_raises_anything_but_a_user_error(text: str, assumed: str) -> None:
    error: UserError | None = None
    try:
        calls = registry.read(text, LEXICON, assumed=assumed)
    except UserError as refusal:
        calls, error = (), refusal
    assert error is None or (str(error) and all(button.line for button in error.buttons))
    for call in calls:
        assert registry.read(call.line, LEXICON) == (call,)


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_plain_words_raise_nothing_but_a_user_error(text: str) -> None:
    try:
        understood = understand(text, registry, LEXICON)
    except UserError:
        return
    assert understood is None or understood.calls


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=10).map(" ".join))
def test_reading_does_not_depend_on_normalising_before(text: str) -> None:
    fancy = text.replace('"', "”").replace(" ", "\u00a0").replace("-", "\u200b-")

    def read(line: str) -> object:
        try:
            return registry.read(line, LEXICON, assumed="log")
        except UserError as error:
            return str(error)

    assert read(fancy) == read(normalise(fancy))


@given(TEXT.map(normalise))
def test_a_quoted_text_is_one_token(text: str) -> None:
    line = tokenise("note:" + quote(text), frozenset({"note"}))
    assert [token.text for token in line.tokens[1:]] == [text]


@given(st.integers(1, 1440), st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_shares_add_up(minutes: int, weights: list[int]) -> None:
    shares = split_minutes(minutes, weights)
    assert sum(shares) == minutes
    assert len(shares) == len(weights)
    equal = split_minutes(minutes, [1] * len(weights))
    assert max(equal) - min(equal) <= 1


PEOPLE = st.one_of(
    st.sampled_from([Member(id, name) for id, name in MEMBERS.items()]),
    st.sampled_from([Contact(id, name) for id, (_, name) in CONTACTS.items()]),
    st.builds(Guest, NAME, st.just("") | NAME),
)
MOMENTS = st.one_of(
    st.integers(0, 500_000).map(lambda minutes: When(NOW - timedelta(minutes=minutes))),
    st.integers(0, 900).map(lambda days: When((NOW - timedelta(days=days)).replace(hour=12, minute=0), "day")),
)
STEPS = st.builds(
    NextStep,
    NOTE.filter(bool),
    st.none() | PEOPLE,
    st.none() | st.integers(0, 300).map(lambda d: NOW.date() + timedelta(d)),
)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(ActivityKind),
    account=st.lists(
        st.sampled_from([Account(id, name) for id, name in ACCOUNTS.items()]),
        min_size=1,
        max_size=4,
        unique_by=lambda account: account.id,
    ).map(tuple),
    length=st.none() | st.integers(1, 1440).map(Duration),
    at=st.none() | MOMENTS,
    with_=st.lists(PEOPLE, max_size=3, unique=True).map(tuple),
    by=st.none() | st.sampled_from([Member(id, name) for id, name in MEMBERS.items()]),
    missions=st.sets(st.sampled_from(Mission)).map(lambda found: tuple(sorted(found, key=list(Mission).index))),
    mode=st.none() | st.sampled_from(Mode),
    effect=st.none() | st.sampled_from(Effect),
    attempt=st.booleans(),
    next=st.none() | STEPS,
    note=NOTE,
)
def test_a_printed_line_reads_back_to_the_same_call(**values: object) -> None:
    call = LOG.call(values)
    assert registry.read(call.line, LEXICON) == (call,)
