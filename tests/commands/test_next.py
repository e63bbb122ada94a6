"""next, done, move: what was promised, and whether it was kept."""

from tests.chat import World


async def test_a_next_step_is_made_listed_done_and_taken_back(both: World) -> None:
    dana = both.chat()
    said = await dana.says("next Acme Corp send the SOC2 report to Jane Fri")
    assert said.startswith("✓ Next step\nAcme Corp · send the SOC2 report to Jane Porter · Fri 27 Nov")
    assert "send the SOC2 report to Jane Porter" in await dana.says("next Acme Corp")
    assert "send the SOC2 report to Jane Porter" in await dana.says("account Acme Corp")
    await dana.says("next Acme Corp write it up")
    assert (await dana.presses("Done")).startswith("✓ Done\nAcme Corp · write it up")
    assert list(dana.buttons) == ["Log it", "Undo"]
    assert "write it up" not in await dana.says("next Acme Corp")
    await dana.says("undo")
    assert "write it up" in await dana.says("next Acme Corp")


async def test_what_is_due_is_moved_to_tomorrow_by_one_press(world: World) -> None:
    dana = world.chat()
    await dana.says("next Globex answer their question today")
    assert "answer their question · today" in await dana.says("next Globex")
    assert "Moved\nGlobex · answer their question · tomorrow" in await dana.presses("Tomorrow")
    await dana.presses("Move")
    assert dana.form.title == "Move next step"
    assert [field.label for field in dana.form.fields] == ["Day"]
    assert "Wed 2 Dec" in await dana.fills(due="2 Dec")


async def test_a_step_for_a_colleague_is_on_their_list(world: World) -> None:
    dana, sam = world.chat(), world.chat("sam@example.com")
    assert "Nordbank · prepare the filing · Fri 27 Nov · Sam Okoye" in await dana.says(
        "next Nordbank prepare the filing Fri owner @sam"
    )
    assert "prepare the filing" in await sam.says("next")
    assert "prepare the filing" not in await dana.says("next")


async def test_my_steps_only(world: World) -> None:
    """Whoever owns a step reads it; others may not touch it."""
    paul, mia = world.chat("paul@example.com"), world.chat("mia@example.com")
    assert "Globex · Quote for 120 seats to Ruth Okafor" in await paul.says("next")
    await paul.says("next Globex")
    line = paul.buttons["Done"]
    assert "There is no next step" in await mia.says(line)
    assert "Quote for 120 seats" not in await mia.says("next Globex")


async def test_without_an_account_it_is_asked_for(world: World) -> None:
    dana = world.chat()
    await dana.says("next")
    assert (await dana.says("done 1")).startswith("✓ Done")
    assert (await dana.says("done 1")).startswith("That was done already.")
