"""Who asks for what, of each organization in memory: what a ranking adds up, brought up to date by what has changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from bot.remembered import Remembered
from storage.queries.request_weights import Weight
from storage.work import Work

MOST = 500  # requests that are read by themselves; beyond, all are read again

# Who asks and how much it matters to them, in one number: a list of many thousands is added up by looking numbers up.
Customer = int
_BITS = 3


def customer(account_id: int, importance: int | None) -> Customer:
    return account_id << _BITS | (importance or 0)


def account_of(one: Customer) -> int:
    return one >> _BITS


def importance_of(one: Customer) -> int | None:
    """None where nobody said."""
    return one & (1 << _BITS) - 1 or None


Asking = tuple[Customer, ...]  # the customers of one request


@dataclass(frozen=True, slots=True)
class Tally:
    """Who asks for many requests, laid out for adding up. ids: by how many ask for each, the most first. customers: of
    all. places: the first customer of each that has one, then the second of each that has two, and so on; said by their
    place in `customers`, by which a list is read several times as fast as a dictionary."""

    ids: Sequence[int]
    customers: Sequence[Customer]
    places: Sequence[Sequence[int]]

    @classmethod
    def of(cls, ids: Iterable[int], asking: Mapping[int, Asking]) -> "Tally":
        wanted = sorted(((id, asking.get(id, ())) for id in ids), key=lambda one: -len(one[1]))
        said = [one for _, one in wanted if one]
        places: list[list[int]] = []
        numbers: dict[Customer, int] = {}
        while said:
            places.append([numbers.setdefault(one[len(places)], len(numbers)) for one in said])
            said = [one for one in said if len(one) > len(places)]
        return cls([id for id, _ in wanted], list(numbers), places)

    def added(self, adds: Sequence[int]) -> dict[int, int]:
        """Request → what its customers add, together. adds: what each of `customers` does."""
        sums = [0] * len(self.ids)
        for place in self.places:
            sums[: len(place)] = map(add, sums, map(adds.__getitem__, place))
        return dict(zip(self.ids, sums, strict=True))


@dataclass(frozen=True, slots=True)
class Asked:
    """The live requests of one organization. It never changes; what changes makes another one. version: of the
    database's; seen: how far the audit was read for it. states: by number, in the order of the numbers. asking: the
    customers of each, those that are gone as well. tally: the same for adding up."""

    version: int
    seen: int
    states: Mapping[int, str]
    asking: Mapping[int, Asking]
    tally: "Tally"

    @classmethod
    def load(cls, work: Work, version: int) -> "Asked":
        seen = work.requests.seen()
        return cls.made(version, seen, work.requests.states(), grouped(work.requests.said()))

    @classmethod
    def made(cls, version: int, seen: int, states: Mapping[int, str], asking: Mapping[int, Asking]) -> "Asked":
        return cls(version, seen, states, asking, Tally.of(states, asking))

    def of(self, states: Collection[str]) -> Sequence[int]:
        """The numbers of those in one of these states; of all where there are none."""
        return [id for id, state in self.states.items() if state in states] if states else list(self.states)

    def brought_up(self, work: Work, version: int) -> "Asked":
        """As they are now, reading only what has changed where that is less work."""
        touched, seen = work.requests.touched_since(self.seen)
        if not 0 < len(touched) <= MOST:
            return Asked.load(work, version)
        states = {id: state for id, state in self.states.items() if id not in touched} | work.requests.states(touched)
        asking = {id: said for id, said in self.asking.items() if id not in touched}
        return Asked.made(version, seen, dict(sorted(states.items())), asking | grouped(work.requests.said(touched)))


class AskedRequests:
    """The requests of all organizations."""

    def __init__(self) -> None:
        self._remembered = Remembered(Asked.load)

    def asked(self, work: Work) -> Asked:
        """As this transaction sees them."""
        return self._remembered.of(work)


def grouped(weights: Iterable[Weight]) -> dict[int, Asking]:
    """Request → its customers."""
    found: dict[int, list[Customer]] = {}
    for one in weights:
        found.setdefault(one.request_id, []).append(customer(one.account_id, one.importance))
    return {id: tuple(said) for id, said in found.items()}
