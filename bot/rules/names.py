"""Account names as people type them: folded, looked up exactly, and found again when misspelt."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest

from anyascii import anyascii
from rapidfuzz import fuzz, process

from bot.line import vocabulary

LEGAL = vocabulary(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc pllc gmbh ag kg kgaa ohg ug mbh se "
    "sa sas sarl srl spa bv nv ab as asa aps oy oyj pty pte kk bhd sdn sl sro doo zrt kft ev eg"
)
SHORT = {
    "international": "intl", "internatl": "intl", "manufacturing": "mfg", "technologies": "tech", "technology": "tech",
    "services": "svcs", "service": "svcs", "svc": "svcs", "group": "grp", "university": "univ", "national": "natl",
    "associates": "assoc", "association": "assoc", "brothers": "bros", "systems": "sys", "system": "sys",
    "solutions": "soln", "solution": "soln", "management": "mgmt", "engineering": "eng", "insurance": "ins",
    "holdings": "hldg", "holding": "hldg", "laboratories": "labs", "laboratory": "labs", "industries": "ind",
    "industry": "ind", "department": "dept", "pharmaceuticals": "pharma", "pharmaceutical": "pharma", "saint": "st",
    "logistic": "logistics", "communications": "comm", "enterprises": "ent", "enterprise": "ent",
    "financial": "fin", "finance": "fin",
}  # fmt: skip

_GAP = re.compile(r"[^a-z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")  # S.A., G.m.b.H
_POSSESSIVE = re.compile(r"['`´]s?\b")


def fold(name: str) -> str:
    """Lower case, Latin letters, no `and`, words parted by one blank: `Crème & Söhne G.m.b.H.` → `creme sohne gmbh`."""
    low = name.lower() if name.isascii() else anyascii(name).lower()
    if "&" in low or "+" in low:
        low = low.replace("&", " ").replace("+", " ")
    if "." in low:
        low = _DOTTED.sub(lambda match: match[0].replace(".", ""), low)
    if "'" in low or "`" in low:
        low = _POSSESSIVE.sub(lambda match: match[0].strip("'`´"), low)
    words = _GAP.sub(" ", low).split()
    return " ".join([SHORT.get(word, word) for word in words if word != "and"] or words)


def bare(folded: str) -> str:
    """A folded name without a leading `the` and its legal forms at the end; never empty for a name with letters."""
    words = folded.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    return " ".join(words)


def grams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[index : index + 3] for index in range(len(padded) - 2)}


class NameIndex:
    """Names of accounts in memory. Several names may belong to one id (aliases); two ids may share a name."""

    SMALL = 2_000  # up to here comparing with every name is as fast as the index
    POSTINGS = 9_000  # how many postings a query may count; the rarest trigrams come first
    RERANK = 160

    def __init__(self) -> None:
        self._ids: array[int] = array("q")
        self._names: list[str] = []
        self._exact: dict[str, list[int]] = {}
        self._begins: dict[str, list[int]] = {}
        self._initials: dict[str, list[int]] = {}
        self._postings: dict[str, array[int]] = {}
        self.longest = 0  # words in the longest name, as a person would type it

    @classmethod
    def build(cls, names: Iterable[tuple[int, str]]) -> "NameIndex":
        index = cls()
        for id, name in names:
            index.add(id, name)
        return index

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, id: int, name: str) -> None:
        """A name that folds to nothing (`!!!`) can be found by its exact spelling alone."""
        full = fold(name)
        _put(self._exact, full or name.casefold(), id)
        self.longest = max(self.longest, len(name.split()))
        if not full:
            return
        short = bare(full)
        words = short.split()
        for count in range(1, len(words) + 1):
            prefix = " ".join(words[:count])
            if prefix != full:
                _put(self._begins, prefix, id)
        if len(words) > 1:
            _put(self._initials, "".join(word[0] for word in words), id)
        place = len(self._ids)
        self._ids.append(id)
        self._names.append(short)
        for gram in grams(short):
            posting = self._postings.get(gram)
            if posting is None:
                posting = self._postings[gram] = array("I")
            posting.append(place)

    def exact(self, phrase: str) -> Sequence[int]:
        """Ids whose whole name this is, whatever its case, accents and punctuation."""
        return self._exact.get(fold(phrase) or phrase.casefold(), ())

    def begins(self, phrase: str) -> Sequence[int]:
        """Ids whose name this is but for the legal form, or whose name begins with these whole words."""
        folded = fold(phrase)
        short = bare(folded)
        if found := self._begins.get(folded):
            return found
        return () if short == folded else self._exact.get(short) or self._begins.get(short) or ()

    def near(self, phrase: str, limit: int = 5) -> list[tuple[int, float]]:
        """Ids with a name like this and their scores (0 to 100), best first, each id once."""
        query = bare(fold(phrase))
        if not query:
            return []
        best: dict[int, float] = dict.fromkeys(self._initials.get(query.replace(" ", ""), ())[:limit], 86.0)
        for place, score in self._ranked(query, limit * 3):
            id = self._ids[place]
            if score > best.get(id, 0.0):
                best[id] = score
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _ranked(self, query: str, limit: int) -> Iterator[tuple[int, float]]:
        places = range(len(self._ids)) if len(self._ids) <= self.SMALL else self._candidates(query)
        names = self._names
        choices = names if isinstance(places, range) else [names[place] for place in places]
        for scorer, worth in ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 0.98), (fuzz.token_set_ratio, 0.9)):
            for name, score, at in process.extract(query, choices, scorer=scorer, limit=limit, score_cutoff=45):
                yield places[at], score * worth * _share(query, name, scorer is fuzz.token_set_ratio)

    def _candidates(self, query: str) -> list[int]:
        """Places of the names that share the most, and the rarest, trigrams with the query."""
        found = [posting for gram in grams(query) if (posting := self._postings.get(gram)) is not None]
        found.sort(key=len)
        counts: Counter[int] = Counter()
        budget = self.POSTINGS
        for posting in found:
            if counts and len(posting) > budget:
                break
            counts.update(posting)
            budget -= len(posting)
        if len(counts) <= self.RERANK:
            return list(counts)
        return nlargest(self.RERANK, counts, key=counts.__getitem__)


def _share(query: str, name: str, words_only: bool) -> float:
    """A query that is a few whole words of a name is like it, but less so the less of it was said."""
    if not words_only:
        return 1.0
    said, whole = len(query), len(name)
    return 1.0 if name.startswith(query + " ") or not whole else min(1.0, 0.8 + 0.2 * said / whole)


def _put(table: dict[str, list[int]], key: str, id: int) -> None:
    ids = table.setdefault(key, [])
    if id not in ids[-20:]:  # a word that begins thousands of names says nothing; the list need not be exact there
        ids.append(id)
