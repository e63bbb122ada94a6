"""How rows are fetched: a few hundred at a time, with the names that they need."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from storage.types import Record
from storage.work import Work

BATCH = 500

R = TypeVar("R", bound=Record)


def pieces(behind: Callable[[int, int], list[R]]) -> Iterator[list[R]]:
    """All there is, a few hundred at a time. behind: the next rows after an id, at most so many."""
    after = 0
    while piece := behind(after, BATCH):
        yield piece
        after = piece[-1].__dict__["id"]


def colleagues(work: Work) -> Mapping[int, str]:
    """What everybody is called in a file, by member: the address by which others know them too, or their name."""
    return {member.id: member.email or member.name for member in work.people.everyone()}
