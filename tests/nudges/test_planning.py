"""What is planned, when, for whom, and that nothing is said twice."""

from datetime import date, timedelta
from functools import partial

import pytest

from storage.tables import Leave, Member, Nudge, Rhythm
from storage.work import Work
from tests.chat import World
from tests.nudges.company import MONDAY, TODAY, account, contract, last, member, step, told


def one_account(work: Work, days: int, tier: int = 1, notice: int = 0, name: str = "Acme") -> None:
    """An account whose deadline is so many days ahead on Monday."""
    contract(work, account(work, name, tier=tier), TODAY + timedelta(days=days + notice), notice)


@pytest.mark.parametrize(
    ("tier", "windows"),
    [(1, (180, 120, 90, 60, 30, 14)), (2, (120, 90, 60, 30)), (3, (90, 60, 30)), (4, (60, 30)), (None, (60, 30))],
)
async def test_each_tier_has_its_windows(company: World, tier: int | None, windows: tuple[int, ...]) -> None:
    """An account for every number of days from 1 to 200: those at a window today are told, the others are not."""

    def fill(work: Work) -> None:
        for days in range(1, 201):
            contract(work, account(work, f"Customer {days}", tier=tier), TODAY + timedelta(days=days))

    await company.ground.run(1, fill)
    await company.plans()
    found = await company.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    said = sorted((one.figure or 0, (one.due_on - TODAY).days) for one in found if one.rule == "renewal")
    # Saturday's and Sunday's came due over the weekend.
    assert said == sorted((window, -ago) for window in windows for ago in (0, 1, 2) if window - ago > 0)


async def test_the_deadline_counts_and_not_the_renewal(company: World) -> None:
    await company.ground.run(1, lambda work: one_account(work, 30, notice=90))
    await company.plans()
    (card,) = [one for one in await told(company) if one.card.startswith("renewal:")]
    assert card.to == "Dana"
    assert card.text.splitlines()[:3] == [
        "Acme: notice closes in 30 days",
        "No two-way contact on record",
        "Next: send the proposal",
    ]
    assert {"Done", "Done 15 m", "Done 30 m", "Done 1 h", "Snooze 3 d", "Hand over", "Not needed", "Why?"} <= set(
        card.buttons
    )


async def test_nobody_is_told_twice(company: World) -> None:
    await company.ground.run(1, lambda work: one_account(work, 30))
    for _ in range(3):
        await company.plans()
        company.passes(minutes=5)
    assert len([one for one in await told(company) if one.card.startswith("renewal:")]) == 1


async def test_later_windows_come_on_the_same_card(company: World) -> None:
    await company.ground.run(1, lambda work: one_account(work, 60))
    cards = []
    for _ in range(60):
        before = await last(company)
        await company.plans()
        cards += [one for one in await told(company, before) if one.card.startswith("renewal:")]
        company.passes(days=1)
    assert len({one.card for one in cards}) == 1
    windows = await company.look(
        lambda work: [row["figure"] for row in work.ask(Nudge.table().select()) if row["rule"] == "renewal"]
    )
    assert sorted(windows, reverse=True) == [60, 30, 14]
    open_ = await company.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    assert sum(one.state == "open" and one.subject == cards[0].card for one in open_) == 1


async def test_a_window_that_waits_for_its_turn_leaves_the_card_as_it_is(company: World) -> None:
    """The 60 days were told; when the 30 days come, all messages of that day are used up."""

    def one(work: Work) -> str:
        return f"renewal:{contract(work, account(work, 'Acme'), TODAY + timedelta(days=60))}"

    subject = await company.ground.run(1, one)
    await company.plans()
    chat = company.chat()
    await chat.says("alerts budget 0")
    company.passes(days=30)
    while company.now.weekday() > 4:
        company.passes(days=1)
    await company.plans()
    held = await company.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    held.sort(key=lambda one: one.id)
    assert [(row.figure, row.state, row.route) for row in held if row.subject == subject] == [
        (60, "open", "direct"), (30, "open", "held"),
    ]  # fmt: skip
    said = await chat.says(f"nudge {subject}")
    assert "Acme: notice closes in 30 days" in said
    assert "Snooze 3 d" in chat.buttons
    await chat.says("alerts budget 7")
    before = await last(company)
    company.passes(days=1)
    while company.now.weekday() > 4:
        company.passes(days=1)
    await company.plans()
    assert subject in {one.card for one in await told(company, before)}
    rows = await company.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    rows.sort(key=lambda one: one.id)
    assert [(row.figure, row.state) for row in rows if row.subject == subject] == [(60, "replaced"), (30, "open")]


async def test_what_settles_itself_is_settled_on_the_card(company: World) -> None:
    await company.ground.run(1, lambda work: one_account(work, 30))
    await company.plans()
    chat = company.chat()
    await chat.says("renewal Acme renewed 100k")
    (card,) = [one for one in await told(company) if one.card.startswith("renewal:")][:1]
    assert card.text.startswith("✓ Acme: Settled by Dana")
    assert not card.buttons


