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
from tests.contracts.driver import Shown

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


async def test_what_is_delivered_late_means_nothing_any_more(world: World, driver: SlackDriver) -> None:
    """Slack delivers again what it did not see acknowledged, and meanwhile what came after it."""
    at = card(driver)
    put, taken_away = (payload(name) for name in ("reaction_added", "reaction_removed"))
    for body, moment in ((put, "1763971901.000100"), (taken_away, "1763971902.000100")):
        body["event"] |= {"user": "U0SAM", "reaction": "eyes", "event_ts": moment}
        body["event"]["item"] = {"type": "message", "channel": OPEN, "ts": at}
    assert await driver.event(taken_away) is None
    assert await driver.event(put) is None
    assert (await matter(world)).owner_id is None
    again = copy.deepcopy(put)
    again["event"]["event_ts"] = "1763971904.000100"
    await driver.event(again)
    late = copy.deepcopy(taken_away)
    late["event"]["event_ts"] = "1763971903.000100"
    assert await driver.event(late) is None
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


@pytest.mark.parametrize("emoji", ["tada", "ticket", "thumbsup"])
async def test_other_emoji_mean_nothing(world: World, driver: SlackDriver, emoji: str) -> None:
    before = len(driver.slack.calls)
    assert await driver.signs(emoji, OPEN, card(driver)) is None
    assert len(driver.slack.calls) == before


async def test_on_other_messages_these_mean_nothing(world: World, driver: SlackDriver) -> None:
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


# ------------------------------------------------------------ anybody's message

SAID = "1763971900.000100"


def said(driver: SlackDriver, text: str, channel: str = OPEN, **more: str) -> None:
    """Somebody wrote this in a channel, long before."""
    driver.slack.standing[channel][SAID] = {"text": text, "user": "U0ANA", **more}


async def points(
    driver: SlackDriver, channel: str = OPEN, user: str = "U0SAM", *, emoji: str = "ticket", away: bool = False
) -> Shown | None:
    """Put an emoji on what Ana said, or take it away."""
    body = payload("reaction_removed" if away else "reaction_added")
    body["event"] |= {
        "user": user,
        "reaction": emoji,
        "item": {"type": "message", "channel": channel, "ts": SAID},
        "item_user": "U0ANA",
        "event_ts": f"17639730{len(driver.slack.calls):02}.000100",
    }
    return await driver.event(body)


async def escalations(world: World) -> list[Escalation]:
    rows = await world.look(lambda work: work.ask(Escalation.table().select()))
    return [one for row in rows if (one := Escalation.of(row)).id != 1]


async def test_a_ticket_on_anybodys_message_offers_to_escalate_it(world: World, driver: SlackDriver) -> None:
    said(driver, "Acme cannot &lt;log in&gt; since noon, <@U0DANA> please")
    before = len(driver.slack.calls)
    shown = await points(driver)
    assert shown is not None
    assert shown.private
    assert driver.faults(shown.payload) == []
    assert "Acme cannot <log in> since noon" in shown.words
    posted = [call for call in driver.slack.calls[before:] if call.method.startswith("chat.post")]
    assert [(call.method, call.args["user"]) for call in posted] == [("chat.postEphemeral", "U0SAM")]
    assert await escalations(world) == []
    form = await driver.press("Escalate")
    assert form is not None
    assert form.dialog
    assert "Acme cannot <log in> since noon" in form.words
    assert "Dana Fox" in form.words
    await driver.fill(account="Acme Corp", severity="sev2")
    [made] = await escalations(world)
    assert made.words.startswith("Acme cannot <log in> since noon")
    assert made.link == f"https://example.slack.com/archives/{OPEN}/p{SAID.replace('.', '')}"


async def test_taking_the_ticket_away_withdraws_the_offer(world: World, driver: SlackDriver) -> None:
    said(driver, "Acme cannot log in")
    offered = await points(driver)
    assert offered is not None
    withdrawn = await points(driver, away=True)
    assert withdrawn is not None
    assert "Withdrawn" in withdrawn.words
    assert "Acme" not in withdrawn.words
    assert await points(driver, away=True) is None
    driver._shown = offered
    refused = await driver.press("Escalate")
    assert refused is not None
    assert "withdrawn" in refused.words
    assert await escalations(world) == []


async def test_a_long_message_comes_along_whole(world: World, driver: SlackDriver) -> None:
    words = 'It says "no" and then: ' + "\n".join(f"step {n}; it fails" for n in range(150))
    said(driver, words)
    await points(driver)
    form = await driver.press("Escalate")
    assert form is not None
    [text] = [
        element["initial_value"]
        for block in form.payload["blocks"]
        if (element := block.get("element", {})).get("type") == "plain_text_input" and block["block_id"] == "field:what"
    ]
    assert text == words[:3_000]


async def test_a_reply_is_answered_in_its_thread(driver: SlackDriver) -> None:
    said(driver, "Acme cannot log in", thread_ts="1763971800.000100")
    await points(driver)
    assert driver.slack.of("chat.postEphemeral")[-1]["thread_ts"] == "1763971800.000100"


async def test_what_cannot_be_read_is_told_to_whoever_asked(driver: SlackDriver) -> None:
    said(driver, "Acme cannot log in")
    driver.slack.scopes -= {"channels:history"}
    shown = await points(driver)
    assert shown is not None
    assert "I cannot read that message" in shown.words


async def test_where_outsiders_read_nothing_is_read(driver: SlackDriver) -> None:
    said(driver, "We cannot log in", "C0SHARED")
    before = len(driver.slack.calls)
    shown = await points(driver, "C0SHARED")
    assert shown is not None
    assert "People from outside" in shown.words
    assert not [call for call in driver.slack.calls[before:] if call.method in ("conversations.replies",)]


@pytest.mark.parametrize("emoji", ["eyes", "white_check_mark", "star", "tada"])
async def test_nothing_is_asked_about_other_emoji_on_other_messages(driver: SlackDriver, emoji: str) -> None:
    said(driver, "Acme cannot log in")
    before = len(driver.slack.calls)
    assert await points(driver, emoji=emoji) is None
    assert await points(driver, emoji=emoji, away=True) is None
    assert len(driver.slack.calls) == before


# ------------------------------------------------------------ chosen by an admin


async def test_an_admin_chooses_other_emoji(world: World, driver: SlackDriver) -> None:
    await driver.form(driver.slash("/bailey emoji take :raised_hands: :acme-grab:"))
    at = card(driver)
    assert await driver.signs("eyes", OPEN, at, "U0SAM") is None
    shown = await driver.signs("raised_hands::skin-tone-3", OPEN, at, "U0SAM")
    assert shown is not None
    assert "It is yours" in shown.words
    await driver.signs("raised_hands::skin-tone-3", OPEN, at, "U0SAM", away=True)
    assert (await matter(world)).owner_id is None
    await driver.signs("acme-grab", OPEN, at, "U0SAM")
    assert (await matter(world)).owner_id is not None
    said(driver, "Acme cannot log in")
    await driver.form(driver.slash("/bailey emoji escalate off"))
    assert await points(driver) is None
    await driver.form(driver.slash("/bailey emoji escalate :raised_hands:"))
    assert await points(driver, emoji="raised_hands") is not None
