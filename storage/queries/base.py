"""What the queries of every area share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func
from sqlalchemy.types import TypeEngine

if TYPE_CHECKING:
    from storage.work import Work


DIALECTS = ("sqlite", "postgresql")
# A statement that is kept has room for so many values of an IN.
MANY = 100


def slots(name: str, kind: TypeEngine[Any]) -> list[BindParameter[Any]]:
    """The IN list of a statement that is compiled once, however many values (up to MANY) are given."""
    return [bindparam(f"{name}_{number}", type_=kind) for number in range(MANY)]


def filled(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """The parameters of `slots`. values: at least one; the last one fills what is left."""
    return {f"{name}_{number}": values[min(number, len(values) - 1)] for number in range(MANY)}


def chosen(column: ColumnElement[Any], few: Select[Any], dialect: str) -> ColumnElement[bool]:
    """One of a few that are found first, once, and then by the column's index. PostgreSQL may turn IN round otherwise and
    read the whole table, or ask again for every row, where it guesses wrongly how many there are. dialect: its name."""
    return column.in_(few) if dialect == "sqlite" else column == func.any(func.array(few.scalar_subquery()))


class Queries:
    """Questions about one area, asked inside one Work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def _organization(self) -> int:
        return self._work.organization_id
