"""Replicas that are killed at random instants while messages keep coming, and what became of every message."""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.letters import mark_of
from bot.view import Text, View, to_json
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.tables import Identity, Member, Organization, OutboxMessage
from storage.work import Work
from tests.fakes.slack import TEAM, FakeSlack

ROOT = Path(__file__).parents[2]
LEASE = 3.0
PATIENCE = 60.0


@dataclass
class Figures:
    """messages: put into the outbox. kills: processes killed with SIGKILL. cut: messages claimed by a process that was
    killed before it said what became of them. found: how many of them had arrived, and were not sent again. lost: never
    sent. twice: sent more than once. gap: the shortest time between two posts to one conversation, in seconds. slowest:
    seconds from due to posted. seconds: the whole of it."""

    messages: int = 0
    kills: int = 0
    cut: int = 0
    found: int = 0
    lost: int = 0
    twice: int = 0
    gap: float = float("inf")
    slowest: float = 0.0
    seconds: float = 0.0

    @property
    def row(self) -> str:
        """As a row of docs/reliability.md."""
        counts = (self.kills, self.messages, self.cut, self.found, self.lost, self.twice)
        return " | ".join(f"{count:,}" for count in counts) + (
            f" | {self.gap:.3f} s | {self.slowest:.1f} s | {self.seconds:.0f} s"
        )


class SlowSlack(FakeSlack):
    """A Slack that takes a while to answer, and notes when each message of ours arrived. silent: it takes them and says
    nothing."""

    def __init__(self, random: random.Random) -> None:
        super().__init__()
        self._random = random
        self.silent = False
        self.arrivals: list[tuple[str, str, float, float]] = []
        """(channel, mark, monotonic seconds, seconds since the epoch)"""
        self.looks: list[tuple[str, float]] = []
        """(channel, monotonic seconds) of whoever asked what stands there."""

    async def _api(self, request):  # type: ignore[no-untyped-def]  # as the fake's own
        method = request.match_info["method"]
        answer = await super()._api(request)
        if method == "conversations.history":
            self.looks.append((self.calls[-1].args["channel"], time.monotonic()))
        if method == "chat.postMessage":
            posted = self.calls[-1].args
            mark = posted["metadata"]["event_payload"]["outbox_id"]
            self.arrivals.append((posted["channel"], mark, time.monotonic(), time.time()))
            if self.silent:
                await asyncio.sleep(PATIENCE)
        self.calls.clear()  # hours of them would fill the memory
        await asyncio.sleep(self._random.uniform(0, 0.08))
        return answer


