"""Column values as JSON keeps them, for the audit; and the check that a table class does not make."""

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import TypeAdapter
from pydantic_core import to_json, to_jsonable_python

from storage.types import Guarded, Record, reveal, storable


@cache
def _adapter(record: type[Record], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_bare(record.model_fields[name].annotation))


def _bare(annotation: Any) -> Any:
    """The type inside Guarded[…], wherever it stands in a union."""
    if get_origin(annotation) is Guarded:
        return get_args(annotation)[0]
    if isinstance(annotation, UnionType) or get_origin(annotation) is Union:
        return Union[tuple(_bare(part) for part in get_args(annotation))]  # noqa: UP007  # built at run time
    return annotation


def validate(record: type[Record], values: Mapping[str, Any]) -> None:
    """A table class does not check its values, so they are checked here."""
    for name, value in values.items():
        _adapter(record, name).validate_python(reveal(value), strict=True)


def as_document(values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values as JSON keeps them."""
    document: dict[str, Any] = to_jsonable_python({name: storable(value) for name, value in values.items()})
    return document


def from_document(record: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values as they were before `as_document`."""
    return {name: _adapter(record, name).validate_json(to_json(value)) for name, value in values.items()}
