"""Being understood without a command: what is done at once, what is shown first, what is let be."""

import pytest

from bot.errors import UserError
from bot.plain_words import understand
from tests.grammar.company import samples as registry
from tests.grammar.memory import Memory

DONE = {
    "had a 45 min call with Globex about SSO yesterday": (
        "log kind:call account:#3 length:45m at:2026-11-22 note:SSO"
    ),
    "Hi, I just spoke to Globex for 10 minutes": "log kind:call account:#3 length:10m",
    "met with Acme for an hour this morning, they love it": (
        'log kind:meeting account:#1 length:1h at:2026-11-23 note:"they love it"'
    ),
    "emailed Globex about pricing": "log kind:email account:#3 note:pricing",
    "QBR with Initech 10:00-11:30": (
        'log kind:"business review" account:#4 length:1h30m at:2026-11-23T10:00+01:00'
    ),
    "lunch with Jane from Acme 1h": "log kind:meeting account:#1 length:1h with:contact#1",
    "- call with Globex 30m": "log kind:call account:#3 length:30m",
    "when does Acme renew?": "account account:#1 field:renewal",
    "who owns Globex": "account account:#3 field:owner",
    "how is Globex doing?": "account account:#3",
    "show me my accounts": "accounts mine:yes",
    "what's on my plate today?": "day",
    "undo that": "undo",
}  # fmt: skip
SHOWN = {
    "call Acme": "log kind:call account:#1",
    "call with Globx 30m": "log kind:call account:#3 length:30m",
}
LET_BE = [
    "", "hello", "thanks!", "Acme is great", "what a day", "can you help Globex?", "should I call Acme tomorrow?",
    "should I call Acme 30m",
    "the weather is nice", "30m", "I love calls",
]  # fmt: skip


@pytest.mark.parametrize("typed", DONE)
def test_what_is_complete_and_certain_is_done(typed: str) -> None:
    understood = understand(typed, registry, Memory())
    assert understood is not None
    assert understood.certain
    assert [call.line for call in understood.calls] == [DONE[typed]]


@pytest.mark.parametrize("typed", SHOWN)
def test_what_is_not_certain_is_shown_first(typed: str) -> None:
    understood = understand(typed, registry, Memory())
    assert understood is not None
    assert not understood.certain
    assert [call.line for call in understood.calls] == [SHOWN[typed]]


@pytest.mark.parametrize("typed", LET_BE)
def test_what_asks_for_nothing_is_let_be(typed: str) -> None:
    assert understand(typed, registry, Memory()) is None


@pytest.mark.parametrize("typed", ["had a call with Acme tomorrow 30m", "call with Twin 30m"])
def test_what_asks_for_something_unclear_is_asked_back(typed: str) -> None:
    with pytest.raises(UserError):
        understand(typed, registry, Memory())
