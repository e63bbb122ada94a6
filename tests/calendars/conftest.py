import pytest

from storage.tables import Rhythm
from storage.work import Work
from tests.chat import World


@pytest.fixture
def world(world: World) -> World:
    """The sample company before anybody lent Bailey a calendar."""
    world.ground.run_now(1, _forget)
    return world


def _forget(work: Work) -> None:
    for member in work.people.everyone():
        for source in work.calendars.sources(member.id):
            work.calendars.forget(source.id)
        work.update(Rhythm, work.rhythms.own(member.id).id, wraps_at=None)
