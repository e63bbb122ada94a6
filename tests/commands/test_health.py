"""Health in chat: why, as of a day, somebody's word against it, measures, and what colours mean."""

from datetime import timedelta

import pytest

from bot.counting import count
from storage.tables import Account, HealthOverride, HealthScore, OutboxMessage, Reading
from storage.work import Work
from tests.chat import World


async def counted(world: World) -> None:
    """Everything that has to be counted at this moment."""
    while await world.ground.run(1, lambda work: count(work, world.now), alone=True):
        continue


def account(work: Work, name: str) -> Account:
    return next(Account.of(row) for row in work.ask(Account.table().select()) if row["name"] == name)


async def test_it_says_why_dearest_first(world: World) -> None:
    said = await world.chat().says('health "Acme Corp"')
    lines = said.splitlines()
    assert lines[1] == "RED 34 ▼39/90d · 100 % of data"
    assert lines[2] == "Trend: 7 d ▼6 · 30 d ▼35 · 90 d ▼39"
    assert "Usage −23 · 36 %, good is 80 % · product usage, 2 d old · ▼19 in 90 d" in lines
    assert "Engagement −16 · 55 d, good is 14 d · talked 34 d ago, 3 attempts since at 7 d each · ▼7 in 90 d" in lines
    assert said.index("Usage −") < said.index("Engagement −") < said.index("Payment −")
    assert "83 then, 34 now" in said


async def test_stories_are_seen_in_the_scores(world: World) -> None:
    chat = world.chat("sam@example.com")
    assert "GREEN 96" in await chat.says("health Nordbank")
    assert "a fire" not in await chat.says("health Nordbank")
    burning = await chat.says("health Nordbank as of 1 Oct")
    assert "RED 49" in burning
    assert "They have said that they want to leave, so no more than 49" in burning
    silent = await chat.says("health Quietwater")
    assert "GREEN 71 ▼26/90d" in silent  # green by its figures, and yet nobody answers
    assert "Engagement −27" in silent
    assert "No data: usage (stale: 8 % of 10 Oct)" in await chat.says("health Brightline")


async def test_a_past_day_is_told_by_what_was_read_until_then(world: World) -> None:
    chat = world.chat()
    said = await chat.says('health "Acme Corp" as of 1 Sep')
    assert "health on 1 Sept 2026" in said
    assert "Trend" not in said
    assert "Usage −7 · 68" in said
    assert "still to come" in await chat.says('health "Acme Corp" as of 2027-03-01')


async def test_a_sentiment_counts_at_once_and_can_be_taken_back(world: World) -> None:
    chat = world.chat()
    before = await chat.says("health Globex")
    said = await chat.says("sentiment Globex red: the board asks what it is for")
    assert "“the board asks what it is for”" in said
    after = await world.look(lambda work: account(work, "Globex"))
    assert after.health is not None
    assert f" {after.health.value} " in said
    assert after.health.value < 89
    await chat.presses("Undo")
    assert (await chat.says("health Globex")).splitlines()[1] == before.splitlines()[1]
    await chat.says("sentiment Globex yellow")
    assert "Why yellow?" in chat.form.errors["reason"]


async def test_a_reading_by_hand(world: World) -> None:
    chat = world.chat()
    assert "Usage kept" in await chat.says("reading Globex usage 20% on 20 Nov: half the team is on leave")
    kept = await world.look(lambda work: [Reading.of(row) for row in work.ask(Reading.table().select())][-1])
    assert (kept.value.value, kept.at.date().isoformat(), kept.source) == (20_000_000, "2026-11-20", "Dana")
    await chat.says("reading Globex happiness 20")
    assert "Which measure?" in chat.form.errors["measure"]


