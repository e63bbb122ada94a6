"""The words of many names, and which of them somebody may have meant: the names that hold words like those typed.

Misspelt words are found in two steps. Two words that are the same but for one slip of the finger (a letter more, less,
other or swapped) become equal when each lets go of one letter, so a look-up of those remains finds them at once.
Worse ones share some of their trigrams.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from rapidfuzz import fuzz, process

from bot.rules.packed import Packed, Postings

Places = Sequence[int]

# All of these are for up to 200,000 names; `breadth` multiplies them where there are more.
COMPARED = 150  # how many names are worth a comparison letter by letter
COUNTED = 4_500  # how many places a look-up may count; the rarest words come first
SHARED = 4_000  # how many words a deeper look-up may count by their trigrams; the rarest trigrams come first
KIN = 24  # how many words sharing trigrams are followed to their names
AKIN = 50.0  # and how alike they must be, of 100


class Spelling:
    """Words → the places of the names that hold them."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._places = Postings()
        self._remains = Packed()
        self._grams = Postings()

    def add(self, words: Iterable[str], place: int) -> None:
        for word in dict.fromkeys(words):
            if word not in self._places:
                self._learn(word)
            self._places.add(word, place)

    def _learn(self, word: str) -> None:
        number = len(self._words)
        self._words.append(word)
        for remain in _remains(word):
            self._remains.add(remain, number)
        for gram in _grams(word):
            self._grams.add(gram, number)

    def settle(self) -> None:
        """Sorts what was added, which the next look-up would do otherwise."""
        self._remains.settle()

    def alike(self, words: Sequence[str], breadth: int) -> list[int]:
        """Places of the names that hold most of these words, each a slip away at most; blanks may be missing."""
        said: dict[str, None] = {}
        for word in words:
            said |= dict.fromkeys(self._slips(word))
            if word not in self._places:
                said |= dict.fromkeys(self._parts(word))
        for first, second in pairwise(words):
            if first + second in self._places:
                said[first + second] = None
        return self._holding(said, breadth)

    def akin(self, words: Sequence[str], breadth: int) -> list[int]:
        """The same where words share but some letters, or two words are written as one with a slip in one of them."""
        said: dict[str, None] = {}
        for place, word in enumerate(words):
            if word in self._places:
                said[word] = None
                continue
            said |= dict.fromkeys(self._sharing(word, breadth)) | dict.fromkeys(self._misspelt_parts(word))
            if place and words[place - 1] not in self._places:
                said |= dict.fromkeys(self._sharing(words[place - 1] + word, breadth))
        return self._holding(said, breadth)

    def _slips(self, word: str) -> list[str]:
        """Words that are this one but for a slip, the word itself first."""
        numbers = {number for remain in _remains(word) for number in self._remains.get(remain)}
        found = [self._words[number] for number in numbers]
        return [word, *found] if word in self._places else found

    def _parts(self, word: str) -> Iterable[str]:
        for cut in range(2, len(word) - 1):
            if word[:cut] in self._places and word[cut:] in self._places:
                yield word[:cut]
                yield word[cut:]

    def _misspelt_parts(self, word: str) -> Iterable[str]:
        for cut in range(3, len(word) - 2):
            for part, other in ((word[:cut], word[cut:]), (word[cut:], word[:cut])):
                if len(part) > 3 and part in self._places:
                    yield part
                    yield from self._slips(other)

    def _sharing(self, word: str, breadth: int) -> list[str]:
        """Words that share the most, and the rarest, trigrams."""
        grams = _grams(word)
        counts = _counted([self._grams.get(gram) for gram in grams], SHARED * breadth)
        near = _above(counts, len(grams) // 4)
        if len(near) < KIN:
            near = list(dict.fromkeys([*_above(counts, 1), *islice(counts, 10 * KIN)]))
        words = [self._words[number] for number in near]
        best = process.extract(word, words, scorer=fuzz.ratio, limit=KIN, score_cutoff=AKIN)
        return [other for other, _, _ in best]

    def _holding(self, words: Iterable[str], breadth: int) -> list[int]:
        return _most(_counted([self._places.get(word) for word in words], COUNTED * breadth), COMPARED * breadth)


def _counted(lists: list[Places], budget: int) -> Counter[int]:
    """How often each number stands in the lists, the shortest counted first, as far as the budget goes."""
    counts: Counter[int] = Counter()
    for numbers in sorted(lists, key=len):
        if counts and len(numbers) > budget:
            break
        counts.update(numbers)
        budget -= len(numbers)
    return counts


def _most(counts: Counter[int], limit: int) -> list[int]:
    """The numbers with the highest counts; of equal ones those counted first, which the rarest lists held."""
    if len(counts) <= limit:
        return list(counts)
    least, kept = 1, _above(counts, 1)
    while len(kept) > limit:
        least += 1
        kept, wider = _above(counts, least), kept
    if least > 1:
        return kept + [number for number in wider if counts[number] == least][: limit - len(kept)]
    chosen = set(kept)
    return kept + list(islice((number for number in counts if number not in chosen), limit - len(kept)))


def _above(counts: Counter[int], least: int) -> list[int]:
    return [number for number, count in counts.items() if count > least]


def _remains(word: str) -> set[str]:
    """The word, and the word without any one of its letters."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _grams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[index : index + 3] for index in range(len(padded) - 2)}
