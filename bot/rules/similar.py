"""Which requests ask for the same: texts compared by what they name, and found again among many.

How well it tells is measured on labelled pairs; the figures are in docs/similarity.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.rules.layers import Layers, one_layer
from bot.rules.product_words import apart, meaning, weight

ALIKE = 0.55  # from here on two texts are offered as one request
SPELT = 84.0  # how like two words must be to be one misspelt, of 100
SLIPPED = 78.0  # how like two words of five letters are that are one slip apart
LONG = 5  # letters of a word that may be misspelt
COUNTED = 4_000  # how many places a look-up counts; the rarest words come first
COMPARED = 80  # how many texts are worth a comparison


def alike(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same)."""
    return _alike(meaning(one), meaning(other))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    mine, theirs = sum(map(weight, one)), sum(map(weight, other))
    common = one & other
    shared = sum(map(weight, common))
    left, right = one - common, other - common
    spelt = (_spelt(left, right) + _spelt(right, left)) / 2 if left and right else 0.0
    both = shared + spelt
    if not both:
        return 0.0
    dice = 2 * both / (mine + theirs)
    inside = both / min(mine, theirs)
    # A short request inside a longer one is the same thing with its details; one word of it alone is not.
    score = 0.65 * dice + 0.35 * inside * min(1.0, both / 1.5)
    return score * 0.5 if apart(one, other) else score


def _spelt(left: frozenset[str], right: frozenset[str]) -> float:
    """What words that are spelt nearly alike, or begin alike, have in common."""
    return sum(
        0.9 * weight(word)
        for word in left
        if len(word) >= LONG
        and any(len(other) >= LONG and (_root(word, other) or _slip(word, other)) for other in right)
    )


def _slip(word: str, other: str) -> bool:
    """One slip of the finger apart, or nearly all letters the same."""
    return fuzz.ratio(word, other) >= SPELT or OSA.distance(word, other, score_cutoff=1) <= 1


def _root(word: str, other: str) -> bool:
    """`archive`, `archival`: the same beginning of five letters and more."""
    short = min(len(word), len(other))
    return short >= LONG and word[: max(5, short - 2)] == other[: max(5, short - 2)]


# ------------------------------------------------------------ among many


class Texts:
    """Texts of requests and an inverted index of their words. Several texts may belong to one request."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        self.ids: list[int] = []
        self.meanings: list[frozenset[str]] = []
        self._places: dict[str, list[int]] = {}
        for id, text in texts:
            place = len(self.ids)
            self.ids.append(id)
            self.meanings.append(meaning(text))
            for word in self.meanings[place]:
                self._places.setdefault(word, []).append(place)
        self._words = list(self._places)

    def __len__(self) -> int:
        return len(self.ids)

    def holding(self, words: frozenset[str]) -> list[int]:
        """Places of the texts that hold most of these words, or words spelt like those that none holds."""
        known: dict[str, None] = {}
        for word in sorted(words):
            if word in self._places:
                known[word] = None
            elif len(word) >= LONG:
                near = process.extract(word, self._words, scorer=fuzz.ratio, limit=5, score_cutoff=SLIPPED)
                known |= dict.fromkeys(found for found, _, _ in near if _slip(word, found))
        counts: Counter[int] = Counter()
        budget = COUNTED
        for places in sorted((self._places[word] for word in known), key=len):
            if counts and len(places) > budget:
                # Too common to add texts of its own; it still tells which of those found hold it.
                holds = set(places) if len(counts) > 64 else places
                counts.update(place for place in counts.keys() & set(holds))
                continue
            counts.update(places)
            budget -= len(places)
        if len(counts) <= COMPARED:
            return list(counts)
        return [place for place, _ in islice(counts.most_common(COMPARED), COMPARED)]


class SimilarTexts:
    """Requests by their texts, in memory. It never changes: `replaced` makes another one that shares what stayed."""

    def __init__(self, layers: Layers[Texts]) -> None:
        self._layers = layers

    @classmethod
    def build(cls, texts: Iterable[tuple[int, str]]) -> "SimilarTexts":
        return cls(one_layer(Texts(texts)))

    def __len__(self) -> int:
        return len(self._layers)

    def along_with(self, ids: frozenset[int]) -> frozenset[int]:
        """These ids and those that had better be replaced together with them."""
        return self._layers.along_with(ids)

    def replaced(self, ids: frozenset[int], texts: Iterable[tuple[int, str]]) -> "SimilarTexts":
        """Another index, in which these requests have these texts and no others."""
        return SimilarTexts(self._layers.replaced(ids, Texts(texts)))

    def find(self, text: str, limit: int = 5, least: float = ALIKE) -> Sequence[tuple[int, float]]:
        """Requests with a text like this one and their scores, the best first, each once."""
        words = meaning(text)
        best: dict[int, float] = {}
        for layer in self._layers.every:
            for place in layer.held.holding(words):
                id = layer.held.ids[place]
                if id in layer.hidden:
                    continue
                score = _alike(words, layer.held.meanings[place])
                if score >= least and score > best.get(id, 0.0):
                    best[id] = score
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
