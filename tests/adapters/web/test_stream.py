"""Live updates: nothing is missed, nothing is seen by the wrong person."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, web
from yarl import URL

from adapters.web.rooms import SUPPORT
from bot.request import Address, Never, Place, Sent
from bot.view import DrawnView, Text
from tests.adapters.web.driver import ANA, DANA, Site, Team, first, frames
from tests.fakes.web_bailey import ScriptedBailey

SAL = ("sal@example.com", "Sal Vega", "marketing")
Frames = AsyncIterator[tuple[str, str, Any]]


def news(words: str) -> DrawnView:
    return DrawnView((Text((words,)),), "News")


async def watch(site: Site, who: str = DANA[0], after: str = "", last: str = "") -> tuple[ClientResponse, Frames]:
    headers = {"Last-Event-ID": last} if last else {}
    query = {"as": who, "after": after or site.platform.history.last}
    response = await site.client.get("/web/stream", params=query, headers=headers)
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    return response, frames(response)


async def test_what_bailey_says_unasked_arrives(site: Site) -> None:
    response, stream = await watch(site)
    address = await site.platform.direct("demo", DANA[0])
    sent = await site.platform.send(address, news("Notice closes in 23 days."))
    assert isinstance(sent, Sent)
    kind, _, data = await anext(stream)
    assert kind == "message"
    assert data["id"] == sent.ref
    assert "23 days" in data["html"]
    edited = await site.platform.send(address, news("Done."), sent.ref)
    assert edited == sent
    _, _, data = await anext(stream)
    assert data["id"] == sent.ref
    assert "Done." in data["html"]
    response.close()


async def test_only_its_own_persona_hears_a_direct_message(site: Site) -> None:
    response, stream = await watch(site, ANA[0])
    await site.platform.send(await site.platform.direct("demo", DANA[0]), news("for Dana"))
    await site.platform.send(await site.platform.direct("demo", ANA[0]), news("for Ana"))
    _, _, data = await anext(stream)
    assert "for Ana" in data["html"]
    response.close()


async def test_a_channel_is_heard_by_those_only_whose_it_is(site: Site) -> None:
    site.team.members.append(SAL)
    response, stream = await watch(site, SAL[0])
    since = site.platform.history.last
    await site.platform.send(SUPPORT.address, news("export down"))
    await site.platform.send(await site.platform.direct("demo", SAL[0]), news("for Sal"))
    _, _, data = await anext(stream)
    assert "for Sal" in data["html"]
    response.close()
    response, stream = await watch(site, SAL[0], after=since)
    _, _, data = await anext(stream)
    assert "for Sal" in data["html"]
    response.close()
    response, stream = await watch(site, DANA[0], after=since)
    _, _, data = await anext(stream)
    assert "export down" in data["html"]
    response.close()


async def test_a_page_that_lost_the_line_catches_up(site: Site) -> None:
    address = await site.platform.direct("demo", DANA[0])
    response, stream = await watch(site)
    await site.platform.send(address, news("one"))
    _, number, _ = await anext(stream)
    response.close()
    await site.platform.send(address, news("two"))
    response, stream = await watch(site, last=number)
    _, _, data = await anext(stream)
    assert "two" in data["html"]
    response.close()


async def test_a_page_of_an_earlier_process_is_told_to_load_anew(site: Site) -> None:
    for last in ("0000-7", "nonsense", site.platform.history.last.split("-")[0] + "-99"):
        response, stream = await watch(site, last=last)
        kind, _, _ = await anext(stream)
        assert kind == "anew"
        response.close()


async def test_too_much_was_missed(site: Site) -> None:
    address = await site.platform.direct("demo", DANA[0])
    before = site.platform.history.last
    for number in range(600):
        await site.platform.send(address, news(str(number)))
    response, stream = await watch(site, after=before)
    kind, _, _ = await anext(stream)
    assert kind == "anew"
    response.close()


async def test_an_answer_is_seen_in_the_other_window_too(site: Site) -> None:
    response, stream = await watch(site)
    await site.post("say", {"text": "account Acme"})
    await first(stream, lambda frame: "close books" in frame[2]["html"])
    response.close()


async def test_closing_the_door_ends_the_streams(site: Site) -> None:
    response, stream = await watch(site)
    site.platform.history.close()
    assert [frame async for frame in stream] == []
    response.close()


async def test_what_cannot_be_delivered_is_never(site: Site) -> None:
    address = await site.platform.direct("demo", DANA[0])
    assert isinstance(await site.platform.send(address, news("x"), "m-gone"), Never)
    nowhere = Address("web", "demo", "no-such-channel", place=Place.PUBLIC)
    assert isinstance(await site.platform.send(nowhere, news("x")), Never)
    assert isinstance(await site.platform.send(Address("web", "other", address.channel), news("x")), Never)


async def test_there_is_no_direct_chat_with_a_stranger(site: Site) -> None:
    for tenant, user in (("demo", "eve@example.com"), ("other", DANA[0])):
        try:
            await site.platform.direct(tenant, user)
        except LookupError:
            continue
        raise AssertionError("a stranger has no direct chat")


class SlowTeam(Team):
    """Once `slow`, looking up who is there waits until the test says so."""

    slow = False

    async def __call__(self) -> list[tuple[str, str, str]]:
        if self.slow:
            self.asked.set()
            await self.go_on.wait()
        return self.members

    def slow_down(self) -> None:
        self.slow, self.asked, self.go_on = True, asyncio.Event(), asyncio.Event()


async def test_a_page_closed_before_the_first_byte_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """A browser that goes elsewhere while the stream opens resets the line; nothing broke on our side."""
    team = SlowTeam()
    async with Site(ScriptedBailey(), team) as site:
        # A server as in production: the test server would cancel the handler of a page that went away.
        runner = web.AppRunner(site.app)
        await runner.setup()
        door = web.TCPSite(runner, "127.0.0.1", 0)
        await door.start()
        host = URL(door.name).with_port(runner.addresses[0][1])
        team.slow_down()
        async with ClientSession() as browser:
            asking = asyncio.create_task(browser.get(host / "web/stream" % {"as": DANA[0]}))
            await team.asked.wait()
            asking.cancel()
            await asyncio.wait([asking])
        team.slow = False
        await asyncio.sleep(0)
        team.go_on.set()
        async with ClientSession() as browser:
            response = await browser.get(host / "")
            assert response.status == 200
        await runner.cleanup()
    written = capsys.readouterr()
    assert "web failed" not in written.out + written.err
