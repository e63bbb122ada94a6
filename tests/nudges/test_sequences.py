"""Whatever people do with what they are told, and however time goes on: nothing is said twice, and nothing is lost."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.nudge_words import said_of
from bot.meeting import House, zone_of
from bot.scene import Scene
from bot.workspaces import organization_of
from storage.engine import engine
from storage.ground import open_ground
from storage.tables import Leave, Member, Nudge, OutboxMessage, Rhythm
from storage.work import Work
from tests.chat import World
from tests.nudges.company import MONDAY, TODAY, account, contract, found, member, step

BUDGET = 3
PEOPLE = ("dana", "sam", "jane")
CLOSED = ("done", "dismissed", "resolved", "replaced")


def fill(work: Work) -> None:
    """Renewals whose windows open over the coming weeks, and promises; more on the first mornings than anybody wants."""
    sam = member(work, "sam").id
    for number, days in enumerate((30, 31, 33, 60, 14, 10, 37)):
        owner = "sam" if number == 6 else "dana"
        one = account(work, f"Customer {number}", owner, tier=1, **({"backup_id": sam} if number == 1 else {}))
        contract(work, one, TODAY + timedelta(days=days))
        step(work, one, TODAY + timedelta(days=number), owner=owner)
    for name in PEOPLE:
        rhythm = work.rhythms.own(member(work, name).id)
        work.update(Rhythm, rhythm.id, budget=BUDGET)


@pytest.fixture(scope="module")
def begun(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company before its Monday morning, to begin with again and again."""
    file = tmp_path_factory.mktemp("sequences") / "begun.db"
    shutil.copy(sqlite_template, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    ground.run_now(0, lambda work: organization_of(work, "cli", "t", House(), MONDAY))
    ground.run_now(1, found)
    ground.run_now(1, fill)
    ground.close()
    return file


@contextmanager
def world_of(begun: Path) -> Iterator[World]:
    file = begun.with_name("now.db")
    for old in begun.parent.glob("now.db*"):
        old.unlink()
    shutil.copy(begun, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    yield World(ground, MONDAY.replace(hour=6))
    ground.close()


matters = st.integers(0, 13)
who = st.sampled_from(PEOPLE)
actor = st.sampled_from(("dana", "dana", "dana", "sam", "jane"))
steps = st.one_of(
    st.tuples(st.just("snooze"), actor, matters, st.integers(1, 9)),
    st.tuples(st.just("handled"), actor, matters),
    st.tuples(st.just("unneeded"), actor, matters),
    st.tuples(st.just("pass"), actor, matters, who),
    st.tuples(st.just("accept"), matters),
    st.tuples(st.just("return"), matters),
    st.tuples(st.just("undo"), actor),
    st.tuples(st.just("away"), who, st.integers(1, 5)),
    st.tuples(st.just("renewed"), actor, st.integers(0, 6)),
    st.tuples(st.just("owner"), st.integers(0, 6), who),
    st.tuples(st.just("passes"), st.sampled_from((1, 3, 8, 13, 24, 24, 49, 72, 24 * 7))),
    st.tuples(st.just("passes"), st.sampled_from((1, 24))),
)


@dataclass
class Watched:
    """What is looked at after every step. before: the nudges as they were after the last one. undone: it was an undo."""

    world: World
    before: dict[int, Nudge] = field(default_factory=dict)
    undone: bool = False

    async def look(self) -> None:
        now = await self.world.look(lambda work: {row["id"]: Nudge.of(row) for row in work.ask(Nudge.table().select())})
        for id, nudge in now.items():
            self._said_once(self.before.get(id), nudge)
            self._stays_closed(self.before.get(id), nudge)
        assert self.before.keys() <= now.keys()
        self.before, self.undone = now, False
        await self.world.look(self._within_budget)
        await self.world.look(self._nothing_lost)

    def _said_once(self, before: Nudge | None, nudge: Nudge) -> None:
        if before is None or before.said_at is None or before.said_at == nudge.said_at:
            return
        slept = before.snoozed_until is not None and before.snoozed_until <= self.world.now
        warned = before.warned_at is None and nudge.warned_at is not None
        assert slept or warned, f"{nudge.key} was said twice"

    def _stays_closed(self, before: Nudge | None, nudge: Nudge) -> None:
        if before is not None and before.state in CLOSED and not self.undone:
            assert nudge.state == before.state, f"{nudge.key} came back"

    def _within_budget(self, work: Work) -> None:
        days: Counter[tuple[str, object]] = Counter()
        people = {f"member:{one.id}": one for one in work.people.everyone()}
        for row in work.ask(OutboxMessage.table().select()):
            if row["key"].startswith(("nudge:", "digest:")) and not row["replaces"]:
                day = row["created_at"].astimezone(zone_of(people[row["address"]])).date()
                days[row["address"], day] += 1
        assert not days or max(days.values()) <= BUDGET, days

    def _nothing_lost(self, work: Work) -> None:
        """What is open and true is said and listed, snoozed, held with a reason, or waits for whoever is away."""
        leaves = {row["member_id"] for row in work.ask(Leave.table().select())}
        for nudge in self.before.values():
            reader = work.get(Member, nudge.member_id)
            assert reader is not None
            if nudge.state == "replaced":
                newer = [
                    one
                    for one in self.before.values()
                    if one.subject == nudge.subject and one.member_id == nudge.member_id and one.id > nudge.id
                ]
                assert newer, f"{nudge.key} was replaced by nothing"
            if nudge.state != "open" or said_of(Scene(work, self.world.now, reader), nudge) is None:
                continue
            if nudge.snoozed_until is not None:
                continue
            if nudge.route == "held":
                assert nudge.why_held
            elif nudge.route == "new":
                assert nudge.member_id in leaves, f"{nudge.key} waits for nothing"
            else:
                listed = work.nudges.of_member(nudge.member_id, self.world.now, 1000)
                assert nudge.id in {one.id for one in listed}, f"{nudge.key} is on no list"


async def act(world: World, watched: Watched, step: tuple[object, ...]) -> None:
    match step:
        case ("passes", int(hours)):
            world.passes(hours=hours)
            await world.plans()
        case ("undo", str(name)):
            watched.undone = True
            await world.chat(f"{name}@example.com").says("undo")
        case ("away", str(name), int(days)):
            await world.chat(f"{name}@example.com").says(f"away until {(world.now + timedelta(days=days)):%-d %b}")
        case ("renewed", str(name), int(number)):
            await world.chat(f"{name}@example.com").says(f'renewal "Customer {number}" renewed 100k')
        case ("owner", int(number), str(other)):
            await world.chat("jane@example.com").says(f'owner "Customer {number}" @{other}')
        case ("accept" | "return" as verb, int(matter)):
            offered = [nudge for nudge in watched.before.values() if nudge.state == "open" and nudge.offered_to_id]
            if offered:
                nudge = offered[matter % len(offered)]
                to = await world.look(lambda work: work.get(Member, nudge.offered_to_id or 0))
                assert to is not None
                await world.chat(to.email or "").says(f"{verb} {nudge.subject}")
        case (str(verb), str(name), int(matter), *rest):
            me = await world.look(lambda work: member(work, name).id)
            mine = [nudge for nudge in watched.before.values() if nudge.member_id == me]
            waiting = [nudge for nudge in mine if nudge.state == "open" and nudge.said_at] or mine
            if waiting:
                more = {"snooze": " {}d", "pass": " to @{}", "unneeded": ": they said so"}.get(verb, "").format(*rest)
                await world.chat(f"{name}@example.com").says(f"{verb} {waiting[matter % len(waiting)].subject}{more}")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(steps, min_size=4, max_size=16))
def test_nothing_is_said_twice_and_nothing_is_lost(begun: Path, steps: list[tuple[object, ...]]) -> None:
    with world_of(begun) as world, asyncio.Runner() as runner:
        runner.run(lived(world, steps))


async def lived(world: World, steps: list[tuple[object, ...]]) -> None:
    watched = Watched(world)
    for hours in (0, 2, 8):  # before, and then in the morning of Berlin and of New York
        world.now = MONDAY.replace(hour=6 + hours)
        await world.plans()
        await watched.look()
    for each in steps:
        await act(world, watched, each)
        await watched.look()
    # Everybody is back, and mornings enough go by for what was held or snoozed: all that is true was said.
    for _ in range(21):
        world.passes(days=1)
        world.now = world.now.astimezone(UTC).replace(hour=15, minute=0)
        await world.plans()
        await watched.look()
    assert world.now > datetime(2026, 12, 10, tzinfo=UTC)

    def open_and_true(work: Work) -> list[str]:
        people = {one.id: one for one in work.people.everyone()}
        return [
            nudge.key
            for nudge in watched.before.values()
            if nudge.state == "open"
            and nudge.said_at is None
            and nudge.route != "off"
            and said_of(Scene(work, world.now, people[nudge.member_id]), nudge) is not None
            and nudge.planned_at < world.now - timedelta(days=7)
        ]

    assert await world.look(open_and_true) == []
