"""What the queries of every area share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.work import Work


class Queries:
    """Questions about one area, asked inside one Work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def _organization(self) -> int:
        return self._work.organization_id
