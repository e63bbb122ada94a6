"""Account names as people type them: folded, looked up exactly, and found again when misspelt."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz, process

from bot.line import vocabulary

LEGAL = vocabulary(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc pllc gmbh ag kg kgaa ohg ug mbh se "
    "sa sas sarl srl spa bv nv ab as asa aps oy oyj pty pte kk bhd sdn sl sro doo zrt kft ev eg"
)
LONG = {
    "intl": "international", "mfg": "manufacturing", "tech": "technologies", "technology": "technologies",
    "svc": "services", "svcs": "services", "service": "services", "grp": "group", "univ": "university",
    "natl": "national", "assoc": "associates", "bros": "brothers", "sys": "systems", "system": "systems",
    "soln": "solutions", "solns": "solutions", "solution": "solutions", "mgmt": "management", "eng": "engineering",
    "ins": "insurance", "hldg": "holdings", "hldgs": "holdings", "holding": "holdings", "lab": "labs",
    "laboratories": "labs", "ind": "industries", "inds": "industries", "industry": "industries", "dept": "department",
    "pharmaceuticals": "pharma", "pharmaceutical": "pharma", "logistic": "logistics", "log": "logistics",
    "comm": "communications", "comms": "communications", "ent": "enterprises", "enterprise": "enterprises",
    "fin": "financial", "dist": "distribution", "ctr": "center", "centre": "center", "consult": "consulting",
}  # fmt: skip

_GAP = re.compile(r"[^a-z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")  # S.A., G.m.b.H
_POSSESSIVE = re.compile(r"['`´]s?\b")


@lru_cache(maxsize=8192)
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
    return " ".join([LONG.get(word, word) for word in words if word != "and"] or words)


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


Ids = int | tuple[int, ...]  # one id is kept bare: lists of one would take most of the memory


class NameIndex:
    """Names of accounts in memory. Several names may belong to one id (aliases); two ids may share a name."""

    SMALL = 300  # up to here every name is compared
    POSTINGS = 10_000  # how many postings a query may count; the rarest trigrams come first
    RERANK = 250  # how many names are compared letter by letter
    TINY = 6  # names up to this length have too few trigrams; they are also found by leaving out a letter
    COMMON = 200  # a word that begins more names than this tells nothing; the rest of them is not kept

    def __init__(self) -> None:
        self._ids: array[int] = array("q")
        self._names: list[str] = []
        self._exact: dict[str, Ids] = {}
        self._begins: dict[str, Ids] = {}
        self._initials: dict[str, Ids] = {}
        self._tiny: dict[str, Ids] = {}
        self._postings: dict[str, array[int]] = {}

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
        self._put(self._exact, full or name.casefold(), id)
        if not full:
            return
        short = bare(full)
        words = short.split()
        for count in range(1, len(words) + 1):
            prefix = " ".join(words[:count])
            if prefix != full:
                self._put(self._begins, prefix, id)
        if len(words) > 1:
            self._put(self._initials, "".join(word[0] for word in words), id)
        self._index(id, short)

    def _index(self, id: int, short: str) -> None:
        place = len(self._ids)
        self._ids.append(id)
        self._names.append(short)
        for gram in grams(short):
            posting = self._postings.get(gram)
            if posting is None:
                posting = self._postings[gram] = array("I")
            posting.append(place)
        if len(short) <= self.TINY:
            for key in _but_one(short):
                self._put(self._tiny, key, place)

    def _put(self, table: dict[str, Ids], key: str, id: int) -> None:
        held = table.get(key)
        if held is None:
            table[key] = id
        elif isinstance(held, int):
            if held != id:
                table[key] = (held, id)
        elif id not in held and len(held) < self.COMMON:
            table[key] = (*held, id)

    def exact(self, phrase: str) -> Sequence[int]:
        """Ids whose whole name this is, whatever its case, accents and punctuation."""
        return _all(self._exact.get(fold(phrase) or phrase.casefold()))

    def begins(self, phrase: str) -> Sequence[int]:
        """Ids whose name this is but for the legal form, or whose name begins with these whole words."""
        folded = fold(phrase)
        found = self._begins.get(folded)
        short = bare(folded) if found is None else folded
        return _all(found if short == folded else self._exact.get(short, self._begins.get(short)))

    def near(self, phrase: str, limit: int = 5) -> list[tuple[int, float]]:
        """Ids with a name like this and their scores (0 to 100), best first, each id once."""
        query = bare(fold(phrase))
        if not query:
            return []
        best: dict[int, float] = dict.fromkeys(_all(self._initials.get(query.replace(" ", "")))[:limit], 86.0)
        best |= dict.fromkeys(_all(self._begins.get(query))[:limit], 90.0) | dict.fromkeys(self.exact(query), 100.0)
        for place, score in self._ranked(query, limit * 3):
            id = self._ids[place]
            if score > best.get(id, 0.0):
                best[id] = score
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _ranked(self, query: str, limit: int) -> Iterator[tuple[int, float]]:
        """Places and scores: by letters, by letters whatever the order of words, and by how the name begins."""
        places = range(len(self._ids)) if len(self._ids) <= self.SMALL else self._candidates(query)
        names = [self._names[place] for place in places]
        for _, score, at in process.extract(query, names, scorer=fuzz.ratio, limit=limit, score_cutoff=45):
            yield places[at], score
        if " " in query:
            for _, score, at in process.extract(
                query, names, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=60
            ):
                yield places[at], score * 0.98
        size = len(query)
        if size > 3:
            starts = [name[:size] if len(name) > size else "" for name in names]
            for _, score, at in process.extract(query, starts, scorer=fuzz.ratio, limit=limit, score_cutoff=70):
                yield places[at], score * (0.9 if names[at][size] == " " else 0.86)
        said = set(query.split())
        for at, name in enumerate(names):
            if query in name and said <= set(name.split()):
                yield places[at], 80.0 + 10.0 * size / len(name)

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
        kept = list(_most(counts, self.RERANK)[: 2 * self.RERANK])
        if len(query) <= self.TINY + 1:
            kept += {place for key in _but_one(query) for place in _all(self._tiny.get(key))}
        return kept


def _most(counts: Counter[int], limit: int) -> Sequence[int]:
    """The keys with the highest counts, cheaper than sorting thousands of them: at least `limit`, if there are."""
    if len(counts) <= limit:
        return list(counts)
    kept = list(counts.items())
    least = max(counts.values()) // 3
    while len(fewer := [item for item in kept if item[1] > least]) > limit:
        kept, least = fewer, least + 1
    return [place for place, _ in (fewer if len(fewer) > limit // 3 else kept)]


def _but_one(text: str) -> set[str]:
    """The text, and the text without any one of its letters: alike in these is one typing slip apart."""
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}


def _all(ids: Ids | None) -> tuple[int, ...]:
    return () if ids is None else (ids,) if isinstance(ids, int) else ids
