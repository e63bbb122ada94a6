"""Core statements compiled once to the driver's SQL.

The declaration stays in SQLModel and the statement in SQLAlchemy Core; only who executes it is ours, because running a
statement through the toolkit costs several times what the database itself needs for it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from storage.engine import Driver
from storage.types import PLAIN, storable

Processor = Callable[[Any], Any]

# Statements are constants of their modules, so a few hundred exist; the bound is for those that somebody builds anew.
KEPT = 1024


class Prepared:
    """One statement in one dialect. rows(): each row as a dict of its labelled columns."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: Iterable[str] | None = None) -> None:
        """columns: for INSERT, the columns that will be given at execution."""
        compiled = statement.compile(dialect=dialect, column_keys=list(columns) if columns is not None else None)
        assert isinstance(compiled, SQLCompiler)
        # A parameter that must be given has no value here, so that forgetting it is an error and not a NULL.
        given = {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}
        processors = _bind_processors(compiled, dialect)
        self.sql = compiled.string
        positions: Sequence[str] | None = compiled.positiontup
        if compiled.post_compile_params:
            # A list of an IN: its length is known now, so it becomes that many parameters.
            # What is given at execution only does not matter for that.
            required = [name for bind, name in compiled.bind_names.items() if bind.required]
            expanded = compiled.construct_expanded_state({**dict.fromkeys(required), **given})
            self.sql, positions = expanded.statement, expanded.positiontup
            given = {name: value for name, value in expanded.parameters.items() if name not in required}
            processors |= dict(expanded.processors)
        self._given = {name: storable(value) for name, value in given.items()}
        self._positions = tuple(positions) if positions is not None else None
        self._bind = tuple(processors.items())
        self._names, self._result = _result_processors(compiled, dialect)

    def execute(self, driver: Driver, parameters: Mapping[str, Any]) -> Any:
        return driver.execute(self.sql, self._bound(parameters))

    def execute_many(self, driver: Driver, rows: Iterable[Mapping[str, Any]]) -> None:
        """The same statement for each row, without results."""
        driver.cursor().executemany(self.sql, [self._bound(row) for row in rows])

    def _bound(self, parameters: Mapping[str, Any]) -> Any:
        values = self._given.copy()
        for name, value in parameters.items():
            # Most are numbers and instants, which are storable as they are.
            values[name] = value if type(value) in PLAIN else storable(value)
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


@lru_cache(maxsize=KEPT)
def prepared(statement: ClauseElement, dialect: Dialect) -> Prepared:
    return Prepared(statement, dialect)


@lru_cache(maxsize=KEPT)
def prepared_insert(table: Table, columns: frozenset[str], dialect: Dialect) -> Prepared:
    """Exactly these columns: another set of columns is another statement."""
    return Prepared(insert(table).returning(*table.columns), dialect, sorted(columns))


@lru_cache(maxsize=KEPT)
def prepared_many(table: Table, columns: frozenset[str], dialect: Dialect) -> Prepared:
    """The same for rows that nobody reads back."""
    return Prepared(insert(table), dialect, sorted(columns))


def _bind_processors(compiled: SQLCompiler, dialect: Dialect) -> dict[str, Processor]:
    found: dict[str, Processor] = {}
    for bind, name in compiled.bind_names.items():
        process = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None and bind not in compiled.post_compile_params:
            found[name] = process
    return found


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
