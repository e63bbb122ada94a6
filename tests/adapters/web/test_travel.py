"""The demo's time goes forward: at every stop what is due is done, and every open page is told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.web.clock import DemoClock, DemoTime, next_monday, stops, tomorrow, zone_of
from bot.request import Sent
from bot.view import DrawnView, Footer, Text
from tests.adapters.web.driver import DANA, Site, first, frames
from tests.adapters.web.reading import read
from tests.fakes.web_bailey import ScriptedBailey

SUNDAY = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Machine:
    """What stands behind the clock. stops: when the ticker was told to look. held: it takes its time."""

    stops: list[datetime] = field(default_factory=list)
    anew: int = 0
    held: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    clock: DemoClock = field(default_factory=lambda: DemoClock(lambda: SUNDAY))

    async def arrived(self) -> None:
        self.stops.append(self.clock())
        self.begun.set()
        if self.held:
            await self.held.wait()

    def begin_anew(self) -> None:
        self.anew += 1


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
async def site(machine: Machine) -> AsyncIterator[Site]:
    time = DemoTime(machine.clock, machine.arrived, machine.begin_anew)
    async with Site(ScriptedBailey(), time=time) as site:
        yield site


async def go(site: Site, to: str, on: str | None = None, zone: str = "Europe/Berlin") -> tuple[int, Any]:
    body = {"to": to, "zone": zone, **({"on": on} if on else {})}
    response = await site.send("travel", body)
    return response.status, await response.json()


# ------------------------------------------------------------ the page


async def test_tomorrow_is_the_morning_of_whoever_looks(site: Site, machine: Machine) -> None:
    status, said = await go(site, "tomorrow")
    assert (status, said) == (200, {"now": "2026-11-23T07:30:00+00:00"})
    assert machine.clock() == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


async def test_it_stops_every_morning_and_evening_on_the_way(site: Site, machine: Machine) -> None:
    await go(site, "date", "2026-11-24")
    local = [stop.astimezone(BERLIN).strftime("%a %H:%M") for stop in machine.stops]
    assert local == ["Sun 08:30", "Sun 17:30", "Mon 08:30", "Mon 17:30", "Tue 08:30"]


async def test_an_hour_is_an_hour(site: Site, machine: Machine) -> None:
    await go(site, "hour")
    await go(site, "hour")
    assert machine.clock() == SUNDAY + timedelta(hours=2)


async def test_open_pages_are_told_and_what_arrives_bears_the_demos_time(site: Site) -> None:
    response = await site.client.get("/web/stream", params={"as": DANA[0], "after": site.platform.history.last})
    stream = frames(response)
    await go(site, "monday")
    await site.platform.send(await site.platform.direct("demo", DANA[0]), DrawnView((Text(("due",)),), "News"))
    kind, _, data = await anext(stream)
    assert kind == "clock"
    assert SUNDAY < datetime.fromisoformat(data["now"]) <= datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    _, _, data = await first(stream, lambda frame: frame[0] == "message")
    assert 'datetime="2026-11-23T07:30:00+00:00"' in data["html"]
    response.close()


async def test_the_page_tells_the_time_and_says_that_it_goes_forward_only(site: Site) -> None:
    seen = await site.page()
    assert "Sun 22 Nov 2026 00:30" in seen.words
    assert "Time goes forward only" in seen.words
    back = next(attrs for tag, attrs in seen.tags if "data-anew" in attrs)
    assert "hidden" in back, "it is today"
    await go(site, "hour")
    back = next(attrs for tag, attrs in (await site.page()).tags if "data-anew" in attrs)
    assert "hidden" not in back
    assert "forgotten" in back["data-confirm-text"]


@pytest.mark.parametrize(
    ("to", "on", "told"),
    [
        ("date", "2026-11-21", "Time goes forward only"),
        ("date", "0001-01-01", "Time goes forward only"),
        ("date", "2028-01-01", "at most a year"),
        ("date", "9999-12-31", "at most a year"),
        ("date", None, "Pick the day"),
        ("yesterday", None, "could not read"),
        ("date", "soon", "could not read"),
    ],
)
async def test_a_day_that_cannot_be_reached_says_why(
    site: Site, machine: Machine, to: str, on: str | None, told: str
) -> None:
    status, said = await go(site, to, on, "Pacific/Auckland")
    assert status == 400
    assert told in said["error"]
    assert machine.clock() == SUNDAY


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_another_site_moves_nothing(site: Site, machine: Machine, headers: dict[str, str]) -> None:
    assert (await site.send("travel", {"to": "anew"}, **headers)).status == 403
    assert (await site.send("travel", {"to": "hour"}, **headers)).status == 403
    assert (machine.anew, machine.clock()) == (0, SUNDAY)


async def test_one_journey_at_a_time(site: Site, machine: Machine) -> None:
    machine.held = asyncio.Event()
    going = asyncio.create_task(go(site, "tomorrow"))
    await machine.begun.wait()
    status, said = await go(site, "tomorrow")
    assert status == 409
    assert "being put forward already" in said["error"]
    machine.held.set()
    assert (await going)[0] == 200


async def test_back_to_today_begins_anew(site: Site, machine: Machine) -> None:
    await go(site, "hour")
    assert (await go(site, "anew"))[0] == 200
    assert machine.anew == 1


async def test_a_database_that_is_not_the_demos_is_not_emptied(machine: Machine) -> None:
    async with Site(ScriptedBailey(), time=DemoTime(machine.clock, machine.arrived)) as site:
        status, said = await go(site, "anew")
        assert status == 409
        assert "database of your own" in said["error"]
        assert not any("data-anew" in attrs for _, attrs in (await site.page()).tags)


async def test_without_a_clock_there_is_no_way_to_travel() -> None:
    async with Site(ScriptedBailey()) as site:
        assert (await site.send("travel", {"to": "hour"})).status == 404
        assert not any(attrs.get("id") == "clock" for _, attrs in (await site.page()).tags)


# ------------------------------------------------------------ what is left where a card stood


async def test_a_card_that_is_drawn_anew_replaces_the_old_one_and_calls_nobody(site: Site) -> None:
    address = await site.platform.direct("demo", DANA[0])
    sent = await site.platform.send(address, DrawnView((Text(("Notice closes in 23 days.",)),), "Notice"))
    assert isinstance(sent, Sent)
    response = await site.client.get("/web/stream", params={"as": DANA[0], "after": site.platform.history.last})
    stream = frames(response)
    await site.platform.send(address, DrawnView((Footer(("This card moved down.",)),), "A card moved down"), sent.ref)
    _, _, data = await anext(stream)
    assert (data["id"], data["fresh"]) == (sent.ref, False)
    [(_, article)] = [(tag, attrs) for tag, attrs in read(data["html"]).tags if tag == "article"]
    assert article["aria-live"] == "off"
    assert "aside" in article["class"].split()
    assert "23 days" not in (await site.page()).words
    response.close()


# ------------------------------------------------------------ the way


def test_the_clock_never_goes_back() -> None:
    clock = DemoClock(lambda: SUNDAY)
    clock.reach(SUNDAY + timedelta(days=2))
    clock.reach(SUNDAY + timedelta(days=1))
    assert clock() == SUNDAY + timedelta(days=2)


def test_from_monday_the_next_one_is_a_week_away() -> None:
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_monday(monday, BERLIN) == datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
    assert next_monday(SUNDAY, BERLIN) == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def test_mornings_follow_the_clocks_of_summer() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert tomorrow(before, BERLIN) == datetime(2027, 3, 28, 6, 30, tzinfo=UTC)
    way = [stop.astimezone(BERLIN).strftime("%d %H:%M") for stop in stops(before, tomorrow(before, BERLIN), BERLIN)]
    assert way == ["27 17:30", "28 08:30"]


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "\0"])
def test_a_zone_that_nobody_knows_is_utc(name: str) -> None:
    assert zone_of(name).key == "UTC"
