"""Starting and closing, whether or not Slack is there; Socket Mode."""

import asyncio
import json

import aiohttp
from aiohttp import web

from adapters.slack.connect import Door, SlackSettings, platform
from bot.request import Line
from tests.adapters.slack.driver import SlackDriver, payload
from tests.contracts import gallery
from tests.fakes.scripted import Scripted
from tests.fakes.slack import BOT


async def test_it_starts_while_slack_is_away() -> None:
    async with aiohttp.ClientSession() as session:
        settings = SlackSettings("xoxb-x", "secret", "http://127.0.0.1:9/")
        door = Door(settings, platform(settings, session, ()), Scripted(), session)
        await door.start()
        await asyncio.sleep(0)
        await door.close()


async def test_it_learns_who_it_is() -> None:
    driver = await SlackDriver().open()
    await driver.door.start()
    await driver.door.presence.greeted()
    assert driver.door.presence.me == BOT
    assert len(driver.slack.of("auth.test")) == 1
    await driver.say("day")
    assert len(driver.slack.of("auth.test")) == 1
    await driver.close()


async def test_missing_rights_are_told() -> None:
    driver = SlackDriver()
    driver.slack.scopes.remove("files:read")
    await driver.open()
    await driver.door.start()
    await driver.door.presence.greeted()
    assert driver.door.troubles == ("Slack: the right files:read is missing. Reinstall the app from app_manifest.yml.",)
    await driver.close()


async def test_readers_of_every_channel_are_listed_at_the_start() -> None:
    driver = SlackDriver()
    driver.slack.members |= {"C0OPEN": ["U0DANA"], "C0CLOSED": ["U0DANA", "U0ANA", "U0SAM"]}
    await driver.open()
    await driver.door.start()
    await driver.door.presence.greeted()
    await driver.bailey.told(rosters=2)
    assert set(driver.bailey.rosters) == {"slack|T0BAILEY|C0OPEN||public", "slack|T0BAILEY|C0CLOSED||private"}
    await driver.close()


async def test_settings_keep_their_secrets() -> None:
    assert "xoxb" not in repr(SlackSettings("xoxb-x", "hush"))
    assert "hush" not in repr(SlackSettings("xoxb-x", "hush"))


async def test_socket_mode_is_the_same_door() -> None:
    heard: asyncio.Queue[dict[str, object]] = asyncio.Queue()

    async def socket(request: web.Request) -> web.WebSocketResponse:
        peer = web.WebSocketResponse()
        await peer.prepare(request)
        envelope = {"envelope_id": "e1", "type": "slash_commands", "accepts_response_payload": True}
        slash = {**payload("command"), "command": "/log", "text": "call Acme 30m"}
        await peer.send_json({**envelope, "payload": slash})
        async for message in peer:
            heard.put_nowait(json.loads(message.data))
        return peer

    driver = SlackDriver()
    driver.slack.server.app.router.add_get("/socket", socket)
    await driver.open(app_token="xapp-fake")
    driver.bailey.says("call Acme 30m", gallery.logged())
    await driver.door.start()
    answer = await asyncio.wait_for(heard.get(), 10)
    assert answer["envelope_id"] == "e1"
    assert "Acme Corp" in json.dumps(answer["payload"])
    assert driver.bailey.requests[-1].what == Line("call Acme 30m", assumed="log")
    await driver.close()
