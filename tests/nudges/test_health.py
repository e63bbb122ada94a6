"""Nudges about health: told when it changes, not when it is counted."""

from datetime import date, datetime, timedelta
from functools import partial

from bot.counting import count
from bot.measures import columns_of, measured
from storage.tables import HealthOverride, Measure, Reading
from storage.work import Work
from tests.chat import World
from tests.nudges.company import TODAY, Told, account, member, told

MICRO = 1_000_000


def read(work: Work, account_id: int, at: datetime, **values: int) -> None:
    work.act_as(member(work, "sam").id, "reading", at)
    for keyword, value in values.items():
        found = next(one for one in measured(work).definitions if one.keyword == keyword)
        id = found.id or work.add(Measure, **columns_of(found)).id
        work.add(Reading, account_id=account_id, measure_id=id, value=value * MICRO, at=at, source="by hand")


async def counts(world: World) -> None:
    while await world.ground.run(1, lambda work: count(work, world.now), alone=True):
        continue


async def tomorrow(world: World) -> None:
    """Counted in the night, planned in the morning."""
    world.passes(days=1)
    await counts(world)
    await world.plans()


async def scored(world: World, usage: int) -> int:
    """An account that was counted a week ago and every day since: usage and sentiment make its score."""
    id = await world.ground.run(1, lambda work: account(work, "Acme"))
    world.passes(days=-9)
    now = world.now
    await world.ground.run(1, lambda work: read(work, id, now, usage=usage, sentiment=100, sponsor=80))
    for _ in range(9):
        await counts(world)
        world.passes(days=1)
    await counts(world)
    await world.plans()
    return id


async def health_told(world: World) -> list[Told]:
    return [one for one in await told(world) if one.card.startswith("health:")]


async def test_a_band_that_was_crossed_is_told_once_with_its_reason(company: World) -> None:
    id = await scored(company, 50)
    assert not await health_told(company)
    now = company.now
    await company.ground.run(1, lambda work: read(work, id, now, usage=44))
    await tomorrow(company)
    (card,) = await health_told(company)
    assert card.to == "Dana"
    assert card.text.startswith("Acme: health is YELLOW 66")
    assert "Usage costs 34 points: by hand" in card.text
    assert "Next: ask who stopped using it, and why" in card.text
    assert "Health" in card.buttons
    await tomorrow(company)
    assert len(await health_told(company)) == 1


async def test_a_fast_drop_within_a_band_is_told(company: World) -> None:
    id = await scored(company, 80)
    for usage, cards in ((70, 0), (60, 1), (59, 1)):
        now = company.now
        await company.ground.run(1, partial(read, account_id=id, at=now, usage=usage))
        await tomorrow(company)
        assert len(await health_told(company)) == cards
    (card,) = await health_told(company)
    assert card.text.startswith("Acme: health fell 19 points in 7 days, to ")


async def test_a_recount_alarms_nobody(company: World) -> None:
    await scored(company, 50)
    admin = await company.look(lambda work: member(work, "jane"))

    def heavier(work: Work) -> None:
        work.act_as(admin.id, "measure", company.now)
        usage = next(row for row in work.health.measures() if row.keyword == "usage")
        work.change(usage, good=200 * MICRO)
        work.health.begin_anew()

    await company.ground.run(1, heavier)
    await tomorrow(company)
    assert not await health_told(company)


async def test_data_that_goes_stale_is_told(company: World) -> None:
    id = await scored(company, 80)
    for _ in range(42):  # a Monday again
        company.passes(days=1)
        await counts(company)
    await company.plans()
    (digest,) = [one for one in await told(company) if "of the data is fresh" in one.text]
    assert digest.to == "Dana"
    assert "only 25 % of the data is fresh" in digest.text
    assert await company.look(lambda work: work.nudges.of_subject(f"health:{id}"))


async def test_a_word_about_to_end_is_told_to_whoever_said_it(company: World) -> None:
    def say(work: Work) -> None:
        id = account(work, "Acme")
        work.act_as(member(work, "sam").id, "health", company.now)
        for until in (TODAY + timedelta(days=4), date(2027, 2, 1)):
            other = id if until < date(2027, 1, 1) else account(work, "Globex")
            work.add(
                HealthOverride, account_id=other, band="red", reason="their CFO leaves", until=until,
                member_id=member(work, "sam").id, at=company.now,
            )  # fmt: skip

    await company.ground.run(1, say)
    await company.plans()
    assert not [one for one in await told(company) if "your RED" in one.text]
    await tomorrow(company)
    (digest,) = [one for one in await told(company) if "your RED" in one.text]
    assert digest.to == "Sam"
    assert "Acme · your RED ends 27 Nov (3 d)\n  “their CFO leaves”" in digest.text
