"""The form in which an account's name is looked up."""

from bot.rules.names import fold


def key_of(name: str) -> str:
    """Never empty: a name without letters (`!!!`) is its own key."""
    return fold(name) or name.casefold()
