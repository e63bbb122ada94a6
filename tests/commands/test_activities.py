"""activities, edit, delete, undo: what was logged, and how it is corrected."""

import pytest

from storage.tables import Activity
from storage.work import Work
from tests.chat import World


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("activities", "My activities · "),
        ("activities Acme Corp", "Acme Corp · "),
        ("activities this month", "My activities · "),
        ("activities Acme Corp type call", "Acme Corp · "),
        ("activities by sam", "Sam Okoye · "),
        ("activities growth", "My activities · 2 activities"),
        ("activities Acme Corp #value", "Acme Corp · "),
        ("activities Globex last month", "Globex · "),
    ],
)
async def test_filters(world: World, line: str, title: str) -> None:
    said = await world.chat().says(line)
    assert said.startswith(title), said


async def test_pages(world: World) -> None:
    dana = world.chat()
    first = await dana.says("activities")
    assert first.endswith(" [Next]")
    second = await dana.says(dana.next_page)
    assert second.splitlines()[0] == first.splitlines()[0]
    assert second.splitlines()[1:4] != first.splitlines()[1:4]


def last(work: Work) -> Activity:
    found = work.activities.get(max(row["id"] for row in work.ask(Activity.table().select())))
    assert found is not None
    return found


async def test_the_form_is_filled_with_what_is_there_and_changes_only_what_was_changed(both: World) -> None:
    dana = both.chat()
    await dana.says("log call Initech 30m yesterday with Jane Doe pricing ++ #value")
    before = await both.look(last)
    await dana.presses("Edit")
    form = dana.form
    assert form.values["note"] == "pricing"
    assert form.hidden["activity"] == str(before.id)
    said = await dana.fills()
    assert "✓ Changed" in said
    assert await both.look(last) == before, "an untouched form changes nothing"
    await dana.says(f"edit {before.id}")
    assert "Initech · call · 45 min · yesterday" in await dana.fills(length="45m", note="pricing and seats")
    after = await both.look(last)
    assert after.note is not None
    assert (after.minutes, after.note.value) == (45, "pricing and seats")
    assert (after.at, after.mode_guessed, after.effect, after.missions) == (before.at, True, 2, ["value"])
    assert len(await both.look(lambda work: work.activities.participants(after.id))) == 1


async def test_words_after_the_number_change_just_those_fields(world: World) -> None:
    dana = world.chat()
    await dana.says("log call Initech 30m pricing")
    id = (await world.look(last)).id
    assert "reactive" in await dana.says(f"edit {id} mode:reactive")
    assert "Globex · call · 30 min" in await dana.says(f"edit {id} account:Globex")
    assert "“pricing”" in await dana.says(f"edit {id} 1h")
    assert "Sam Okoye" in await dana.says(f"edit {id} by @sam")


async def test_every_change_keeps_who_when_before_and_after(both: World) -> None:
    dana, jane = both.chat(), both.chat("jane@example.com")
    await dana.says("log call Initech 30m")
    logged = await both.look(last)
    both.passes(hours=1)
    await jane.says(f"edit {logged.id} 50m")
    history = await both.look(lambda work: work.changes.of_record(logged))
    assert [past.command for past in history] == ["log", "edit"]
    assert history[1].before == {"minutes": 30}
    assert history[1].after == {"minutes": 50}
    assert history[1].at == both.now
    assert history[0].member_id != history[1].member_id


async def test_undo_takes_back_one_after_the_other_and_never_somebody_elses_work(both: World) -> None:
    dana, jane = both.chat(), both.chat("jane@example.com")
    await dana.says("log call Initech 30m")
    id = (await both.look(last)).id
    logged = dana.buttons["Undo"]
    await dana.says(f"edit {id} note:first")
    edited = dana.buttons["Undo"]
    await jane.says(f"edit {id} note:second")
    assert "Somebody changed this since (note)" in await dana.says(edited)
    assert await jane.says("undo") == "✓ Taken back: edited call with Initech"
    assert await dana.says("undo") == "✓ Taken back: edited call with Initech"
    assert await dana.says("undo") == "✓ Taken back: call with Initech"
    assert "Taken back already" in await dana.says(logged)
    assert "nothing of yours" in await dana.says("undo")


async def test_delete_and_its_undo(both: World) -> None:
    dana, paul = both.chat(), both.chat("paul@example.com")
    await dana.says("log call Initech 30m")
    id = (await both.look(last)).id
    assert f"There is no activity {id} of yours" in await paul.says(f"delete {id}")
    assert (await dana.says(f"delete {id}")).startswith("✓ Deleted\nInitech · call · 30 min · today")
    assert "There is no activity" in await dana.says(f"edit {id} 10m")
    assert await dana.says("undo") == "✓ Taken back: deleted call with Initech"
    assert "10 min" in await dana.says(f"edit {id} 10m")


async def test_the_day(world: World) -> None:
    said = (await world.chat().says("day")).splitlines()
    assert said[0] == "Dana, Monday 23 November"
    assert said[1].startswith("• Acme Corp · today 09:45 · 30 min"), "the next meeting comes first"
    assert any(line.startswith("• Nordbank · Send filing calendar to Henrik Dahl") for line in said)
    assert "My book · 21 accounts · €1,282,500 + US$766,700 · 8 renew within 90 days" in said
    assert "Lately" in said
    assert any(line.startswith("[Log]") and line.endswith("[Help]") for line in said)
