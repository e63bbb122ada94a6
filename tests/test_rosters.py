"""Who reads along in a channel, known before they first speak."""

from dataclasses import replace

from bot.meeting import House
from bot.request import Address, Place, Sender
from storage.ground import Ground
from storage.tables import Member
from storage.work import Work
from tests.chat import World


async def test_a_listed_reader_is_the_member_of_that_address(ground: Ground) -> None:
    world = World(ground)
    await world.chat().says("day")
    channel = Address("web", "t", "renewals", place=Place.PRIVATE)
    await world.bot.roster(channel, [Sender("web", "t", "W1", "Dana", "dana@example.com")])
    assert "broke" not in await world.chat(platform="web", user="W1").says("day")

    def everyone(work: Work) -> list[Member]:
        return list(work.people.everyone())

    assert [member.email for member in await ground.run(1, everyone)].count("dana@example.com") == 1


async def test_an_outsider_is_never_matched_by_address(ground: Ground) -> None:
    world = World(ground)
    await world.chat().says("day")
    channel = Address("web", "t", "acme", place=Place.SHARED)
    await world.bot.roster(channel, [Sender("web", "t", "W9", "Dana", "dana@example.com", outsider=True)])
    [guest] = [member for member in await ground.run(1, lambda work: work.people.everyone()) if member.outsider]
    assert guest.email is None


async def test_the_channels_whose_readers_were_listed_are_named_for_listing_them_again(ground: Ground) -> None:
    world = World(ground)
    await world.chat(platform="web").says("day")
    rooms = [Address("web", "t", name, place=Place.PRIVATE) for name in ("renewals", "acme", "left")]
    for room in rooms:
        await world.bot.roster(room, [Sender("web", "t", "W1", "Dana", "dana@example.com")])
    await world.bot.roster(rooms[2], None)
    assert await world.bot.rooms("web") == tuple(rooms[:2])
    assert await world.bot.rooms("slack") == ()


async def test_a_channel_is_called_by_its_name_where_any_colleague_may_know_it(ground: Ground) -> None:
    world = World(ground, house=House(admin_email="dana@example.com"))
    dana = world.chat()
    await dana.says("day")
    channel = Address("teams", "t", "19:sales@thread.tacv2", place=Place.PUBLIC)
    chat = world.chat(platform="teams", channel=channel.channel, place=Place.PUBLIC, user="W1")

    async def called(place: Place, name: str = "") -> str:
        readers = [Sender("teams", "t", "W1", "Dana", "dana@example.com")]
        await world.bot.roster(replace(channel, place=place), readers, name)
        return next(line for line in (await dana.says("route Support")).splitlines() if "Channel" in line)

    await called(Place.PUBLIC, "Field › Sales")
    assert "✓ Support is set" in await chat.says("route Support to here")
    assert await called(Place.PUBLIC) == "Channel: Field › Sales"
    assert await called(Place.PUBLIC, "<b>Sales & more</b>") == "Channel: <b>Sales & more</b>"
    assert await called(Place.PRIVATE, "Layoffs") == "Channel: a channel in Teams"
    assert await called(Place.PUBLIC) == "Channel: a channel in Teams"
