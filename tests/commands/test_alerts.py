"""alerts: what somebody hears of and how, said, changed and turned back."""

from bot.request import Place
from storage.tables import OutboxMessage
from tests.chat import Chat, World


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
    assert "Comes: a message of its own" in await dana.says("alerts step")


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


async def test_only_what_can_reach_somebody_is_listed_and_each_has_a_press(world: World) -> None:
    dana, jane = world.chat(), world.chat("jane@example.com")
    listed = await dana.says("alerts")
    assert "A lead's Monday" not in listed
    assert "Accounts without an owner" not in listed
    assert "A lead's Monday" in await jane.says("alerts")
    assert "Of a lead's Monday only leads hear." in await dana.says("alerts team off")
    assert "• Notice deadlines · from 7 days ahead\n  [Change]" in await dana.says("alerts")
    await dana.says("alerts notice")
    assert "You hear no more of notice deadlines." in await dana.presses("Off")
    assert "Not at all\n• Notice deadlines" in await dana.says("alerts")


async def test_what_is_a_message_by_itself_stays_one_and_is_for_oneself(world: World) -> None:
    dana = world.chat()
    assert "is a message by itself" in await dana.says("alerts outlook digest")
    assert "for you alone" in await dana.says("alerts outlook all")
    assert "There is no threshold for next steps due." in await dana.says("alerts step 3")


UNKNOWN = ("alerts foo", "less foo", "alerts test foo", "alerts foo off", "alerts foo bar to #renewals tier 1-2")


async def test_what_is_unknown_is_told_with_the_names_there_are(world: World) -> None:
    dana = world.chat()
    for said in UNKNOWN:
        answer = await dana.says(said)
        assert "I tell of nothing called “foo" in answer, said
        assert "There is notice, overdue, health-drop" in answer
    await dana.says("alerts renewl off")
    assert "You hear no more of renewals coming up." in await dana.presses("Renewals coming up")
    assert "alerts budget 0" in await dana.says("alerts everything off")
    assert "snooze Acme 1w" in await dana.says("stop telling me about Acme")
    assert "A lead's Monday" in await world.chat("jane@example.com").says("alerts team")


def room(world: World, place: Place = Place.PRIVATE) -> Chat:
    return world.chat(channel="renewals", place=place)


async def test_the_overview_names_the_channels_that_the_asker_reads(world: World) -> None:
    dana, sam = room(world), world.chat("sam@example.com")
    await world.bot.roster(dana.address, [dana.sender])
    said = await dana.says("alerts renewal-risk to #renewals tier 1-2")
    assert said.startswith("✓ Renewals that are due and at risk go to #renewals from now on, for T1 and T2.")
    assert "• Renewals that are due and at risk → #renewals · T1, T2" in await world.chat().says("alerts")
    assert "#renewals · T1" not in await sam.says("alerts")
    jane = world.chat("jane@example.com")
    await jane.says("alerts")
    assert "no longer go to #renewals" in await jane.presses("Stop")
    assert "do not go to #renewals" in await dana.says("alerts renewal-risk to #renewals off")


async def test_a_channel_that_could_see_nothing_of_it_is_refused(world: World) -> None:
    dana, vera = room(world), world.chat("vera@example.com")
    await vera.says("day")
    await world.bot.roster(dana.address, [dana.sender, vera.sender])
    said = await dana.says("alerts health to here")
    assert said.startswith("✗ Vera in #renewals may not see what they say, so nothing would be left of health bands")
    assert "go to #renewals" in await dana.says("alerts renewal-risk to here")
    shared = room(world, Place.SHARED)
    assert "✗" in await shared.says("alerts renewal to here")


async def test_a_channel_that_can_see_it_no_more_hears_no_more_and_whoever_asked_is_told(both: World) -> None:
    dana, vera = room(both), both.chat("vera@example.com")
    await vera.says("day")
    await both.bot.roster(dana.address, [dana.sender])
    await dana.says("alerts health to here")
    await dana.says("alerts renewal-risk to here")
    await both.bot.roster(dana.address, [dana.sender, vera.sender])
    await both.bot.roster(dana.address, [dana.sender, vera.sender])
    listed = await both.chat().says("alerts")
    assert "Renewals that are due and at risk → #renewals" in listed
    assert "Health bands crossed → " not in listed
    letters = await both.look(lambda work: list(work.ask(OutboxMessage.table().select())))
    (letter,) = [row for row in letters if row["key"].startswith("alert-ended:")]
    assert "Vera in " in letter["view"]
    assert letter["address"].startswith("member:")


async def test_a_follower_who_may_not_see_health_gets_no_empty_card(world: World) -> None:
    vera, dana = world.chat("vera@example.com"), world.chat()
    await vera.says("follow Acme Corp")
    await dana.says("risk Acme Corp champion left")
    rows = await world.look(lambda work: list(work.ask(OutboxMessage.table().select())))
    assert not [row for row in rows if row["key"].startswith("told:risk")]