async def test_a_word_against_the_score_ends_and_was_right_or_not(world: World) -> None:
    chat = world.chat()
    said = await chat.says("health Globex red until 1 Dec: their CFO leaves")
    assert "RED until Tue 1 Dec · counted GREEN" in said
    assert "Dana said RED today: “their CFO leaves”" in await chat.says("health Globex")
    world.passes(days=8)
    await counted(world)
    assert not [row for row in await outbox(world) if "override-ended" in row.key]
    world.passes(days=1)
    await counted(world)
    await counted(world)
    (told,) = [row for row in await outbox(world) if "override-ended" in row.key]
    assert "That was not so." in told.view
    ended = await world.look(lambda work: [HealthOverride.of(row) for row in work.ask(HealthOverride.table().select())])
    assert [one.verdict.value for one in ended if one.verdict] == ["wrong"]
    assert "said RED" not in await chat.says("health Globex")


async def outbox(world: World) -> list[OutboxMessage]:
    return await world.look(lambda work: [OutboxMessage.of(row) for row in work.ask(OutboxMessage.table().select())])


async def test_it_needs_a_reason_and_an_end(world: World) -> None:
    chat = world.chat()
    await chat.says("health Globex red until 1 Dec")
    assert "Why red?" in chat.form.errors["reason"]
    assert "Until when?" in await chat.says("health Globex red: their CFO leaves")
    assert "RED until" in await chat.presses("60 days")
    assert "the score counts again" in await chat.says("health Globex clear")
    await chat.says("health Globex red until 2027-12-01: their CFO leaves")
    assert "180 days" in chat.form.errors["until"]


async def test_whoever_can_mend_it_hears_that_it_is_wrong(world: World) -> None:
    said = await world.chat().says("health Globex wrong: usage is from the old tenant")
    assert said.startswith("✓ I have told Omar Said.")
    (row,) = [row for row in await outbox(world) if "health-wrong" in row.key]
    assert "usage is from the old tenant" in row.view


async def test_my_book_by_health(world: World) -> None:
    chat = world.chat()
    said = await chat.says("health")
    assert said.splitlines()[0] == "My book by health · 21 accounts"
    assert said.splitlines()[1] == "• Acme Corp · RED 34 ▼39"
    assert "GREEN" not in await chat.says("health red")
    assert "60 accounts" in await chat.says("health all")
    assert "RED 34 ▼39" in await chat.says("accounts by health")


async def test_who_may_not_see_health_is_told_so(world: World) -> None:
    chat = world.chat("mia@example.com")
    assert "Health is not for the role marketing" in await chat.says("health Globex")
    assert "GREEN" not in await chat.says("account Globex")
    assert "GREEN" not in await chat.says("accounts all")
    assert "Sorted by name" in await chat.says("accounts all by health")


async def test_measures_are_changed_by_an_admin(world: World) -> None:
    admin = world.chat("omar@example.com")
    assert "weight 40 of 110" in await admin.says("measure usage weight 40 good 80 bad 20 half-life 14d")
    await admin.presses("Undo")
    assert "Measure defined" in await admin.says('measure "seats used" weight 10 good 90 bad 40 half-life 7d')
    assert "Seats used kept" in await world.chat().says("reading Globex seats used 95")
    assert "Payment is off" in await admin.says("measure payment off")
    assert "Off: payment" in await admin.says("measures")
    assert "Payment is on" in await admin.says("measure payment on")
    assert "not for the role csm" in await world.chat().says("measure usage weight 1")
    await admin.says("measure usage good 20 bad 20")
    assert "the same value" in admin.form.errors["good"]


async def test_a_recount_by_other_measures_is_no_change_of_health(world: World) -> None:
    await counted(world)
    await world.chat("omar@example.com").says("measure usage weight 100")
    await counted(world)
    said = await world.chat().says('health "Acme Corp"')
    assert "Trend: not known yet" in said


async def test_colours_are_written_down(world: World) -> None:
    admin = world.chat("omar@example.com")
    assert "YELLOW · 50 to 69" in await world.chat("mia@example.com").says("bands")
    assert "YELLOW is written down" in await admin.says("band yellow from 30: something is in the way")
    said = await world.chat().says("status definitions")
    assert "RED · 0 to 29" in said
    assert "something is in the way" in said
    assert "YELLOW 34" in await world.chat().says('health "Acme Corp"')
    await admin.says("band yellow from 80")
    assert "between 1 and 69" in admin.form.errors["begins"]


