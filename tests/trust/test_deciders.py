"""Whoever is on a team and may not know of health: what closes a gate does not follow from what they are told."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.permissions import CLEARANCES
from bot.text import as_text
from storage.engine import engine
from storage.ground import open_ground
from storage.tables import Account, HealthScore, Role
from storage.work import Work
from tests.chat import World
from tests.trust.company import become

BLIND = [role for role in Role if "health" not in CLEARANCES[role]]


@pytest.mark.parametrize("role", BLIND)
@pytest.mark.parametrize("owns", ["owner_id", "backup_id"])
def test_red_and_green_are_told_alike(sqlite_company: Path, tmp_path: Path, role: Role, owns: str) -> None:
    answers = []
    for health in (10, 90):
        file = tmp_path / f"{health}.db"
        shutil.copy(sqlite_company, file)
        ground = open_ground(engine(f"sqlite:///{file}"))
        with asyncio.Runner() as runner:
            answers.append(runner.run(_told(World(ground), role, owns, health)))
        ground.close()
    assert answers[0] == answers[1]


async def _told(world: World, role: Role, owns: str, health: int) -> list[str]:
    sam, mia = world.chat("lee@example.com"), world.chat("mia@example.com")
    for chat in (sam, mia):
        await chat.says("help")
    await become(world, "mia", Role.MARKETING)
    await become(world, "lee", role)

    def prepare(work: Work) -> None:
        member = work.people.by_email("lee@example.com")
        row = next(row for row in work.ask(Account.table().select()) if row["name"] == "Initech")
        assert member is not None
        work.update(Account, row["id"], health=health, **{owns: member.id})
        for score in work.ask(HealthScore.table().select().where(HealthScore.table().c.account_id == row["id"])):
            work.update(HealthScore, score["id"], score=health)

    await world.ground.run(1, prepare)
    said = [await mia.says("reference ask Initech case study: for the spring brochure")]
    assert mia.done, said
    asked = next(line for line in mia.buttons.values() if line.startswith("asks ask:")).removeprefix("asks ")
    for line in (f"asks {asked}", f"{asked} approve", f"{asked} approve sure:yes", "reference Initech", "asks", "day"):
        await sam.says(line)
        assert sam.last is not None
        said.append(as_text(sam.last.view))
    assert not any(one.startswith("✓") for one in said[2:4])
    assert (await world.chat("mia@example.com").says(f"asks {asked}")).count("Approved") == 0
    said.append(await sam.says(f"{asked} decline"))
    assert sam.done
    return said
