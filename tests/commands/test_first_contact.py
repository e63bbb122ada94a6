"""Members appear by writing once; who they are decides what they may."""

import pytest

from bot.meeting import House
from bot.request import Sender
from storage.engine import Engine
from storage.ground import Ground, open_ground
from storage.tables import Member
from storage.work import Work
from tests.chat import MORNING, World


@pytest.fixture
def empty(sqlite: Engine) -> World:
    """A house without anybody and without accounts."""
    return World(open_ground(sqlite), house=House(admin_email="Boss@Example.com", start_code="7F3K-9QXM"))


async def member(world: World, email: str) -> Member:
    found = await world.look(lambda work: work.people.by_email(email))
    assert found is not None
    return found


async def test_zone_locale_and_email_come_from_the_platform(ground: Ground) -> None:
    world = World(ground)
    await world.chat("ana@example.com", zone="America/Lima").says("help")
    ana = await member(world, "ana@example.com")
    assert (ana.name, ana.role, ana.zone, ana.locale, ana.seen_at) == (
        "Ana",
        "viewer",
        "America/Lima",
        "en-GB",
        MORNING,
    )
    await world.chat("ana@example.com", zone="Asia/Tokyo").says("help")
    assert (await member(world, "ana@example.com")).zone == "Asia/Tokyo"


async def test_one_person_on_two_platforms_is_one_member(world: World) -> None:
    await world.chat().says("log call Globex 10m from the terminal")
    on_the_page = world.chat(platform="web")
    assert "from the terminal" in await on_the_page.says("activities Globex today")
    assert await on_the_page.says("undo") == "✓ Taken back: call with Globex"


async def test_a_pending_owner_becomes_csm_when_they_write(world: World) -> None:
    def pending(work: Work) -> None:
        work.insert(Member, name="Petra", email="petra@example.com", role="csm", created_at=MORNING)

    await world.ground.run(1, pending)
    assert "not met yet" in await world.chat().says("team")
    assert "✓ Logged" in await world.chat("petra@example.com").says("log call Globex 5m")
    assert "not met yet" not in await world.chat().says("team")


async def test_guests_are_never_matched_by_email(world: World) -> None:
    await world.chat().says("help")
    guest = world.chat()
    guest.sender = Sender("web", "t", "guest", "Dana", "dana@example.com", "Europe/Berlin", "en-GB", outsider=True)
    assert "You are a guest here" in await guest.says("account Globex")
    assert (await member(world, "dana@example.com")).outsider is False


async def test_the_admin_by_address(empty: World) -> None:
    assert "Status" in await empty.chat("boss@example.com").says("status")
    empty.ground.close()


async def test_the_start_code_works_once(empty: World) -> None:
    ana, bob = empty.chat("ana@example.com"), empty.chat("bob@example.com")
    assert "That is not the start code." in await ana.says("start 0000-0000")
    assert "You are the admin now." in await ana.says("start 7f3k-9qxm")
    assert "There is an admin already" in await bob.says("start 7F3K-9QXM")
    assert "nobody as admin" in await ana.says("undo")
    assert (await member(empty, "ana@example.com")).role == "admin"
    empty.ground.close()


async def test_an_empty_house_greets_with_how_to_begin(empty: World) -> None:
    said = await empty.chat("boss@example.com").says("day")
    assert said.startswith("No accounts yet")
    assert "create Acme" in said
    assert (await empty.chat("boss@example.com").says("accounts")).startswith("No accounts yet")
    empty.ground.close()


async def test_times_are_said_in_the_readers_zone(world: World) -> None:
    world.passes(hours=9)
    await world.chat().says("log call Globex 10m at 14:00")
    lee = world.chat("lee@example.com", zone="America/New_York")
    assert "Globex" in (said := await lee.says("activities Globex today"))
    assert "today 08:00" in said


async def test_day_one_help_is_ten_lines(world: World) -> None:
    for email in ("dana", "paul", "ines", "mia", "vera", "omar", "jane"):
        said = (await world.chat(f"{email}@example.com").says("help")).splitlines()
        assert len(said) <= 10, (email, said)
    assert "what they want to achieve" in await world.chat("ines@example.com").says("help")
    assert "before you call" in await world.chat("paul@example.com").says("help")
    assert "who is who" in await world.chat("mia@example.com").says("help")


async def test_help_on_one_command_is_whole(world: World) -> None:
    said = await world.chat().says("help log")
    for line in (
        "half an hour",
        "log webinar Acme, Globex, Initech 1h",
        "log call Acme 30m; email Globex 5m",
        "Type: log",
    ):
        assert line in said
    assert "`" not in said
    assert "does not have it yet" in await world.chat("vera@example.com").says("help log")
