"""KPIs in conversation: agreed, read, changed, closed, listed; and who may see their figures."""

import pytest

from storage.tables import Kpi, KpiReading
from tests.chat import World


async def rows(world: World, record: type[Kpi] | type[KpiReading]) -> list[dict[str, object]]:
    table = record.table()
    return await world.look(
        lambda work: work.ask(table.select().where(table.c.deleted_at.is_(None)).order_by(table.c.id))
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('kpi Acme Corp "weekly active users" from 80 to 150 by 30 June', "users · from 80 to 150 by 30 Jun (219 d)"),
        ("kpi Acme Corp weekly active users from 80 to 150 by 30 June", "weekly active users · from 80 to 150 by 30 Jun"),
        ("kpi Acme Corp tickets per week from 40 to 10 by 31 Mar", "tickets per week · from 40 to 10 by 31 Mar (128 d)"),
        ("kpi Acme Corp portal share from 20% to 60% by June", "portal share · from 20 % to 60 % by 30 Jun"),
        ("kpi Acme Corp lead time from 5d to 3d by end of year", "lead time · from 5 d to 3 d by 31 Dec (38 d)"),
        ("kpi Acme Corp rows from 12k to 1.5m by 1 Mar", "rows · from 12,000 to 1,500,000 by 1 Mar"),
        ("kpi Acme Corp spend from €12k to €8,500.50 by 1 Mar", "spend · from €12,000 to €8,500.50 by 1 Mar"),
        ("kpi Acme Corp NPS from -10 to 30 by 1 Jun since 1 Oct", "NPS · from −10 to 30 by 1 Jun"),
        ("kpi Acme Corp seats 80 to 150 by 1 Mar", "seats · from 80 to 150 by 1 Mar"),
        ("kpi Acme Corp seats from 80 to 150", "By when? Try kpi Acme"),
        ("kpi Acme Corp seats from 80 to 80 by 1 Mar", "The target is where it starts."),
        ("kpi Acme Corp seats from 80% to 150d by 1 Mar", "Say both in one unit."),
        ("kpi Acme Corp from 80 to 150 by 1 Mar", "What is measured? Try kpi Acme"),
        ("kpi Acme Corp seats from 80 to 150 by 1 Mar threshold 300%", "300% is not 1 to 100 % of the way."),
        ("kpi Acme Corp seats 96", "has no KPI “seats”. Is it one of these?"),
        ("kpi Paylo seats 96", "Paylo has no open KPI. Agree on one:"),
        ("kpi Acme Corp days to close 5h", "days to close is counted in d. Say the value in d."),
        ("kpi Acme Corp days to close 5 on 24 Nov 2026", "24 Nov 2026 lies ahead."),
        ("kpi-reading 4711 5", "There is no open KPI 4711."),
    ],
)  # fmt: skip
async def test_what_is_typed_and_what_is_told(world: World, line: str, told: str) -> None:
    assert told in await world.chat().says(line)


async def test_a_reading_against_the_line(both: World) -> None:
    dana = both.chat()
    await dana.says("kpi Sunday Energy weekly active users from 80 to 150 by 1 Dec since 22 Sep")
    said = await dana.says("kpi Sunday Energy wau 96 on 27 Oct")  # half way: 115 on the line
    assert "Now: 96, 23 % of the way · read Tue 27 Oct · Dana" in said
    assert "Off the line: 19 below its line, 27 % of the way behind" in said
    assert "Leads to: 112 by 1 Dec 2026, short of 150; from 2 points, too few for a band (it takes 4)" in said
    assert "Off its line, moving, but too slowly." in said
    assert "[Next step]" in said
    await dana.says("kpi Sunday Energy wau 97 on 27 Oct")
    assert len([row for row in await rows(both, KpiReading) if row["value_micro"] == 97_000_000]) == 1
    assert not [row for row in await rows(both, KpiReading) if row["value_micro"] == 96_000_000]
    await dana.says("undo")
    assert "Now: 96" in await dana.says("kpi Sunday Energy wau")


async def test_another_target_draws_another_line(both: World) -> None:
    dana = both.chat()
    assert "23 % of the way behind" in await dana.says("kpi Acme Corp days to close")
    assert "from 9 d to 6 d" in await dana.says("kpi Acme Corp days to close to 6d")
    assert "19 % of the way ahead" in await dana.says("kpi Acme Corp days to close")
    await dana.says("undo")
    assert "23 % of the way behind" in await dana.says("kpi Acme Corp days to close")
    await dana.says("kpi Acme Corp days to close threshold 30%")
    assert "Off its line" not in await dana.says("kpi Acme Corp days to close")


async def test_the_form_changes_what_is_there(world: World) -> None:
    dana = world.chat()
    await dana.says("kpi Acme Corp days to close")
    await dana.presses("Change")
    assert dana.form.values["start"] == "9d"
    await dana.fills(name="days to close the books", target="4d")
    said = await dana.says("kpi Acme Corp days to close")
    assert "Acme Corp · days to close the books" in said
    assert "to 4 d" in said


async def test_two_that_fit_become_buttons(world: World) -> None:
    dana = world.chat()
    await dana.says("kpi Acme Corp days to hire from 40d to 20d by 1 Jun")
    assert (await dana.says("kpi Acme Corp days 5")).startswith("Which KPI of Acme Corp?")
    assert "Acme Corp · days to close" in await dana.presses("days to close")
    assert "✓ Reading kept" in await dana.says("kpi Acme Corp dth 38d")
    assert "✓ Reading kept" in await dana.says("kpi Acme Corp days to clsoe 5")


