"""What Slack's door hands on from threads, and how much of what it hears it drops unseen."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.request import Became, Line, Place, Reply, SharedFile
from bot.view import Text
from tests.adapters.slack.driver import SlackDriver, payload
from tests.fakes.scripted import card

ROOT = "1763971200.000100"
Json = dict[str, Any]


def reply(driver: SlackDriver, text: str = "We see it &amp; wait", **more: Any) -> Json:
    """A message in a thread of the channel, to nobody in particular."""
    driver.bailey.roots.add(ROOT)
    return driver.spoken(text, "message_channel", thread_ts=ROOT, user="U0ANA", **more)


def changed(body: Json, text: str, **more: Any) -> Json:
    before = copy.deepcopy(body["event"])
    now = {**before, "text": text, "edited": {"user": before["user"], "ts": "1763971500.000000"}, **more}
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": before["channel"]}
    times = {"ts": "1763971500.000900", "event_ts": "1763971500.000900", "channel_type": "channel"}
    return {**body, "event": {**event, **times, "message": now, "previous_message": before}}


async def test_a_reply_is_handed_on_in_plain_words(driver: SlackDriver) -> None:
    file = {"id": "F1", "name": "trace.log", "permalink": "https://example.slack.com/files/U0ANA/F1/trace.log"}
    body = reply(driver, "Ask <@U0SAM> &lt;now&gt;", files=[file], subtype="file_share")
    assert await driver.event(body) is None
    assert driver.bailey.requests == []
    [heard] = driver.bailey.overheard
    assert (heard.sender.identity, heard.sender.name) == ("slack:T0BAILEY:U0ANA", "Ana Reyes")
    assert (heard.address.channel, heard.address.thread, heard.address.place) == ("C0OPEN", ROOT, Place.PUBLIC)
    assert (heard.text, heard.became, heard.to_bailey) == ("Ask <@U0SAM> <now>", Became.NEW, False)
    assert heard.files == (SharedFile("trace.log", file["permalink"]),)
    assert heard.people["slack:T0BAILEY:U0SAM"].name == "Sam Lee"
    assert heard.ref == body["event"]["ts"]
    assert f"{heard.said_at.timestamp():.6f}" == heard.ref
    assert heard.at == heard.said_at


async def test_an_edit_and_a_deletion(driver: SlackDriver) -> None:
    body = reply(driver)
    await driver.event(changed(body, "We wait"))
    gone = changed(body, "")
    gone["event"] |= {"subtype": "message_deleted", "deleted_ts": body["event"]["ts"], "message": None}
    await driver.event(gone)
    edit, deletion = driver.bailey.overheard
    assert (edit.became, edit.text, edit.ref) == (Became.EDITED, "We wait", body["event"]["ts"])
    assert edit.at == datetime.fromtimestamp(1763971500, UTC).replace(microsecond=900)
    assert (deletion.became, deletion.ref, deletion.sender.user) == (Became.DELETED, body["event"]["ts"], "U0ANA")


async def test_what_slack_adds_by_itself_is_no_edit(driver: SlackDriver) -> None:
    await driver.event(changed(reply(driver), "We wait", edited=None))
    await driver.event(changed(reply(driver), "", subtype="tombstone"))
    assert driver.bailey.overheard == []


@pytest.mark.parametrize(
    "more",
    [
        {"thread_ts": "1763970000.000100"},
        {"thread_ts": None},
        {"bot_id": "B0OTHER"},
        {"user": "U0BAILEY"},
        {"subtype": "channel_join"},
    ],
    ids=str,
)
async def test_everything_else_is_dropped_where_it_came_in(driver: SlackDriver, more: Json) -> None:
    """Nobody is looked up, nothing is asked, nothing is said."""
    body = reply(driver)
    body["event"] |= more
    before = len(driver.slack.calls)
    assert await driver.event(body) is None
    assert (driver.bailey.overheard, driver.bailey.requests) == ([], [])
    assert len(driver.slack.calls) == before


async def test_nothing_is_heard_where_another_company_reads(driver: SlackDriver) -> None:
    await driver.event(reply(driver) | {"is_ext_shared_channel": True})
    assert driver.bailey.overheard == []


async def test_a_mention_is_a_command(driver: SlackDriver) -> None:
    await driver.event(reply(driver, "<@U0BAILEY> account Acme"))
    assert driver.bailey.overheard == []
    [asked] = driver.bailey.requests
    assert asked.what == Line("account Acme", bare=True)


async def test_an_edit_that_mentions_bailey_says_so(driver: SlackDriver) -> None:
    await driver.event(changed(reply(driver), "<@U0BAILEY> account Acme"))
    assert [heard.to_bailey for heard in driver.bailey.overheard] == [True]


async def test_in_an_own_chat_what_is_no_talk_is_a_line(driver: SlackDriver) -> None:
    driver.bailey.roots.add(ROOT)
    driver.bailey.says("day", Reply(card(Text(("Your day",)))))
    await driver.event(driver.spoken("They ask again", thread_ts=ROOT))
    assert driver.bailey.requests == []
    shown = await driver.event(driver.spoken("day", thread_ts=ROOT))
    assert shown is not None
    assert "Your day" in shown.words
    assert [heard.text for heard in driver.bailey.overheard] == ["They ask again", "day"]
    assert driver.bailey.overheard[0].address.place is Place.DIRECT


async def test_a_sheet_is_still_bailey_s_to_read(driver: SlackDriver) -> None:
    driver.bailey.roots.add(ROOT)
    sheet = {"id": "F1", "name": "accounts.csv", "url_private": f"{driver.slack.api}../files/accounts.csv"}
    await driver.event(driver.spoken("", thread_ts=ROOT, subtype="file_share", files=[sheet]))
    assert driver.bailey.overheard == []


async def test_what_the_payload_of_another_kind_leaves_out_breaks_nothing(driver: SlackDriver) -> None:
    driver.bailey.roots.add(ROOT)
    for name in ("message_changed", "message_deleted"):
        await driver.event(payload(name))
        bare = payload(name)
        bare["event"] |= {"message": None, "previous_message": None}
        await driver.event(bare)
    assert driver.bailey.overheard == []
