"""Who reads along in a channel, known before they first speak."""

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
