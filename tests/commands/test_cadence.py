"""The cadence of each tier on three levels, where a customer stands, and champions."""

import pytest

from tests.chat import World


async def test_the_matrix_and_what_is_due_of_my_book(both: World) -> None:
    dana = both.chat()
    said = await dana.says("cadence")
    assert "Operational   14 d   30 d   90 d  90 d  any two-way contact" in said
    assert "Business      91 d   91 d  182 d     –  business reviews" in said
    assert "Renewal windows · T1 180-120-90-60-30-14 · T2 120-90-60-30 · T3 90-60-30 · T4 60-30" in said
    assert "Operational: 3 overdue, 1 due this week" in said
    assert "• Acme Corp · last Tue 20 Oct · overdue since 3 Nov (20 d ago) · every 14 d" in said
    assert "Change with" not in said


async def test_what_resets_which_level(both: World) -> None:
    dana = both.chat()

    async def standing() -> list[str]:
        said = await dana.says("cadence Acme Corp")
        return [line for line in said.splitlines() if line.startswith(("Operational", "Business", "Strategic"))]

    before = await standing()
    assert before == [
        "Operational · last Tue 20 Oct · overdue since 3 Nov (20 d ago) · every 14 d",
        "Business · last Wed 22 Jul · overdue since 21 Oct (33 d ago) · every 91 d",
        "Strategic · never held · overdue · every 182 d",
    ]
    await dana.says("log note Acme Corp thought about them")
    await dana.says("log call Acme Corp 5m voicemail")
    assert await standing() == before
    await dana.says("log call Acme Corp 30m")
    assert (await standing())[0] == "Operational · last today · due 7 Dec (14 d) · every 14 d"
    assert (await standing())[1:] == before[1:]
    await dana.says("log business review Acme Corp 60m")
    assert (await standing())[1] == "Business · last today · due 22 Feb (91 d) · every 91 d"
    assert (await standing())[2] == before[2]
    both.passes(days=1)
    await dana.says("log strategic review Acme Corp 60m")
    assert (await standing())[1] == "Business · last today · due 23 Feb (91 d) · every 91 d"
    assert (await standing())[2] == "Strategic · last today · due 25 May (182 d) · every 182 d"


async def test_an_admin_changes_it(both: World) -> None:
    omar = both.chat("omar@example.com")
    assert "not for the role csm" in await both.chat().says("cadence operational T1 7d")
    assert "Operational T1: every 7 days" in await omar.says("cadence operational T1 7d")
    assert "every 7 d" in await omar.says("cadence Acme Corp")
    await omar.says("cadence operational T1 21d")
    assert "every 7 days" in await omar.presses("As before")
    assert "Business T3: not at all" in await omar.says("cadence business T3 never")
    assert "Business      91 d" in await omar.says("cadence")
    assert "200-100-50 days ahead" in await omar.says("cadence renewal T1 200 100 50")
    assert "180-120-90-60-30-14" in await omar.presses("As before")
    assert "120-60" in await omar.says("cadence renewal t2 60, 120d")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cadence operational T9 5d", "Which tier? Try T1, T2, T3 or T4."),
        ("cadence operational T1 900d", "Say 1 to 730 days."),
        ("cadence operational T1", "Operational T1: every 14 days. Change it: cadence operational T1 30d"),
        ("cadence strategic T1 6 weeks", "Strategic T1: every 42 days"),
        ("cadence renewal T1 0 5", "Say at most 8 windows of 1 to 730 days."),
        ("cadence renewal T1", "Which days before the deadline?"),
        ("cadence operational T1 off", "Operational T1: not at all"),
    ],
)
async def test_bad_input(world: World, line: str, told: str) -> None:
    assert told in await world.chat("omar@example.com").says(line)


# ------------------------------------------------------------ champions


async def test_champions_come_and_go(both: World) -> None:
    dana = both.chat()
    assert "• Jane Porter, CFO · last talked Tue 20 Oct" in await dana.says("champion Acme Corp")
    assert "✓ Champion\nAcme Corp · Wei Zhang, IT Security Lead" in await dana.says("champion Acme Corp wei zhang")
    assert "Wei Zhang is a champion already" in await dana.says("champion Acme Corp Wei Zhang")
    assert "Champions: Jane Porter, CFO; Wei Zhang, IT Security Lead" in await dana.says("account Acme Corp")
    said = await dana.says("champion Acme Corp Jane Porter left")
    assert "Jane Porter · since today\nChampions left: Wei Zhang." in said
    assert "Jane Porter is none any more" in await dana.says("champion Acme Corp Jane Porter left")
    await dana.says("undo")
    assert "Jane Porter, CFO; Wei Zhang" in await dana.says("account Acme Corp")
    await dana.says("champion Acme Corp")
    assert "✓ Champion no more" in await dana.presses("Left")


async def test_somebody_new_becomes_a_contact_with_what_was_logged(both: World) -> None:
    dana = both.chat()
    await dana.says("log call Acme Corp 20m with Erika Mustermann yesterday")
    said = await dana.says("champion Acme Corp Erika Mustermann, COO")
    assert "Erika Mustermann was not known yet and is a contact of Acme Corp now." in said
    assert "Erika Mustermann, COO · last talked yesterday" in await dana.says("champion Acme Corp")
    assert "is no champion at Acme Corp that I know of" in await dana.says("champion Acme Corp Max Nobody left")
    assert "Max Nobody" not in await dana.says("account Acme Corp contacts")
    assert "Sam Okoye is a colleague" in await dana.says("champion Acme Corp Sam Okoye")
