"""Who of the customers behind a request has said what."""

from collections.abc import Iterable

from storage.queries.requests import Heard


def unmarked(heard: Iterable[Heard]) -> dict[int, Heard]:
    """Account → its first voice, of customers who have not said yet whether it hit the mark."""
    first: dict[int, Heard] = {}
    said: set[int] = set()
    for one in heard:
        first.setdefault(one.voice.account_id, one)
        if one.voice.hit is not None:
            said.add(one.voice.account_id)
    return {account: one for account, one in first.items() if account not in said}
