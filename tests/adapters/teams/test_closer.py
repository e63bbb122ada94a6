"""A card in a channel of Teams: safe for everybody, and closer to those who may see more, each on a copy of their own."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.courier import Courier
from bot.meeting import House
from storage.engine import Engine
from storage.ground import Ground, open_ground
from storage.tables import Member, Sighting
from storage.work import Work
from tests.adapters.teams import cards
from tests.adapters.teams.world import ANA, CHANNEL, OUTSIDER, SAM, Raw, World, member
from tests.chat import MORNING

LEE = "29:1lee"


@pytest.fixture
def house(sqlite: Engine) -> Iterator[Ground]:
    ground = open_ground(sqlite)
    yield ground
    ground.close()


@pytest.fixture
async def teams(house: Ground) -> AsyncIterator[World]:
    """Acme's export is down, and its card stands in the channel of Support, which Ana, Sam and Lee read: of these Ana alone
    may see money and health."""
    bot = Bot(house, House(admin_email="ana@example.com"), lambda: MORNING)
    world = await World(bot).open()
    world.teams.members[CHANNEL].append(member(LEE, "Lee Wong"))
    for line in ("create Acme Corp", "contract Acme 240k renews 15 Jan 2027", "sentiment Acme red: furious"):
        await world.write(line)
    yield world
    await world.close()


async def escalated(teams: World, house: Ground) -> Raw:
    """The card as it is posted for everybody."""
    await teams.post(teams.payload("channel_mention", text="<at>Bailey</at> route Support to here"))
    await teams.write("escalate Acme sev2 data export down since 9am")
    await delivered(teams, house)
    return newest(teams)


async def delivered(teams: World, house: Ground) -> None:
    """By a courier who comes a minute after the last one."""
    courier = Courier(house, {"teams": teams.door.platform})
    teams.now += 60
    await courier.deliver(MORNING + timedelta(seconds=teams.now))
    await courier.stop(5)


def newest(teams: World) -> Raw:
    said = [call for call in teams.teams.said() if call.conversation.startswith(CHANNEL) and "attachments" in call.body]
    card: Raw = said[-1].body["attachments"][0]["content"]
    return card


async def looks(teams: World, card: Raw, user: str, name: str = "Somebody") -> Raw | None:
    """What Teams shows to one reader when it refreshes the card for them; None where the card stays."""
    before = len(teams.teams.said())
    conversation = teams.payload("channel_mention")["conversation"]
    value = {"action": card["refresh"]["action"], "trigger": "automatic"}
    changes: Raw = {"conversation": conversation, "from": {"id": user, "name": name}}
    status, body = await teams.invoke("adaptiveCard/action", value, **changes)
    assert status == 200
    assert len(teams.teams.said()) == before, "nobody else hears of it"
    if body["statusCode"] != 200:
        assert body["type"] == "application/vnd.microsoft.error"
        return None
    shown: Raw = body["value"]
    assert cards.faults(shown) == cards.markup(shown) == []
    return shown


def sightings(house: Ground) -> list[Sighting]:
    return house.run_now(1, lambda work: [Sighting.of(row) for row in work.ask(Sighting.table().select())], reads=True)


async def test_the_card_for_everybody_is_safe_and_names_who_may_see_more(teams: World, house: Ground) -> None:
    card = await escalated(teams, house)
    assert cards.faults(card) == []
    assert "data export down" in cards.words(card)
    assert "240" not in str(card)
    assert "hidden here" in cards.words(card)
    assert card["refresh"]["userIds"] == [ANA]
    assert "What I may see" not in cards.buttons(card)


async def test_whoever_may_see_more_sees_it_on_their_own_copy(teams: World, house: Ground) -> None:
    card = await escalated(teams, house)
    mine = await looks(teams, card, ANA)
    assert mine is not None
    assert "240" in cards.words(mine)
    assert "hidden here" not in cards.words(mine)
    assert mine["refresh"] == {**card["refresh"], "userIds": [ANA]}
    again = await looks(teams, mine, ANA)
    assert again is not None
    assert cards.words(again) == cards.words(mine)


async def test_everybody_else_gets_what_everybody_sees(teams: World, house: Ground) -> None:
    """In small chats Teams asks for all who look."""
    card = await escalated(teams, house)
    theirs = await looks(teams, card, SAM)
    assert theirs is not None
    assert cards.words(theirs) == cards.words(card)


async def test_every_closer_look_is_in_the_audit(teams: World, house: Ground) -> None:
    card = await escalated(teams, house)
    await teams.bailey.finish()
    before = [one for one in sightings(house) if one.by == "closer look"]
    await looks(teams, card, SAM)
    await looks(teams, card, ANA)
    await looks(teams, card, ANA)
    await teams.bailey.finish()
    seen = [one for one in sightings(house) if one.by == "closer look"][len(before) :]
    assert [(one.account_id, one.fields, one.place) for one in seen] == [(1, "money", "direct")] * 2


async def test_a_button_of_ones_own_copy_works_for_everybody(teams: World, house: Ground) -> None:
    card = await escalated(teams, house)
    mine = await looks(teams, card, ANA)
    assert mine is not None
    [take] = [action for action in cards.actions(mine) if action["title"] == "Take it"]
    value = {"action": {"type": "Action.Execute", "verb": take["verb"], "data": take["data"]}}
    conversation = teams.payload("channel_mention")["conversation"]
    await teams.invoke("adaptiveCard/action", value, conversation=conversation)
    await delivered(teams, house)
    assert "Ana Reyes has it" in cards.words(newest(teams))
    assert newest(teams)["refresh"]["userIds"] == [ANA]
    assert "240" not in str(newest(teams))


async def test_who_reads_no_such_channel_is_shown_nothing(teams: World, house: Ground) -> None:
    card = await escalated(teams, house)
    stranger = member("29:1zoe", "Zoe Fine")
    teams.teams.members[CHANNEL].append(stranger)  # whom Bailey's list of readers does not name yet
    assert await looks(teams, card, "29:1zoe") is None
    teams.teams.members[CHANNEL].append(OUTSIDER)
    assert await looks(teams, card, OUTSIDER["id"]) is None
    crafted = {"refresh": {"action": {**card["refresh"]["action"], "data": {"line": "closer look escalation:99"}}}}
    assert await looks(teams, crafted, ANA) is None


async def test_teams_may_ask_before_it_is_noted_that_the_card_stands_there(teams: World, house: Ground) -> None:
    await teams.post(teams.payload("channel_mention", text="<at>Bailey</at> route Support to here"))
    await teams.write("escalate Acme sev2 data export down since 9am")
    action = {"type": "Action.Execute", "verb": "refresh", "data": {"line": "closer look escalation:1"}}
    mine = await looks(teams, {"refresh": {"action": action}}, ANA)
    assert mine is not None
    assert "240" in cards.words(mine)


async def test_where_too_many_may_see_more_there_is_a_button_instead(teams: World, house: Ground) -> None:
    teams.teams.members[CHANNEL] += [member(f"29:1csm{n}", f"Csm{n} Many") for n in range(60)]
    teams.teams.page = 100
    await teams.post(teams.payload("channel_mention", text="<at>Bailey</at> help"))

    def promote(work: Work) -> None:
        for one in work.people.everyone():
            if one.name.startswith("Csm"):
                work.update(Member, one.id, role="csm")

    house.run_now(1, promote)
    card = await escalated(teams, house)
    assert cards.faults(card) == []
    assert "refresh" not in card
    assert "What I may see" in cards.buttons(card)
    assert "240" not in str(card)
    [look] = [action for action in cards.actions(card) if action["title"] == "What I may see"]
    value = {"action": {"type": "Action.Execute", "verb": look["verb"], "data": look["data"]}}
    conversation = teams.payload("channel_mention")["conversation"]
    _, body = await teams.invoke("adaptiveCard/action", value, conversation=conversation)
    assert "240" not in str(body)
    assert "240" in cards.words(teams.cards()[-1])
    assert teams.teams.said()[-1].conversation.startswith("a:")


async def test_where_everybody_may_see_all_nothing_is_refreshed(teams: World, house: Ground) -> None:
    teams.teams.members[CHANNEL] = [member(ANA, "Ana Reyes")]
    card = await escalated(teams, house)
    assert "240" in cards.words(card)
    assert "refresh" not in card
    assert [one.fields for one in sightings(house) if one.by == "escalation" and one.place == "public"] == ["money"]
