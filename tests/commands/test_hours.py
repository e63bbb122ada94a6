"""hours, holidays and zone: when somebody works, and where."""

import pytest

from storage.tables import Member
from storage.work import Work
from tests.chat import World


def member(work: Work, email: str = "dana@example.com") -> Member:
    found = work.people.by_email(email)
    assert found is not None
    return found


def rhythm(work: Work) -> tuple[str, int, int, str]:
    kept = work.rhythms.of(member(work).id)
    return kept.days, kept.starts, kept.ends, kept.country


async def test_my_hours_as_they_are_and_changed(both: World) -> None:
    dana = both.chat()
    assert await dana.says("hours") == (
        "My hours\n"
        "Works: Mon–Fri 08:30–17:30\n"
        "Zone: Europe/Berlin, 09:30 there now · as the platform says\n"
        "Holidays: none\n"
        "Next morning: tomorrow 08:30\n"
        "Change with hours mon-fri 9:00-17:30, zone Lisbon, holidays Germany or away until Friday"
    )
    assert "✓ My hours kept\nWorks: Mon–Fri 09:00–18:00" in await dana.says("hours mon-fri 9:00-18:00")
    assert "Works: Sun–Thu 09:00–18:00" in await dana.says("hours sun-thu")
    assert "Works: Sun–Thu 08:00–18:00" in await dana.says("hours 8:00")
    assert await both.look(rhythm) == ("12347", 480, 1080, "")
    await dana.says("undo")
    assert await both.look(rhythm) == ("12347", 540, 1080, "")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("hours 18:00", "The day would end at 17:30, before it starts. Say both: hours 18:00-24:00"),
        ("hours 22:00-6:00", "A working day ends by 24:00: try 9:00-17:30."),
        ("hours whenever", "I do not know what “whenever” means here. Try hours mon-fri 9:00-17:30."),
        ("hours @sam 9-17", "Only a lead changes this for Sam Okoye; without a name it is about you."),
        ("holidays Atlantis", "I know no holidays of “Atlantis”. Try Germany, DE-BY, US or none."),
        ("holidays DE-XX", "I know no such part of Germany. Try DE-BB, DE-BE,"),
        ("holidays Kiribati-XX", "Kiribati has the same holidays everywhere: holidays KI"),
        ("zone Atlantis", "I know no zone “Atlantis”. Try a big city near you, Lisbon, or Europe/Lisbon."),
    ],
)
async def test_what_cannot_be_says_what_to_type(world: World, line: str, answer: str) -> None:
    dana = world.chat()
    assert answer in await dana.says(line)
    assert not dana.done
    assert await world.look(rhythm) == ("12345", 510, 1050, "")


async def test_holidays_of_a_country_or_a_part(both: World) -> None:
    dana = both.chat()
    assert "My holidays: none yet. Say a country: holidays Germany" in await dana.says("holidays")
    assert await dana.presses("Germany") == (
        "✓ My holidays kept\nGermany\nFri 25 Dec · Christmas Day\nSat 26 Dec · Second Day of Christmas\n"
        "Fri 1 Jan 2027 · New Year's Day\n[Undo]"
    )
    await dana.says("holidays DE-BY")
    assert (await dana.says("holidays")).startswith("My holidays · Germany, Bayern\nFri 25 Dec")
    assert "Is it Germany?" in await dana.says("holidays Germny")
    assert "Germany" in await dana.presses("Germany")
    await dana.says("holidays none")
    assert (await both.look(rhythm))[3] == ""


async def test_a_zone_of_ones_own_stays_when_the_platform_says_another(both: World) -> None:
    dana = both.chat()
    assert await dana.says("zone Lisbon") == "✓ My zone kept\nEurope/Lisbon, where it is 08:30\n[Undo]"
    tokyo = both.chat(zone="Asia/Tokyo")
    assert "Zone: Europe/Lisbon, 08:30 there now · set by hand" in await tokyo.says("hours")
    assert "from now on as your platform says" in await tokyo.says("zone auto")
    assert "Zone: Asia/Tokyo, 17:30 there now · as the platform says" in await tokyo.says("hours")


async def test_undo_gives_the_zone_back_to_the_platform(world: World) -> None:
    dana = world.chat()
    await dana.says("zone Lisbon")
    await dana.says("undo")
    kept = await world.look(member)
    assert (kept.zone, kept.own_zone) == ("Europe/Berlin", False)
    assert "Is it Europe/Berlin?" in await dana.says("zone Berln")


async def test_a_lead_sets_somebody_elses(world: World) -> None:
    jane = world.chat("jane@example.com")
    assert "✓ Dana Keller’s hours kept\nWorks: Mon–Thu 09:00–17:00" in await jane.says("hours @dana mon-thu 9-17")
    assert "✓ Dana Keller’s holidays kept\nJordan" in await jane.says("holidays Jordan for @dana")
    await jane.says("zone @dana Lisbon")
    assert await world.look(rhythm) == ("1234", 540, 1020, "JO")
    assert (await world.look(member)).zone == "Europe/Lisbon"
    assert (await world.chat("sam@example.com").says("hours of Dana")).startswith("Dana Keller’s hours\nWorks: Mon–Thu")
