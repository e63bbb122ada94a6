"""Whatever people do with escalations, however often it is delivered, and however time goes on: each is there once, nothing
is said twice, and its clock and its state fit together."""

import asyncio
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.complaints import answered
from bot.escalations.ringing import ring
from bot.meeting import House
from bot.request import Line, Request
from bot.text import as_text
from bot.workspaces import organization_of
from storage.engine import engine
from storage.ground import open_ground
from storage.tables import Change, Escalation, EscalationState, OutboxMessage
from storage.work import Work
from tests.chat import World
from tests.nudges.company import MONDAY, account, found

PEOPLE = ("dana", "sam", "jane", "vera")
_numbers = itertools.count()

LINES = (
    "escalate Globex sev1 everything is down",
    "escalate Globex sev2 export fails @sam",
    "escalate Initech invoice wrong",
    "escalate Initech they feel ignored",
    "escalation:{n} take",
    "escalation:{n} take over:yes",
    "escalation:{n} accept",
    "escalation:{n} return: not ours",
    "escalation:{n} hand over @sam: please",
    "escalation:{n} hand over to Engineering",
    "escalation:{n} need info: which one",
    "escalation:{n} info: that one",
    "escalation:{n} update on it customer: we are on it",
    "escalation:{n} sev2",
    "escalation:{n} sev4",
    "escalation:{n} resolve it was the disk 1h",
    "escalation:{n} reopen again",
    "escalation:{n} problem exports fail",
    "unresponsive Globex",
    "unresponsive Globex next",
    "unresponsive Globex answered",
    "log call Globex 20m all is well",
    "complaint Initech Support is slow",
    "undo",
)
steps = st.one_of(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(LINES), st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.just(""), st.sampled_from(("5", "20", "61", "300", "1441", "4000")), st.just(0), st.just(0)),
)


@pytest.fixture(scope="module")
def begun(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sequences") / "begun.db"
    shutil.copy(sqlite_template, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    ground.run_now(0, lambda work: organization_of(work, "cli", "t", House(), MONDAY))
    ground.run_now(1, _company)
    ground.close()
    return file


def _company(work: Work) -> None:
    found(work)
    account(work, "Globex", tier=2)
    account(work, "Initech", "sam", tier=1)


@contextmanager
def world_of(begun: Path) -> Iterator[World]:
    file = begun.with_name("now.db")
    for old in begun.parent.glob("now.db*"):
        old.unlink()
    shutil.copy(begun, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    yield World(ground, MONDAY)
    ground.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=4, max_size=18))
def test_whatever_happens_each_is_there_once(begun: Path, taken: list[tuple[str, str, int, int]]) -> None:
    with world_of(begun) as world, asyncio.Runner() as runner:
        runner.run(_live(world, taken))


async def _live(world: World, taken: list[tuple[str, str, int, int]]) -> None:
    raised = 0
    for who, said, number, deliveries in taken:
        if not who:
            world.passes(minutes=int(said))
            for _ in range(2):
                await world.ground.run(1, lambda work: (answered(work, world.now), ring(work, world.now)))
        else:
            line = said.format(n=number)
            done = await _delivered(world, who, line, deliveries)
            raised += done and line.startswith("escalate ")
        await world.look(_sound)
    rows = await world.look(lambda work: work.ask(Escalation.table().select()))
    assert len(rows) == raised, "one for each that was raised, however often it was delivered"


async def _delivered(world: World, who: str, line: str, times: int) -> bool:
    """The same happening, delivered again and again; each delivery is answered alike."""
    chat = world.chat(f"{who}@example.com")
    key = f"delivery {next(_numbers)}"
    replies = [
        await world.bot.answer(Request(key, chat.sender, chat.address, Line(line, bare=True))) for _ in range(times)
    ]
    said = [as_text(reply.view) for reply in replies]
    assert "Something broke" not in said[0], line
    if replies[0].done:
        assert len(set(said)) == 1, line
    return replies[0].done


def _sound(work: Work) -> None:
    """What holds at every moment, besides what the database checks by itself."""
    keys = [row["key"] for row in work.ask(OutboxMessage.table().select())]
    assert len(keys) == len(set(keys))
    for row in work.ask(Escalation.table().select()):
        one = Escalation.of(row)
        if one.state == EscalationState.RESOLVED or one.paused_since is not None:
            assert one.next_at is None, "what is over, or stands, does not ring"
        if one.state == EscalationState.TAKEN:
            assert one.taken_at is not None
            assert one.update_by is not None or one.level == 4
        if one.resolved_at is None and one.next_at is not None:
            assert one.next_at > one.clocked_at
        if one.offered_target is not None:
            assert one.offered_to_id is None, "it is asked of one"
    changed = {row["record_table"] for row in work.ask(Change.table().select())}
    assert changed <= {
        "escalations", "escalation_updates", "escalation_hours", "complaints", "ladders", "problems", "problem_accounts",
        "activities", "participants", "nudges",
    }  # fmt: skip
