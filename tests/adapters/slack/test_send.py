"""What Bailey says unasked, and what becomes of Slack's refusals."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack.api import HALFWAY
from adapters.slack.send import NEVER, PASSING
from bot.request import Address, Later, Never, Place, Sent
from tests.adapters.slack.driver import SlackDriver
from tests.contracts import gallery
from tests.fakes.slack import DM

HERE = Address("slack", "T0BAILEY", DM, place=Place.DIRECT)


@pytest.mark.parametrize("error", sorted(set(PASSING) - {"unreachable"}))
async def test_what_passes_is_tried_later(driver: SlackDriver, error: str) -> None:
    driver.slack.errors["chat.postMessage"].append(error)
    outcome = await driver.platform.send(HERE, gallery.logged())
    assert outcome == Later(PASSING[error], error, busy="rate" in error, unsure=error in HALFWAY)


@pytest.mark.parametrize(
    "error",
    [
        "not_in_channel",
        "is_archived",
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "restricted_action",
        "new_word",
    ],
)
async def test_what_stays_is_never_tried_again(driver: SlackDriver, error: str) -> None:
    driver.slack.errors["chat.postMessage"].append(error)
    assert await driver.platform.send(HERE, gallery.logged()) == Never(NEVER.get(error, error))


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_is_gone_is_not_edited(driver: SlackDriver, error: str) -> None:
    driver.slack.errors["chat.update"].append(error)
    assert await driver.platform.send(HERE, gallery.logged(), "17.1") == Never(error)


async def test_a_post_is_never_repeated_by_the_library(driver: SlackDriver) -> None:
    driver.slack.errors["chat.postMessage"] += ["drop", "drop"]
    assert isinstance(await driver.platform.send(HERE, gallery.logged()), Later)
    assert len(driver.slack.of("chat.postMessage")) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
async def test_refused_blocks_are_sent_plainly_once(driver: SlackDriver, error: str) -> None:
    driver.slack.errors["chat.postMessage"] += [error]
    assert isinstance(await driver.platform.send(HERE, gallery.account()), Sent)
    first, second = driver.slack.of("chat.postMessage")
    assert first["blocks"][0]["type"] == "rich_text"
    assert second["blocks"][0]["type"] == "section"
    driver.slack.errors["chat.postMessage"] += [error, error]
    assert await driver.platform.send(HERE, gallery.account()) == Never(error)


async def test_a_thread_is_kept(driver: SlackDriver) -> None:
    await driver.platform.send(Address("slack", "T0BAILEY", "C0OPEN", "17.1", Place.PUBLIC), gallery.logged())
    [posted] = driver.slack.of("chat.postMessage")
    assert posted["thread_ts"] == "17.1"
    assert (posted["unfurl_links"], posted["unfurl_media"], posted["mrkdwn"]) == (False, False, False)


async def test_ones_own_chat(driver: SlackDriver) -> None:
    assert await driver.platform.direct("T0BAILEY", "U0DANA") == HERE
    await driver.platform.direct("T0BAILEY", "U0DANA")
    assert len(driver.slack.of("conversations.open")) == 1  # it stays the same for good
    driver.slack.errors["conversations.open"].append("user_not_found")
    with pytest.raises(LookupError):
        await driver.platform.direct("T0BAILEY", "U0GONE")


async def test_a_chat_that_slack_cannot_open_just_now_is_opened_at_sending(driver: SlackDriver) -> None:
    driver.slack.errors["conversations.open"] += ["429:3", "drop"]
    address = await driver.platform.direct("T0BAILEY", "U0DANA")
    assert Address.parse(str(address)) == address
    assert isinstance(await driver.platform.send(address, gallery.logged()), Later)
    assert isinstance(await driver.platform.send(address, gallery.logged()), Sent)
    assert driver.slack.of("chat.postMessage")[0]["channel"] == DM


SINCE = datetime(2026, 11, 20, tzinfo=UTC)
CHANNEL = Address("slack", "T0BAILEY", "C0OPEN", place=Place.PUBLIC)


async def test_our_message_is_known_again_by_its_mark(driver: SlackDriver) -> None:
    refs = [await driver.platform.send(HERE, gallery.logged(), "", f"mark {number}") for number in range(5)]
    for number, ref in enumerate(refs):
        assert await driver.platform.find(HERE, f"mark {number}", SINCE) == ref
    assert isinstance(await driver.platform.find(HERE, "another", SINCE), Never)


async def test_in_a_channel_it_looks_only_where_it_may(driver: SlackDriver) -> None:
    driver.slack.scopes.remove("channels:history")
    thread = replace(CHANNEL, thread="17.1")
    await driver.platform.send(CHANNEL, gallery.logged(), "", "mark")
    await driver.platform.send(thread, gallery.logged(), "", "answer")
    driver.slack.scopes.discard("channels:history")
    assert await driver.platform.find(CHANNEL, "mark", SINCE) == Never("missing_scope")
    driver.slack.scopes.add("channels:history")
    assert isinstance(await driver.platform.find(CHANNEL, "mark", SINCE), Sent)
    assert isinstance(await driver.platform.find(thread, "answer", SINCE), Sent)
    assert isinstance(await driver.platform.find(thread, "mark", SINCE), Never)


async def test_looking_waits_when_slack_is_busy(driver: SlackDriver) -> None:
    driver.slack.errors["conversations.history"] += ["429:9"]
    assert await driver.platform.find(HERE, "mark", SINCE) == Later(9, "ratelimited", busy=True)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("log call Acme", "/log call Acme"),
        ("undo", "/bailey undo"),
        ("account Acme", "/account Acme"),
        ("logs", "/bailey logs"),
    ],
)
async def test_lines_as_slack_people_type_them(driver: SlackDriver, line: str, typed: str) -> None:
    assert driver.platform.typed(line) == typed
