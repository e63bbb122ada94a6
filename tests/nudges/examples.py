"""A situation for every nudge: how it comes to be due this Monday morning, what is said of it, and what ends it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.counting import count_all
from storage.tables import FeatureRequest
from tests.chat import World
from tests.nudges.company import MONDAY, TODAY, account, contract, step

# After the plan of the last working day, so that it is news on Monday.
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
# When both Berlin and New York are at work.
ALL_AWAKE = MONDAY.replace(hour=14)


@dataclass(frozen=True)
class Example:
    """happens: makes it so. who: whose nudge it is. says: what the card shows of its number, reason and next step.
    ends: what somebody types when it is not true any more; None for what is true as long as there are accounts."""

    happens: Callable[[World], Awaitable[None]]
    says: tuple[str, ...]
    ends: str | None
    who: str = "dana"

    @property
    def email(self) -> str:
        return f"{self.who}@example.com"


async def at(world: World, now: datetime, *lines: str, who: str = "dana") -> None:
    """What somebody typed back then; each line was understood."""
    world.now = now
    chat = world.chat(f"{who}@example.com")
    for line in lines:
        said = await chat.says(line)
        assert chat.done, said
    world.now = ALL_AWAKE


async def counted(world: World, now: datetime) -> None:
    """Health, as the count of that moment finds it."""
    await world.ground.run(1, lambda work: count_all(work, now), alone=True)


async def _renewal(world: World) -> None:
    await world.ground.run(1, lambda work: contract(work, account(work, "Acme"), TODAY + timedelta(days=30)))


async def _notice(world: World) -> None:
    await world.ground.run(
        1, lambda work: contract(work, account(work, "Globex", tier=4), TODAY + timedelta(days=97), notice_days=90)
    )


async def _overdue(world: World) -> None:
    await world.ground.run(1, lambda work: contract(work, account(work, "Initech"), TODAY - timedelta(days=1)))


async def _step(world: World) -> None:
    await world.ground.run(1, lambda work: step(work, account(work, "Nordbank"), TODAY))


async def _silence(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Paylo"))
    await at(world, datetime(2026, 11, 9, 12, tzinfo=UTC), "log call Paylo 30m")
    await at(world, datetime(2026, 11, 16, 12, tzinfo=UTC), "log call Paylo 5m voicemail")


async def _review(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Hooli"))
    await at(world, datetime(2026, 8, 24, 12, tzinfo=UTC), 'log "business review" Hooli 60m')


async def _strategy(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Umbrella"))
    await at(world, datetime(2026, 5, 25, 12, tzinfo=UTC), 'log "strategic review" Umbrella 60m')


async def _champion(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Vandelay"))
    said = ("log call Vandelay 30m with Nia Okoye", "champion Vandelay Nia Okoye")
    await at(world, datetime(2026, 10, 24, 12, tzinfo=UTC), *said)


async def _kpi(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Cyberdyne"))
    agreed = 'kpi Cyberdyne "reports a week" from 10 to 110 by 23 Mar 2027 since 15 Sep'
    await at(world, datetime(2026, 10, 1, 12, tzinfo=UTC), agreed)
    await at(world, FRIDAY, "kpi Cyberdyne reports a week 12")


async def _idle(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Oscorp", "sam"))
    await at(world, datetime(2026, 11, 9, 12, tzinfo=UTC), "risk Oscorp pricing too high 40k", who="sam")


async def _read(world: World, name: str, now: datetime, *readings: str) -> None:
    await at(world, now, *(f"reading {name} {reading}" for reading in readings), who="sam")
    await counted(world, now)


async def _band(world: World) -> None:
    """73 by what was read two weeks ago, 69 since Friday: a worse band, and no fast drop."""
    await world.ground.run(1, lambda work: account(work, "Wonka", "sam"))
    await _read(world, "Wonka", FRIDAY - timedelta(days=14), "usage 64", "sentiment 70", "sponsor 72", "outcomes 70")
    await _read(world, "Wonka", FRIDAY, "usage 58", "sentiment 60")


async def _drop(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Stark", "sam"))
    await _read(world, "Stark", FRIDAY - timedelta(days=14), "usage 80", "sentiment 100", "sponsor 80")
    await _read(world, "Stark", FRIDAY, "usage 20")


async def _override(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Wayne", "sam"))
    await at(world, FRIDAY - timedelta(days=14), "health Wayne red until 26 Nov: the board is split", who="sam")


async def _stale(world: World) -> None:
    """Usage counts for six weeks, which ended on Saturday."""
    await world.ground.run(1, lambda work: account(work, "Tyrell", "sam"))
    await _read(world, "Tyrell", datetime(2026, 10, 10, 12, tzinfo=UTC), "usage 80")
    await _read(world, "Tyrell", FRIDAY - timedelta(days=14), "sentiment 100", "sponsor 80")
    await counted(world, FRIDAY)
    await counted(world, ALL_AWAKE.replace(hour=6))


async def _request(world: World, name: str, now: datetime, what: str) -> int:
    """A request of a new account of Dana's; returns its number."""
    await world.ground.run(1, lambda work: account(work, name))
    await at(world, now, f'request {name} what:"{what}" why:"audit in March" new:yes')
    return await world.look(lambda work: max(row["id"] for row in work.ask(FeatureRequest.table().select())))


