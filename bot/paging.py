"""A long list, a page at a time; which page it is travels in the line of the button that turns it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.view import Button

Item = TypeVar("Item")


@dataclass(frozen=True)
class Paging:
    """page: from 1; beyond the last one it is the last one. size: rows a page. count: rows in all. line: of another
    page."""

    page: int
    size: int
    count: int
    line: Callable[[int], str]

    @property
    def before(self) -> int:
        """How many rows stand on the pages before this one."""
        return (self.page - 1) * self.size

    def of(self, every: Sequence[Item]) -> Sequence[Item]:
        """This page's rows of all of them."""
        return every[self.before : self.before + self.size]

    @property
    def more(self) -> str | None:
        """The line of the next page; None on the last."""
        return self.line(self.page + 1) if self.page * self.size < self.count else None

    @property
    def back(self) -> tuple[Button, ...]:
        """The way to the page before; none from the first."""
        return (Button("Back", self.line(self.page - 1)),) if self.page > 1 else ()


def paging(asked: int, size: int, count: int, line: Callable[[int], str]) -> Paging:
    """asked: the page as it was typed, whatever that is."""
    last = max(-(-count // size), 1)
    return Paging(min(max(asked, 1), last), size, count, line)
