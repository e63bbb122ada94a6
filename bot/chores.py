"""What is done by itself, without anybody asking. Every replica looks; the database decides who does it.

    @chore("plan", every=20)
    def plan(work: Work, now: datetime) -> bool: ...

A chore runs in a write transaction of its own for each organization. It may run twice, and on several replicas at the
same time: what it writes has a key. True: there is more to do, come again at once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from storage.ground import Ground
from storage.work import Work

Act = Callable[[Work, datetime], bool]
Errand = Callable[[Ground, int, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Chore:
    """every: seconds between two looks. act: inside a transaction; errand: with the network, outside of any; one of
    the two. alone: long work that must not share its commit."""

    name: str
    every: int
    act: Act | None = None
    errand: Errand | None = None
    alone: bool = False


_chores: dict[str, Chore] = {}


def chore(name: str, *, every: int, alone: bool = False) -> Callable[[Act], Act]:
    def declare(function: Act) -> Act:
        _add(Chore(name, every, act=function, alone=alone))
        return function

    return declare


def errand(name: str, *, every: int) -> Callable[[Errand], Errand]:
    """The same for what needs the network: given the ground, an organization's id and the time."""

    def declare(function: Errand) -> Errand:
        _add(Chore(name, every, errand=function))
        return function

    return declare


def chores() -> list[Chore]:
    return list(_chores.values())


def _add(chore: Chore) -> None:
    if chore.name in _chores:
        raise ValueError(f"two chores are called {chore.name!r}")
    _chores[chore.name] = chore
