"""What people type about reminders without looking a command up, and what they press too late."""

from bot.request import Place
from storage.tables import NextStep
from tests.chat import Chat, World


async def morning(world: World) -> Chat:
    """Dana, on her third morning with the sample company; the others have spoken, too, so they can be written to."""
    for name in ("dana", "jane", "sam"):
        await world.chat(f"{name}@example.com").says("help")
    dana = world.chat()
    await dana.says("hours")  # whoever has not spoken with Bailey yet hears nothing unasked
    for _ in range(2):
        await world.plans()
        world.passes(days=1)
    await world.plans()
    return dana


UNDERSTOOD = {
    "mute next steps": "✓ You hear no more of next steps due.",
    "unmute next steps": "✓ You hear of next steps due in the morning's list.",
    "stop telling me about renewals": "✓ You hear no more of renewals coming up.",
    "stop reminding me about cadence": "✓ You hear no more of customers nobody talked to.",
    "turn off KPIs off their line": "✓ You hear no more of KPIs off their line.",
    "what did you hold back?": "Held back",
    "held back": "Held back",
    "what is waiting for me?": "What waits for you",
    "remind me about Acme on Friday": "✓ Next step\nAcme Corp · get back to them · Fri 27 Nov",
    "remind me to call Jane at Globex on Friday": "✓ Next step\nGlobex · call Jane · Fri 27 Nov",
    "remind me to send the deck": "✗ Which account is that for? Try next Acme send the deck",
    "I am away next week": "✓ Away kept",
    "who is away?": "Away today",
    "prepare me for Globex": "Globex · T1",
}
ASKED = ("snooze Acme 3 days", "done Acme 30m", "hand Acme over to Sam", "not needed Acme: they signed", "why Acme")


async def test_plain_words_are_understood(world: World) -> None:
    dana = await morning(world)
    for said, answer in UNDERSTOOD.items():
        assert (await dana.says(said)).startswith(answer), said


async def test_it_asks_which_one_the_most_urgent_first_and_keeps_the_rest_of_the_words(world: World) -> None:
    dana = await morning(world)
    for said in ASKED:
        assert "Which one?" in await dana.says(said), said
        assert next(iter(dana.buttons)) == "Acme Corp: Platform notice closes in 21 days"
        assert "Acme Corp: a next step was due Sun 22 Nov" in dana.buttons
        answer = await dana.presses("Acme Corp: Platform")
        assert dana.done, answer
        if "Undo" in dana.buttons:
            await dana.presses("Undo")


async def test_a_next_step_is_kept_with_its_nudge(world: World) -> None:
    dana = await morning(world)
    await dana.says("done Acme")
    await dana.presses("Acme Corp: a next step was due")

    def kept(step: NextStep | None) -> bool:
        assert step is not None
        return step.done_at is not None

    assert kept(await world.look(lambda work: work.activities.step(2)))
    await dana.presses("Undo")
    assert not kept(await world.look(lambda work: work.activities.step(2)))


async def test_what_somebody_else_did_is_said(world: World) -> None:
    dana = await morning(world)
    await world.chat("jane@example.com").says("handled renewal:1 15m")
    for late in ("snooze renewal:1 3d", "handled renewal:1 30m", "unneeded renewal:1: no", "pass renewal:1 to Sam"):
        assert (await dana.says(late)).startswith("✗ Acme Corp: Done by Jane · today 09:30")


async def test_a_snooze_to_a_saturday_ends_on_the_next_working_morning(world: World) -> None:
    dana = await morning(world)
    assert "comes back Mon 30 Nov" in await dana.says("snooze renewal:1 Sat")


async def test_names_in_a_reason_are_no_accounts(world: World) -> None:
    dana = await morning(world)
    assert (await dana.says('unneeded renewal:1: 🙈 they said «no» "quoted"')).startswith("✓ Not needed\nAcme Corp")
    assert "Create" not in await dana.says("snooze Zzyzx")


async def test_days_from_back_to_front_are_refused(world: World) -> None:
    dana = world.chat()
    for days in ("until yesterday", "5 Dec to 1 Dec"):
        assert f"“{days}” ends before it begins." in await dana.says(f"away {days}")
        assert not dana.done


async def test_a_threshold_is_understood_and_whose_it_is_said(world: World) -> None:
    dana = world.chat()
    for said in ("alerts health-drop 20", "alerts health drop 20 points"):
        assert "a lead sets it: alerts default health-drop 20" in await dana.says(said)
    assert "There is no tier 9" in await dana.says("alerts renewal-risk here tier 9")
    assert "alerts budget 0" in await dana.says("alerts off")


async def test_only_whoever_got_a_nudge_marks_it(world: World) -> None:
    dana = await morning(world)
    jane = world.chat("jane@example.com")
    assert "is for them to say" in await jane.says("noise renewal:1")
    assert (await dana.says("noise renewal:1")).startswith("✓ Noted.")


async def test_a_channel_that_may_not_see_health_gets_no_empty_sentences(world: World) -> None:
    dana = await morning(world)
    vera = world.chat("vera@example.com")
    room = world.chat(channel="room", place=Place.PUBLIC)
    await vera.says("day")
    await world.bot.roster(room.address, [room.sender, vera.sender])
    await dana.says("nudges")
    said = await room.says("nudges")
    assert "next: ·" not in said
    assert "next: \n" not in said
