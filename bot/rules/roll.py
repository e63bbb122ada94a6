"""A roll of names: written once, then only looked into. What it finds are places, at which ids and names stand."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from sys import intern

from bot.rules.folding import bare, fold, legal_form
from bot.rules.packed import Packed
from bot.rules.spelling import Spelling

COMMON = 200  # words that begin more names than this tell nothing; the rest of them is not kept
AROUND = 12  # names before and after, in the order of the alphabet, that a deeper search compares as well
LARGE = 200_000  # names up to which a search is as broad as it needs to be


class Roll:
    """ids, names, forms: by place. names: folded and bare. forms: the legal form that was taken off."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self.ids: array[int] = array("q")
        self.names: list[str] = []
        self.forms: list[str] = []
        self._whole = Packed()
        self._initials = Packed()
        self._spelling = Spelling()
        for id, name in names:
            self._add(id, name)
        self._order = array("I", sorted(range(len(self.names)), key=self.names.__getitem__))
        self._ordered = [self.names[place] for place in self._order]  # by the alphabet
        self._breadth = min(4, 1 + len(self.names) // LARGE)
        self._whole.settle()
        self._initials.settle()
        self._spelling.settle()

    def __len__(self) -> int:
        return len(self.ids)

    def _add(self, id: int, name: str) -> None:
        """A name that folds to nothing (`!!!`) can be found by its exact spelling alone."""
        place = len(self.ids)
        full = fold(name) or name.casefold()
        short = bare(full)
        self.ids.append(id)
        self.names.append(short)
        self.forms.append(intern(legal_form(full)))
        self._whole.add(full, place)
        words = short.split()
        if len(words) > 1:
            self._initials.add("".join([word[0] for word in words]), place)
        self._spelling.add(words, place)

    def whole(self, full: str) -> list[int]:
        """Where this is the whole folded name."""
        places = self._whole.get(full)
        if not places:
            return places
        short = bare(full)
        return [place for place in places if self.names[place] == short]

    def starting(self, words: str) -> list[int]:
        """Where names begin with these whole words, in the order of the alphabet."""
        at, size, found = bisect_left(self._ordered, words), len(words), []
        for place in range(at, min(at + COMMON, len(self._ordered))):
            name = self._ordered[place]
            if not name.startswith(words) or name[size : size + 1].strip():
                break  # blanks sort before letters, so no later name begins with the whole words
            found.append(self._order[place])
        return found

    def abbreviated(self, letters: str) -> list[int]:
        """Where the words of a name begin with these letters."""
        places = self._initials.get(letters)
        return [place for place in places if "".join([word[0] for word in self.names[place].split()]) == letters]

    def alike(self, words: Sequence[str]) -> Sequence[int]:
        """Where names hold most of these words, or words a slip away."""
        return self._spelling.alike(words, self._breadth)

    def akin(self, query: str) -> Iterable[int]:
        """Where more names are worth comparing: words that share letters with the query's, and close neighbours."""
        at = bisect_left(self._ordered, query)
        around = self._order[max(0, at - AROUND) : at + AROUND]
        return dict.fromkeys([*around, *self._spelling.akin(query.split(), self._breadth)])
