"""Dictionaries of very many small entries, kept in arrays: a tenth of the memory of a dict of strings."""

from array import array
from bisect import bisect_left

_BITS = 24
MOST = 1 << _BITS  # numbers from 0 up to here can be kept
_HASH = (1 << 63 - _BITS) - 1


class Packed:
    """Texts → numbers, eight bytes an entry. The texts are not kept but their hashes (39 bits): whoever must be sure
    compares what a number stands for."""

    def __init__(self) -> None:
        self._entries: array[int] = array("q")
        self._sorted = True

    def add(self, text: str, number: int) -> None:
        self._entries.append((hash(text) & _HASH) << _BITS | number)
        self._sorted = False

    def settle(self) -> None:
        if not self._sorted:
            self._entries = array("q", sorted(self._entries))
            self._sorted = True

    def get(self, text: str) -> list[int]:
        """The numbers of a text, ascending. Sorts when something was added since."""
        self.settle()
        entries = self._entries
        first = (hash(text) & _HASH) << _BITS
        place, found, last = bisect_left(entries, first), [], first + MOST
        while place < len(entries) and entries[place] < last:
            found.append(entries[place] - first)
            place += 1
        return found


class Postings:
    """Keys → numbers, in the order of adding. One number is kept bare: arrays of one would take most of the memory."""

    def __init__(self) -> None:
        self._lists: dict[str, int | array[int]] = {}

    def add(self, key: str, number: int) -> None:
        held = self._lists.get(key)
        if held is None:
            self._lists[key] = number
        elif isinstance(held, int):
            self._lists[key] = array("I", (held, number))
        else:
            held.append(number)

    def get(self, key: str) -> "array[int] | tuple[int, ...]":
        held = self._lists.get(key)
        return () if held is None else (held,) if isinstance(held, int) else held

    def __contains__(self, key: str) -> bool:
        return key in self._lists
