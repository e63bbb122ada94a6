"""Links to records in Slack: what stands below them, where nothing does, and what their button opens."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.meeting import House
from storage.engine import Engine
from storage.ground import open_ground
from tests.adapters.slack.driver import SlackDriver, payload
from tests.chat import World
from tests.contracts.driver import Shown
from tests.fakes import block_kit
from tests.fakes.slack import Json

HOME = "https://bailey.example.com"
OPEN, CLOSED, SHARED = "C0OPEN", "C0CLOSED", "C0SHARED"


@pytest.fixture
def world(sqlite: Engine) -> Iterator[World]:
    ground = open_ground(sqlite)
    yield World(ground, house=House(admin_email="dana@example.com", url=HOME))
    ground.close()


@pytest.fixture
async def driver(world: World) -> AsyncIterator[SlackDriver]:
    """Acme, whose owner is Dana, and three channels that Bailey is in."""
    driver = await SlackDriver(world.bot).open()
    for channel in (OPEN, CLOSED, SHARED):
        driver.slack.members[channel] = ["U0DANA", "U0SAM", "U0BAILEY"]
    for line in ("create Acme Corp", "contract Acme 240k renews 15 Jan 2027", "sentiment Acme red: furious"):
        await driver.form(driver.slash(f"/bailey {line}"))
    for channel in (OPEN, CLOSED):
        await driver.form({**driver.slash("/bailey help"), "channel_id": channel})
    yield driver
    await driver.close()


async def posts(driver: SlackDriver, *links: str, **more: object) -> Json | None:
    """What is put below a message with these links: address → attachment; None where nothing is done."""
    body = payload("link_shared")
    domain = HOME.removeprefix("https://")
    body["event"] |= {"links": [{"domain": domain, "url": f"{HOME}{link}"} for link in links], **more}
    before = len(driver.slack.calls)
    await driver.event(body)
    assert driver.status == 200
    calls = [call for call in driver.slack.calls[before:] if call.method.startswith("chat.")]
    assert {call.method for call in calls} <= {"chat.unfurl"}
    assert all("€" not in str(call.args) for call in calls)
    taken = [call.args for call in calls if call.ok]
    return dict(taken[0]["unfurls"]) if taken else None


def words(attachment: Json) -> str:
    return block_kit.visible({"text": "", **attachment}, {})


async def test_a_posted_link_shows_what_every_colleague_may_know(driver: SlackDriver) -> None:
    shown = await posts(driver, "/account/1")
    assert shown is not None
    assert list(shown) == [f"{HOME}/account/1"]
    told = words(shown[f"{HOME}/account/1"])
    assert "Acme Corp" in told
    assert "Dana" in told
    assert "furious" not in told
    [call] = driver.slack.of("chat.unfurl")
    assert (call["channel"], call["ts"]) == (OPEN, "1763971900.000100")


async def test_its_button_opens_the_rest_for_whoever_presses(driver: SlackDriver) -> None:
    shown = await posts(driver, "/account/1")
    assert shown is not None
    [(block, button)] = block_kit.buttons(shown[f"{HOME}/account/1"])
    answers: dict[str, Shown] = {}
    for user in ("U0DANA", "U0SAM"):
        body = driver.pressing(block, button)
        body["user"]["id"] = user
        body["channel"]["id"] = OPEN
        body["container"] = {
            "type": "message_attachment",
            "message_ts": "1763971900.000100",
            "attachment_id": 1,
            "channel_id": OPEN,
            "is_ephemeral": False,
            "is_app_unfurl": True,
            "app_unfurl_url": f"{HOME}/account/1",
        }
        answer = await driver.interact(body)
        assert answer is not None
        assert driver.slack.of("respond")[-1]["response_type"] == "ephemeral"
        assert not driver.slack.of("respond")[-1]["replace_original"]
        answers[user] = answer
    assert "240,000" in answers["U0DANA"].words.replace(".", ",")
    assert "240" not in answers["U0SAM"].words


async def test_several_links_of_one_message_come_at_once(driver: SlackDriver) -> None:
    await driver.form(driver.slash("/escalate Acme sev2 data export down"))
    shown = await posts(driver, "/account/1", "/escalation/1", "/account/1", "/account/99")
    assert shown is not None
    assert list(shown) == [f"{HOME}/account/1", f"{HOME}/escalation/1"]
    assert "data export down" in words(shown[f"{HOME}/escalation/1"])


@pytest.mark.parametrize(
    "more",
    [
        {"channel": SHARED},
        {"channel": "C0UNKNOWN"},
        {"channel": "COMPOSER", "source": "composer", "message_ts": "U0DANA-1-2"},
        {"channel": "D0DANA"},
        {"user": "U0BAILEY"},
        {"user": ""},
        {"bot_id": "B0OTHER"},
    ],
    ids=str,
)
async def test_silence(driver: SlackDriver, more: Json) -> None:
    assert await posts(driver, "/account/1", **more) is None


async def test_where_a_guest_reads_along_nothing_is_shown(driver: SlackDriver) -> None:
    driver.slack.users["U0GUEST"] = {**driver.slack.users["U0ANA"], "id": "U0GUEST", "is_restricted": True}
    driver.slack.members[CLOSED].append("U0GUEST")
    await driver.event({**payload("member_joined_channel"), "event": joined("U0GUEST")})
    assert await posts(driver, "/account/1", channel=CLOSED) is None
    assert await posts(driver, "/account/1", user="U0GUEST") is None


def joined(user: str) -> Json:
    return {**payload("member_joined_channel")["event"], "user": user, "channel": CLOSED}


async def test_what_is_no_record_of_ours_is_left_alone(driver: SlackDriver) -> None:
    assert await posts(driver, "/account/99", "/privacy", "/account/x") is None


async def test_a_slack_that_refuses_the_blocks_gets_plain_ones(driver: SlackDriver) -> None:
    driver.slack.errors["chat.unfurl"].append("invalid_blocks")
    shown = await posts(driver, "/account/1")
    assert shown is not None
    assert {block["type"] for block in shown[f"{HOME}/account/1"]["blocks"]} == {"section"}


async def test_a_message_that_is_gone_troubles_nobody(driver: SlackDriver) -> None:
    driver.slack.errors["chat.unfurl"].append("cannot_unfurl_message")
    assert await posts(driver, "/account/1") is None