async def test_days_are_kept_once_and_only_when_they_say_something_new(world: World) -> None:
    def rows(work: Work) -> list[HealthScore]:
        return [HealthScore.of(row) for row in work.ask(HealthScore.table().select())]

    await counted(world)
    before = await world.look(rows)
    await counted(world)
    assert await world.look(rows) == before
    world.now += timedelta(days=1)
    await counted(world)
    after = await world.look(rows)
    assert {row.on for row in after} - {row.on for row in before} == {world.now.date()}
    assert len({(row.account_id, row.on) for row in after}) == len(after)
    assert 0 < len(after) - len(before) <= 60


async def test_both_databases_count_the_same(both: World) -> None:
    await counted(both)
    assert "RED 34 ▼39/90d" in await both.chat().says('account "Acme Corp"')


async def test_a_form_asks_for_what_was_pressed_and_not_for_pages(world: World) -> None:
    chat = world.chat()
    await chat.says("health Globex")
    await chat.presses("Wrong?")
    assert [field.name for field in chat.form.fields] == ["account", "band", "on", "until", "wrong", "reason"]
    assert "I have told Omar Said" in await chat.fills(wrong="usage is from the old tenant")


async def test_an_account_that_nobody_knows_is_the_one_before_the_colour(world: World) -> None:
    chat = world.chat()
    assert "I know no account “Zork”." in await chat.says("sentiment Zork red: silent")


async def test_a_feeling_is_told_by_its_colour_and_a_misplaced_point_is_seen(world: World) -> None:
    chat = world.chat()
    await chat.says("sentiment Globex yellow: sponsor is quiet")
    assert "· yellow · Dana" in await chat.says("health Globex")
    assert "Worse than bad (20 %; good is 80 %), so it counts as 0 of 100." in await chat.says(
        "reading Globex usage 0.82"
    )
    assert "Worse" not in await chat.says("reading Globex usage 82%")


@pytest.mark.parametrize("said", ["1 March", "on 1 March", "2026-03-01", "as of 1 March", "1 March 2026"])
async def test_a_day_needs_no_preposition(world: World, said: str) -> None:
    dana = world.chat()
    assert (await dana.says(f"health Acme Corp {said}")).startswith("Acme Corp · health on 1 Mar 2026")
    assert (await dana.says(f"health Monday Logistics {said}")).startswith("Monday Logistics · health on 1 Mar 2026")
    assert "Of which account?" in await dana.says(f"health as of {said.removeprefix('as of ').removeprefix('on ')}")


async def test_a_day_after_a_colour_is_until_when_and_never_taken_out_of_the_reason(world: World) -> None:
    dana = world.chat()
    said = await dana.says("health Acme Corp red 1 Dec: champion leaving")
    assert "RED until Tue 1 Dec" in said
    assert "“champion leaving”" in said
    assert "Until when?" in await dana.says("health Acme Corp red: on 1 March they told us")
    assert "“on 1 March they told us”" in await dana.presses("30 days")
    assert (await dana.says("health Monday")).startswith("Monday Logistics · health")


async def test_a_colour_that_there_is_not_is_named_with_those_there_are(world: World) -> None:
    dana = world.chat()
    said = await dana.says("health Polar purple until Friday: x")
    assert "“purple” is no colour here. There are red, yellow and green." in said
    assert "RED until Fri 27 Nov" in await dana.presses("Red")
    assert "“purple” is none here. Which colour: red, yellow or green?" in await dana.says("sentiment Polar purple: x")


async def test_a_mere_number_is_where_a_colour_begins_and_no_meaning(world: World) -> None:
    omar = world.chat("omar@example.com")
    said = await omar.says("band green 75")
    assert "GREEN is written down, from 75 on." in said
    assert "They reach their goal with us" in said
    assert "Red begins at 0" in await omar.says("band red 90")


async def test_a_reading_of_another_day_says_which(world: World) -> None:
    assert "sponsor 40 · on 1 Dec 2025" in await world.chat().says("reading Polar sponsor 40 on 1 Dec")


async def test_whoever_may_not_is_sent_to_those_who_may(world: World) -> None:
    said = await world.chat("jane@example.com").says("band green from 80")
    assert "Ask Omar" in said
    assert "Jane" not in said
