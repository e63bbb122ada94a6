"""The form in which an account's name is looked up."""

from functools import lru_cache

from bot.rules.names import fold


@lru_cache(maxsize=8192)  # a line asks for the same few names again and again
def key_of(name: str) -> str:
    """Never empty: a name without letters (`!!!`) is its own key."""
    return fold(name) or name.casefold()
