"""What customers ask for, found by its words: all requests of each organization in memory, brought up to date by what has
changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.remembered import Remembered
from bot.rules.layers import GROWTH
from bot.rules.similar import ALIKE, SimilarTexts
from storage.queries.request_words import Wording
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Texts:
    """The requests of one organization by their texts. It never changes; what changes makes another one. version: of the
    database's; seen: how far the audit was read for it."""

    version: int
    seen: int
    index: SimilarTexts

    @classmethod
    def load(cls, work: Work, version: int) -> "Texts":
        seen = work.requests.seen()
        return cls(version, seen, SimilarTexts.build(_pairs(work.requests.wordings())))

    def brought_up(self, work: Work, version: int) -> "Texts":
        """The texts as they are now, reading only what has changed where that is less work."""
        touched, seen = work.requests.touched_since(self.seen)
        ids = self.index.along_with(touched)
        if not touched or GROWTH * len(ids) > len(self.index) + 1_000:
            return Texts.load(work, version)
        return Texts(version, seen, self.index.replaced(ids, _pairs(work.requests.wordings(ids))))


class SimilarRequests:
    """The requests of all organizations."""

    def __init__(self) -> None:
        self._remembered = Remembered(Texts.load)

    def find(self, work: Work, text: str, limit: int = 5, least: float = ALIKE) -> Sequence[tuple[int, float]]:
        """Requests that ask for something like this, and how like it they are (0 to 1); the best first."""
        return self.texts(work).index.find(text, limit, least)

    def texts(self, work: Work) -> Texts:
        """As this transaction sees them."""
        return self._remembered.of(work)


def _pairs(wordings: Iterable[Wording]) -> Iterable[tuple[int, str]]:
    return ((one.request_id, one.text) for one in wordings)
