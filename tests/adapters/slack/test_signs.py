"""Emoji on Bailey's own cards: what they do, who is told, and what takes it back."""

import copy
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.courier import Courier
from bot.meeting import House
from storage.engine import Engine
from storage.ground import Ground, open_ground
from storage.tables import Escalation, Win
from storage.work import Work
from tests.adapters.slack.driver import SlackDriver, payload
from tests.chat import World

OPEN = "C0OPEN"


@pytest.fixture
def world(sqlite: Engine) -> Iterator[World]:
    ground: Ground = open_ground(sqlite)
    yield World(ground, house=House(admin_email="dana@example.com"))
    ground.close()


@pytest.fixture
async def driver(world: World) -> AsyncIterator[SlackDriver]:
    """Acme's export is down, and its card stands in the channel of Support."""
    driver = await SlackDriver(world.bot).open()
    driver.slack.members[OPEN] = ["U0DANA", "U0ANA", "U0SAM", "U0BAILEY"]
    await driver.form(driver.slash("/bailey create Acme Corp"))
    body = payload("command") | {"command": "/bailey", "channel_id": OPEN, "text": "route Support to here"}
    await driver.form({**body, "trigger_id": "route", "response_url": driver.slack.response_url()})
    await driver.form(driver.slash("/escalate Acme sev2 data export down since 9am"))
    await delivered(world, driver)
    yield driver
    await driver.close()


async def delivered(world: World, driver: SlackDriver) -> None:
    courier = Courier(world.ground, {"slack": driver.platform})
    while await courier.deliver(world.now):
        world.passes(seconds=5)


def card(driver: SlackDriver, channel: str = OPEN) -> str:
    """The id of the newest message there."""
    return max(driver.slack.standing[channel])


async def matter(world: World) -> Escalation:
    found = await world.look(lambda work: work.get(Escalation, 1))
    assert found is not None
    return found


def wins(work: Work) -> list[Win]:
    return [one for row in work.ask(Win.table().select()) if (one := Win.of(row)).deleted_at is None]


async def test_eyes_take_it_and_only_whoever_put_them_is_told(world: World, driver: SlackDriver) -> None:
    before = len(driver.slack.calls)
    shown = await driver.signs("eyes", OPEN, card(driver), "U0SAM")
    assert shown is not None
    assert "It is yours" in shown.words
    assert "data export" not in shown.words
    assert driver.faults(shown.payload) == []
    told = [call.method for call in driver.slack.calls[before:] if call.method.startswith("chat.")]
    assert told == ["chat.postEphemeral"]
    assert driver.slack.of("chat.postEphemeral")[-1]["user"] == "U0SAM"
    sam = await world.look(lambda work: work.people.by_identity("slack", "T0BAILEY", "U0SAM"))
    assert sam is not None
    assert (await matter(world)).owner_id == sam.id
    await delivered(world, driver)
    assert "Sam Lee" in str(driver.slack.standing[OPEN][card(driver)])


async def test_taking_the_eyes_away_takes_it_back(world: World, driver: SlackDriver) -> None:
    at = card(driver)
    for _ in range(2):
        await driver.signs("eyes", OPEN, at, "U0SAM")
        assert (await matter(world)).owner_id is not None
        shown = await driver.signs("eyes", OPEN, at, "U0SAM", away=True)
        assert shown is not None
        assert "Taken back" in shown.words
        assert (await matter(world)).owner_id is None


async def test_a_sign_of_somebody_else_is_theirs(world: World, driver: SlackDriver) -> None:
    await driver.signs("eyes", OPEN, card(driver), "U0SAM")
    assert await driver.signs("eyes", OPEN, card(driver), "U0ANA", away=True) is None
    assert (await matter(world)).owner_id is not None
    shown = await driver.signs("eyes", OPEN, card(driver), "U0ANA")
    assert shown is not None
    assert "Sam Lee has it. Shall I make it yours?" in shown.words


async def test_what_was_taken_otherwise_is_not_taken_back_with_the_emoji(world: World, driver: SlackDriver) -> None:
    await driver.chat("escalation:1 take")
    shown = await driver.signs("eyes", OPEN, card(driver))
    assert shown is not None
    assert "You have it already" in shown.words
    assert await driver.signs("eyes", OPEN, card(driver), away=True) is None
    assert (await matter(world)).owner_id is not None


async def test_a_check_asks_for_the_cause_in_private(world: World, driver: SlackDriver) -> None:
    before = len(driver.slack.calls)
    shown = await driver.signs("white_check_mark", OPEN, card(driver))
    assert shown is not None
    assert "What was the cause?" in shown.words
    assert shown.private
    assert "views.open" not in [call.method for call in driver.slack.calls[before:]]
    assert (await matter(world)).resolved_at is None


async def test_a_star_keeps_a_win(world: World, driver: SlackDriver) -> None:
    await driver.chat("escalation:1 resolved a full disk")
    await driver.signs("star", OPEN, card(driver))
    [kept] = await world.look(wins)
    assert (kept.account_id, kept.words) == (1, "Solved: data export down since 9am")
    await driver.signs("star", OPEN, card(driver), away=True)
    assert await world.look(wins) == []


async def test_a_sign_counts_once_however_often_it_is_delivered(world: World, driver: SlackDriver) -> None:
    await driver.signs("star", OPEN, card(driver))
    await driver.again()
    assert len(await world.look(wins)) == 1


@pytest.mark.parametrize("emoji", ["tada", "eyes::skin-tone-2", "thumbsup"])
async def test_other_emoji_mean_nothing(world: World, driver: SlackDriver, emoji: str) -> None:
    before = len(driver.slack.calls)
    assert await driver.signs(emoji, OPEN, card(driver)) is None
    assert len(driver.slack.calls) == before


async def test_only_baileys_own_cards_are_meant(world: World, driver: SlackDriver) -> None:
    body = payload("reaction_added")
    for change in ({"item_user": "U0ANA"}, {"item_user": ""}, {"item": {"type": "file", "file": "F1"}}):
        other = copy.deepcopy(body)
        other["event"] |= {"item": {"type": "message", "channel": OPEN, "ts": card(driver)}} | change
        assert await driver.event(other) is None
    assert await driver.signs("eyes", OPEN, "1.000100") is None
    assert await driver.signs("eyes", "C0CLOSED", card(driver)) is None
    assert (await matter(world)).owner_id is None


async def test_guests_take_nothing(world: World, driver: SlackDriver) -> None:
    driver.slack.users["U0GUEST"] = {**driver.slack.users["U0ANA"], "id": "U0GUEST", "is_restricted": True}
    shown = await driver.signs("eyes", OPEN, card(driver), "U0GUEST")
    assert shown is not None
    assert "You are a guest here" in shown.words
    assert (await matter(world)).owner_id is None
