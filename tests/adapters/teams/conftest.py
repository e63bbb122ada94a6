from collections.abc import AsyncIterator

import pytest

from tests.adapters.teams.world import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = await World().open()
    yield world
    await world.close()
