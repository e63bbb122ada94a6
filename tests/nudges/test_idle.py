"""The nudge about risks that nobody works: once a silence, and only while it lasts."""

from datetime import timedelta

from bot.rules.health import Threat
from bot.threats import threats_of
from storage.queries import idle
from storage.queries.risks import SoughtRisks
from storage.tables import Risk
from storage.work import Work
from tests.chat import World
from tests.nudges.test_neglect import TODAY, due, planned, words


async def test_an_idle_risk_comes_due_once_and_ends_when_something_is_logged(both: World) -> None:
    dana = both.chat()
    await dana.says("risk Globex pricing too high 40k")
    id = await both.look(lambda work: max(row["id"] for row in work.ask(Risk.table().select())))
    await planned(both, "risk-idle")
    both.passes(days=13)
    assert not [one for one in await planned(both, "risk-idle") if one.subject == f"idle:{id}"]
    both.passes(days=1)
    [nudge] = [one for one in await planned(both, "risk-idle") if one.subject == f"idle:{id}"]
    assert (nudge.key, nudge.figure) == (f"idle:{id}:2026-11-23", 14)
    said = await words(both, nudge)
    assert said == ("Globex / nothing done about a risk for 14 days / pricing / value report before the price talk")
    both.passes(days=3)
    assert len([one for one in await planned(both, "risk-idle") if one.subject == f"idle:{id}"]) == 1
    await dana.says(f"risk:{id} worked asked procurement for their limit")
    assert await words(both, nudge) is None
    both.passes(days=14)
    assert len([one for one in await planned(both, "risk-idle") if one.subject == f"idle:{id}"]) == 2


async def test_the_sample_has_one_that_was_forgotten(world: World) -> None:
    found = await due(world, idle.risk, TODAY - timedelta(days=30), TODAY, 14)
    names = await world.look(lambda work: {one.risk.id: one.account for one in work.risks.board(SoughtRisks())})
    assert "Happy Returns Fashion" in {names[int(one.subject.partition(":")[2])] for one in found}


async def test_an_open_risk_caps_health(both: World) -> None:
    def threats(work: Work) -> dict[str, set[Threat]]:
        ids = {one.account: one.risk.account_id for one in work.risks.board(SoughtRisks())}
        found = threats_of(work, ids.values(), both.now)
        return {name: found.get(id, set()) for name, id in ids.items()}

    dana = both.chat()
    assert (await both.look(threats))["Acme Corp"] >= {Threat.CHAMPION}
    assert (await both.look(threats))["Sunday Energy"] == set()
    await dana.says("risk Sunday Energy leaving")
    await dana.presses("Declare")
    assert (await both.look(threats))["Sunday Energy"] == {Threat.FIRE}
    before = both.now - timedelta(days=200)
    nordbank = await both.look(lambda work: work.ask(Risk.table().select().where(Risk.table().c.is_fire.is_(True))))
    account = min(row["account_id"] for row in nordbank if row["closed_at"] is not None)
    assert await both.look(lambda work: threats_of(work, [account], both.now)) == {}
    while_it_burnt = both.now - timedelta(days=50)
    assert await both.look(lambda work: threats_of(work, [account], while_it_burnt)) == {account: {Threat.FIRE}}
    assert await both.look(lambda work: threats_of(work, [account], before)) == {}
