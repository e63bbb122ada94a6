"""What Teams' door hands on from the threads of channels, where it may read them, and what it drops unseen."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.request import Address, Became, Place, Sent, SharedFile
from tests.adapters.teams.world import ANA, CHANNEL, CHAT, GROUP, SAM, World
from tests.contracts import gallery
from tests.fakes.teams import TENANT

ROOT = "1763888000000"
Raw = dict[str, Any]


def reply(world: World, text: str = "We see it &amp; wait", **changes: Any) -> Raw:
    """A reply in the channel that mentions nobody, as it comes with the right to read the channel."""
    world.bailey.roots.add(ROOT)
    raw = world.payload("channel_mention", text=text)
    raw["entities"] = [one for one in raw["entities"] if one["type"] != "mention"]
    return raw | changes


async def test_a_reply_is_handed_on_in_plain_words(world: World) -> None:
    raw = reply(world, "Ask <at>Sam</at> &lt;now&gt;", id="1763888712003")
    mention = {"type": "mention", "text": "<at>Sam</at>", "mentioned": {"id": SAM, "name": "Sam Okafor"}}
    file = {"contentType": "reference", "name": "trace.log", "contentUrl": "https://example.sharepoint.com/trace.log"}
    picture = {"contentType": "image/png", "contentUrl": "https://smba.example/1"}
    raw |= {"entities": [*raw["entities"], mention], "attachments": [*raw["attachments"], file, picture]}
    status, _ = await world.post(raw)
    assert status == 201
    assert world.bailey.requests == []
    assert world.teams.said() == []
    [heard] = world.bailey.overheard
    assert (heard.sender.identity, heard.sender.name) == (f"teams:{TENANT}:{ANA}", "Ana Reyes")
    assert heard.address == Address("teams", TENANT, CHANNEL, ROOT, Place.PUBLIC)
    assert (heard.text, heard.became, heard.ref) == (f"Ask <@{SAM}> <now>", Became.NEW, "1763888712003")
    assert heard.people[f"teams:{TENANT}:{SAM}"].name == "Sam Okafor"
    assert heard.files == (SharedFile("trace.log", file["contentUrl"]), SharedFile("a picture"))
    assert heard.said_at == datetime.fromtimestamp(1763888712.003, UTC)
    assert heard.at == datetime(2026, 11, 23, 9, 5, 12, 441122, UTC)


async def test_each_edit_and_the_deletion_are_handed_on_once(world: World) -> None:
    raw = reply(world)
    for second in (1, 2, 2):
        edit = {"type": "messageUpdate", "text": f"as of {second}", "timestamp": f"2026-11-23T09:06:0{second}.000Z"}
        await world.post(raw | edit)
    await world.post(raw | {"type": "messageDelete", "text": None, "timestamp": "2026-11-23T09:07:00.000Z"})
    told = [(heard.became, heard.text) for heard in world.bailey.overheard]
    assert told == [(Became.EDITED, "as of 1"), (Became.EDITED, "as of 2"), (Became.DELETED, "")]


@pytest.mark.parametrize(
    "conversation",
    [
        {"id": f"{CHANNEL};messageid=1763880000000", "conversationType": "channel"},
        {"id": CHANNEL, "conversationType": "channel"},
        {"id": GROUP, "conversationType": "groupChat"},
    ],
    ids=["another thread", "no thread", "a chat"],
)
async def test_everything_else_is_dropped_where_it_came_in(world: World, conversation: Raw) -> None:
    """Nobody is looked up, nothing is asked, nothing is said."""
    for kind in ("message", "messageUpdate", "messageDelete"):
        status, _ = await world.post(reply(world, type=kind, conversation=conversation))
        assert status == 201
    assert (world.bailey.overheard, world.bailey.requests) == ([], [])
    assert [call.what for call in world.teams.calls if call.what not in ("keys", "login")] == []


async def test_an_edited_or_deleted_line_to_bailey_is_nothing(world: World) -> None:
    for kind in ("messageUpdate", "messageDelete"):
        status, _ = await world.post(world.payload("personal_message", type=kind))
        assert status == 201
    assert (world.bailey.overheard, world.bailey.requests) == ([], [])


async def test_a_mention_is_a_command_and_its_edit_says_so(world: World) -> None:
    world.bailey.roots.add(ROOT)
    await world.post(world.payload("channel_mention"))
    assert len(world.bailey.requests) == 1
    assert world.bailey.overheard == []
    await world.post(world.payload("channel_mention", type="messageUpdate"))
    assert [heard.to_bailey for heard in world.bailey.overheard] == [True]


async def test_an_old_client_presses_buttons_by_messages(world: World) -> None:
    await world.post(reply(world, text="", value={"line": "escalation:1 take", "nonce": "n1"}))
    assert [request.what.text for request in world.bailey.requests] == ["escalation:1 take"]


async def test_a_card_into_a_thread_and_where_there_are_none(world: World) -> None:
    where = Address("teams", TENANT, CHANNEL, ROOT, Place.PUBLIC)
    sent = await world.door.platform.send(where, gallery.logged())
    assert isinstance(sent, Sent)
    assert isinstance(await world.door.platform.send(where, gallery.logged(), sent.ref), Sent)
    assert isinstance(
        await world.door.platform.send(Address("teams", TENANT, CHAT, "1", Place.DIRECT), gallery.logged()), Sent
    )
    placed = list(world.teams.placed.values())
    assert placed == [f"{CHANNEL};messageid={ROOT}", CHAT]
    assert [call.what for call in world.teams.said()] == ["post", "update", "post"]