async def _unheard(world: World) -> None:
    await _request(world, "Contoso", FRIDAY - timedelta(days=1), "dark mode")


async def _answer(world: World) -> None:
    id = await _request(world, "Fabrikam", FRIDAY - timedelta(days=10), "SCIM provisioning")
    await at(world, FRIDAY - timedelta(days=1), f"request:{id} received", who="jane")
    await at(world, FRIDAY - timedelta(days=1), f"question request:{id} groups too, or only users?", who="jane")


async def _shipped(world: World) -> None:
    id = await _request(world, "Tailspin", FRIDAY - timedelta(days=60), "bulk import of users")
    await at(world, FRIDAY - timedelta(days=13), f"request:{id} shipped", who="jane")


async def _consent(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Aperture", tier=4))
    await at(world, datetime(2026, 11, 2, 12, tzinfo=UTC), "consent Aperture quote until 23 Dec 2026")


async def _outcome(world: World) -> None:
    """Agreed to two weeks ago, and not heard of since."""
    await world.ground.run(1, lambda work: account(work, "Massive", tier=4))
    then = datetime(2026, 11, 9, 12, tzinfo=UTC)
    await at(world, then, "consent Massive quote until 1 Dec 2027")
    await at(world, then, "reference ask Massive quote: for the launch", who="sam")
    await at(world, then, "ask:1 approve")


async def _unowned(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Orphan", owner=""))


async def _owned(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Soylent"))


async def _complaint(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Gringotts", "sam"))
    await at(world, FRIDAY, "complaint Gringotts Support took three days to answer")


async def _info(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Hogsmeade", "jane"))
    await at(world, FRIDAY, "escalate Hogsmeade sev3 export fails")
    await at(world, FRIDAY, "escalation:1 need info: which export", who="sam")


async def _ladder(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Monsters", "sam"))
    await at(world, FRIDAY, "log call Monsters 20m", "unresponsive Monsters")


async def _unanswered(world: World) -> None:
    await world.ground.run(1, lambda work: account(work, "Acheron", "jane"))
    await at(world, datetime(2026, 11, 16, 12, tzinfo=UTC), "log call Acheron 30m")
    tried = ("log call Acheron 5m voicemail", "log email Acheron 5m chasing, no reply", "log call Acheron no answer")
    await at(world, FRIDAY + timedelta(hours=4), *tried)


EXAMPLES = {
    "renewal": Example(
        _renewal,
        ("Acme", "notice closes in 30 days", "No two-way contact on record", "send the proposal"),
        "renewal Acme renewed 100k",
    ),
    "notice": Example(
        _notice,
        ("Globex", "notice closes in 7 days", "No two-way contact on record", "ask them whether they stay"),
        "renewal Globex commit: they said so",
    ),
    "overdue": Example(
        _overdue,
        ("Initech", "not signed, 1 day past its date", "No two-way contact on record", "say how it ended"),
        "renewal Initech renewed 100k",
    ),
    "step": Example(_step, ("Nordbank", "a next step is due today", "SOC2 report"), "done step:1"),
    "silence": Example(
        _silence,
        ("Paylo", "no two-way contact for 14 days", "every 14 days is the rule for T1; 1 attempt since", "call Paylo"),
        "log call Paylo 20m",
    ),
    "review-due": Example(
        _review,
        ("Hooli", "no business review for 91 days", "every 91 days is the rule", "propose a date for it to Hooli"),
        'log "business review" Hooli 60m',
    ),
    "strategy-due": Example(
        _strategy,
        ("Umbrella", "no strategic review for 182 days", "every 182 days is the rule", "propose a date"),
        'log "strategic review" Umbrella 60m',
    ),
    "champion-silent": Example(
        _champion,
        ("Vandelay", "your champion is silent for 30 days", "Nia Okoye", "write to Nia Okoye"),
        "log call Vandelay 20m with Nia Okoye",
    ),
    "kpi": Example(
        _kpi,
        ("Cyberdyne", "reports a week is", "behind its line"),
        "kpi Cyberdyne reports a week 60",
    ),
    "risk-idle": Example(
        _idle,
        ("Oscorp", "nothing done about a risk for 14 days", "pricing"),
        "risk:1 worked their CFO has the numbers",
        "sam",
    ),
    "health-band": Example(
        _band, ("Wonka", "health is YELLOW", "Usage costs", "ask who stopped"), "reading Wonka usage 90", "sam"
    ),
    "health-drop": Example(
        _drop, ("Stark", "health fell", "points in 7 days", "Usage took", "ask who stopped"), "reading Stark usage 90",
        "sam",
    ),
    "health-override": Example(
        _override, ("Wayne", "your RED ends", "the board is split", "say it again"), "health Wayne clear:yes", "sam"
    ),
    "health-stale": Example(
        _stale, ("Tyrell", "of the data is fresh", "Usage is 44 d old", "find out how usage is"),
        "reading Tyrell usage 80", "sam",
    ),
    "complaint-open": Example(
        _complaint,
        ("Gringotts", "a complaint waits for 3 days", "Support took three days", "call them"),
        "complaint:1 answered: called them and apologised",
        "sam",
    ),
    "info-wanted": Example(
        _info,
        ("Hogsmeade", "waits for info for 3 days", "which export", "answer, or ask the customer"),
        "escalation:1 info: the CSV one",
        "jane",
    ),
    "ladder": Example(
        _ladder,
        ("Monsters", "no answer for 3 days", "another contact was tried", "try their sponsor"),
        "unresponsive Monsters answered",
        "sam",
    ),
    "unanswered": Example(
        _unanswered,
        ("Acheron", "does not answer", "3 attempts", "begin the ladder"),
        "log call Acheron 20m with their CFO",
        "jane",
    ),
    "request-unheard": Example(
        _unheard,
        ("Requests: 1 request waits to be acknowledged", "Dark mode", "say that you have them"),
        "request:1 received", "jane",
    ),
    "answer-overdue": Example(
        _answer,
        ("Fabrikam", "Jane waits for an answer for 4 days", "groups too, or only users?", "one line is enough"),
        "question:1 they need groups",
    ),
    "request-hit": Example(
        _shipped,
        ("Tailspin", "Bulk import of users", "hit the mark?", "because audit in March", "ask them"),
        "voice:1 hit",
    ),
    "consent": Example(
        _consent, ("Aperture", "the consent to quote ends", "ask them whether it may go on"),
        "consent Aperture quote until 1 Dec 2027",
    ),
    "reference-outcome": Example(
        _outcome, ("Massive", "the quote was agreed to 14 days ago", "for the launch", "say what came of it"),
        "ask:1 done 30m they were kind",
    ),
    "unowned": Example(
        _unowned, ("Accounts: 1 account has no owner", "Orphan", "give them one"), "owner Orphan @dana", "jane"
    ),
    "outlook": Example(_owned, ("The week of 23 November", "No renewal to decide"), None),
    "team": Example(_owned, ("Team, since last Monday", "Renewing within 90 days"), None, "jane"),
}  # fmt: skip


async def happen(world: World, *names: str) -> None:
    """Several of them in one company, each account once; at the end it is Monday morning."""
    for happens in dict.fromkeys(EXAMPLES[name].happens for name in names):
        await happens(world)
    world.now = ALL_AWAKE
