"""Links to records: where they lead, what they show to whom, and what they never tell."""

import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from adapters import links as page
from bot.links import LINES, Linked, address, linked
from bot.meeting import House
from bot.request import Address, Finding, Place
from bot.text import as_text
from tests.chat import Chat, World

HOME = "https://bailey.example.com"


@pytest.fixture
def linking(world: World) -> World:
    return World(world.ground, house=House(url=HOME))


async def link_of(chat: Chat, what: str) -> str:
    found = re.search(rf"{HOME}/\w+/\d+", await chat.says(f"copy link {what}"))
    assert found is not None
    return found[0]


async def shown(chat: Chat, link: str, place: Place = Place.PUBLIC) -> tuple[Finding, ...]:
    """What becomes of a link in a channel that its poster, Dana and Vera, a viewer, read."""
    room = Address(chat.sender.platform, "t", "room", place=place)
    readers = [chat.sender, chat.world.chat("dana@example.com").sender, chat.world.chat("vera@example.com").sender]
    await chat.world.bot.roster(room, readers)
    return await chat.world.bot.find(chat.sender, room, "link", link)


async def test_an_account_has_a_link_that_opens_it_for_whoever_may_see_it(linking: World) -> None:
    dana, vera = linking.chat("dana@example.com"), linking.chat("vera@example.com")
    link = await link_of(dana, "Initech")
    assert "Initech" not in link
    assert await dana.says(link) == await dana.says("account Initech")
    told = await vera.says(link)
    assert "Initech" in told
    assert "hidden here" in told


async def test_cards_of_ones_own_offer_their_link(linking: World) -> None:
    dana = linking.chat("dana@example.com")
    await dana.says("account Initech")
    assert "/account/" in await dana.presses("Copy link")
    await dana.says("use case Initech")
    assert "/reference/" in await dana.presses("Copy link")
    await dana.says("escalate Initech sev2 data export down")
    await dana.presses("Open")
    assert f"{HOME}/escalation/" in await dana.presses("Copy link")
    await dana.says("request Initech SCIM provisioning new:yes")
    await dana.says("request:1")
    assert f"{HOME}/request/1" in await dana.presses("Copy link")


async def test_without_an_address_there_are_no_links(world: World) -> None:
    dana = world.chat("dana@example.com")
    await dana.says("account Initech")
    assert "Copy link" not in dana.buttons
    told = await dana.says("copy link Initech")
    assert "BAILEY_PUBLIC_URL" in told
    assert "account #" in told


async def test_every_kind_of_link_shows_what_typing_its_line_shows(linking: World) -> None:
    dana = linking.chat("dana@example.com")
    await dana.says("escalate Initech sev2 data export down")
    await dana.says("request Initech SCIM provisioning new:yes")
    for what in ("Initech", "Initech reference", "escalation:1", "request:1"):
        link = await link_of(dana, what)
        record = linked(HOME, link)
        assert record is not None
        assert address(HOME, record) == link
        told = await dana.says(link)
        assert dana.done, told
        assert told == await dana.says(record.line)


async def test_in_a_channel_a_link_shows_what_every_colleague_may_know(linking: World) -> None:
    dana = linking.chat("dana@example.com")
    await dana.says("escalate Initech sev2 data export down")
    await dana.says("sentiment Initech red: furious")
    for what in ("Initech", "Initech reference", "escalation:1"):
        [found] = await shown(dana, await link_of(dana, what))
        told = as_text(found.view)
        assert "Initech" in told
        assert "€" not in told
        assert not re.search(r"\b(RED|red|furious)\b", told)
        assert "Copy link" not in told


async def test_the_button_of_a_posted_link_opens_the_rest_in_private(linking: World) -> None:
    dana = linking.chat("dana@example.com")
    [found] = await shown(dana, await link_of(dana, "Initech"))
    [button] = [one for block in found.view.blocks for one in getattr(block, "items", ())]
    assert await dana.says(button.line) == await dana.says("account Initech")


async def test_where_outsiders_may_read_a_link_shows_nothing(linking: World) -> None:
    dana = linking.chat("dana@example.com")
    link = await link_of(dana, "Initech")
    assert await shown(dana, link, Place.SHARED) == ()
    elsewhere = Address("cli", "t", "never-listed", place=Place.PUBLIC)
    assert await linking.bot.find(dana.sender, elsewhere, "link", link) == ()


async def test_what_is_not_there_shows_nothing(linking: World) -> None:
    dana = linking.chat("dana@example.com")
    for record in [Linked(kind, 999_999) for kind in LINES]:
        assert await shown(dana, address(HOME, record)) == ()
        told = await dana.says(address(HOME, record))
        assert not dana.done, told


@pytest.mark.parametrize(
    "other",
    [
        "https://bailey.example.com.evil.example/account/1",
        "https://evil.example/account/1",
        "http://bailey.example.com/account/1",
        "https://bailey.example.com/account/0",
        "https://bailey.example.com/account/1/2",
        "https://bailey.example.com/contract/1",
        "https://bailey.example.com:bad/account/1",
        "https://[bailey/account/1",
        "account/1",
        "",
    ],
)
def test_only_our_own_addresses_are_links(other: str) -> None:
    assert linked(HOME, other) is None
    assert linked("", other) is None


@given(st.sampled_from(sorted(LINES)), st.integers(1, 10**17), st.sampled_from(["", "/", "?utm=1", "#x"]))
def test_a_link_reads_back_to_its_record(kind: str, id: int, tail: str) -> None:
    for base in (HOME, "https://bailey.example.com:8443", "https://example.com/bailey"):
        record = Linked(kind, id)
        assert linked(base, address(base, record) + tail) == record


@given(st.text())
def test_anything_else_is_no_link(text: str) -> None:
    assert linked(HOME, text) is None


async def test_the_page_behind_a_link_reveals_nothing() -> None:
    app = web.Application()
    page.mount(app)
    async with TestClient(TestServer(app)) as browser:
        there = await browser.get("/account/12")
        words = await there.text()
        assert there.status == 200
        assert "<code>/account #12</code>" in words
        assert "<code>account #12</code>" in words
        assert "noindex" in there.headers["X-Robots-Tag"]
        assert "default-src 'none'" in there.headers["Content-Security-Policy"]
        assert "/bailey escalation:7" in await (await browser.get("/escalation/7")).text()
        for wrong in ("/account/x", "/account/0", "/account/%3Cscript%3E", "/contract/1"):
            assert (await browser.get(wrong)).status == 404
