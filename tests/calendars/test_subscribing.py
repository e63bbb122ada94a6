"""A subscription: fetched from a real server over TLS, kept up to date, and never from where nobody may look."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from adapters import calendars
from adapters.calendars import fetch, is_public
from bot.calendars.reading import LARGEST
from bot.calendars.refreshing import Wanted, refresh
from bot.calendars.sources import Failed, Fetched
from storage.tables import CalendarSource
from tests.calendars.ics import at, calendar, event
from tests.calendars.people import JANE, Post, goes_on
from tests.chat import Chat, World
from tests.fakes.calendars import CalendarServer, calendar_server

MEETING = event("1", at(23, 14), at(23, 15), "QBR", [JANE])


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[CalendarServer]:
    async with calendar_server(tmp_path) as served:
        served.content = calendar(MEETING)
        yield served


def anywhere(address: str) -> bool:
    return True


async def fetched(server: CalendarServer, path: str = "/basic.ics", **more: str) -> Fetched | Failed:
    return await fetch(Wanted(server.url + path, **more), anywhere, server.trust)


# ------------------------------------------------------------ the network


async def test_only_what_changed_is_sent_again(server: CalendarServer) -> None:
    first = await fetched(server)
    assert isinstance(first, Fetched)
    assert first.content == server.content.encode()
    assert await fetched(server, etag=first.etag) == Fetched(None)
    server.content = calendar()
    again = await fetched(server, etag=first.etag)
    assert isinstance(again, Fetched)
    assert again.content == server.content.encode()


@pytest.mark.parametrize(
    ("status", "why", "lasting"),
    [
        (404, calendars.GONE, True),
        (410, calendars.GONE, True),
        (401, calendars.REFUSED, True),
        (403, calendars.REFUSED, True),
        (418, calendars.WRONG, True),
        (429, calendars.BUSY, False),
        (503, calendars.BUSY, False),
    ],
)
async def test_what_servers_say(server: CalendarServer, status: int, why: str, lasting: bool) -> None:
    server.answers["/x"] = lambda request: web.Response(status=status, text="BEGIN:VCALENDAR")
    assert await fetched(server, "/x") == Failed(why, lasting)


async def test_what_is_no_calendar(server: CalendarServer) -> None:
    server.answers["/page"] = lambda request: web.Response(text="<html>Sign in</html>", content_type="text/html")
    server.answers["/huge"] = lambda request: web.Response(body=b"BEGIN:VCALENDAR\r\n" + b"X" * LARGEST)
    assert await fetched(server, "/page") == Failed(calendars.WRONG, lasting=True)
    assert await fetched(server, "/huge") == Failed(calendars.TOO_LARGE, lasting=True)


async def test_redirects(server: CalendarServer) -> None:
    def to(place: str) -> None:
        server.answers["/x"] = lambda request: web.Response(status=302, headers={"Location": place})

    to("/basic.ics")
    assert isinstance(await fetched(server, "/x"), Fetched)
    to("/x")
    assert await fetched(server, "/x") == Failed(calendars.WRONG, lasting=True)  # round and round
    for place in ("http://example.com/basic.ics", "file:///etc/passwd", "ftp://example.com/x"):
        to(place)
        assert await fetched(server, "/x") == Failed(calendars.PRIVATE, lasting=True)


async def test_nothing_of_this_machine_or_its_neighbours(server: CalendarServer) -> None:
    """By name, by number, and by a redirect from a public place."""
    assert await fetch(Wanted(f"{server.url}/basic.ics"), trust=server.trust) == Failed(calendars.PRIVATE, lasting=True)
    for host in (
        "127.0.0.1",
        "[::1]",
        "10.0.0.8",
        "169.254.169.254",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
    ):
        address = server.url.replace("localhost", host) + "/basic.ics"
        assert await fetch(Wanted(address), trust=server.trust) == Failed(calendars.PRIVATE, lasting=True), host
    elsewhere = server.url.replace("localhost", "127.0.0.2") + "/basic.ics"
    server.answers["/x"] = lambda request: web.Response(status=302, headers={"Location": elsewhere})
    outcome = await fetch(Wanted(f"{server.url}/x"), lambda address: address != "127.0.0.2", server.trust)
    assert outcome == Failed(calendars.PRIVATE, lasting=True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_a_certificate_that_nobody_vouches_for(server: CalendarServer) -> None:
    assert await fetch(Wanted(f"{server.url}/basic.ics"), anywhere) == Failed(calendars.SILENT)


# ------------------------------------------------------------ what becomes of it


async def subscribed(world: World, server: CalendarServer) -> Chat:
    """Dana's subscription. Its name has no dot, which no address of a calendar has, so it is put in its place here."""
    chat = world.chat()
    await chat.says("calendar https://calendar.example.com/basic.ics")
    await world.ground.run(
        1,
        lambda work: [
            work.update(CalendarSource, source.id, address=f"{server.url}/basic.ics") for source in every(work)
        ],
    )
    return chat


