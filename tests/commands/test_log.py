"""log: what was typed is what is kept."""

import pytest

from storage.tables import Activity
from storage.work import Work
from tests.chat import World


def newest(work: Work, name: str) -> Activity:
    (account,) = [found.account_id for found in work.names.all() if found.name == name and found.kind == "name"]
    return work.activities.recent(account, 1)[0]


async def kept(world: World, account: str = "Acme Corp") -> Activity:
    return await world.look(lambda work: newest(work, account))


async def test_one_line_is_logged_and_understood(both: World) -> None:
    dana = both.chat()
    said = await dana.says("log call Acme 30m")
    assert said.splitlines()[:3] == ["✓ Logged", "Acme Corp · call · 30 min · today", "preventive?"]
    assert list(dana.buttons)[:4] == ["Undo", "Edit", "Next step", "Share"]
    activity = await kept(both)
    assert (activity.kind, activity.minutes, activity.at, activity.zone) == ("call", 30, both.now, "Europe/Berlin")
    assert activity.member_id == activity.logged_by_id


async def test_exactly_one_match_in_my_book_wins_and_the_others_are_one_press_away(world: World) -> None:
    dana = world.chat()
    said = await dana.says("log call Acme 30m, next: SOC2 report to Jane Fri")
    assert "Taken as Acme Corp. Another one?" in said
    assert "Acme Health · call · 30 min" in await dana.presses("Acme Health")
    # Everything moves: nothing of it stays with the account that was not meant.
    assert (await kept(world)).at < world.now
    assert "SOC2 report · Fri 27 Nov" not in (said := await dana.says("next Acme Corp")), said
    assert "SOC2 report to Jane Porter · Fri 27 Nov" in await dana.says("next Acme Health")
    assert await dana.says("undo") == "✓ Taken back: call with Acme Health"


async def test_whoever_owns_none_of_two_is_asked_and_nothing_is_saved(world: World) -> None:
    mia = world.chat("mia@example.com")
    said = await mia.says("log call Acme 30m")
    assert said == "Which Acme? Nothing saved yet.\n[Acme Corp] [Acme Health]"
    assert not mia.done
    assert "Acme Health · call · 30 min · today" in await mia.presses("Acme Health")


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        (
            "30m call with Acme Corp about SSO rollout",
            "Acme Corp · call · 30 min · today",
            "“SSO rollout” · preventive?",
        ),
        (
            "email Globex 10m yesterday sent the Q3 value report #value",
            "Globex · email · 10 min · yesterday",
            "“sent the Q3 value report” · preventive? · #value",
        ),
        ("reactive call Nordbank 2h outage", "Nordbank · call · 2 h · today", "“outage” · reactive"),
        ("note Acme champion is on leave", "Acme Corp · note · today", "“champion is on leave” · internal"),
        ("call Acme Corp 30m by @sam", "Acme Corp · call · 30 min · today · Sam Okoye", "preventive?"),
        (
            "call Globex 45m they want more seats ++",
            "Globex · call · 45 min · today",
            "“they want more seats” · growth? · went very well",
        ),
        ("QBR Globex 1h", "Globex · business review · 1 h · today", "preventive? · #value"),
        ("Workshop Globex half an hour", "Globex · workshop · 30 min · today", "preventive? · #goals"),
    ],
)
async def test_what_people_type(world: World, line: str, first: str, second: str) -> None:
    said = (await world.chat().says(f"log {line}")).splitlines()
    assert said[0] == "✓ Logged"
    assert said[1:3] == [first, second]


async def test_a_meeting_with_people_a_day_and_a_clock(world: World) -> None:
    world.passes(hours=10)
    said = await world.chat().says(
        "log meeting Initech 1h15 mon 14:00 with Jane Doe, CFO and @sam QBR, they love dashboards"
    )
    assert "Initech · business review · 1 h 15 · today 14:00" in said
    assert "“they love dashboards” · with Jane Doe (CFO), Sam Okoye" in said
    activity = await kept(world, "Initech")
    assert activity.level == "business"
    assert activity.at.isoformat() == "2026-11-23T13:00:00+00:00"


async def test_a_webinar_shares_its_minutes_and_has_one_undo(both: World) -> None:
    dana = both.chat()
    said = await dana.says("log webinar Acme Corp, Globex, Initech 1h40")
    assert [line for line in said.splitlines() if "webinar" in line] == [
        "Acme Corp · webinar · 34 min · today",
        "Globex · webinar · 33 min · today",
        "Initech · webinar · 33 min · today",
    ]
    assert await dana.presses("Undo") == "✓ Taken back: webinar with 3 accounts"
    assert (await kept(both)).at < both.now


async def test_the_ambiguous_one_of_several_is_exchanged_alone(world: World) -> None:
    dana = world.chat()
    assert "Taken as Acme Corp. Another one?" in await dana.says("log webinar Globex, Acme 1h")
    said = await dana.presses("Acme Health")
    assert "Globex · webinar · 30 min" in said
    assert "Acme Health · webinar · 30 min" in said
    assert (await kept(world)).kind != "webinar"