async def test_an_hour_in_the_morning_is_everybodys_own(company: World) -> None:
    """New York's morning comes six hours after Berlin's."""

    def fill(work: Work) -> None:
        for owner in ("dana", "jane"):
            contract(work, account(work, f"Of {owner}", owner), TODAY + timedelta(days=30))

    await company.ground.run(1, fill)
    company.now = MONDAY.replace(hour=7, minute=29)  # 08:29 in Berlin
    await company.plans()
    assert await told(company) == []
    company.passes(minutes=1)
    await company.plans()
    assert {one.to for one in await told(company)} == {"Dana"}
    company.now = MONDAY.replace(hour=13, minute=30)  # 08:30 in New York
    await company.plans()
    assert {one.to for one in await told(company)} == {"Dana", "Jane"}


async def test_weekends_and_leave_defer_and_drop_nothing(company: World) -> None:
    company.now = MONDAY - timedelta(days=1)

    def fill(work: Work) -> None:
        one_account(work, 30)
        work.put(Leave, member_id=member(work, "dana").id, from_on=TODAY, until_on=date(2026, 11, 27))

    await company.ground.run(1, fill)
    for _ in range(8):  # Sunday to Sunday
        await company.plans()
        assert not [one for one in await told(company) if one.card.startswith("renewal:")]
        company.passes(days=1)
    await company.plans()  # Monday, back at work
    (card,) = [one for one in await told(company) if one.card.startswith("renewal:")]
    assert card.to == "Dana"
    assert "notice closes in 23 days" in card.text
    assert "This comes late: it was due" in card.text


async def test_whoever_stands_in_gets_them_and_answers(company: World) -> None:
    def fill(work: Work) -> None:
        one_account(work, 30)
        cover = member(work, "sam").id
        work.put(
            Leave,
            member_id=member(work, "dana").id,
            from_on=TODAY,
            until_on=date(2026, 11, 27),
            cover_id=cover,
        )

    await company.ground.run(1, fill)
    await company.plans()
    (card,) = [one for one in await told(company) if one.card.startswith("renewal:")]
    assert card.to == "Sam"
    assert "for Dana" in card.text
    said = await company.chat("sam@example.com").says(card.buttons["Done 30 m"])
    assert said.startswith("✓ Done")
    (card, *_) = [one for one in await told(company) if one.card.startswith("renewal:")]
    assert "Done by Sam" in card.text


async def test_whoever_ended_it_reads_what_was_logged_and_may_take_it_back_on_the_card(company: World) -> None:
    """The card that stands in their chat takes the place of the answer, so it says what the answer said."""
    await company.ground.run(1, lambda work: one_account(work, 30))
    await company.plans()
    (card,) = [one for one in await told(company) if one.card.startswith("renewal:")]
    await company.chat().says(card.buttons["Done 30 m"])
    (ended, *_) = [one for one in await told(company) if one.card == card.card]
    assert "Done by Dana" in ended.text
    assert "call · 30 min · today" in ended.text
    assert list(ended.buttons) == ["Undo"]
    assert "Taken back" in await company.chat().says(ended.buttons["Undo"])
    (again, *_) = [one for one in await told(company) if one.card == card.card]
    assert "Done 30 m" in again.buttons
    assert "30 min" not in await company.chat().says("activities today")


async def test_a_week_of_downtime_says_each_thing_once_and_says_that_it_is_late(company: World) -> None:
    def fill(work: Work) -> None:
        for ago in (1, 2, 5, 6, 7):
            contract(work, account(work, f"Customer {ago}"), TODAY - timedelta(days=ago) + timedelta(days=30))
        work.ask(Rhythm.table().update().values(planned_on=TODAY - timedelta(days=10)).returning(Rhythm.table().c.id))

    await company.ground.run(1, fill)
    await company.plans()
    renewals = [one for one in await told(company) if one.card.startswith("renewal:")]
    # Three late ones are few enough for cards of their own.
    assert len(renewals) == 5
    assert sum("comes late" in one.text for one in renewals) == 3


async def test_many_late_ones_fold_into_one_list(company: World) -> None:
    def fill(work: Work) -> None:
        for number in range(6):
            contract(work, account(work, f"Customer {number}"), TODAY - timedelta(days=6) + timedelta(days=30))
        work.ask(Rhythm.table().update().values(planned_on=TODAY - timedelta(days=10)).returning(Rhythm.table().c.id))

    await company.ground.run(1, fill)
    await company.plans()
    mine = [one for one in await told(company) if one.to == "Dana" and not one.card.startswith("outlook")]
    assert [one.card.split(":")[0] for one in mine] == ["digest"]
    assert "6 of these come late" in mine[0].text
    assert mine[0].text.count("notice closes in 24 days") == 6