async def test_what_is_held_back_is_told_on_a_press(world: World) -> None:
    dana = world.chat()
    await dana.says("alerts budget 0")
    await world.plans()
    said = await dana.says("alerts held")
    assert "[Tell me now]" in said
    assert "10 of " in said
    assert said.count("more than seven things this morning") <= 1  # said once for all, not on every line
    told = await dana.presses("Tell me now")
    assert "[Why?]" in told
    assert "waits for you" in await dana.says("nudges")
    assert "I hold nothing of that back" in await dana.says("alerts tell nudge:999999")


async def test_whoever_stands_in_sees_what_was_held_back_from_them(world: World) -> None:
    dana, jane = world.chat(), world.chat("jane@example.com")
    await dana.says("alerts budget 0")
    await world.plans()
    mine = await dana.says("alerts held")
    assert "for Dana" not in mine
    assert "for Dana" not in await jane.says("alerts held")
    await dana.says("away today, Jane covers")
    assert "for Dana" in await jane.says("alerts held")


async def test_what_was_turned_off_is_listed_with_a_press_that_turns_it_on(world: World) -> None:
    dana = world.chat()
    await dana.says("alerts renewal off")
    await world.plans()
    await dana.says("alerts held")
    assert "Turn on" in dana.buttons
    assert "You hear of renewals coming up as a message of their own." in await dana.presses("Turn on")


COVERED = {
    "away 24 Dec to 2 Jan, Jane covers": "Jane Lindgren covers",
    "away 24 Dec to 2 Jan, Jane will cover for me": "Jane Lindgren covers",
    "away next week jane covers": "Jane Lindgren covers",
    "away next week, cover Jane": "Jane Lindgren covers",
    "away until friday, Zed covers": "Nobody here is called Zed.",
    "away until friday, zed covers": "Nobody here is called zed.",
    "away until friday backup Zed": "Nobody here is called Zed.",
    "away from Friday to Monday": "Fri 27 Nov to Mon 30 Nov",
    "away today": "Back tomorrow",
}


async def test_who_covers_is_understood_and_whoever_is_unknown_is_said(world: World) -> None:
    dana = world.chat()
    for said, answer in COVERED.items():
        assert answer in await dana.says(said), said
        if dana.done:
            await dana.says("undo")
    await dana.says("away until Friday, Janne covers")
    assert "Jane Lindgren covers" in await dana.presses("Jane")


async def test_a_rule_is_tried_on_the_past_day_by_day(both: World) -> None:
    dana, jane = both.chat(), both.chat("jane@example.com")
    await both.plans()
    said = await dana.says("alerts test renewal 180d")
    assert "would have come, at most" in said
    assert said.count("Acme Corp") > 1  # a window each
    weeks = await dana.says("alerts test outlook 90d")
    assert "13 would have come, at most 1 in a week" in weeks
    assert "• Mon 16 Nov" in weeks
    assert "to the whole team" in await jane.says("alerts test health-band 90d")
    assert "13 would have come, at most 1 in a week" in await jane.says("alerts test team 90d")
    assert "53 would have come" in await jane.says("alerts test team 365d")
    assert "only leads hear" in await dana.says("alerts test team 90d")


async def test_a_rule_is_tried_with_another_threshold(world: World) -> None:
    dana = world.chat()
    assert "nothing would have come" in await dana.says("alerts test health-drop 90d")
    assert "from 5 points" in await dana.says("alerts test health-drop 90d at 5")
    assert "would have come, at most" in await dana.says("alerts test health-drop 90d at 5")
    assert "There is no threshold for next steps due." in await dana.says("alerts test step 30d at 5")


BUDGETS = {
    "alerts budget 5 a day": "At most 5 messages a day",
    "alerts budget 1": "At most 1 message a day",
    "alerts budget": "At most 1 message a day. Change it",
    "alerts budget none": "I hold everything back from now on.",
    "alerts budget -1": "“-1” is not a number of messages. Try 5, or 0",
    "alerts budget 100": "A number from 0 to 50",
}


async def test_messages_a_day_as_people_say_them(world: World) -> None:
    dana = world.chat()
    for said, answer in BUDGETS.items():
        assert answer in await dana.says(said), said


RHYTHM = {
    "hours 9-5": "09:00–17:00",
    "hours 1pm-5": "13:00–17:00",
    "hours 17-9": "17-9 would end before it starts",
    "holidays of Germany": "Christmas Day",
    "zone in Lisbon": "Europe/Lisbon, where it is",
    "timezone UTC+3": "Name a big city near you: zone Lisbon",
    "away yesterday": "Back today",
}


async def test_hours_zones_and_holidays_as_people_say_them(world: World) -> None:
    dana = world.chat()
    for said, answer in RHYTHM.items():
        assert answer in await dana.says(said), said
