"""How rows are found: said so that both databases go by the right index, in statements that are compiled once."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, FromClause, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

# How many of them at once, so that no statement takes long.
KEYS = 500


class Several(TypeDecorator[Sequence[Any]]):
    """Values of one type: an array in PostgreSQL, which has to read and to plan only one parameter; in SQLite a document,
    which it reads for less than it costs to bind each of them."""

    impl = String
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(self.of))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        if dialect.name != "sqlite" or value is None:
            return value
        process = self.of.dialect_impl(dialect).bind_processor(dialect)
        return json.dumps(list(map(process, value)) if process is not None else value)


class Condition(FunctionElement[bool]):
    """True or false in the database's own words."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        # Else SQLite is asked whether it `= 1`, for which it uses no index.
        return self


class among(Condition):
    """`column IN (…)` of the values that `keys(values)` gives at execution: `among(column)`."""

    inherit_cache = True
    name = "among"

    def __init__(self, column: ColumnElement[Any], name: str = "key") -> None:
        super().__init__(column, bindparam(f"{name}s", type_=Several(column.type)))


@compiles(among)
def _among(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY({values})"


@compiles(among, "sqlite")
def _among_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  # both are compiled


class one_of(Condition):
    """A column is one of a few values that are found first, once, and then looked up by its index: `one_of(column,
    select.scalar_subquery())`. PostgreSQL may turn IN round otherwise and read the whole table, or ask again for every
    row, where it guesses wrongly how many there are."""

    inherit_cache = True
    name = "one_of"


@compiles(one_of)
def _one_of(element: Any, compiler: Any, **options: Any) -> str:
    column, few = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY(ARRAY{few})"


@compiles(one_of, "sqlite")
def _one_of_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, few = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN {few}"


class unindexed(FunctionElement[Any]):
    """A column by whose index nothing is to be found, because nearly all rows have the same in it. SQLite, which keeps no
    statistics, would take that index for a good one; PostgreSQL knows better, and is told the column itself, since it
    takes any other expression for a rare one."""

    inherit_cache = True
    name = "unindexed"

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(unindexed)
def _unindexed(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = element.clauses
    return str(compiler.process(column, **options))


@compiles(unindexed, "sqlite")
def _unindexed_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = element.clauses
    return f"+{compiler.process(column, **options)}"


def ours(table: FromClause) -> ColumnElement[bool]:
    """Rows of this organization, found by another index than its own: nearly all rows are."""
    return unindexed(table.c.organization_id) == bindparam("organization")


def keys(values: Iterable[Any], name: str = "key") -> dict[str, list[Any]]:
    """The parameter of `among`."""
    return {f"{name}s": list(values)}


def chunks(values: Iterable[Any]) -> list[list[Any]]:
    """Distinct values in pieces that one statement looks up."""
    distinct = list(dict.fromkeys(values))
    return [distinct[start : start + KEYS] for start in range(0, len(distinct), KEYS)]
