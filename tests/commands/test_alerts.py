"""alerts: what somebody hears of and how, said, changed and turned back."""

from tests.chat import World


async def test_what_was_muted_comes_again_as_it_came_before(world: World) -> None:
    dana = world.chat()
    await dana.says("mute renewals")
    assert "You hear of renewals coming up as a message of their own." in await dana.says("unmute renewals")
    await dana.says("alerts step direct")
    assert "You hear of next steps due as a message of their own." in await dana.says("alerts step on")
    await dana.says("alerts step off")
    await world.chat("jane@example.com").says("alerts default step off")
    assert "You hear of next steps due in the morning's list." in await dana.says("turn on next steps")


async def test_what_is_on_again_follows_what_holds_for_everybody(world: World) -> None:
    dana = world.chat()
    await dana.says("mute step")
    await dana.says("unmute step")
    await world.chat("jane@example.com").says("alerts default step direct")
    assert "Comes: direct" in await dana.says("alerts step")


async def test_why_names_the_threshold_in_force(world: World) -> None:
    dana, jane = world.chat(), world.chat("jane@example.com")
    await jane.says("alerts default notice 10")
    for _ in range(2):
        await dana.says("help")
        await world.plans()
        world.passes(days=1)
    await world.plans()
    await dana.says("why Sunday Energy")
    assert "Threshold: 10 days ahead" in await dana.presses("Sunday Energy: notice")


async def test_a_viewer_takes_back_their_own_leave_and_nothing_of_others(world: World) -> None:
    vera = world.chat("vera@example.com")
    assert "[Undo]" in await vera.says("away until Friday")
    assert "Taken back" in await vera.presses("Undo")
    assert "Nobody." in (await vera.says("away")).replace("Sam Okoye", "Nobody.")
    assert "nothing of yours" in await vera.says("undo")
