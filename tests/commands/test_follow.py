"""follow, unfollow, following: accounts of other people, for oneself and for a channel."""

from bot.request import Place
from storage.tables import Follow
from storage.work import Work
from tests.chat import Chat, World


def follows(work: Work) -> list[tuple[str, str]]:
    rows = [Follow.of(row) for row in work.ask(Follow.table().select())]
    accounts = work.accounts.named({one.account_id for one in rows})
    return [(accounts[one.account_id].name, one.address) for one in rows if one.deleted_at is None]


def room(world: World, place: Place = Place.PRIVATE) -> Chat:
    return world.chat(channel="room", place=place)


async def test_follow_list_and_stop(both: World) -> None:
    dana = both.chat()
    assert "You follow no account besides your own." in await dana.says("following")
    assert "✓ You follow Nordbank now." in await dana.says("follow Nordbank")
    assert "You follow Nordbank already." in await dana.says("follow Nordbank")
    assert await dana.says("following") == "You follow\n• Nordbank\n  [Open] [Unfollow]"
    assert await dana.presses("Unfollow") == "✓ You follow Nordbank no more.\n[Undo]"
    assert "You do not follow Nordbank." in await dana.says("unfollow Nordbank")
    await dana.says("undo")
    assert await both.look(follows) == [("Nordbank", "")]


async def test_ones_own_account_needs_no_following(world: World) -> None:
    assert "Acme Corp is yours: you hear of it anyway." in await world.chat().says("follow Acme Corp")
    assert await world.look(follows) == []


async def test_a_channel_follows_too(both: World) -> None:
    dana = room(both)
    assert "✓ That channel follows Globex now." in await dana.says("follow Globex here")
    assert "That channel follows Globex already." in await dana.says("follow Globex here")
    assert await both.look(follows) == [("Globex", "cli|t|room||private")]
    assert await dana.says("following") == "Channels follow\n• Globex · here\n  [Open] [Unfollow]"
    await dana.presses("Unfollow")
    assert await both.look(follows) == []


async def test_what_cannot_be(world: World) -> None:
    dana = world.chat()
    said = await dana.says("follow Globex here")
    assert said == "✗ This is a direct chat. Type it in the channel: follow Globex here"
    assert "I am not in that channel, or you are not." in await dana.says("follow Globex in #acme")
    assert "People from outside may read along" in await room(world, Place.SHARED).says("follow Globex here")
    assert await world.look(follows) == []


async def test_whoever_reads_a_channel_sees_what_it_follows_and_may_stop_it(world: World) -> None:
    await room(world).says("follow Globex here")
    jane = world.chat("jane@example.com", channel="room", place=Place.PRIVATE)
    assert "• Globex · here" in await jane.says("following")
    assert "Globex" not in await world.chat("jane@example.com").says("following")
    await jane.says("unfollow Globex here")
    assert await world.look(follows) == []


async def test_a_merged_account_is_followed_on(both: World) -> None:
    jane = both.chat("jane@example.com")
    await jane.says("follow Acme Health")
    await jane.says("merge Acme Health into Acme Corp")
    assert await both.look(follows) == [("Acme Corp", "")]
    await jane.says("follow Globex")
    await jane.says("merge Globex into Acme Corp")
    assert [account for account, _ in await both.look(follows)].count("Acme Corp") == 1
    assert "• Acme Corp\n" in await jane.says("following")