@dataclass
class Storm:
    url: str
    ground: Ground
    slack: SlowSlack
    random: random.Random
    organization: int
    members: list[int]
    lease: float
    figures: Figures = field(default_factory=Figures)
    pids: list[int] = field(default_factory=list)
    cut: set[tuple[int, int]] = field(default_factory=set)

    async def put(self, count: int) -> None:
        """Half of them texts, half living cards, to members by turns."""
        first = self.figures.messages
        self.figures.messages += count

        def act(work: Work) -> None:
            now = datetime.now(UTC)
            for number in range(first, first + count):
                member = self.members[number % len(self.members)]
                text, card = to_json(View((Text((f"Message {number}.",)),), "A message")), ""
                if number % 2:
                    text, card = "", f"storm:{number}"
                work.messages.put(f"storm {number}", f"member:{member}", text, member, now, card=card)

        await self.ground.run(self.organization, act)

    async def outbox(self) -> list[OutboxMessage]:
        ask = select(*OutboxMessage.table().columns)
        rows = await self.ground.run(0, lambda work: work.ask(ask), reads=True)
        return [OutboxMessage.of(row) for row in rows]

    async def settled(self) -> None:
        """Until everything was sent, or nothing has moved for a minute."""
        async with asyncio.timeout(PATIENCE):
            while any(message.state == "due" for message in await self.outbox()):  # noqa: ASYNC110 # other processes
                await asyncio.sleep(0.1)

    async def busy(self) -> None:
        """Until somebody has a message in hand, so that a kill may hit something however slow the machine is; at most
        a second, because what came in may be sent already."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while not any(message.lease_until and message.state == "due" for message in await self.outbox()):  # noqa: ASYNC110 # other processes
                    await asyncio.sleep(0.01)

    def kill(self) -> None:
        """One of them, by chance."""
        victim = self.pids.pop(self.random.randrange(len(self.pids)))
        os.kill(victim, signal.SIGKILL)
        self.figures.kills += 1

    async def count(self) -> Figures:
        figures = self.figures
        outbox = {mark_of(message): message for message in await self.outbox() if not message.replaces}
        posts = Counter(mark for _, mark, _, _ in self.slack.arrivals)
        figures.lost = sum(not posts[mark] for mark in outbox)
        figures.twice = sum(many > 1 for many in posts.values())
        figures.cut = sum(message.attempts > 1 for message in outbox.values())
        figures.found = sum(self._found(channel, at) for channel, at in self.slack.looks)
        last: dict[str, float] = {}
        for channel, mark, at, since in self.slack.arrivals:
            if channel in last:
                figures.gap = min(figures.gap, at - last[channel])
            last[channel] = at
            figures.slowest = max(figures.slowest, since - outbox[mark].due_at.timestamp())
        return figures

    def _found(self, channel: str, looked: float) -> bool:
        """Whoever looks and finds nothing sends at once, or was killed before and another looks again. Whoever finds it
        sends nothing, and nobody else may for a second."""
        sent = (at for where, _, at, _ in self.slack.arrivals if where == channel)
        looks = (at for where, at in self.slack.looks if where == channel)
        return not any(looked < at < looked + 0.9 for at in sent) and not any(
            looked < at < looked + 1.5 * self.lease for at in looks
        )


@asynccontextmanager
async def storm(
    url: str, seed: int, *, members: int = 100, processes: int = 4, lease: float = LEASE
) -> AsyncIterator["Running"]:
    chance = random.Random(seed)
    slack = SlowSlack(chance)
    await slack.server.start_server()
    ground = open_ground(engine(url))
    organization, people = await ground.run(0, lambda work: _house(work, members))
    nursery = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.replicas.replica", url, slack.api, str(lease),
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    one = Running(Storm(url, ground, slack, chance, organization, people, lease), nursery)
    try:
        for _ in range(processes):
            await one.start()
        yield one
    finally:
        os.killpg(nursery.pid, signal.SIGKILL)  # with whatever it started
        await nursery.wait()
        ground.close()
        await slack.server.close()


@dataclass
class Running:
    storm: Storm
    nursery: asyncio.subprocess.Process

    async def start(self) -> int:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(b"\n")
        async with asyncio.timeout(PATIENCE):
            pid = int(await self.nursery.stdout.readline())
        self.storm.pids.append(pid)
        return pid

    async def rage(
        self, messages: int, kills: int, pause: tuple[float, float], told: Callable[[Figures], object] = lambda _: None
    ) -> Figures:
        """Messages come in at every kill, as many as make the wanted number at the last. pause: seconds from one kill to
        the next, from and to."""
        storm, began = self.storm, time.monotonic()
        for number in range(kills):
            await storm.put(messages * (number + 1) // kills - storm.figures.messages)
            await asyncio.sleep(storm.random.uniform(*pause))
            await storm.busy()
            storm.kill()
            await self.start()
            told(storm.figures)
        await storm.settled()
        figures = await storm.count()
        figures.seconds = time.monotonic() - began
        return figures


def _house(work: Work, members: int) -> tuple[int, list[int]]:
    now = datetime.now(UTC)
    organization = work.insert(Organization, name="Ours", created_at=now).id
    ours = Work(work.driver, work.dialect, organization)
    people = []
    for number in range(members):
        member = ours.insert(Member, name=f"Member {number}", role="csm", seen_at=now, created_at=now)
        ours.insert(Identity, member_id=member.id, platform="slack", tenant=TEAM, user=f"U0{number:04}")
        people.append(member.id)
    return organization, people
