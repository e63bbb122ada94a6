"""What colleagues tell one another: for your information, and wins."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select

from storage.queries.base import Queries
from storage.tables import (
    Fyi,
    Win,
)

_fyis = Fyi.table()
_wins = Win.table()
_ORGANIZATION: Any = bindparam("organization")
AGREED = ("approved", "done")
# Asks that were turned down or taken back did not trouble the customer.
TROUBLED = ("asked", "approved", "done")
_FYIS = (
    select(*_fyis.columns)
    .where(
        _fyis.c.organization_id == _ORGANIZATION,
        or_(_fyis.c.author_id == bindparam("member"), _fyis.c.member_id == bindparam("member")),
        _fyis.c.deleted_at.is_(None),
    )
    .order_by(_fyis.c.answered_at.is_not(None), _fyis.c.created_at.desc(), _fyis.c.id.desc())
    .limit(bindparam("limit"))
)


# Column of an account → how many values it may have.
Shape = tuple[tuple[str, int], ...]


class Colleagues(Queries):
    def fyi(self, fyi_id: int) -> Fyi | None:
        found = self._work.get(Fyi, fyi_id)
        return found if found is not None and found.deleted_at is None else None

    def fyis_of(self, member_id: int, limit: int) -> list[Fyi]:
        """By a member or for them; open ones first, then the newest."""
        rows = self._work.rows(_FYIS, organization=self._organization, member=member_id, limit=limit)
        return [Fyi.of(row) for row in rows]

    def wins(self, first: date, last: date, member_id: int | None = None, account_id: int | None = None) -> list[Win]:
        """The newest first. member_id, account_id: None for all."""
        filters = [_wins.c.member_id == member_id] if member_id is not None else []
        filters += [_wins.c.account_id == account_id] if account_id is not None else []
        rows = self._work.ask(
            select(*_wins.columns)
            .where(
                _wins.c.organization_id == self._organization,
                _wins.c.on.between(first, last),
                _wins.c.deleted_at.is_(None),
                *filters,
            )
            .order_by(_wins.c.on.desc(), _wins.c.id.desc())
        )
        return [Win.of(row) for row in rows]
