"""Tokens of programs, known by their digest alone."""

from sqlalchemy import bindparam, select

from storage.queries.base import Queries
from storage.tables import ApiToken

_tokens = ApiToken.table()
_LIVE = (_tokens.c.revoked_at.is_(None), _tokens.c.deleted_at.is_(None))
_HOLDER = select(*_tokens.columns).where(_tokens.c.digest == bindparam("shown"), *_LIVE)
_ALL = (
    select(*_tokens.columns)
    .where(_tokens.c.organization_id == bindparam("organization"), *_LIVE)
    .order_by(_tokens.c.id)
)


class Tokens(Queries):
    def holder(self, digest: str) -> ApiToken | None:
        """The live token with this digest, of whatever organization: it is by the token that a program says whose it
        is."""
        found = self._work.rows(_HOLDER, shown=digest)
        return ApiToken.of(found[0]) if found else None

    def all(self) -> list[ApiToken]:
        """Those that still open the door."""
        return [ApiToken.of(row) for row in self._work.rows(_ALL, organization=self._organization)]
