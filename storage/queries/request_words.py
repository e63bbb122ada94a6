"""The words by which what customers ask for is found, and what of it has changed since somebody read it all."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from storage.finding import among, chunks, keys, ours
from storage.queries.base import Queries
from storage.queries.request_weights import LIVE
from storage.tables import Change, FeatureRequest, Organization, Voice

_requests = FeatureRequest.table()
_voices = Voice.table()
_changes = Change.table()
_organizations = Organization.table()

_OURS = _requests.c.organization_id == bindparam("organization")
_VERSION = select(_organizations.c.requests_version).where(_organizations.c.id == bindparam("organization"))
_OF_WORDS = (_changes.c.record_table == _requests.name) | (_changes.c.record_table == _voices.name)
_LAST_CHANGE = select(func.coalesce(func.max(_changes.c.id), 0).label("id")).where(
    _changes.c.organization_id == bindparam("organization"), _OF_WORDS
)
_CHANGED = (
    select(_changes.c.id, _changes.c.record_table, _changes.c.record_id, _changes.c.before, _voices.c.request_id)
    .outerjoin(_voices, (_changes.c.record_table == _voices.name) & (_voices.c.id == _changes.c.record_id))
    .where(ours(_changes), _OF_WORDS, _changes.c.id > bindparam("since"))
)
_TITLES = select(_requests.c.id, _requests.c.title).where(_OURS, *LIVE)
_WORDINGS = (
    select(_voices.c.request_id, _voices.c.what)
    .join(_requests, _requests.c.id == _voices.c.request_id)
    .where(_OURS, *LIVE, _voices.c.deleted_at.is_(None))
)
_TITLES_OF = select(_requests.c.id, _requests.c.title).where(ours(_requests), *LIVE, among(_requests.c.id))
_WORDINGS_OF = (
    select(_voices.c.request_id, _voices.c.what)
    .join(_requests, _requests.c.id == _voices.c.request_id)
    .where(ours(_requests), *LIVE, _voices.c.deleted_at.is_(None), among(_voices.c.request_id))
)


class Wording(NamedTuple):
    """One text by which a request is found."""

    request_id: int
    text: str


class RequestWords(Queries):
    def version(self) -> int:
        """Another number whenever anything that is asked for is another."""
        return int(self._work.rows(_VERSION, organization=self._organization)[0]["requests_version"])

    def seen(self) -> int:
        """The newest row about requests in the audit: how far one has read who has read everything."""
        return int(self._work.rows(_LAST_CHANGE, organization=self._organization)[0]["id"])

    def touched_since(self, seen: int) -> tuple[frozenset[int], int]:
        """Requests that may be called something else since, and up to where that is told. Whoever writes about them also
        writes the organization's row, so these ids grow in the order of their commits."""
        rows = self._work.rows(_CHANGED, organization=self._organization, since=seen)
        touched: set[int] = set()
        for row in rows:
            if row["record_table"] == _requests.name:
                touched.add(row["record_id"])
            else:
                # A merge gives a voice to another request.
                touched |= {row["request_id"], (row["before"] or {}).get("request_id", row["request_id"])}
        return frozenset(touched), max((row["id"] for row in rows), default=seen)

    def wordings(self, request_ids: Collection[int] | None = None) -> list[Wording]:
        """Titles and voices of live requests: of these, or of all."""
        if request_ids is None:
            titles = self._work.rows(_TITLES, organization=self._organization)
            said = self._work.rows(_WORDINGS, organization=self._organization)
        else:
            titles, said = [], []
            for some in chunks(sorted(request_ids)):
                titles += self._work.rows(_TITLES_OF, organization=self._organization, **keys(some))
                said += self._work.rows(_WORDINGS_OF, organization=self._organization, **keys(some))
        found = [Wording(row["id"], row["title"]) for row in titles]
        return found + [Wording(row["request_id"], row["what"]) for row in said]
