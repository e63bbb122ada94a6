"""What every nudge looks like, drawn for whom it is for: what doors have to show."""

import asyncio
import shutil
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot import audience
from bot.draw import draw
from bot.living import moved, view_of
from bot.meeting import House
from bot.scene import Scene
from bot.view import DrawnView
from bot.workspaces import organization_of
from storage.engine import engine
from storage.ground import open_ground
from storage.tables import Nudge
from storage.work import Work
from tests.chat import World
from tests.nudges.company import MONDAY, found, member
from tests.nudges.examples import EXAMPLES, happen

# Cards as they are after something was done with them.
AFTERWARDS = {"snoozed": "snooze {} 3d", "offered": "pass {} to @sam", "unneeded": "unneeded {}: they <said> so"}
DIGESTS = ("dana", "sam", "jane")
NAMES = (*EXAMPLES, *AFTERWARDS, "settled", "moved", *(f"digest of {name}" for name in DIGESTS))


def drawn(template: Path, folder: Path) -> Mapping[str, DrawnView]:
    """By name. template: an empty migrated database."""
    file = folder / "drawn.db"
    shutil.copy(template, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    ground.run_now(0, lambda work: organization_of(work, "cli", "t", House(), MONDAY))
    ground.run_now(1, found)
    with asyncio.Runner() as runner:
        views = runner.run(_drawn(World(ground, MONDAY)))
    ground.close()
    return views


async def _drawn(world: World) -> dict[str, DrawnView]:
    await happen(world, *EXAMPLES)
    for _ in range(2):  # more than one morning has room for
        await world.plans()
        world.now += timedelta(days=1)
    views = await world.look(partial(_cards, now=world))
    renewal = next(one for one in await world.look(_all) if one.rule == "renewal").subject
    for name, line in AFTERWARDS.items():
        dana = world.chat()
        await dana.says(line.format(renewal))
        assert dana.done
        views[name] = await world.look(lambda work: _draw(work, renewal, "dana", world))
        await dana.says("undo")
    dana = world.chat()
    await dana.says("renewal Acme renewed 100k")
    views["settled"] = await world.look(lambda work: _draw(work, renewal, "dana", world))
    return views


def _all(work: Work) -> list[Nudge]:
    return [Nudge.of(row) for row in work.ask(Nudge.table().select())]


def _cards(work: Work, now: World) -> dict[str, DrawnView]:
    said = {nudge.rule: nudge for nudge in _all(work) if nudge.said_at}
    views = {name: _draw(work, said[name].subject, example.who, now) for name, example in EXAMPLES.items()}
    for name in DIGESTS:
        views[f"digest of {name}"] = _draw(work, f"digest:{member(work, name).id}", name, now)
    views["moved"] = _draw(work, said["renewal"].subject, "dana", now, gone=True)
    return views


def _draw(work: Work, card: str, who: str, world: World, *, gone: bool = False) -> DrawnView:
    reader = member(work, who)
    scene = Scene(work, world.now, reader)
    view = moved(card, scene) if gone else view_of(card, scene)
    assert view is not None, card
    return draw(view, audience.of_member(work, reader, now=world.now), audience.reader(reader, world.now))
