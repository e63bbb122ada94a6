"""Links to records in Teams: the card that one becomes, and where it stays a link."""

from collections.abc import AsyncIterator

import pytest

from bot.app import Bot
from bot.meeting import House
from storage.engine import Engine
from storage.ground import open_ground
from tests.adapters.teams import cards
from tests.adapters.teams.world import CHANNEL, GROUP, GUEST, OUTSIDER, Raw, World
from tests.chat import MORNING

HOME = "https://bailey.example.com"


@pytest.fixture
async def teams(sqlite: Engine) -> AsyncIterator[World]:
    ground = open_ground(sqlite)
    world = await World(Bot(ground, House(admin_email="ana@example.com", url=HOME), lambda: MORNING)).open()
    for line in ("create Acme Corp", "contract Acme 240k renews 15 Jan", "sentiment Acme red: furious"):
        await world.write(line)
    yield world
    await world.close()
    ground.close()


async def pastes(teams: World, path: str = "/account/1", **changes: object) -> Raw | None:
    """The card that a link becomes where somebody writes; None where it stays a link."""
    before = len(teams.teams.said())
    status, body = await teams.post(teams.payload("link_pasted", **{"value": {"url": HOME + path}} | changes))
    assert status == 200
    assert len(teams.teams.said()) == before
    if not body:
        return None
    [one] = body["composeExtension"]["attachments"]
    assert body["composeExtension"]["type"] == "result"
    return one["content"]  # type: ignore[no-any-return] # JSON


async def test_a_pasted_link_becomes_a_card_of_what_every_colleague_may_know(teams: World) -> None:
    card = await pastes(teams)
    assert card is not None
    assert cards.faults(card) == cards.markup(card) == []
    told = cards.words(card)
    assert "Acme Corp" in told
    assert "240" not in told
    assert "furious" not in told


async def test_its_button_opens_the_rest_in_ones_own_chat(teams: World) -> None:
    card = await pastes(teams)
    assert card is not None
    [action] = cards.actions(card)
    value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}}
    conversation = teams.payload("group_mention")["conversation"]
    _, body = await teams.invoke("adaptiveCard/action", value, conversation=conversation)
    assert "240" not in str(body)
    assert teams.teams.said()[-1].conversation.startswith("a:")
    assert "240" in cards.words(teams.cards()[-1])


@pytest.mark.parametrize("path", ["/account/99", "/privacy", "/account/x", ""])
async def test_what_is_no_record_stays_a_link(teams: World, path: str) -> None:
    assert await pastes(teams, path) is None


async def test_where_outsiders_may_read_a_link_stays_a_link(teams: World) -> None:
    teams.teams.members[GROUP].append(OUTSIDER)
    assert await pastes(teams) is None
    elsewhere = {"conversationType": "groupChat", "tenantId": "72f988bf-tenant", "id": "19:without@thread.v2"}
    assert await pastes(teams, conversation=elsewhere) is None
    two = {"conversationType": "personal", "tenantId": "72f988bf-tenant", "id": "19:two_people@unq.gbl.spaces"}
    assert await pastes(teams, conversation=two) is None


async def test_a_guest_gets_nothing(teams: World) -> None:
    teams.teams.members[CHANNEL].append(OUTSIDER)
    assert await pastes(teams, **{"from": {"id": GUEST, "name": "Gus Guest"}}) is None


async def test_nobody_is_answered_nothing(teams: World) -> None:
    """Where Bailey is not installed Teams asks without saying for whom."""
    calls = len(teams.teams.calls)
    assert await pastes(teams, name="composeExtension/anonymousQueryLink") is None
    assert len(teams.teams.calls) == calls