async def test_closing(both: World) -> None:
    dana = both.chat()
    assert "Why is it dropped?" in await dana.says("kpi Acme Corp days to close dropped")
    told = await dana.fills(reason="they count it otherwise now")
    assert "Dropped · “they count it otherwise now”" in told
    assert "days to close · dropped today" in await dana.says("kpis Acme Corp")
    await dana.says("undo")
    assert "✓ KPI closed" in await dana.says('kpi Acme Corp "days to close" dropped: they left the tool')
    await dana.says("kpi Globex wau 401")
    assert "\nMet\n" in await dana.presses("Met")
    assert "has no open KPI" in await dana.says("kpi Globex wau 402")
    assert "calls dropped per week · from 5 to 2" in await dana.says(
        'kpi Globex "calls dropped per week" from 5 to 2 by 1 June'
    )


async def test_a_play_becomes_a_next_step_in_one_press(world: World) -> None:
    dana = world.chat()
    await dana.says("kpi Acme Corp days to close")
    await dana.presses("Next step")
    assert dana.form.values["step"].strip('"') == "agree on another target or date, in writing"


async def test_the_furthest_behind_come_first(world: World) -> None:
    dana = world.chat()
    said = await dana.says("kpis")
    assert said.splitlines()[0] == "My customers: KPIs"
    assert [line.split(" · ")[0] for line in said.splitlines() if line.startswith("• ▼")] == [
        "• ▼ Quietwater Group",
        "• ▼ Acme Corp",
    ]
    assert "Civic Trust Bank" in await dana.says("kpis team")
    assert "▼ days to close · 6.5 d of 3 d" in await dana.says("account Acme Corp")


async def test_figures_are_for_those_who_see_health(world: World) -> None:
    await world.chat().says("kpi Acme Corp days to close dropped: a secret reason")
    for who in ("mia", "lee"):
        told = ""
        for line in ("kpis Acme Corp", "kpis Acme Corp reconciliations", "kpis Acme Corp days to close", "kpis team"):
            told += await world.chat(f"{who}@example.com").says(line)
        for secret in ("64", "80", "6.5", "▼", "23 %", "secret", "Often", "Leads to", "points"):
            assert secret not in told, (who, secret)
        assert told.count("which is not for the role") == 4
    assert "not for the role support" in await world.chat("ines@example.com").says("kpi Acme Corp days to close 5")
    assert "64 %" in await world.chat("ines@example.com").says("kpis Acme Corp")


async def test_merging_takes_kpis_along(both: World) -> None:
    dana = both.chat()
    await dana.says("merge Sunday Energy into Globex")
    await dana.says("merge Globex into Acme Corp")
    assert "weekly active users" in await dana.says("kpis Acme Corp")
    await dana.says("undo")
    assert "weekly active users" not in await dana.says("kpis Acme Corp")
    assert "weekly active users" in await dana.says("kpis Globex")


async def test_agreed_with_somebody_new(world: World) -> None:
    dana = world.chat()
    said = await dana.says("kpi Paylo seats from 80 to 150 by 1 Mar with Erika Mustermann")
    assert "Erika Mustermann was not known yet and is a contact of Paylo now." in said
    assert "agreed with Erika Mustermann" in await dana.says("kpi Paylo seats")


async def test_a_figure_that_cannot_be_kept_is_told_and_not_passed_over(world: World) -> None:
    chat = world.chat()
    await chat.says("kpi Globex weekly active users 99999999999999999999")
    assert "larger than I can keep" in chat.form.errors["value"]


async def test_a_reading_of_another_day_says_which(world: World) -> None:
    chat = world.chat()
    assert "Kept: 300 on 1 Dec 2025" in await chat.says("kpi Globex weekly active users 300 on 1 Dec")
    assert "Kept:" not in await chat.says("kpi Globex weekly active users is now 330")


async def test_whoever_closed_it_sees_their_own_words(world: World) -> None:
    said = await world.chat().says("kpi Civic Trust Bank tickets a week missed: they never staffed it")
    assert "Missed · “they never staffed it”" in said
    assert "hidden" not in said


async def test_whoever_may_not_see_health_is_told_so_and_not_that_there_are_none(world: World) -> None:
    for name, role in (("vera", "viewer"), ("lee", "engineering"), ("mia", "marketing")):
        chat = world.chat(f"{name}@example.com")
        for line in ("kpis", "kpis team", "kpis Acme Corp"):
            said = await chat.says(line)
            assert f"not for the role {role}" in said
            assert "days to close" not in said
    # Support may see them, and has no customers of its own.
    assert "Acme Corp · days to close" in await world.chat("ines@example.com").says("kpis")


@pytest.mark.parametrize("said", ["NaN", "1e400", "-inf"])
async def test_what_is_no_figure_is_told(world: World, said: str) -> None:
    dana = world.chat()
    assert "from 40 to 10 by 31 Mar" in await dana.says("kpi Polar tickets from 40 down to 10 by end of Q1")
    assert "no figure that I can keep" in await dana.says(f"kpi Polar tickets {said}")


async def test_a_share_that_may_have_been_meant_as_per_cent_is_asked(world: World) -> None:
    dana = world.chat()
    await dana.says("kpi Polar adoption from 20% to 80% by 30 June")
    assert "adoption is counted in per cent. Which one?" in await dana.says("kpi Polar adoption 0.3")
    assert "Now: 30 %" in await dana.presses("30 %")
