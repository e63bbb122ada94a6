"""away and back: out of office, and who covers."""

from datetime import date

import pytest

from storage.tables import Leave
from storage.work import Work
from tests.chat import World


def leaves(work: Work) -> list[tuple[str, date, date, str | None]]:
    """Live ones but Sam's, who is away in the sample."""
    names = {member.id: member.name.split()[0] for member in work.people.everyone()}
    rows = [Leave.of(row) for row in work.ask(Leave.table().select())]
    return [
        (names[one.member_id], one.from_on, one.until_on, names.get(one.cover_id or 0))
        for one in rows
        if one.deleted_at is None and names[one.member_id] != "Sam"
    ]


async def test_from_when_to_when_and_who_covers(both: World) -> None:
    dana = both.chat()
    assert await dana.says("away 1 Dec to 11 Dec @jane") == (
        "✓ Away kept\nTue 1 Dec to Fri 11 Dec · Jane Lindgren covers\nBack on Mon 14 Dec\n[Undo] [Change]"
    )
    assert await both.look(leaves) == [("Dana", date(2026, 12, 1), date(2026, 12, 11), "Jane")]
    await dana.says("undo")
    assert await both.look(leaves) == []


async def test_other_days_for_the_same_leave_and_another_cover(both: World) -> None:
    dana = both.chat()
    await dana.says("away until Friday")
    both.passes(days=1)
    await dana.says("away until 12 Dec, backup Jane")
    assert await both.look(leaves) == [("Dana", date(2026, 11, 23), date(2026, 12, 12), "Jane")]
    await dana.says("away backup Lee")
    assert await both.look(leaves) == [("Dana", date(2026, 11, 23), date(2026, 12, 12), "Lee")]


async def test_back_ends_it_and_undo_takes_that_back(both: World) -> None:
    dana = both.chat()
    await dana.says("away until 12 Dec")
    assert "Dana · today to Sat 12 Dec · each account’s backup covers" in await dana.says("away")
    both.passes(days=2)
    assert (await dana.presses("I am back")).startswith("✓ Welcome back\nWhat comes due is yours again.")
    assert await both.look(leaves) == [("Dana", date(2026, 11, 23), date(2026, 11, 24), None)]
    await dana.says("undo")
    assert await both.look(leaves) == [("Dana", date(2026, 11, 23), date(2026, 12, 12), None)]
    await dana.says("back")
    assert "You are not away. To say so: away until Friday" in await dana.says("back")


async def test_a_leave_to_come_is_called_off(world: World) -> None:
    dana = world.chat()
    await dana.says("away 1-4 Dec")
    await dana.says("away 21-31 Dec")
    said = await dana.says("back")
    assert said.startswith("✓ Leave called off\nStill planned: Mon 21 Dec to Thu 31 Dec")
    assert await world.look(leaves) == [("Dana", date(2026, 12, 21), date(2026, 12, 31), None)]


async def test_a_lead_says_it_for_somebody_and_nobody_else_does(both: World) -> None:
    jane, dana = both.chat("jane@example.com"), both.chat()
    assert "Dana Keller · today to Fri 27 Nov · Lee Chen covers" in await jane.says("away @dana until Friday @lee")
    assert "Dana Keller" in await jane.says("team")
    assert "away until Fri 27 Nov" in await jane.says("team")
    assert "✓ Dana Keller is back" in await jane.says("back @dana")
    assert "Only a lead changes this for Jane" in await dana.says("away @jane until Friday")
    assert (await dana.says("away @sam")).startswith("Sam Okoye is away\n• Fri 20 Nov to Sun 29 Nov")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("away @jane until Friday", "Only a lead changes this for Jane Lindgren"),
        ("away until Friday @dana", "Nobody covers for themselves. Name somebody else, or nobody."),
        ("away 1 Dec 2026 to 1 Mar 2029", "That is longer than a year. Whoever goes for good hands over:"),
        ("away sometime", "I do not know what “sometime” means here. Try away 1 Dec to 12 Dec @sam."),
        ("away 31 Feb", "There is no 31 Feb. Try 1 Dec to 12 Dec, or until Friday."),
        ("away backup Jane", "From when to when? Try away until Friday"),
        ("away until Friday @nobody", "Who is @nobody? Try a whole name or an e-mail address."),
    ],
)
async def test_what_cannot_be_says_what_to_type(world: World, line: str, answer: str) -> None:
    dana = world.chat()
    assert answer in await dana.says(line)
    assert not dana.done
    assert await world.look(leaves) == []


async def test_it_warns_where_nobody_would_stand_in(world: World) -> None:
    dana = world.chat()
    assert "▲ Sam Okoye is away, too, until Sun 29 Nov." in await dana.says("away until Friday @sam")
    assert "accounts have no backup; what comes due there waits." in await dana.says("away 7-9 Dec")


async def test_the_form_carries_the_days(world: World) -> None:
    dana = world.chat()
    await dana.says("away 1 Dec to 4 Dec")
    await dana.presses("Change")
    await dana.fills(days="1 Dec to 8 Dec", cover="@lee")
    assert await world.look(leaves) == [("Dana", date(2026, 12, 1), date(2026, 12, 8), "Lee")]
