"""Nudges about KPIs off their line, neglected customers and silent champions: when they come due, until when they hold."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from bot.cards.nudge_words import said_of
from bot.planning import plan
from bot.scene import Scene
from bot.text import plain
from bot.view import Spans
from storage.queries import kpis, neglect
from storage.queries.plans import Due, Missed
from storage.tables import Account, Contact, Kpi, Member, Nudge
from storage.work import Work
from tests.chat import MORNING, World

TODAY = MORNING.date()
Candidates = Callable[[Any], Any]


async def due(
    world: World, candidates: Candidates, since: date, until: date, threshold: int | None = None
) -> list[Due]:
    def ask(work: Work) -> list[Due]:
        work.intervals.seed()
        return work.plans.would(candidates, since, until, threshold)

    return await world.ground.run(1, ask)


async def id_of(world: World, record: type[Account] | type[Kpi] | type[Contact], name: str) -> int:
    rows = await world.look(lambda work: work.ask(record.table().select().where(record.table().c.name == name)))
    return int(rows[0]["id"])


async def planned(world: World, rule: str) -> list[Nudge]:
    """Everybody's morning is planned, and this rule's nudges stand."""
    await world.ground.run(1, lambda work: plan(work, world.now))
    rows = await world.look(lambda work: work.ask(Nudge.table().select().where(Nudge.table().c.rule == rule)))
    return [Nudge.of(row) for row in sorted(rows, key=lambda row: row["id"])]


async def words(world: World, nudge: Nudge) -> str | None:
    """What a nudge says to whom it is for, in one line."""

    def say(work: Work) -> str | None:
        member = work.get(Member, nudge.member_id)
        assert member is not None
        matter = said_of(Scene(work, world.now, member), nudge)
        return None if matter is None else " / ".join(
            [matter.title, *(opened(part) for part in (matter.number, matter.reason, matter.step))]
        )  # fmt: skip

    return await world.look(say)


def opened(spans: Spans) -> str:
    """Words with what is shielded in them."""
    parts = (opened(each.spans) if hasattr(each, "spans") else plain((each,)) for each in spans)
    return "".join(parts)


# ------------------------------------------------------------ KPIs


async def test_a_reading_that_crosses_the_threshold_comes_due_once(both: World) -> None:
    dana = both.chat()
    await dana.says('kpi Globex "reports a week" from 10 to 110 by 23 Mar since 15 Sep')
    id = await id_of(both, Kpi, "reports a week")
    await planned(both, "kpi")
    await dana.says("kpi Globex reports a week 20 on 13 Oct")  # 5 % of the way behind
    both.passes(days=1)
    assert not [one for one in await planned(both, "kpi") if one.subject == f"kpi:{id}"]
    await dana.says("kpi Globex reports a week 25")
    await dana.says("kpi Globex reports a week 26")
    both.passes(days=1)
    [nudge] = [one for one in await planned(both, "kpi") if one.subject == f"kpi:{id}"]
    assert (nudge.key, nudge.due_on, nudge.figure) == (f"kpi:{id}:2026-11-24", date(2026, 11, 24), 21)
    said = await words(both, nudge)
    assert said == (
        "Globex / reports a week is 21 % behind its line / moving, but too slowly / "
        "agree on a catch-up plan: who, by when"
    )
    await dana.says("kpi Globex reports a week 27")  # still off: no news
    both.passes(days=1)
    assert len([one for one in await planned(both, "kpi") if one.subject == f"kpi:{id}"]) == 1
    await dana.says("kpi Globex reports a week 60")
    assert await words(both, nudge) is None


async def test_history_that_comes_in_late_is_no_news(world: World) -> None:
    dana = world.chat()
    await dana.says('kpi Globex "reports a week" from 10 to 110 by 23 Mar since 15 Apr')
    await planned(world, "kpi")
    await dana.says("kpi Globex reports a week 10 on 1 Jul")
    world.passes(days=1)
    assert not [one for one in await planned(world, "kpi") if one.account_id == await id_of(world, Account, "Globex")]


async def test_only_open_kpis_of_live_accounts(world: World) -> None:
    since, until = TODAY - timedelta(days=100), TODAY
    before = {one.account_id for one in await due(world, kpis.off_its_line, since, until)}
    acme = await id_of(world, Account, "Acme Corp")
    assert acme in before
    await world.chat().says("kpi Acme Corp days to close dropped: they use another figure")
    assert acme not in {one.account_id for one in await due(world, kpis.off_its_line, since, until)}


# ------------------------------------------------------------ silence


async def test_silence_comes_due_after_the_days_of_the_tier(both: World) -> None:
    acme = await id_of(both, Account, "Acme Corp")
    # T1: every 14 days; the last held contact was on 20 October. The figure is that of the day it would have come.
    found = [
        one for one in await due(both, neglect.operational, TODAY - timedelta(days=40), TODAY) if one.account_id == acme
    ]
    assert [(one.key, one.due_on, one.figure) for one in found] == [
        (f"operational:{acme}:2026-10-20", date(2026, 11, 3), 14)
    ]


async def test_what_was_said_of_silence_holds_until_somebody_talked(both: World) -> None:
    acme = await id_of(both, Account, "Acme Corp")
    [nudge] = [one for one in await planned(both, "silence") if one.account_id == acme]
    assert await words(both, nudge) == (
        "Acme Corp / no two-way contact for 34 days / every 14 days is the rule for T1; 3 attempts since / "
        "call Jane Porter (CFO)"
    )
    dana = both.chat()
    await dana.says("log note Acme Corp thinking about them")
    await dana.says("log call Acme Corp 5m voicemail")
    assert "4 attempts" in (await words(both, nudge) or "")
    await dana.says("log call Acme Corp 20m")
    assert await words(both, nudge) is None
    both.passes(days=14)
    again = [one for one in await planned(both, "silence") if one.account_id == acme]
    assert [one.key for one in again] == [f"operational:{acme}:2026-10-20", f"operational:{acme}:2026-11-23"]


async def test_reviews_have_levels_of_their_own(both: World) -> None:
    acme = await id_of(both, Account, "Acme Corp")
    since = TODAY - timedelta(days=60)

    async def keys(candidates: Candidates, until: datetime) -> list[str]:
        return [one.key for one in await due(both, candidates, since, until.date()) if one.account_id == acme]

    # The last business review was on 22 July, 91 days before 21 October.
    assert await keys(neglect.business, both.now) == [f"business:{acme}:2026-07-22"]
    dana = both.chat()
    await dana.says("log call Acme Corp 30m")
    assert await keys(neglect.business, both.now) == [f"business:{acme}:2026-07-22"]
    await dana.says('log "strategic review" Acme Corp 60m')
    assert not await keys(neglect.business, both.now + timedelta(days=90))
    assert await keys(neglect.business, both.now + timedelta(days=91)) == [f"business:{acme}:2026-11-23"]
    assert await keys(neglect.strategic, both.now + timedelta(days=182)) == [f"strategic:{acme}:2026-11-23"]
    await dana.says('log "business review" Acme Corp 60m yesterday')
    assert await keys(neglect.strategic, both.now + timedelta(days=182)) == [f"strategic:{acme}:2026-11-23"]


async def test_a_tier_without_a_level_is_left_in_peace(world: World) -> None:
    omar = world.chat("omar@example.com")
    since = TODAY - timedelta(days=4000)
    assert await due(world, neglect.business, since, TODAY)
    for tier in ("T1", "T2"):
        await omar.says(f"cadence business {tier} never")
    left = {one.account_id for one in await due(world, neglect.business, since, TODAY)}
    accounts = await world.look(lambda work: work.accounts.named({id for id in left if id}))
    assert {account.tier for account in accounts.values()} == {3}


# ------------------------------------------------------------ champions


async def test_a_silent_champion(both: World) -> None:
    jane = await id_of(both, Contact, "Jane Porter")
    # She took part on 20 October for the last time.
    since = TODAY - timedelta(days=30)
    assert [
        one.key for one in await due(both, neglect.champion, since, TODAY, 30) if one.subject == f"champion:{jane}"
    ] == [f"champion:{jane}:2026-10-20"]
    assert not [one for one in await due(both, neglect.champion, since, TODAY, 45) if one.subject == f"champion:{jane}"]
    [nudge] = [one for one in await planned(both, "champion-silent") if one.subject == f"champion:{jane}"]
    assert await words(both, nudge) == (
        "Acme Corp / your champion is silent for 34 days / Jane Porter, CFO / "
        "write to Jane Porter, or find out whether they left"
    )
    dana = both.chat()
    await dana.says("log call Acme Corp 20m with Wei Zhang")
    assert await words(both, nudge) is not None
    await dana.says("log call Acme Corp 20m with Jane Porter")
    assert await words(both, nudge) is None
    await dana.says("undo")
    await dana.says("champion Acme Corp Jane Porter left")
    assert await words(both, nudge) is None


async def test_the_auditor_misses_nothing(both: World) -> None:
    await planned(both, "kpi")
    await both.chat().says("log call Acme Corp 20m with Jane Porter")
    await both.chat().says("kpi Globex wau 150")
    for _ in range(3):
        both.passes(days=1)
        await planned(both, "kpi")

    def missing(work: Work) -> list[Missed]:
        rules: list[tuple[Candidates, int | None]] = [
            (kpis.off_its_line, None),
            (neglect.operational, None),
            (neglect.business, None),
            (neglect.strategic, None),
            (neglect.champion, 30),
        ]
        return [one for candidates, threshold in rules for one in work.plans.missing(candidates, threshold)]

    assert await both.look(missing) == []
