"""What is kept in memory of many records, in layers, so that a change costs what it changes and not what there is.

The first layer has everything. Each late one, much smaller than the one before it, has what a few records are now, and
hides what the layers below it say of these. Nothing is changed in place, so any thread may look into it at any time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

GROWTH = 8  # how many times larger than the next a layer is at least


class Held(Protocol):
    """What a layer holds: texts at places, each of one record."""

    @property
    def ids(self) -> Sequence[int]:
        """Whose text it is, by place."""
        ...

    def __len__(self) -> int: ...


H = TypeVar("H", bound=Held)


@dataclass(frozen=True, slots=True)
class Layer(Generic[H]):
    """ids: whose texts it has, empty for the first layer, which has all. hidden: ids that a later layer tells."""

    held: H
    ids: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()

    def seen(self, places: Iterable[int]) -> list[int]:
        if not self.hidden:
            return list(places)
        return [place for place in places if self.held.ids[place] not in self.hidden]


@dataclass(frozen=True, slots=True)
class Layers(Generic[H]):
    """The first layer and the late ones, in their order."""

    every: tuple[Layer[H], ...]

    def __len__(self) -> int:
        """How many texts there are, hidden ones included."""
        return sum(len(layer.held) for layer in self.every)

    def along_with(self, ids: frozenset[int]) -> frozenset[int]:
        """These ids and those of small late layers, to be replaced together so that layers stay few."""
        for layer in reversed(self.every[1:]):
            if len(layer.ids) > GROWTH * len(ids):
                break
            ids |= layer.ids
        return ids

    def replaced(self, ids: frozenset[int], held: H) -> "Layers[H]":
        """Other layers, in which these records have these texts and no others. held: the texts of these ids alone."""
        first, *later = self.every
        kept = [first, *(layer for layer in later if not layer.ids <= ids)]
        below = (replace(layer, hidden=layer.hidden | ids) for layer in kept)
        return Layers((*below, Layer(held, ids)))


def one_layer(held: H) -> Layers[H]:
    return Layers((Layer(held),))
