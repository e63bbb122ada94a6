"""The words that accounts are described by, by which people seek."""

from bot.rules.seeking import Vocabulary
from storage.work import Work

# The words that describe accounts, by organization, with the version of its accounts that they were read at: a version is
# drawn by lot, so whatever is kept for one is true of it for ever.
_described: dict[int, tuple[int, Vocabulary]] = {}


def vocabulary(work: Work) -> Vocabulary:
    """The industries, regions and segments that accounts are described by."""
    version = work.names.version()
    known = _described.get(work.organization_id)
    if known is None or known[0] != version:
        known = _described[work.organization_id] = version, Vocabulary.of(work.standings.described())
    return known[1]
