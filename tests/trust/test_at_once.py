"""Two people at once, a delivery again, later, or in another order: one matter, one vote, one ask, one answer."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.chores import chores
from bot.request import Line
from storage.tables import Escalation, OutboxMessage, ReferenceAsk, Role, Voice
from storage.types import Record
from storage.work import Work
from tests.chat import Chat, World
from tests.commands.asked import product_manager
from tests.trust.company import become, round_of

R = TypeVar("R", bound=Record)


def rows(record: type[R]) -> Callable[[Work], list[R]]:
    def look(work: Work) -> list[R]:
        found = [record.of(row) for row in work.ask(record.table().select())]
        return [one for one in found if getattr(one, "deleted_at", None) is None]

    return look


async def press(chat: Chat, line: str, nonce: str = "n1") -> str:
    return await chat._send(Line(line), nonce=nonce)


async def everybody(world: World) -> dict[str, Chat]:
    people = {name: world.chat(f"{name}@example.com") for name in ("dana", "jane", "sam", "mia")}
    for chat in people.values():
        await chat.says("help")
    await become(world, "mia", Role.MARKETING)
    return people


async def keys_once(world: World) -> None:
    keys = [one.key for one in await world.look(rows(OutboxMessage))]
    assert len(keys) == len(set(keys))


async def test_two_take_it_at_once_and_one_has_it(both: World) -> None:
    people = await everybody(both)
    await people["dana"].says("escalate Globex sev2 export fails")
    said = await asyncio.gather(
        *(press(people[name], "escalation:1 take") for name in ("jane", "sam", "mia", "jane", "sam", "mia"))
    )
    assert sum(one.startswith("✓ It is yours") for one in said) == 2, said  # one person, pressed twice
    [matter] = await both.look(rows(Escalation))
    assert matter.owner_id is not None
    await keys_once(both)


async def test_one_gives_it_back_while_another_accepts(both: World) -> None:
    people = await everybody(both)
    await people["dana"].says("escalate Globex sev2 export fails")
    await people["dana"].says("escalation:1 hand over to Engineering")
    said = await asyncio.gather(
        press(people["jane"], "escalation:1 accept"), press(people["sam"], "escalation:1 return: not ours")
    )
    [matter] = await both.look(rows(Escalation))
    assert matter.offered_target is None
    assert (matter.bounces, matter.owner_id is None) in ((0, False), (1, True)), said
    await keys_once(both)


async def test_two_voices_of_one_customer_at_once_are_two_wordings_and_one_delivery_is_one(both: World) -> None:
    people = await everybody(both)
    await people["dana"].says("request Acme Corp SCIM provisioning must")
    await asyncio.gather(
        *(people[name].says("request Globex join:1 what:SCIM importance:must", key=f"press of {name}")
          for name in ("dana", "jane", "dana", "jane"))
    )  # fmt: skip
    assert len(await both.look(rows(Voice))) == 3
    await keys_once(both)


async def test_product_decides_twice_at_once_and_everybody_hears_once(both: World) -> None:
    pia, other = await product_manager(both), both.chat("pia@example.com")
    await (await everybody(both))["dana"].says("request Acme Corp SCIM provisioning must")
    lines = [("request-change request:1 state:received", "n1"), ("request-change request:1 state:planned", "n1")]
    await asyncio.gather(*(press(chat, line, nonce) for chat in (pia, other) for line, nonce in lines))
    cards = [one for one in await both.look(rows(OutboxMessage)) if one.card == "roadmap:1" and not one.replaces]
    assert len(cards) == 1
    await keys_once(both)


async def test_two_ask_the_same_and_the_team_answers_twice(both: World) -> None:
    people = await everybody(both)
    line = "reference ask Initech case study: for the spring brochure"
    await asyncio.gather(*(people["mia"].says(line, key=f"d{number % 2}") for number in range(4)))
    mine = [one for one in await both.look(rows(ReferenceAsk)) if one.state == "asked"]
    assert len(mine) == 1
    at = f"ask:{mine[0].id}"
    said = await asyncio.gather(
        press(people["dana"], f"{at} approve"), press(people["jane"], f"{at} decline"),
        press(people["dana"], f"{at} approve"), press(people["jane"], f"{at} decline"),
    )  # fmt: skip
    [ask] = [one for one in await both.look(rows(ReferenceAsk)) if one.id == mine[0].id]
    assert ask.state in ("approved", "declined"), said
    assert len({one for one in said if one.startswith("✓")}) == 1, said
    await keys_once(both)


async def test_two_replicas_ring_at_once(both: World) -> None:
    people = await everybody(both)
    await people["dana"].says("escalate Globex sev1 export fails")
    await people["mia"].says("reference ask Initech case study: for the spring brochure")
    [ring] = [one.act for one in chores() if one.name == "escalations"]
    [chase] = [one.act for one in chores() if one.name == "asks"]
    for _ in range(4):
        both.passes(hours=20)
        acts = [act for act in (ring, chase) for _ in range(3)]
        await asyncio.gather(*(both.ground.run(1, lambda work, act=act: act(work, both.now)) for act in acts))
    await round_of(both)
    await keys_once(both)


async def test_what_is_delivered_late_and_in_another_order_is_answered(both: World) -> None:
    """The take arrives before the raise, the resolve twice, the first delivery after all."""
    people = await everybody(both)
    dana, jane = people["dana"], people["jane"]
    assert not (await jane.says("escalation:1 take", key="late 2")).startswith("✓")
    raised = await dana.says("escalate Globex sev2 export fails", key="late 1")
    assert (await jane.says("escalation:1 take", key="late 3")).startswith("✓ It is yours")
    done = await jane.says("escalation:1 resolve a full disk", key="late 4")
    assert await jane.says("escalation:1 resolve a full disk", key="late 4") == done
    assert await dana.says("escalate Globex sev2 export fails", key="late 1") == raised
    assert "resolved" in (await jane.says("escalation:1 take", key="late 5")).lower()
    assert len(await both.look(rows(Escalation))) == 1
    await keys_once(both)
