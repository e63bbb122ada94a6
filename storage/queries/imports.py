"""Staged files."""

from storage.queries.base import Queries


class Imports(Queries):
    pass
