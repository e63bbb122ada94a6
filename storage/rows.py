"""Statements about one row of any table: found by its id, changed in some columns, and what a new one has by itself."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import Column, bindparam, select, update
from sqlalchemy.sql.elements import ClauseElement

from storage.statements import KEPT
from storage.tables import Organization
from storage.types import Record


@cache
def by_id(record: type[Record]) -> ClauseElement:
    table = record.table()
    return select(*table.columns).where(table.c.id == bindparam("id"), _owner(record) == bindparam("organization"))


@lru_cache(maxsize=KEPT)
def update_of(record: type[Record], columns: tuple[str, ...]) -> ClauseElement:
    table = record.table()
    return (
        update(table)
        .where(table.c.id == bindparam("row_id"), _owner(record) == bindparam("organization"))
        .values({column: bindparam(f"new_{column}", type_=table.c[column].type) for column in columns})
        .returning(*table.columns)
    )


def _owner(record: type[Record]) -> Column[Any]:
    """The column that says which organization a row belongs to."""
    table = record.table()
    return table.c.id if record is Organization else table.c.organization_id


def defaults(record: type[Record]) -> dict[str, Any]:
    """What a new row has by itself, made anew where it is made."""
    plain, made = _optional_fields(record)
    return {**plain, **{name: make() for name, make in made}}


@cache
def _optional_fields(record: type[Record]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """Values, and factories of values. Asking pydantic for it each time costs more than
    the database needs for the row."""
    optional = {name: field for name, field in record.model_fields.items() if name != "id" and not field.is_required()}
    plain = {name: field.default for name, field in optional.items() if field.default_factory is None}
    made = [(name, cast(Callable[[], Any], field.default_factory)) for name, field in optional.items()]
    return plain, tuple((name, make) for name, make in made if make is not None)
