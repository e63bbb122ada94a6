"""A closer look at what stands in a channel: by the asker's own rights, and only for its readers."""

from dataclasses import replace

from bot.request import Place
from storage.tables import OutboxMessage
from storage.work import Work
from tests.chat import World


async def told(world: World) -> str:
    """A nudge of Dana's that stands in a closed channel too, which she reads, and Vera, a viewer."""
    dana, vera = world.chat("dana@example.com"), world.chat("vera@example.com")
    room = replace(dana.address, channel="room", place=Place.PRIVATE)
    await world.bot.roster(room, [dana.sender, vera.sender])
    here = replace(dana, address=room)
    await here.says("alerts renewal to here")
    assert here.done
    await dana.says("help")
    world.passes(hours=1)
    await world.plans()

    def cards(work: Work) -> list[str]:
        sent = {row["card"] for row in work.ask(OutboxMessage.table().select()) if row["address"] == str(room)}
        everyone = [member.id for member in work.people.everyone()]
        said = [one for id in everyone for one in work.nudges.of_member(id, world.now)]
        return [one.subject for one in sorted(said, key=lambda nudge: nudge.id) if one.subject in sent]

    return (await world.look(cards))[0]


async def test_a_nudge_in_a_channel_is_shown_by_the_askers_rights(world: World) -> None:
    card = await told(world)
    dana, vera = world.chat("dana@example.com"), world.chat("vera@example.com")
    close, far = await dana.says(f"closer look {card}"), await vera.says(f"closer look {card}")
    assert dana.done
    assert vera.done
    assert close.splitlines()[0] == far.splitlines()[0]
    assert "Acme Corp" in far
    assert "[Done]" in close
    assert "[Done]" not in far


async def test_whoever_does_not_read_there_sees_nothing_of_it(world: World) -> None:
    card = await told(world)
    sam = world.chat("sam@example.com")
    assert "no channel that you read" in await sam.says(f"closer look {card}")
    assert not sam.done
    dana = world.chat("dana@example.com")
    for other in ("renewal:999999", "digest:1", "nothing:1"):
        assert "no channel that you read" in await dana.says(f"closer look {other}")
