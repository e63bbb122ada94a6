import pytest

from bot.meeting import House
from bot.workspaces import organization_of
from storage.ground import Ground
from tests.chat import World
from tests.nudges.company import MONDAY, found


@pytest.fixture
async def company(ground: Ground) -> World:
    """Three people on a Monday morning, on both databases."""
    await ground.run(0, lambda work: organization_of(work, "cli", "t", House(), MONDAY))
    await ground.run(1, found)
    return World(ground, MONDAY)
