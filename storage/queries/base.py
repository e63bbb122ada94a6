"""What the queries of every area share."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from storage.finding import chunks, keys

if TYPE_CHECKING:
    from storage.work import Work


class Queries:
    """Questions about one area, asked inside one Work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def _organization(self) -> int:
        return self._work.organization_id

    def _among(self, statement: Any, values: Collection[Any], **more: Any) -> list[dict[str, Any]]:
        """The rows of a statement with `among`, for however many values."""
        return [
            row
            for some in chunks(values)
            for row in self._work.rows(statement, organization=self._organization, **more, **keys(some))
        ]
