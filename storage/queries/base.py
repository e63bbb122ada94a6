"""What the queries of every area share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam
from sqlalchemy.types import TypeEngine

from storage.bulk import chunks, keys

if TYPE_CHECKING:
    from storage.work import Work


# A statement that is kept has room for so many values of an IN.
MANY = 100


def slots(name: str, kind: TypeEngine[Any]) -> list[BindParameter[Any]]:
    """The IN list of a statement that is compiled once, however many values (up to MANY) are given."""
    return [bindparam(f"{name}_{number}", type_=kind) for number in range(MANY)]


def filled(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """The parameters of `slots`. values: at least one; the last one fills what is left."""
    return {f"{name}_{number}": values[min(number, len(values) - 1)] for number in range(MANY)}


class Queries:
    """Questions about one area, asked inside one Work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def _organization(self) -> int:
        return self._work.organization_id

    def _among(self, statement: Any, ids: Collection[int], **more: Any) -> list[dict[str, Any]]:
        """The rows of a statement with `among`, for however many ids."""
        return [
            row
            for some in chunks(ids)
            for row in self._work.rows(statement, organization=self._organization, **more, **keys(some))
        ]
