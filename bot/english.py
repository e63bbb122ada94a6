"""English that many sentences need: how many of something, and several names."""

from collections.abc import Sequence


def many(count: int, one: str, several: str = "") -> str:
    """“1 account”, “3 accounts”. several: where it is not the one with an s."""
    return f"{count} {one}" if count == 1 else f"{count} {several or f'{one}s'}"


def all_of(names: Sequence[str]) -> str:
    """“Ana”, “Ana and Sam”, “Ana, Lee and Sam”; at least one."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
