"""A form of Teams that is refused: the reason beside the field, people to pick from, and nothing typed lost."""

from collections.abc import AsyncIterator

import pytest

from bot.app import Bot
from bot.meeting import House
from storage.engine import Engine
from storage.ground import open_ground
from tests.adapters.teams import cards
from tests.adapters.teams.world import Raw, World
from tests.chat import MORNING

TYPED = "They ask about the “API” tier, *urgently*"


@pytest.fixture
async def teams(sqlite: Engine) -> AsyncIterator[World]:
    ground = open_ground(sqlite)
    world = await World(Bot(ground, House(admin_email="ana@example.com"), lambda: MORNING)).open()
    await world.write("create Acme Corp")
    yield world
    await world.close()
    ground.close()


async def opens(teams: World, line: str) -> Raw:
    _, body = await teams.post(teams.payload("dialog_opens", value={"data": {"line": line, "msteams": {}}}))
    form: Raw = body["task"]["value"]["card"]["content"]
    assert cards.faults(form) == []
    return form


async def sends(teams: World, form: Raw, **entered: str) -> Raw:
    """What the dialog shows next."""
    [submit] = [action for action in cards.actions(form) if "form" in action.get("data", {})]
    data = submit["data"] | cards.entered(form, **entered)
    _, body = await teams.post(teams.payload("dialog_sent", value={"data": data}))
    if "task" not in body:
        return teams.cards()[-1]
    card: Raw = body["task"]["value"]["card"]["content"]
    assert cards.faults(card) == []
    return card


async def picks(teams: World, dataset: str, typed: str) -> str:
    """The first thing that is offered while somebody types."""
    value = {"queryText": typed, "queryOptions": {"skip": 0, "top": 15}, "dataset": dataset}
    _, body = await teams.post(teams.payload("search", value=value))
    found: str = body["value"]["results"][0]["value"]
    return found


async def test_accounts_and_people_are_picked_while_one_types(teams: World) -> None:
    form = await opens(teams, "form escalate")
    offered = {
        one["id"].partition(":")[2]: one["choices.data"]["dataset"]
        for one in cards.inputs(form)
        if "choices.data" in one
    }
    assert offered == {"account": "account", "to": "member"}
    account, me = await picks(teams, "account", "acm"), await picks(teams, "member", "ana")
    done = await sends(teams, form, account=account, to=me, what="data export down", kind="break/fix")
    assert "Escalated to" in cards.words(done)


async def test_the_reason_stands_beside_the_field_and_nothing_is_lost(teams: World) -> None:
    form = await opens(teams, 'form fyi account:"Acme Corp"')
    me = await picks(teams, "member", "ana")
    again = await sends(teams, form, to=me, words=TYPED)
    said = cards.words(again)
    assert "That is you. Whom shall I tell?" in said
    entered = {name.partition(":")[2]: value for name, value in cards.entered(again).items()}
    assert entered["words"] == TYPED
    assert entered["to"] == me
    assert "Ana Reyes" in said
    assert said.index("Whom") < said.index("That is you") < said.index("What they should know")


async def test_what_is_no_fields_fault_stands_above(teams: World) -> None:
    form = await opens(teams, 'form consent account:"Acme Corp" kind:quote')
    again = await sends(teams, form, withdrawn="yes", by=TYPED)
    assert "No consent to quote is on record" in cards.words(again)
    assert TYPED in cards.entered(again).values()
