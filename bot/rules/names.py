"""Accounts by name: looked up exactly, by how the name begins, and found again when misspelt."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bot.rules.folding import bare, fold, legal_form
from bot.rules.layers import Layer, Layers, one_layer
from bot.rules.roll import Roll

SMALL = 300  # up to here every name is compared
FEW = 40  # of the names that changed lately as well
OTHER_FORM = 0.5  # what another legal form, or none, costs: it decides between names that are equal otherwise
CONVINCING = 90.0  # a name as like as this needs no deeper search

Places = Iterable[int]


@dataclass(slots=True)
class _Candidates:
    """Names to compare, side by side."""

    ids: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)

    def take(self, roll: Roll, places: Sequence[int]) -> None:
        self.ids += [roll.ids[place] for place in places]
        self.names += [roll.names[place] for place in places]
        self.forms += [roll.forms[place] for place in places]


class NameIndex:
    """Names of accounts in memory. Several names may belong to one id (aliases); two ids may share a name.

    It never changes: `replaced` makes another one that shares what stayed.
    """

    def __init__(self, layers: Layers[Roll]) -> None:
        self._layers = layers

    @classmethod
    def build(cls, names: Iterable[tuple[int, str]]) -> "NameIndex":
        return cls(one_layer(Roll(names)))

    def __len__(self) -> int:
        return len(self._layers)

    def along_with(self, ids: frozenset[int]) -> frozenset[int]:
        """These ids and those that had better be replaced together with them."""
        return self._layers.along_with(ids)

    def replaced(self, ids: frozenset[int], names: Iterable[tuple[int, str]]) -> "NameIndex":
        """Another index, in which these ids have these names and no others. names: of these ids alone."""
        return NameIndex(self._layers.replaced(ids, Roll(names)))

    # ------------------------------------------------------------ as it is

    def exact(self, phrase: str) -> Sequence[int]:
        """Ids whose whole name this is, whatever its case, accents and punctuation."""
        full = fold(phrase) or phrase.casefold()
        return self._ids(lambda roll: roll.whole(full))

    def begins(self, phrase: str) -> Sequence[int]:
        """Ids whose name this is but for the legal form, or whose name begins with these whole words."""
        folded = fold(phrase)
        if not folded:
            return ()
        short = bare(folded)
        if short != folded and not self._ids(lambda roll: roll.starting(folded)):
            return self.exact(short) or self._ids(lambda roll: roll.starting(short))
        return self._ids(lambda roll: _without(roll.starting(folded), roll.whole(folded)))

    def _ids(self, places: Callable[[Roll], Sequence[int]]) -> tuple[int, ...]:
        found = [layer.held.ids[place] for layer in self._layers.every for place in layer.seen(places(layer.held))]
        return tuple(sorted(set(found))) if len(found) > 1 else tuple(found)

    # ------------------------------------------------------------ misspelt

    def near(self, phrase: str, limit: int = 5) -> list[tuple[int, float]]:
        """Ids with a name like this and their scores (0 to 100), best first, each id once."""
        folded = fold(phrase)
        query = bare(folded)
        if not query:
            return []
        letters = query.replace(" ", "")
        best = dict.fromkeys(self._ids(lambda roll: roll.abbreviated(letters))[:limit], 86.0)
        best |= dict.fromkeys(self.begins(query)[:limit], 90.0) | dict.fromkeys(self.exact(query), 100.0)
        form = legal_form(folded)
        for id, other_form, score in self._scored(query, limit):
            score = score if other_form == form else score - OTHER_FORM
            if score > best.get(id, 0.0):
                best[id] = score
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _scored(self, query: str, limit: int) -> Iterator[tuple[int, str, float]]:
        """Ids, legal forms, and how like the query their names are. Looks deeper when nothing convinces."""
        if len(self) <= SMALL:
            yield from _ranked(query, self._candidates(lambda roll: range(len(roll))), limit)
            return
        words = query.split()
        compared = [layer.seen(_quick(layer, words)) for layer in self._layers.every]
        quick = _Candidates()
        for layer, places in zip(self._layers.every, compared, strict=True):
            quick.take(layer.held, places)
        convinced = 0.0
        for id, form, score in _ranked(query, quick, limit):
            convinced = max(convinced, score)
            yield id, form, score
        if convinced < CONVINCING:
            deeper = _Candidates()
            for layer, places in zip(self._layers.every, compared, strict=True):
                deeper.take(layer.held, layer.seen(_without(layer.held.akin(query), places)))
            yield from _ranked(query, deeper, limit)

    def _candidates(self, places: Callable[[Roll], Places]) -> _Candidates:
        found = _Candidates()
        for layer in self._layers.every:
            found.take(layer.held, layer.seen(places(layer.held)))
        return found


def _quick(layer: Layer[Roll], words: Sequence[str]) -> Places:
    """All of a late layer that is small: comparing them costs less than choosing among them."""
    return range(len(layer.held)) if layer.ids and len(layer.held) <= FEW else layer.held.alike(words)


def _without(places: Places, others: Places) -> list[int]:
    not_these = set(others)
    return [place for place in places if place not in not_these]


def _ranked(query: str, candidates: _Candidates, limit: int) -> Iterator[tuple[int, str, float]]:
    """Id, legal form and best score of each name that has a good one."""
    best: dict[int, float] = {}
    for place, score in _scores(query, candidates.names, limit * 3):
        if score > best.get(place, 0.0):
            best[place] = score
    for place, score in best.items():
        yield candidates.ids[place], candidates.forms[place], score


def _scores(query: str, names: list[str], limit: int) -> Iterator[tuple[int, float]]:
    """Places and scores: by letters, by letters whatever the order of words, and by how the name begins."""
    for _, score, at in process.extract(query, names, scorer=fuzz.ratio, limit=limit, score_cutoff=45):
        yield at, score
    if " " in query:
        for _, score, at in process.extract(query, names, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=60):
            yield at, score * 0.98
    size, count = len(query), query.count(" ") + 1
    if size > 3:
        starts = [_first(name, count) for name in names]
        for _, score, at in process.extract(query, starts, scorer=fuzz.ratio, limit=limit, score_cutoff=70):
            yield at, score * 0.9
    said = set(query.split())
    for at, name in enumerate(names):
        if query in name and (said <= set(name.split()) or name.startswith(query)):
            yield at, 80.0 + 10.0 * size / len(name)


def _first(name: str, count: int) -> str:
    """The first words of a longer name."""
    words = name.split(" ", count)
    return " ".join(words[:count]) if len(words) > count else ""


__all__ = ["NameIndex", "bare", "fold"]
