"""What programs bring: one function for each kind of thing, run in one transaction, all of it or nothing.

    @intake("measures")
    def measures(work: Work, lines: Sequence[Mapping[str, Any]], by: Program, now: datetime) -> dict[str, int]: ...

It is given the lines as JSON has them (numbers with a point are Decimals), writes through `work`, and says how much it
did by what it is called; for lines that cannot be used it raises `Faulty`. Who may, how often and how much is settled at
the door.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.work import Work

API = "api"  # the command that stands in the audit


@dataclass(frozen=True, slots=True)
class Program:
    """Who brings it. label: of its token. member_id: who made the token, and answers for it."""

    label: str
    member_id: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line. index: from 0. field: the one to blame, "" for the line. message: for a person."""

    index: int
    field: str
    message: str


class Faulty(Exception):
    """Some lines cannot be used, so none is."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faulty lines")
        self.faults = tuple(faults)


Take = Callable[[Work, Sequence[Mapping[str, Any]], Program, datetime], dict[str, int]]
intakes: dict[str, Take] = {}


def intake(name: str) -> Callable[[Take], Take]:
    """name: what the lines are, as the address and the document call them."""

    def declare(function: Take) -> Take:
        if name in intakes:
            raise ValueError(f"two intakes are called {name!r}")
        intakes[name] = function
        return function

    return declare


def bring(
    work: Work, name: str, lines: Sequence[Mapping[str, Any]], by: Program, now: datetime
) -> tuple[dict[str, int], int | None]:
    """What was done, and the change set by which it can be taken back. Raises Faulty."""
    work.act_as(by.member_id, API, now)
    done = intakes[name](work, lines, by, now)
    if work.set_id is not None:
        work.describe(f"{name} from {by.label}")
    return done, work.set_id
