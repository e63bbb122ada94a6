"""Core statements compiled once to the driver's SQL.

The declaration stays in SQLModel and the statement in SQLAlchemy Core; only who executes it is ours, because running a
statement through the toolkit costs several times what the database itself needs for it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from storage.engine import Driver
from storage.types import reveal

Processor = Callable[[Any], Any]


class Prepared:
    """One statement in one dialect. rows(): each row as a dict of its labelled columns."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: Iterable[str] | None = None) -> None:
        """columns: for INSERT and UPDATE, the columns that will be given at execution."""
        compiled = statement.compile(
            dialect=dialect,
            column_keys=list(columns) if columns is not None else None,
            compile_kwargs={"render_postcompile": True},
        )
        assert isinstance(compiled, SQLCompiler)
        self.sql = compiled.string
        self._given = {name: bind.effective_value for bind, name in compiled.bind_names.items()}
        self._positions = tuple(compiled.positiontup) if compiled.positiontup is not None else None
        self._bind = _bind_processors(compiled, dialect)
        self._names, self._result = _result_processors(compiled, dialect)

    def execute(self, driver: Driver, parameters: Mapping[str, Any]) -> Any:
        return driver.execute(self.sql, self._bound(parameters))

    def execute_many(self, driver: Driver, rows: Iterable[Mapping[str, Any]]) -> None:
        """The same statement for each row, without results."""
        driver.cursor().executemany(self.sql, [self._bound(row) for row in rows])

    def _bound(self, parameters: Mapping[str, Any]) -> Any:
        values = {**self._given, **parameters}
        for name, value in parameters.items():
            values[name] = reveal(value)
        for name, process in self._bind:
            values[name] = process(values[name])
        return values if self._positions is None else tuple([values[name] for name in self._positions])

    def rows(self, driver: Driver, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        found = self.execute(driver, parameters).fetchall()
        names, result = self._names, self._result
        if not result:
            return [dict(zip(names, row, strict=True)) for row in found]
        rows = []
        for row in found:
            values = dict(zip(names, row, strict=True))
            for name, process in result:
                values[name] = process(values[name])
            rows.append(values)
        return rows


def _bind_processors(compiled: SQLCompiler, dialect: Dialect) -> tuple[tuple[str, Processor], ...]:
    found = []
    for bind, name in compiled.bind_names.items():
        process = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            found.append((name, process))
    return tuple(found)


def _result_processors(
    compiled: SQLCompiler, dialect: Dialect
) -> tuple[tuple[str, ...], tuple[tuple[str, Processor], ...]]:
    names, processors = [], []
    for column in compiled._result_columns:
        names.append(column.keyname)
        process = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if process is not None:
            processors.append((column.keyname, process))
    return tuple(names), tuple(processors)