async def test_a_flood_on_the_first_day_is_seven_things(company: World) -> None:
    def fill(work: Work) -> None:
        for number in range(40):
            contract(work, account(work, f"Customer {number}"), TODAY + timedelta(days=20 + number))
        work.ask(
            Rhythm.table()
            .update()
            .values(begun_on=None, planned_on=None, planned_at=None)
            .returning(Rhythm.table().c.id)
        )

    await company.ground.run(1, fill)
    await company.plans()
    mine = [one for one in await told(company) if one.to == "Dana" and not one.card.startswith("outlook")]
    assert [one.card.split(":")[0] for one in mine] == ["digest"]
    assert mine[0].text.count("notice closes in") == 7
    assert "late" not in mine[0].text
    held = await company.chat().says("alerts held")
    assert "you have just begun" in held
    company.passes(days=1)
    before = await last(company)
    await company.plans()
    (second,) = [one for one in await told(company, before) if one.to == "Dana"]
    assert second.text.count("notice closes in") == 7
    assert (
        not set(second.text.splitlines()) & set(mine[0].text.splitlines()) - {"This morning", ""}
        or second.text != mine[0].text
    )


async def test_of_very_many_held_back_the_most_urgent_come_first_and_nothing_is_dropped(company: World) -> None:
    """More than are looked at in one morning: what is more urgent by its kind comes before all of them."""

    def fill(work: Work) -> None:
        for number in range(170):
            step(work, account(work, f"Customer {number}"), TODAY)

    await company.ground.run(1, fill)
    chat = company.chat()
    await chat.says("alerts budget 0")
    await company.plans()
    await chat.says("alerts budget 7")
    await company.ground.run(1, lambda work: one_account(work, 31, name="Acme"))
    company.passes(days=1)
    before = await last(company)
    await company.plans()
    mine = [one for one in await told(company, before) if one.to == "Dana"]
    assert any("Acme: notice closes in" in one.text for one in mine)
    assert sum(one.text.count("a next step was due") for one in mine if one.card.startswith("digest:")) == 7
    rows = await company.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    steps = [row for row in rows if row.rule == "step"]
    assert (len(steps), {row.state for row in steps}) == (170, {"open"})
    assert sum(row.route == "held" for row in steps) == 163


async def test_several_for_one_account_are_one_message(company: World) -> None:
    def fill(work: Work) -> None:
        one = account(work, "Acme")
        contract(work, one, TODAY + timedelta(days=30))
        contract(work, one, TODAY + timedelta(days=60))

    await company.ground.run(1, fill)
    await company.plans()
    (card,) = [one for one in await told(company) if one.card.startswith("renewal:")]
    assert "Acme: notice closes in 30 days" in card.text
    assert "Also: notice closes in 60 days" in card.text


async def test_next_steps_come_in_the_mornings_list(company: World) -> None:
    def fill(work: Work) -> None:
        acme = account(work, "Acme")
        step(work, acme, TODAY)
        step(work, acme, TODAY + timedelta(days=1), text="Tomorrow's")

    await company.ground.run(1, fill)
    await company.plans()
    (digest,) = [one for one in await told(company) if one.card.startswith("digest:")]
    assert "Acme · a next step is due today" in digest.text
    assert "SOC2 report" in digest.text
    assert "Tomorrow" not in digest.text


async def test_more_messages_than_wanted_go_into_the_list(company: World) -> None:
    def fill(work: Work) -> None:
        for number in range(10):
            contract(work, account(work, f"Customer {number}"), TODAY + timedelta(days=30))

    await company.ground.run(1, fill)
    await company.plans()
    mine = [one for one in await told(company) if one.to == "Dana"]
    assert len(mine) == 7, "the week ahead, five accounts and the list"
    assert sum(one.card.startswith("digest") for one in mine) == 1


async def test_leads_hear_of_accounts_without_an_owner(company: World) -> None:
    await company.ground.run(1, lambda work: account(work, "Orphan", owner=""))
    company.passes(hours=6)
    await company.plans()
    (digest,) = [one for one in await told(company) if one.card.startswith("digest:")]
    assert digest.to == "Jane"
    assert "1 account has no owner" in digest.text
    assert "Orphan" in digest.text


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"])
async def test_a_changed_zone_repeats_and_skips_nothing(company: World, zone: str) -> None:
    """Thirty renewals, one coming due each day, while the owner flies west and east."""

    def fill(work: Work) -> None:
        for day in range(30):
            contract(work, account(work, f"Customer {day}", tier=4), TODAY + timedelta(days=day + 30))

    def fly(work: Work, to: str) -> None:
        work.update(Member, member(work, "dana").id, zone=to)

    await company.ground.run(1, fill)
    for hour in range(0, 24 * 34, 6):
        if hour % (24 * 5) == 0:
            await company.ground.run(1, partial(fly, to=zone if hour % 240 else "Europe/Berlin"))
        await company.plans()
        company.passes(hours=6)
    found = await company.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    said = [one.due_on for one in found if one.rule == "renewal" and one.figure == 30 and one.said_at]
    assert len(said) == len(set(said)) == 30
