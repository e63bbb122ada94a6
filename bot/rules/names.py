"""Accounts by name: looked up exactly, by how the name begins, and found again when misspelt."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from sys import intern

from rapidfuzz import fuzz, process

from bot.rules.folding import bare, fold, legal_form
from bot.rules.packed import Packed
from bot.rules.spelling import Spelling

SMALL = 300  # up to here every name is compared
COMMON = 200  # a word that begins more names than this tells nothing; the rest of them is not kept
OTHER_FORM = 0.5  # what another legal form, or none, costs: it decides between names that are equal otherwise
CONVINCING = 90.0  # a name as like as this needs no deeper search
AROUND = 12  # names before and after, in the order of the alphabet, that a deeper search compares as well


class NameIndex:
    """Names of accounts in memory. Several names may belong to one id (aliases); two ids may share a name."""

    def __init__(self) -> None:
        self._ids: array[int] = array("q")
        self._names: list[str] = []  # folded and bare
        self._forms: list[str] = []  # the legal form that was taken off
        self._whole = Packed()
        self._initials = Packed()
        self._spelling = Spelling()
        self._ordered: list[str] = []  # the names by the alphabet, and their places
        self._order: array[int] = array("I")
        self._breadth = 1

    @classmethod
    def build(cls, names: Iterable[tuple[int, str]]) -> "NameIndex":
        index = cls()
        for id, name in names:
            index.add(id, name)
        index.settle()
        return index

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, id: int, name: str) -> None:
        """A name that folds to nothing (`!!!`) can be found by its exact spelling alone."""
        place = len(self._ids)
        full = fold(name) or name.casefold()
        short = bare(full)
        self._ids.append(id)
        self._names.append(short)
        self._forms.append(intern(legal_form(full)))
        self._whole.add(full, place)
        words = short.split()
        if len(words) > 1:
            self._initials.add("".join([word[0] for word in words]), place)
        self._spelling.add(words, place)

    def settle(self) -> None:
        """Sorts what was added, which the next look-up would do otherwise."""
        if len(self._ordered) == len(self._names):
            return
        self._order = array("I", sorted(range(len(self._names)), key=self._names.__getitem__))
        self._ordered = [self._names[place] for place in self._order]
        self._breadth = min(4, 1 + len(self._names) // 200_000)
        self._whole.settle()
        self._initials.settle()
        self._spelling.settle()

    # ------------------------------------------------------------ as it is

    def exact(self, phrase: str) -> Sequence[int]:
        """Ids whose whole name this is, whatever its case, accents and punctuation."""
        full = fold(phrase) or phrase.casefold()
        places = self._whole.get(full)
        if not places:
            return ()
        short = bare(full)
        return self._unique(place for place in places if self._names[place] == short)

    def begins(self, phrase: str) -> Sequence[int]:
        """Ids whose name this is but for the legal form, or whose name begins with these whole words."""
        folded = fold(phrase)
        if not folded:
            return ()
        places, short = self._starting(folded), bare(folded)
        if not places and short != folded:
            return self.exact(short) or self._unique(self._starting(short))
        whole = set(self._whole.get(folded)) if places else ()
        return self._unique(sorted(place for place in places if place not in whole))

    def _starting(self, words: str) -> list[int]:
        """Places of the names that begin with these whole words."""
        self.settle()
        at, size, found = bisect_left(self._ordered, words), len(words), []
        for place in range(at, min(at + COMMON, len(self._ordered))):
            name = self._ordered[place]
            if not name.startswith(words) or name[size : size + 1].strip():
                break  # blanks sort before letters, so no later name begins with the whole words
            found.append(self._order[place])
        return found

    def _unique(self, places: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys([self._ids[place] for place in places]))

    # ------------------------------------------------------------ misspelt

    def near(self, phrase: str, limit: int = 5) -> list[tuple[int, float]]:
        """Ids with a name like this and their scores (0 to 100), best first, each id once."""
        folded = fold(phrase)
        query = bare(folded)
        if not query:
            return []
        letters = query.replace(" ", "")
        initials = [place for place in self._initials.get(letters) if _initials(self._names[place]) == letters]
        best = dict.fromkeys(self._unique(initials[:limit]), 86.0)
        best |= dict.fromkeys(self.begins(query)[:limit], 90.0) | dict.fromkeys(self.exact(query), 100.0)
        found = self._scored(query, limit)
        form = legal_form(folded)
        for place, score in found.items():
            id, score = self._ids[place], score if self._forms[place] == form else score - OTHER_FORM
            if score > best.get(id, 0.0):
                best[id] = score
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _scored(self, query: str, limit: int) -> dict[int, float]:
        """Places of names and how like the query they are. Looks deeper when nothing convinces."""
        if len(self._ids) <= SMALL:
            return self._ranked(query, range(len(self._ids)), limit)
        quick = self._spelling.alike(query.split(), self._breadth)
        scores = self._ranked(query, quick, limit)
        if max(scores.values(), default=0.0) < CONVINCING:
            compared = set(quick)
            deeper = [place for place in self._more(query) if place not in compared]
            scores |= self._ranked(query, deeper, limit)
        return scores

    def _more(self, query: str) -> Iterable[int]:
        """Places of more names to compare: those whose words share letters with the query's, and close neighbours."""
        at = bisect_left(self._ordered, query)
        around = self._order[max(0, at - AROUND) : at + AROUND]
        return dict.fromkeys([*around, *self._spelling.akin(query.split(), self._breadth)])

    def _ranked(self, query: str, places: Sequence[int], limit: int) -> dict[int, float]:
        """The best score of each place that has a good one."""
        best: dict[int, float] = {}
        for place, score in self._scores(query, places, limit * 3):
            if score > best.get(place, 0.0):
                best[place] = score
        return best

    def _scores(self, query: str, places: Sequence[int], limit: int) -> Iterator[tuple[int, float]]:
        """Places and scores: by letters, by letters whatever the order of words, and by how the name begins."""
        names = [self._names[place] for place in places]
        for _, score, at in process.extract(query, names, scorer=fuzz.ratio, limit=limit, score_cutoff=45):
            yield places[at], score
        if " " in query:
            for _, score, at in process.extract(
                query, names, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=60
            ):
                yield places[at], score * 0.98
        size, count = len(query), query.count(" ") + 1
        if size > 3:
            starts = [_first(name, count) for name in names]
            for _, score, at in process.extract(query, starts, scorer=fuzz.ratio, limit=limit, score_cutoff=70):
                yield places[at], score * 0.9
        said = set(query.split())
        for at, name in enumerate(names):
            if query in name and (said <= set(name.split()) or name.startswith(query)):
                yield places[at], 80.0 + 10.0 * size / len(name)


def _first(name: str, count: int) -> str:
    """The first words of a longer name."""
    words = name.split(" ", count)
    return " ".join(words[:count]) if len(words) > count else ""


def _initials(name: str) -> str:
    return "".join([word[0] for word in name.split()])


__all__ = ["NameIndex", "bare", "fold"]
