"""Clock changes, leap days, month ends, moved zones, downtime, holidays and leaves: each nudge comes once, in a morning."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from storage.tables import Contract, Nudge
from storage.work import Work
from tests.chat import World
from tests.nudges.company import BEFORE, MONDAY, account, contract, last, member, told

# When, and to whom, the nudges of an account came.
Came = tuple[datetime, str]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


def renews(work: Work, on: Iterable[date], *, owner: str = "dana", backup: str = "") -> None:
    """An account for each date, whose renewal has its 30 days' window (tier 4) open that long before."""
    more = {"backup_id": member(work, backup).id} if backup else {}
    for day in on:
        contract(work, account(work, f"Due {day}", owner, tier=4, **more), day)


def window(*opens: date) -> Callable[[Work], None]:
    """Renewals whose window of 30 days opens on these dates."""
    return partial(renews, on=[day + timedelta(days=30) for day in opens])


async def begun(company: World, now: datetime, fill: Callable[[Work], None], *lines: str) -> None:
    """Everybody is planned up to now; then the renewals are there, as if they had always been."""
    for line in lines:
        await company.chat().says(line)
    company.now = now
    await company.plans()
    await company.ground.run(1, fill)


async def days(company: World, until: datetime, *, minutes: int = 30) -> dict[str, list[Came]]:
    """Plan every so often: account → when its matters came, and to whom."""
    came: dict[str, list[Came]] = {}
    while company.now <= until:
        before = await last(company)
        await company.plans()
        for one in await told(company, before):
            if not one.card.startswith(("renewal:", "digest:")):
                continue
            for line in one.text.splitlines():
                if "Due " in line and "notice closes" in line:
                    name = "Due " + line.partition("Due ")[2][:10]
                    came.setdefault(name, []).append((company.now, one.to))
        company.passes(minutes=minutes)
    keys = await company.look(lambda work: [row["key"] for row in work.ask(Nudge.table().select())])
    assert len(keys) == len(set(keys))
    return came


# ------------------------------------------------------------ the clocks


async def test_the_night_in_spring_that_lacks_the_hour_of_the_morning(company: World) -> None:
    """28 March 2027: Berlin has no 2:30, and 3:30 is its morning."""
    await begun(company, at(2027, 3, 27, 8), window(date(2027, 3, 28), date(2027, 3, 29)), "hours every day 2:30-10:00")
    company.now = at(2027, 3, 27, 22)
    came = await days(company, at(2027, 3, 29, 4))
    assert came == {
        "Due 2027-04-27": [(at(2027, 3, 28, 1, 30), "Dana")],
        "Due 2027-04-28": [(at(2027, 3, 29, 0, 30), "Dana")],
    }


async def test_the_night_in_autumn_that_has_the_hour_of_the_morning_twice(company: World) -> None:
    """31 October 2027: Berlin has 2:30 twice, and the first is its morning."""
    await begun(
        company, at(2027, 10, 30, 7), window(date(2027, 10, 31), date(2027, 11, 1)), "hours every day 2:30-10:00"
    )
    company.now = at(2027, 10, 30, 22)
    came = await days(company, at(2027, 11, 1, 4))
    assert came == {
        "Due 2027-11-30": [(at(2027, 10, 31, 0, 30), "Dana")],
        "Due 2027-12-01": [(at(2027, 11, 1, 1, 30), "Dana")],
    }


async def test_a_leap_day(company: World) -> None:
    await begun(company, at(2028, 2, 28, 12), window(date(2028, 2, 29), date(2028, 3, 1)))
    came = await days(company, at(2028, 3, 2, 12))
    assert came == {
        "Due 2028-03-30": [(at(2028, 2, 29, 7, 30), "Dana")],
        "Due 2028-03-31": [(at(2028, 3, 1, 7, 30), "Dana")],
    }


async def test_a_month_after_the_31st(company: World) -> None:
    """Monthly from the 31st: the last of February, then the 31st of March; each renewal reminds once."""

    def fill(work: Work) -> None:
        work.act_as(member(work, "jane").id, "contract", BEFORE)
        work.add(
            Contract, account_id=account(work, "Monthly", tier=4), name="Platform", arr_minor=10_000_000, currency="EUR",
            starts_on=date(2025, 12, 31), renews_on=date(2027, 1, 31), term_months=1, notice_days=0, created_at=BEFORE,
        )  # fmt: skip

    await begun(company, at(2026, 12, 30, 12), fill)
    dana = company.chat()
    seen = []
    for month in (1, 2, 3):
        company.now = at(2027, month, 25, 12)
        before = await last(company)
        await company.plans()
        seen.append([one.card for one in await told(company, before) if one.card.startswith("renewal:")])
        said = await dana.says("renewal Monthly renewed 100k")
        assert "Next: " in said
    assert [len(cards) for cards in seen] == [1, 1, 1]
    assert len({card for cards in seen for card in cards}) == 3
    rows = await company.look(lambda work: work.ask(Nudge.table().select()))
    assert len({row["key"] for row in rows}) == len(rows)
    assert "renews 30 Apr" in await dana.says("renewal Monthly")


# ------------------------------------------------------------ people who move


