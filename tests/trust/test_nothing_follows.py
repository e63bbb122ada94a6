"""Two companies that differ in nothing but what somebody may not see give them the same answers, word by word: in every
rendering, filter, rank and count, on every button and in every line behind one."""

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.permissions import CLEARANCES, SEES_ALL_NOTES
from bot.text import as_text
from bot.view import to_json
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.tables import Account, Activity, Contact, Contract, HealthScore, NextStep, Participant, Renewal, Role
from storage.work import Work
from tests.chat import Chat, World
from tests.trust.company import ASKED, lived, reader


@pytest.fixture(scope="module")
def lived_in(sqlite_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("trust") / "lived.db"
    shutil.copy(sqlite_company, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    with asyncio.Runner() as runner:
        runner.run(lived(World(ground)))
    ground.close()
    return file


@contextmanager
def world_of(file: Path, folder: Path) -> Iterator[World]:
    copy = folder / "now.db"
    for old in folder.glob("now.db*"):
        old.unlink()
    shutil.copy(file, copy)
    ground: Ground = open_ground(engine(f"sqlite:///{copy}"))
    yield World(ground)
    ground.close()


# ------------------------------------------------------------ what may differ


def _money(work: Work, seed: int) -> None:
    for row in work.ask(Contract.table().select()):
        work.update(Contract, row["id"], arr_minor=1_000_00 * (1 + (row["id"] * 7919 * seed) % 997))
    for row in work.ask(Renewal.table().select()):
        if row["base_minor"] is not None:
            work.update(Renewal, row["id"], base_minor=1_000_00 * (1 + (row["id"] * seed) % 97))


def _health(work: Work, seed: int) -> None:
    for row in work.ask(Account.table().select()):
        work.update(Account, row["id"], health=(row["id"] * 37 * seed) % 101)
    for row in work.ask(HealthScore.table().select()):
        work.update(HealthScore, row["id"], score=(row["account_id"] * 37 * seed) % 101)


def _contacts(work: Work, seed: int) -> None:
    for row in work.ask(Contact.table().select()):
        name = f"Zoe{'qxv'[seed % 3]} Sentinel{seed}"
        work.update(Contact, row["id"], name=name, email=f"z{seed}@sentinel.example", phone=f"+49 30 {seed:07}")
    for row in work.ask(Participant.table().select()):
        if row["member_id"] is None:
            work.update(Participant, row["id"], name=f"Zoe Sentinel{seed}")


def _notes(work: Work, seed: int) -> None:
    for row in work.ask(Activity.table().select()):
        work.update(Activity, row["id"], note=f"note {seed}")
    for row in work.ask(NextStep.table().select()):
        work.update(NextStep, row["id"], text=f"step {seed}")


HIDDEN: dict[str, Callable[[Work, int], None]] = {
    "money": _money, "health": _health, "contacts": _contacts, "notes": _notes,
}  # fmt: skip


def blind(kind: str) -> list[Role]:
    if kind == "notes":
        return [role for role in Role if role not in SEES_ALL_NOTES]
    return [role for role in Role if kind not in CLEARANCES[role]]


# What they write, to learn from the answer.
WRITTEN = (
    "escalate Globex sev3 export fails", "escalate Nordbank sev2 @jane login fails", "escalate Meridian Clinics odd",
    "escalation:1 accept", "escalation:3 take", "escalation:1 sev2", "escalation:2 update on it customer: soon",
    "complaint Globex Support is slow", "request Globex SCIM must", "request Paylo green buttons new:yes",
    "feedback Initech - slow exports", "reference ask Initech call: for a prospect", "opinion Initech yes",
    "reference ask Globex logo: a wall", "fyi @dana Globex asks for prices", "win Globex is happy",
    "problem Paylo, Initech cannot log in", "beta:1 nominate Paylo", "undo", "follow Globex",
)  # fmt: skip


async def answers(
    world: World, role: Role, kind: str, seed: int, lines: Sequence[str], presses: Sequence[int] = ()
) -> list[str]:
    """What is said to each line, and to a button of it, and to one of that."""
    await world.ground.run(1, lambda work: HIDDEN[kind](work, seed))
    who = await reader(world, role)
    found: list[str] = []
    for place, line in enumerate(lines):
        await who.says(line)
        found.append(_said(who))
        for press in presses[place : place + 2]:
            if buttons := list(who.buttons):
                await who.presses(buttons[press % len(buttons)])
                found.append(_said(who))
        await world.bot.finish()
    return found


def _said(who: Chat) -> str:
    assert who.last is not None
    bare = json.dumps({**json.loads(to_json(who.last.view)), "nonce": ""}, ensure_ascii=False)
    return re.sub(r"draft:[\w-]+", "draft:", f"{as_text(who.last.view)}\n{bare}")


def _alike(file: Path, folder: Path, role: Role, kind: str, lines: Sequence[str], presses: Sequence[int] = ()) -> None:
    seen = []
    for seed in (1, 2):
        with world_of(file, folder) as world, asyncio.Runner() as runner:
            seen.append(runner.run(answers(world, role, kind, seed, lines, presses)))
    for one, other in zip(*seen, strict=True):
        assert one == other, (role, kind)


@pytest.mark.parametrize("kind", list(HIDDEN))
def test_whatever_is_asked_nothing_follows(lived_in: Path, tmp_path: Path, kind: str) -> None:
    _alike(lived_in, tmp_path, blind(kind)[0], kind, ASKED)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([(kind, role) for kind in HIDDEN for role in blind(kind)]),
    st.lists(st.sampled_from(ASKED + WRITTEN), min_size=2, max_size=8),
    st.lists(st.integers(0, 11), min_size=10, max_size=10),
)
def test_whatever_is_done_nothing_follows(
    lived_in: Path, tmp_path: Path, who: tuple[str, Role], lines: list[str], presses: list[int]
) -> None:
    kind, role = who
    _alike(lived_in, tmp_path, role, kind, lines, presses)
