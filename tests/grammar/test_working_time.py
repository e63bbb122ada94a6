"""Working days, hours and leaves, as people write them; today is Monday 23 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.line import normalise, tokenise, vocabulary
from bot.rules.holidays import Unknown, holidays_in, label, place_of
from bot.rules.zones import near, zone_called
from bot.words import Bad
from bot.words.leaves import LeaveWord
from bot.words.periods import Period
from bot.words.weekly import Hours, HoursWord, WeekdaysWord
from tests.grammar.memory import Memory

LEXICON = Memory()
TODAY = LEXICON.now.date()


@pytest.mark.parametrize(
    ("said", "numbers", "printed"),
    [
        ("mon-fri", "12345", "mon-fri"),
        ("Sunday to Thursday", "12347", "sun-thu"),
        ("mon, wed and fri", "135", "mon, wed, fri"),
        ("Mon–Thu, Sat", "12346", "mon-thu, sat"),
        ("fri-mon", "1567", "fri-mon"),
        ("weekdays", "12345", "mon-fri"),
        ("every day", "1234567", "mon-sun"),
        ("Saturday", "6", "sat"),
    ],
)
def test_days_of_the_week(said: str, numbers: str, printed: str) -> None:
    word = WeekdaysWord()
    assert word.read(said, LEXICON) == numbers
    assert word.show(numbers) == printed


@given(st.sets(st.sampled_from("1234567"), min_size=1))
@settings(max_examples=127, deadline=None)
def test_printed_days_read_back(days: set[str]) -> None:
    value = "".join(sorted(days))
    word = WeekdaysWord()
    assert word.read(word.show(value), LEXICON) == value


@pytest.mark.parametrize(
    ("said", "starts", "ends"),
    [
        ("9:00-17:30", 540, 1050),
        ("9-17", 540, 1020),
        ("9 to 5", 540, 1020),
        ("9am-5:30 pm", 540, 1050),
        ("from 6:00 to 14:00", 360, 840),
        ("8:30", 510, None),
        ("8:30 am", 510, None),
        ("0-24", 0, 1440),
    ],
)
def test_hours(said: str, starts: int, ends: int | None) -> None:
    word = HoursWord()
    assert word.read(said, LEXICON) == Hours(starts, ends)
    assert word.read(word.show(Hours(starts, ends)), LEXICON) == Hours(starts, ends)


@pytest.mark.parametrize("said", ["25:00", "22:00-6:00", "9:70-12", "13pm-14", "24:00"])
def test_hours_that_are_none(said: str) -> None:
    assert isinstance(HoursWord().read(said, LEXICON), Bad)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("1 Dec to 12 Dec", (2026, 12, 1), (2026, 12, 12)),
        ("1-12 Dec", (2026, 12, 1), (2026, 12, 12)),
        ("1 to 12 Dec", (2026, 12, 1), (2026, 12, 12)),
        ("1 Dec-12 Dec", (2026, 12, 1), (2026, 12, 12)),
        ("1.12. – 12.12.", (2026, 12, 1), (2026, 12, 12)),
        ("2026-12-01 to 2026-12-12", (2026, 12, 1), (2026, 12, 12)),
        ("from Dec 1 until Dec 12", (2026, 12, 1), (2026, 12, 12)),
        ("until Friday", (2026, 11, 23), (2026, 11, 27)),
        ("till 12 Dec", (2026, 11, 23), (2026, 12, 12)),
        ("28 Dec to 3 Jan", (2026, 12, 28), (2027, 1, 3)),
        ("20 Nov to 27 Nov", (2026, 11, 20), (2026, 11, 27)),
        ("tomorrow", (2026, 11, 24), (2026, 11, 24)),
        ("thu-fri", (2026, 11, 26), (2026, 11, 27)),
        ("next week", (2026, 11, 30), (2026, 12, 6)),
        ("this week", (2026, 11, 23), (2026, 11, 29)),
        ("2 weeks", (2026, 11, 23), (2026, 12, 6)),
        ("for 3 days", (2026, 11, 23), (2026, 11, 25)),
        ("a month", (2026, 11, 23), (2026, 12, 22)),
        ("29 Feb", (2028, 2, 29), (2028, 2, 29)),
    ],
)
def test_leaves(said: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert LeaveWord().read(said, LEXICON) == Period(date(*first), date(*last))


def test_days_that_do_not_exist() -> None:
    said = LeaveWord().read("31 Feb to 3 Mar", LEXICON)
    assert isinstance(said, Bad)
    assert said.sentence == "There is no 31 Feb. Try 1 Dec to 12 Dec, or until Friday."


@given(st.integers(-60, 300), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_printed_leaves_read_back(begins: int, length: int) -> None:
    first = TODAY + timedelta(days=begins)
    leave = Period(first, first + timedelta(days=length))
    word = LeaveWord()
    assert word.read(word.show(leave), LEXICON) == leave
    if begins >= 0:
        assert word.read(word.label(leave), LEXICON) == leave


PIECES = st.sampled_from(
    sorted(
        vocabulary(
            "1 12 31 Dec Feb to - until 1-12 mon-wed 2026-12-01 2026-12-01..2026-12-12 next week 2 for @sam 1.12."
        )
    )
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_no_words_break_the_reading(text: str) -> None:
    line = tokenise(normalise(text))
    for at in range(len(line)):
        for word in (LeaveWord(), HoursWord(), WeekdaysWord()):
            found = word.find(line, at, LEXICON)
            assert found is None or at < found.end <= len(line)


# ------------------------------------------------------------ places


@pytest.mark.parametrize(
    ("said", "place", "called"),
    [
        ("Germany", "DE", "Germany"),
        ("deutschland", "DE", "Germany"),
        ("de-by", "DE-BY", "Germany, Bayern"),
        ("Germany, Bayern", "DE-BY", "Germany, Bayern"),
        ("Scotland", "GB-SCT", "United Kingdom, Scotland"),
        ("the UK", "GB", "United Kingdom"),
        ("US", "US", "United States"),
        ("United States New York", "US-NY", "United States, New York"),
        ("Guinea-Bissau", "GW", "Guinea-Bissau"),
    ],
)
def test_places_with_holidays(said: str, place: str, called: str) -> None:
    assert place_of(said) == place
    assert label(place) == called


def test_places_that_nobody_knows() -> None:
    assert place_of("Atlantis") == Unknown()
    assert place_of("Germny") == Unknown(near="Germany")
    found = place_of("DE-XX")
    assert isinstance(found, Unknown)
    assert (found.country, found.parts[:2]) == ("DE", ("BB", "BE"))
    assert holidays_in("XX", 2026) == holidays_in("DE-XX", 2026) == holidays_in("", 2026) == {}


def test_holidays_of_a_part() -> None:
    assert holidays_in("GB-SCT", 2026)[date(2026, 11, 30)] == "Saint Andrew's Day"
    assert date(2026, 11, 30) not in holidays_in("GB-ENG", 2026)
    assert holidays_in("DE", 2026)[date(2026, 10, 3)] == "German Unity Day"


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("lisbon", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("pacific time", "America/Los_Angeles"),
        ("Munich", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("Atlantis", None),
    ],
)
def test_zones(said: str, zone: str | None) -> None:
    assert zone_called(said) == zone


def test_a_misspelt_zone() -> None:
    assert near("Berln") == "Europe/Berlin"
    assert near("zzzzzz") == ""
