"""What is kept in memory of each organization's requests, and brought up to date by what has changed."""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import Generic, Protocol, Self, TypeVar

from storage.work import Work


class Versioned(Protocol):
    """It never changes; what changes makes another one. version: of the database's."""

    @property
    def version(self) -> int: ...

    def brought_up(self, work: Work, version: int) -> Self: ...


V = TypeVar("V", bound=Versioned)


class Remembered(Generic[V]):
    """Of all organizations. Only what is sure to stay is kept; what a transaction wrote is read again. load: reads
    everything anew."""

    def __init__(self, load: Callable[[Work, int], V]) -> None:
        self._load = load
        self._kept: dict[int, V] = {}
        self._locks: defaultdict[int, Lock] = defaultdict(Lock)

    def of(self, work: Work) -> V:
        """As this transaction sees it."""
        version = work.requests.version()
        known = self._kept.get(work.organization_id)
        if known is not None and known.version == version:
            return known
        with self._locks[work.organization_id]:
            known = self._kept.get(work.organization_id)
            if known is not None and known.version == version:
                return known
            now = known.brought_up(work, version) if known is not None else self._load(work, version)
            if work.requests_committed:
                self._kept[work.organization_id] = now
            return now