@pytest.mark.parametrize(
    ("city", "second", "third"),
    [
        # West: Tuesday comes nine hours later. East: it comes eight hours earlier.
        ("Los Angeles", at(2026, 11, 24, 16, 30), at(2026, 11, 25, 16, 30)),
        ("Tokyo", at(2026, 11, 23, 23, 30), at(2026, 11, 24, 23, 30)),
        # Over the date line: there it is Monday again, or Tuesday already.
        ("Pago Pago", at(2026, 11, 24, 19, 30), at(2026, 11, 25, 19, 30)),
        ("Kiritimati", at(2026, 11, 23, 18, 30), at(2026, 11, 24, 18, 30)),
    ],
)
async def test_whoever_moves_misses_nothing_and_hears_nothing_twice(
    company: World, city: str, second: datetime, third: datetime
) -> None:
    days_of = [date(2026, 11, day) for day in (23, 24, 25)]
    await begun(company, MONDAY.replace(hour=7, minute=0), window(*days_of))
    came = await days(company, MONDAY.replace(hour=8, minute=0))
    await company.chat().says(f"zone {city}")
    for name, instants in (await days(company, at(2026, 11, 26, 6))).items():
        came.setdefault(name, []).extend(instants)
    assert came == {
        "Due 2026-12-23": [(MONDAY.replace(hour=7, minute=30), "Dana")],
        "Due 2026-12-24": [(second, "Dana")],
        "Due 2026-12-25": [(third, "Dana")],
    }


async def test_other_hours_move_the_morning_and_repeat_none(company: World) -> None:
    await begun(company, MONDAY.replace(hour=7, minute=0), window(date(2026, 11, 23), date(2026, 11, 24)))
    came = await days(company, MONDAY.replace(hour=8, minute=0))
    await company.chat().says("hours 10:00-18:00")
    later = await days(company, at(2026, 11, 24, 12))
    assert came == {"Due 2026-12-23": [(MONDAY.replace(hour=7, minute=30), "Dana")]}
    assert later == {"Due 2026-12-24": [(at(2026, 11, 24, 9), "Dana")]}


# ------------------------------------------------------------ days that are missing


async def test_a_week_of_downtime_gives_each_once_and_late_ones_say_so(company: World) -> None:
    opens = [date(2026, 11, 24) + timedelta(days=n) for n in range(7)]
    await begun(company, MONDAY, window(*opens))
    company.now = at(2026, 12, 1, 9)
    before = await last(company)
    came = await days(company, at(2026, 12, 2, 12))
    assert {name: len(instants) for name, instants in came.items()} == {
        f"Due {day + timedelta(days=30)}": 1 for day in opens
    }
    assert {instant for instants in came.values() for instant, _ in instants} == {at(2026, 12, 1, 9)}
    texts = [one.text for one in await told(company, before)]
    assert any("late" in text for text in texts), texts


async def test_holidays_wait_for_the_next_working_morning(company: World) -> None:
    """In 2026 both days of Christmas are a Friday and a Saturday."""
    opens = [date(2026, 12, day) for day in (24, 25, 26, 28)]
    await begun(company, at(2026, 12, 23, 12), window(*opens), "holidays DE-BY")
    came = await days(company, at(2026, 12, 29, 12), minutes=90)
    assert {name: [instant.date().day for instant, _ in instants] for name, instants in came.items()} == {
        "Due 2027-01-23": [24],
        "Due 2027-01-24": [28],
        "Due 2027-01-25": [28],
        "Due 2027-01-27": [28],
    }


# ------------------------------------------------------------ people who are away


async def test_whoever_covers_gets_it_in_their_own_morning(company: World) -> None:
    """Jane is in New York, where the morning comes six hours later than Dana's."""
    opens = [date(2026, 11, day) for day in (26, 27, 30)]
    await begun(company, MONDAY, window(*opens), "away until Friday @jane")
    came = await days(company, at(2026, 11, 30, 15))
    assert came == {
        "Due 2026-12-26": [(at(2026, 11, 26, 13, 30), "Jane")],
        "Due 2026-12-27": [(at(2026, 11, 27, 13, 30), "Jane")],
        "Due 2026-12-30": [(at(2026, 11, 30, 7, 30), "Dana")],
    }


async def test_without_a_cover_it_is_the_accounts_backup_and_else_it_waits(company: World) -> None:
    due = date(2026, 12, 26)

    def fill(work: Work) -> None:
        renews(work, [due], backup="sam")
        renews(work, [due + timedelta(days=1)])

    await begun(company, MONDAY, fill, "away until Friday")
    came = await days(company, at(2026, 11, 30, 12))
    assert came == {
        "Due 2026-12-26": [(at(2026, 11, 26, 7, 30), "Sam")],
        "Due 2026-12-27": [(at(2026, 11, 30, 7, 30), "Dana")],
    }


async def test_a_follower_is_not_waked_for_it(company: World) -> None:
    await begun(company, MONDAY, window(date(2026, 11, 24)))
    jane = company.chat("jane@example.com", zone="America/New_York")
    await jane.says("follow Due 2026-12-24")
    company.now = at(2026, 11, 24, 7, 30)
    await company.plans()
    assert not [one for one in await told(company) if one.to == "Jane" and "Due 2026-12-24" in one.text]
    company.now = at(2026, 11, 24, 13, 30)
    await company.plans()
    (card,) = [one for one in await told(company) if one.to == "Jane" and "Due 2026-12-24" in one.text]
    assert card.card.startswith("renewal:")
    assert "for Dana" in card.text
