"""What closes a gate: why nobody may be asked to speak for us now, whatever was agreed. Each part of the house says what it
knows.

    @suspends(Gate.SEVERITY)
    def down(work: Work, account_ids: Collection[int], day: date) -> set[int]: ...
"""

from collections.abc import Callable, Collection
from datetime import date

from bot.rules.reference_rules import Gate
from storage.work import Work

Behind = Callable[[Work, Collection[int], date], set[int]]

_known: list[tuple[Gate, Behind]] = []


def suspends(gate: Gate) -> Callable[[Behind], Behind]:
    def declare(function: Behind) -> Behind:
        _known.append((gate, function))
        return function

    return declare


def gates_of(work: Work, account_ids: Collection[int], day: date) -> dict[int, set[Gate]]:
    """By account; those behind none are left out. day: today."""
    found: dict[int, set[Gate]] = {}
    for gate, behind in _known:
        for id in behind(work, account_ids, day):
            found.setdefault(id, set()).add(gate)
    return found
