"""What every table shares: read-only records, guarded values, aware instants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Row, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

T = TypeVar("T")

# SQLite counts up by itself only in a column declared INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")


@dataclass(frozen=True, slots=True)
class Guarded(Generic[T]):
    """A value that not everyone may see. needs: every clearance that a reader must have. of: the account that it tells
    something of; None where it is of several, or of none.

    Its text never prints the value, so a slip into a sentence, a log or an error shows nothing. What is derived from
    guarded values is guarded by the union of their needs (`with_value`, `join_needs`).
    """

    value: T
    needs: frozenset[str]
    of: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return "•••"

    def __repr__(self) -> str:
        return f"Guarded(•••, needs={sorted(self.needs)})"

    def __format__(self, spec: str) -> str:
        return "•••"

    def __bool__(self) -> bool:
        return bool(self.value)

    def with_value(self, value: "U") -> "Guarded[U]":
        return Guarded(value, self.needs, self.of)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Values are checked bare, by `Work`; the model itself only needs to accept the wrapper.
        return core_schema.any_schema()


U = TypeVar("U")


def reveal(value: object) -> object:
    """The bare value for the database and for rules; whoever calls it answers for where the value goes."""
    return value.value if isinstance(value, Guarded) else value


# What both databases keep just as it is.
PLAIN = frozenset({type(None), bool, int, float, date, datetime})


def storable(value: object) -> object:
    """The bare value as both databases can keep it: PostgreSQL takes no NUL in a text, and neither takes half a
    character (a lone surrogate, which some JSON carries)."""
    value = reveal(value)
    if type(value) in PLAIN:
        return value
    if isinstance(value, str):
        return _storable_text(value)
    if isinstance(value, list | tuple):
        return [each if type(each) in PLAIN else storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    return value


def _storable_text(text: str) -> str:
    text = str(text).replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        # Halves that belong together are joined on the way; one alone becomes the mark for what cannot be read.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on both engines (SQLite would hand back naive ones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def sensitive(needs: str, kind: Any, **kwargs: Any) -> Any:
    """A column that hydrates to Guarded. needs: `money`, `health`, `team` (becomes `team:<account id>`), `own` (becomes
    `own:<member id>`, by the column that `__account_column__` names), or `nobody`. kind: the column's SQLAlchemy type."""
    return Field(sa_type=kind, sa_column_kwargs={"info": {"needs": needs}}, **kwargs)


def instant(**kwargs: Any) -> Any:
    return Field(sa_type=cast(Any, Instant), **kwargs)


def document(**kwargs: Any) -> Any:
    return Field(sa_type=JSON, **kwargs)


def key() -> Any:
    return Field(default=None, primary_key=True, sa_type=Id)


def reference(target: str, **kwargs: Any) -> Any:
    """A foreign key, indexed unless it is the organization's. target: `accounts.id`."""
    # Nearly all rows are one organization's, so such an index finds nothing; and SQLite, which knows no statistics,
    # would take it for as good as the index of the other column and read the whole table by it.
    kwargs.setdefault("index", target != "organizations.id")
    return Field(foreign_key=target, sa_type=Id, **kwargs)


class Record(SQLModel, frozen=True):
    """A row as it was read. Callers never assign to it; `Work.change` writes and returns the new one."""

    __account_column__: ClassVar[str] = "account_id"

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "_sa_instance_state":
            object.__setattr__(self, name, value)
            return
        raise AttributeError(f"{type(self).__name__} is read-only; use work.change(record, {name}=…)")

    @classmethod
    def table(cls) -> Table:
        return cast(Table, cls.__table__)  # type: ignore[attr-defined]  # SQLModel adds it to table classes at run time

    @classmethod
    def of(cls, row: Row[Any] | Mapping[str, Any]) -> Self:
        """The record of a whole row. Raises KeyError when a column is missing."""
        values = row if isinstance(row, Mapping) else row._mapping
        names, guarded = _columns(cls)
        fields = {name: values[name] for name in names}
        if guarded:
            fields = cls.guard(fields, fields.get(cls.__account_column__))
        record = object.__new__(cls)  # everything that a model's own __new__ prepares is set below
        record.__dict__.update(fields)
        object.__setattr__(record, "__pydantic_fields_set__", set(names))
        object.__setattr__(record, "__pydantic_extra__", None)
        object.__setattr__(record, "__pydantic_private__", None)
        return record

    @classmethod
    def guard(cls, values: Mapping[str, Any], account_id: int | None) -> dict[str, Any]:
        """Values of some columns, the sensitive ones guarded. account_id: whose team is meant, or for `own` who."""
        guarded = dict(values)
        of = None if cls.__account_column__ == "member_id" else account_id
        for name, needs in _columns(cls)[1]:
            if guarded.get(name) is not None:
                need = f"{needs}:{account_id}" if needs in ("team", "own") else needs
                guarded[name] = Guarded(guarded[name], frozenset({need}), of)
        return guarded

    def __hash__(self) -> int:
        return hash((type(self), self.__dict__["id"]))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__


@cache
def _columns(record: type[Record]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The names of all columns, and (name, needs) of the sensitive ones."""
    columns = record.table().columns
    names = tuple(column.name for column in columns)
    return names, tuple((column.name, column.info["needs"]) for column in columns if "needs" in column.info)