async def test_several_activities_in_one_line_are_all_kept_or_none(both: World) -> None:
    dana = both.chat()
    said = await dana.says("log call Acme Corp 30m; email Globex 5m")
    assert said.count("✓ Logged") == 1
    assert "Acme Corp · call · 30 min · today" in said
    assert "Globex · email · 5 min · today" in said
    assert list(dana.buttons) == ["Undo"]
    assert await dana.presses("Undo") == "✓ Taken back: 2 activities"
    before = await kept(both)
    await dana.says("log call Acme Corp 30m; email Globex 900h")
    assert not dana.done
    assert await kept(both) == before


async def test_an_attempt_is_no_two_way_contact(world: World) -> None:
    dana = world.chat()
    before = await dana.says("account Acme Corp last contact")
    assert "Talked 34 d ago; 3 attempts since" in before
    assert "email, no answer" in await dana.says("log email Acme Corp 5m chasing, no reply")
    assert "Talked 34 d ago; 4 attempts since" in await dana.says("account Acme Corp last contact")
    await dana.says("log note Acme Corp they are silent")
    assert "Talked 34 d ago; 4 attempts since" in await dana.says("account Acme Corp last contact")
    await dana.says("log call Acme Corp 5m")
    assert "Talked today" in await dana.says("account Acme Corp last contact")


async def test_a_note_is_for_the_team_of_the_account_and_for_leads(world: World) -> None:
    await world.chat().says("log note Acme Corp champion is on leave")
    for email, sees in (
        ("sam", True),
        ("jane", True),
        ("omar", True),
        ("paul", False),
        ("ines", False),
        ("mia", False),
    ):
        said = await world.chat(f"{email}@example.com").says("activities Acme Corp")
        assert ("champion is on leave" in said) is sees, email
        assert ("hidden here" in said) is not sees


async def test_who_is_not_on_the_team_reads_their_own_words(world: World) -> None:
    paul = world.chat("paul@example.com")
    assert "“asked for 120 seats”" in await paul.says("log call Globex 20m asked for 120 seats")
    assert "“asked for 120 seats”" in await paul.says("activities Globex today")
    assert "120 seats”" not in await world.chat("mia@example.com").says("activities Globex today")


async def test_one_press_corrects_the_mode(world: World) -> None:
    dana = world.chat()
    await dana.says("log call Globex 30m")
    assert "Globex · call · 30 min · today\nreactive" in await dana.presses("Reactive")
    activity = await kept(world, "Globex")
    assert (activity.mode, activity.mode_guessed) == ("reactive", False)


async def test_a_bare_log_opens_the_form_and_what_cannot_be_read_fills_it(world: World) -> None:
    dana = world.chat()
    await dana.says("log")
    assert (dana.form.title, dana.form.values, dana.form.errors) == ("Log activity", {}, {})
    await dana.says("log call Globex 900h they were great")
    assert "length" in dana.form.errors
    assert dana.form.values["note"] == "they were great"
    assert "Globex · call · 1 h 30 · today" in await dana.fills(length="90m")


async def test_what_is_still_to_come_offers_the_likely_past(world: World) -> None:
    dana = world.chat()
    said = await dana.says("log call Globex 30m mon 14:00")
    assert "still to come" in said
    assert "Mon 16 Nov" in await dana.presses("Mon 16 Nov")


async def test_a_promise_in_the_line_becomes_a_next_step(both: World) -> None:
    dana = both.chat()
    assert "Next: SOC2 report to Jane Porter · Fri 27 Nov" in await dana.says(
        "log call Acme Corp 30m, next: SOC2 report to Jane Fri"
    )
    assert "Acme Corp · SOC2 report to Jane Porter · Fri 27 Nov" in await dana.says("next")
    await dana.says("undo")
    assert "SOC2 report to Jane Porter · Fri 27 Nov" not in await dana.says("next")


async def test_a_colleagues_record_of_the_same_meeting_is_offered(world: World) -> None:
    dana, sam = world.chat(), world.chat("sam@example.com")
    await dana.says("log meeting Acme Corp 45m")
    world.passes(minutes=10)
    assert "Dana logged this meeting too." in await sam.says("log meeting Acme Corp 45m")
    assert "Joined with Dana’s record" in await sam.presses("Same meeting")
    assert (await kept(world)).meeting_id is not None
    assert "logged this meeting too" not in await dana.says("log call Acme Corp 45m")


async def test_an_unknown_name_can_be_created_and_logged_in_one_press(both: World) -> None:
    dana = both.chat()
    assert "I know no account “Zorblax”. " in await dana.says("log call Zorblax 30m hello")
    said = await dana.presses("Create Zorblax")
    assert said.startswith("✓ Created\nZorblax · yours\n✓ Logged\nZorblax · call · 30 min · today")
    assert await dana.presses("Undo") == "✓ Taken back: created Zorblax, call with Zorblax"
    assert "I know no account “Zorblax”" in await dana.says("account Zorblax")


async def test_plain_words_are_logged_when_certain_and_shown_first_when_not(world: World) -> None:
    dana = world.chat()
    said = await dana.says("had a 45 min call with Globex about SSO yesterday", bare=True)
    assert said.startswith("✓ Logged\nGlobex · call · 45 min · yesterday\n“SSO”")
    said = await dana.says("talked to Nordbnk", bare=True)
    assert said.startswith("Shall I log this? Nothing saved yet.\nNordbank · call · today")
    assert not dana.done
    assert "✓ Logged\nNordbank · call · today" in await dana.presses("Log it")
