from collections.abc import Iterator

import pytest

from storage.engine import Engine
from storage.ground import Ground, open_ground


@pytest.fixture
def sqlite_ground(sqlite: Engine) -> Iterator[Ground]:
    """For what does not differ between the databases."""
    opened = open_ground(sqlite)
    yield opened
    opened.close()
