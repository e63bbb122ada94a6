"""A matter of an unhealthy customer goes faster. Whoever may not know of health sees the pace, and nothing that tells
whether it comes from health or from what somebody said."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.permissions import CLEARANCES
from bot.rules.sla import level_of
from bot.text import as_text
from bot.view import to_json
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.tables import Account, Member, Role
from storage.work import Work
from tests.chat import World

BLIND = [role for role in Role if "health" not in CLEARANCES[role]]
ASKED = (
    "escalations escalation:1", "escalations team", "escalations team sev1", "escalations team sev2",
    "escalations team sev3", "escalations Globex", "account Globex", "brief Globex", "day", "escalation:1 take",
    "escalations team overdue",
)  # fmt: skip


@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(BLIND), st.integers(1, 4), st.integers(0, 59), st.integers(60, 100), st.sampled_from([2, 3, None])
)
def test_the_pace_tells_nothing(
    sqlite_company: Path, tmp_path: Path, role: Role, said: int, low: int, high: int, tier: int | None
) -> None:
    level, _ = level_of(said, tier, low)
    answers = []
    for severity, health in ((said, low), (level, high)):
        with ground_of(sqlite_company, tmp_path) as ground, asyncio.Runner() as runner:
            answers.append(runner.run(_seen(ground, role, severity, health, tier)))
    unwell, well = answers
    assert unwell == well


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(BLIND),
    st.integers(1, 4),
    st.integers(0, 59),
    st.integers(60, 100),
    st.sampled_from([1, 2, 3, None]),
)
def test_ones_own_severity_comes_back_as_it_was_said(
    sqlite_company: Path, tmp_path: Path, role: Role, said: int, low: int, high: int, tier: int | None
) -> None:
    """Whoever may not know of health and raises a matter: another severity than theirs would be news of it."""
    answers = []
    for health in (low, high):
        with ground_of(sqlite_company, tmp_path) as ground, asyncio.Runner() as runner:
            answers.append(runner.run(_seen(ground, role, said, health, tier, raises_it=True)))
    unwell, well = answers
    assert unwell == well


async def _seen(
    ground: Ground, role: Role, said: int, health: int, tier: int | None, raises_it: bool = False
) -> list[str]:
    """Everything that somebody without the clearance is answered, word by word and button by button."""
    world = World(ground)
    reader = world.chat("somebody@example.com")
    await reader.says("help")

    def prepare(work: Work) -> None:
        member = work.people.by_email("somebody@example.com")
        assert member is not None
        work.update(Member, member.id, role=role.value)
        row = next(row for row in work.ask(Account.table().select()) if row["name"] == "Globex")
        work.update(Account, row["id"], health=health, tier=tier)

    await ground.run(1, prepare)
    raises = f"escalate Globex sev{said} export fails"
    if not raises_it:
        await world.chat().says(raises)
    answers: list[str] = []
    for line in (raises, *ASKED, "undo") if raises_it else ASKED:
        await reader.says(line)
        assert reader.last is not None
        bare = {**json.loads(to_json(reader.last.view)), "nonce": ""}
        answers += [as_text(reader.last.view), json.dumps(bare)]
    return answers


@contextmanager
def ground_of(company: Path, folder: Path) -> Iterator[Ground]:
    file = folder / "now.db"
    for old in folder.glob("now.db*"):
        old.unlink()
    shutil.copy(company, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    yield ground
    ground.close()


@pytest.mark.parametrize("role", [role for role in Role if role not in BLIND])
async def test_whoever_may_know_of_health_is_told_why(world: World, role: Role) -> None:
    reader = world.chat("somebody@example.com")
    await reader.says("help")

    def prepare(work: Work) -> None:
        member = work.people.by_email("somebody@example.com")
        assert member is not None
        work.update(Member, member.id, role=role.value)
        row = next(row for row in work.ask(Account.table().select()) if row["name"] == "Globex")
        work.update(Account, row["id"], health=40, tier=2)

    await world.ground.run(1, prepare)
    await world.chat().says("escalate Globex sev3 export fails")
    assert "health 40, so Sev 3 goes one higher" in await reader.says("escalations escalation:1")


async def test_whoever_may_know_of_health_is_asked_where_the_raiser_may_not(world: World) -> None:
    engineer = world.chat("somebody@example.com")
    await engineer.says("help")

    def prepare(work: Work) -> None:
        member = work.people.by_email("somebody@example.com")
        assert member is not None
        work.update(Member, member.id, role="engineering")
        row = next(row for row in work.ask(Account.table().select()) if row["name"] == "Globex")
        work.update(Account, row["id"], health=40, tier=2)

    await world.ground.run(1, prepare)
    assert "Globex · Sev 3 · “export fails”" in await engineer.says("escalate Globex sev3 export fails")
    assert "Sev 2 would fit" not in await engineer.says("escalations escalation:1")
    dana = world.chat()
    assert "health 40: Sev 2 would fit, escalation:1 sev2" in await dana.says("escalations escalation:1")
    world.passes(minutes=2)
    assert (await dana.says("escalation:1 sev2")).startswith("✓ Sev 2 from now on")
    assert "would fit" not in await dana.says("escalations escalation:1")
