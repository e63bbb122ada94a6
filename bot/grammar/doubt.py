"""A word that happens to stand in a customer's name, before another customer who is named for good: `data export down at
Globex` is hardly said of Polar Data Centers."""

from dataclasses import replace
from typing import Any

from bot.lexicon import Lexicon
from bot.line import tokenise
from bot.rules.names import fold
from bot.words import Among
from bot.words.accounts import AccountWord

_account = AccountWord()


def doubted(value: Any, note: str, lexicon: Lexicon) -> Among | None:
    """Everybody who may be meant, for the asker to say; None where there is no doubt. value: the account as it was read."""
    said = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    if not isinstance(said, Among) or said.sure or said.quoted or not said.said.islower():
        return None
    begun = fold(said.said)
    if not said.items or any(fold(item.name).startswith(begun) for item in said.items):
        return None
    line = tokenise(note)
    for at in range(len(line)):
        found = _account.find(line, at, lexicon)
        if found is not None and found.value.sure and (named := set(found.value.items) - set(said.items)):
            items = tuple(item for item in found.value.items if item in named)
            return replace(said, items=(*items, *said.items), doubted=True)
    return None
