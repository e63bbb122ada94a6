"""What people type about reminders without looking a command up, and what they press too late."""

import re

import pytest

from bot.request import Place
from storage.tables import NextStep, Nudge
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
    "remind me Friday to send the deck to Acme": "✓ Next step\nAcme Corp · send the deck · Fri 27 Nov",
    "remind me Friday: send the deck to Jane at Globex": "✓ Next step\nGlobex · send the deck to Jane · Fri 27 Nov",
    "remind me in 3 days to call Globex": "✓ Next step\nGlobex · call them · Sat 28 Nov",
    "remind me to call Globex on Friday": "✓ Next step\nGlobex · call them · Fri 27 Nov",
    "remind me Friday: send deck": "✗ Which account is that for? Try next Acme send deck Friday",
    "remind me on 4 Dec about Globex": "✓ Next step\nGlobex · get back to them · Fri 4 Dec",
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


async def states(world: World, account: str = "Acme Corp") -> list[tuple[str, bool, bool]]:
    """Of each nudge that was said of an account: its state, whether it sleeps, and whether it was offered."""
    rows = await world.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    names = await world.look(lambda work: work.accounts.named({one.account_id for one in rows if one.account_id}))
    return [
        (one.state, one.snoozed_until is not None, one.offered_to_id is not None)
        for one in rows
        if one.account_id and names[one.account_id].name == account and one.said_at and one.state != "replaced"
    ]


async def test_all_that_waits_at_an_account_in_one_press_and_back_in_one(world: World) -> None:
    dana = await morning(world)
    before = await states(world)
    assert len(before) > 3
    for said, after in (
        ("snooze Acme 3 days", ("open", True, False)),
        ("done Acme 30m pricing", ("done", False, False)),
        ("not needed Acme: they signed", ("dismissed", False, False)),
        ("hand Acme over to Sam", ("open", False, True)),
    ):
        assert "Which one?" in await dana.says(said)
        answer = await dana.presses(f"All {len(before)}")
        assert dana.done, answer
        assert f"Acme Corp, {len(before)} matters" in answer or "30 min" in answer
        assert set(await states(world)) == {after}, said
        await dana.presses("Undo")
        assert await states(world) == before, said


async def test_all_is_said_in_words_too_and_is_no_word_of_a_note(world: World) -> None:
    dana = await morning(world)
    before = await states(world)
    for said in (
        "snooze Acme all 3d", "snooze all Acme until Fri", "snooze everything at Acme 1w", "done Acme 30m all",
        "done Acme all 30m: pricing", "not needed Acme all: they signed", "not needed Acme all because they signed",
        "hand over Acme all to Sam",
    ):  # fmt: skip
        answer = await dana.says(said)
        assert dana.done, f"{said}: {answer}"
        assert await states(world) != before
        await dana.says("undo")
    assert "Which one?" in await dana.says("done Acme all good")
    assert "All that waits at which account? Try done Acme all" in await dana.says("done all")
    assert "matters come back" in await dana.says("snooze all 3d")


async def test_lists_say_one_account_once_and_act_on_all_they_show(world: World) -> None:
    dana = await morning(world)
    for asked in ("nudges", "day"):
        said = await dana.says(asked)
        said = said.partition("Lately")[0]
        assert said.count("• Acme Corp") == 1, said
        found = re.search(r"Snooze 3 d · all (\d+)", said.partition("• Acme Corp")[2])
        assert found is not None, said
        snoozes, many = dana.buttons[found[0]], found[1]
    card = await dana.says(snoozes.replace("snooze", "nudge").removesuffix(" 3d"))
    assert card.startswith(f"Acme Corp: {many} matters")
    assert f"Done 30 m · all {many}" in dana.buttons
    await dana.presses(f"Snooze 3 d · all {many}")
    assert set(await states(world)) == {("open", True, False)}
    assert "• Acme Corp · " not in await dana.says("nudges")
    await dana.says("undo")
    await dana.says("nudge Acme Corp")
    await dana.presses("Done 30 m")
    assert (await states(world)).count(("done", False, False)) == 1, "a row of one matter is about that one"


async def test_what_was_put_off_comes_back_at_once(world: World) -> None:
    dana = await morning(world)
    before = await states(world)
    assert "Nothing at Acme Corp is snoozed." in await dana.says("unsnooze Acme Corp")
    assert "Nothing of yours is snoozed." in await dana.says("unsnooze")
    await dana.says("snooze Acme Corp all 1w")
    assert "Bring back" in (await dana.says("nudge renewal:1"))
    said = await dana.says("unsnooze Acme Corp")
    assert said.startswith("✓ Back again\n• Acme Corp · Platform notice closes in 21 days")
    assert await states(world) == before
    assert "• Acme Corp · " in await dana.says("nudges")
    await dana.says("undo")
    assert await states(world) != before
    await dana.says("snooze Globex all 1w")
    assert "Which one?" in await dana.says("unsnooze")
    await dana.presses("Acme Corp: Platform")
    assert "Platform notice closes in 21 days" in await dana.says("nudges")
    await dana.says("unsnooze")
    await dana.presses("All")
    assert dana.done
    assert await states(world) == before


async def test_a_reminder_without_an_account_asks_for_it_and_keeps_the_rest(world: World) -> None:
    dana = world.chat()
    await dana.says("remind me Friday: send deck")
    await dana.presses("Choose the account")
    assert dana.form.values["step"] == "send deck Friday"
    assert (await dana.fills(account="Globex")).startswith("✓ Next step\nGlobex · send deck · Fri 27 Nov")


async def test_a_reason_is_more_than_because_and_a_snooze_no_way_to_bury_it(world: World) -> None:
    dana = await morning(world)
    for said in ("not needed renewal:1 because", "unneeded renewal:1: Because:", "unneeded renewal:1 :"):
        assert "Why is it not needed?" in await dana.says(said)
    assert "That is more than a year." in await dana.says("snooze renewal:1 10y")
    assert (await dana.says("snooze renewal:1 1y")).startswith("✓ Snoozed")
    await dana.says("undo")
    assert (await dana.says("unneeded renewal:1 because " + "مرحبا 🙈 " * 400)).startswith("✓ Not needed")


UNLOGGED = [
    "what did I not log?", "what have I forgotten to log", "what didn’t I log today?", "what is left to log",
    "what's not logged yet?",
]  # fmt: skip


@pytest.mark.parametrize("asked", UNLOGGED)
async def test_what_was_not_logged_is_asked_for_in_plain_words(world: World, asked: str) -> None:
    assert "to log" in await world.chat().says(asked)