def every(work: object) -> list[CalendarSource]:
    return [CalendarSource.of(row) for row in work.ask(CalendarSource.table().select())]  # type: ignore[attr-defined] # a Work


async def looks(world: World, server: CalendarServer, post: Post) -> None:
    reach = partial(fetch, may_reach=anywhere, trust=server.trust)
    await refresh(world.ground, 1, world.now, reach)
    await goes_on(world, post)


async def test_it_is_read_told_once_and_kept_up_to_date(world: World, server: CalendarServer) -> None:
    post, chat = Post(), await subscribed(world, server)
    await looks(world, server, post)
    assert ["1 meeting with customers, 1 of them ahead" in told for told in post.to("dana")] == [True]
    assert "today 14:00" in await chat.says("calendar")
    await looks(world, server, post)
    assert len(server.asked) == 1  # its time has not come
    world.passes(minutes=15)
    await looks(world, server, post)
    assert "If-None-Match" in server.asked[-1][1]
    server.content = calendar(event("1", at(23, 16), at(23, 17), "QBR", [JANE]))
    world.passes(minutes=15)
    await looks(world, server, post)
    assert "today 16:00" in await chat.says("calendar")
    server.content = calendar()
    world.passes(minutes=15)
    await looks(world, server, post)
    assert "No meeting with a customer is ahead" in await chat.says("calendar")
    assert len(post.sent) == 1


async def test_other_names_another_look(world: World, server: CalendarServer) -> None:
    """A meeting with a customer who gets their domain later is found without anybody changing the calendar."""
    server.content = calendar(event("1", at(23, 14), at(23, 15), "Sync", ["x@brandnew.example"]))
    post, chat = Post(), await subscribed(world, server)
    await looks(world, server, post)
    assert "none with a customer" in post.to("dana")[0]
    await chat.says("alias Globex = brandnew.example")
    world.passes(minutes=15)
    await looks(world, server, post)
    assert "Globex · today 14:00" in await chat.says("calendar")


async def test_a_failure_is_told_once_and_tried_less_and_less(world: World, server: CalendarServer) -> None:
    post, chat = Post(), await subscribed(world, server)
    await looks(world, server, post)
    server.answers["/basic.ics"] = lambda request: web.Response(status=503)
    asked = len(server.asked)
    for _ in range(24 * 4):
        world.passes(minutes=15)
        await looks(world, server, post)
    assert 4 < len(server.asked) - asked < 10
    assert ["cannot read your calendar" in told for told in post.to("dana")] == [False, True]
    assert calendars.BUSY in await chat.says("calendar")
    del server.answers["/basic.ics"]
    world.passes(hours=7)
    await looks(world, server, post)
    assert calendars.BUSY not in await chat.says("calendar")
    assert len(post.sent) == 2


async def test_a_wrong_address_is_told_at_once(world: World, server: CalendarServer) -> None:
    post, chat = Post(), await subscribed(world, server)
    server.answers["/basic.ics"] = lambda request: web.Response(status=404)
    await looks(world, server, post)
    assert calendars.GONE in post.to("dana")[0]
    await chat.says("calendar off")
    world.passes(days=1)
    asked = len(server.asked)
    await looks(world, server, post)
    assert len(server.asked) == asked


async def test_one_replica_asks_at_a_time(world: World, server: CalendarServer) -> None:
    post = Post()
    await subscribed(world, server)
    reach = partial(fetch, may_reach=anywhere, trust=server.trust)
    for _ in range(3):
        await refresh(world.ground, 1, world.now, reach)
    assert len(server.asked) == 1
    world.passes(seconds=timedelta(minutes=16).total_seconds())
    await looks(world, server, post)
    assert len(server.asked) == 2
