"""The customer whom a message names, so that a form which is filled from it says who it is about."""

import re
from collections.abc import Sequence
from itertools import islice

from bot.directory import Knowledge
from bot.refs import Account

LONGEST_NAME = 5  # words
READ = 200  # words of a message that are looked through
_WORD = re.compile(r"[^\W_]+(?:[&'’.-][^\W_]+)*")
_MENTION = re.compile(r"<@[^>]*>")
_SENTENCE = re.compile(r"(?:^|[.!?:\n])[\W_]*\Z")  # what stands before the first word of one


def customer_in(text: str, knows: Knowledge) -> Account | None:
    """The one customer; None where it names none, or more than one, or where one name may mean several. text: as it
    reached the door, so that colleagues who are mentioned in it are no customers."""
    text = _MENTION.sub(" · ", text)
    words = list(islice(_WORD.finditer(text), READ))
    found: dict[int, Account] = {}
    free = [True] * len(words)
    for count in range(LONGEST_NAME, 0, -1):
        for at in range(len(words) - count + 1):
            if not all(free[at : at + count]):
                continue
            run = words[at : at + count]
            accounts = _called(text, run[0].start(), run[-1].end(), knows)
            found |= {account.id: account for account in accounts}
            if accounts:
                free[at : at + count] = [False] * count
    return next(iter(found.values())) if len(found) == 1 else None


def _called(text: str, start: int, end: int, knows: Knowledge) -> Sequence[Account]:
    """People write names with a capital and other words without. A capital that begins a sentence says nothing, so what
    stands there is a name where it is one whole, or the beginning of one of their own accounts'."""
    phrase = text[start:end]
    whole, proper = knows.exact(phrase), phrase[0].isupper() or "." in phrase
    if whole:
        return whole if proper else _own(whole, knows)
    if not proper:
        return ()
    begun = knows.begins(phrase)
    return _own(begun, knows) if begun and _SENTENCE.search(text, 0, start) else begun


def _own(accounts: Sequence[Account], knows: Knowledge) -> Sequence[Account]:
    return [account for account in accounts if knows.mine(account)]
