"""Every row of the table of answers, over weekends, holidays, zones and changed clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.rhythm import WorkWeek
from bot.rules.sla import Due, Raise, clocks, events, level_of, next_update
from tests.rules.test_business import INSTANTS, weeks

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
OFFICE = WorkWeek("12345", 9 * 60, 17 * 60, BERLIN, "DE-BY")
LATE = WorkWeek("12345", 9 * 60, 17 * 60, NEW_YORK)
GULF = WorkWeek("71234", 9 * 60, 17 * 60, ZoneInfo("Asia/Dubai"))
INDIA = WorkWeek("12345", 9 * 60, 17 * 60, ZoneInfo("Asia/Kolkata"))
APIA = WorkWeek("12345", 9 * 60, 17 * 60, ZoneInfo("Pacific/Apia"))
LONG = WorkWeek("12345", 8 * 60, 18 * 60, BERLIN)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    said = datetime.fromisoformat(text)
    return said if said.tzinfo else said.replace(tzinfo=zone)


NEVER = ""


@pytest.mark.parametrize(
    ("level", "raised", "week", "respond", "news", "solved"),
    [
        # A Monday morning.
        (1, "2026-11-23 09:30", OFFICE, "2026-11-23 09:45", "2026-11-23 10:00", "2026-11-23 13:30"),
        (2, "2026-11-23 09:30", OFFICE, "2026-11-23 10:30", "2026-11-23 11:30", "2026-11-24 09:30"),
        (3, "2026-11-23 09:30", OFFICE, "2026-11-24 09:30", "2026-11-24 09:30", "2026-11-30 09:30"),
        (4, "2026-11-23 09:30", OFFICE, "2026-11-25 09:30", NEVER, NEVER),
        # A Friday, just before the weekend: only severity 1 does not wait.
        (1, "2026-11-20 16:50", OFFICE, "2026-11-20 17:05", "2026-11-20 17:20", "2026-11-20 20:50"),
        (2, "2026-11-20 16:50", OFFICE, "2026-11-23 09:50", "2026-11-23 10:50", "2026-11-23 16:50"),
        (3, "2026-11-20 16:50", OFFICE, "2026-11-23 16:50", "2026-11-23 16:50", "2026-11-27 16:50"),
        (4, "2026-11-20 16:50", OFFICE, "2026-11-24 16:50", NEVER, NEVER),
        # In the night to a Sunday.
        (1, "2026-11-22 03:00", OFFICE, "2026-11-22 03:15", "2026-11-22 03:30", "2026-11-22 07:00"),
        (2, "2026-11-22 03:00", OFFICE, "2026-11-23 10:00", "2026-11-23 11:00", "2026-11-23 17:00"),
        (3, "2026-11-22 03:00", OFFICE, "2026-11-23 17:00", "2026-11-23 17:00", "2026-11-27 17:00"),
        (4, "2026-11-22 03:00", OFFICE, "2026-11-24 17:00", NEVER, NEVER),
        # Over Christmas: the 25th and 26th are free, and then it is Sunday.
        (1, "2026-12-24 16:30", OFFICE, "2026-12-24 16:45", "2026-12-24 17:00", "2026-12-24 20:30"),
        (2, "2026-12-24 16:30", OFFICE, "2026-12-28 09:30", "2026-12-28 10:30", "2026-12-28 16:30"),
        (3, "2026-12-24 16:30", OFFICE, "2026-12-28 16:30", "2026-12-28 16:30", "2027-01-04 16:30"),
        (4, "2026-12-24 16:30", OFFICE, "2026-12-29 16:30", NEVER, NEVER),
        # The clocks go forward in the night to Sunday, 29 March; severity 1 counts hours that pass.
        (1, "2026-03-29 01:50", OFFICE, "2026-03-29 03:05", "2026-03-29 03:20", "2026-03-29 06:50"),
        (2, "2026-03-27 16:30", OFFICE, "2026-03-30 09:30", "2026-03-30 10:30", "2026-03-30 16:30"),
        (3, "2026-03-27 16:30", OFFICE, "2026-03-30 16:30", "2026-03-30 16:30", "2026-04-07 16:30"),  # and Easter
        # The clocks go back in the night to Sunday, 25 October: 02:50 is there twice.
        (1, "2026-10-25 01:50", OFFICE, "2026-10-25 02:05+02:00", "2026-10-25 02:20+02:00", "2026-10-25 04:50"),
        (1, "2026-10-25 02:50+01:00", OFFICE, "2026-10-25 03:05", "2026-10-25 03:20", "2026-10-25 06:50"),
        (2, "2026-10-23 16:30", OFFICE, "2026-10-26 09:30", "2026-10-26 10:30", "2026-10-26 16:30"),
        (3, "2026-10-23 16:30", OFFICE, "2026-10-26 16:30", "2026-10-26 16:30", "2026-10-30 16:30"),
        (4, "2026-10-23 16:30", OFFICE, "2026-10-27 16:30", NEVER, NEVER),
        # Where a week is from Sunday to Thursday, half an hour beside whole ones, and on the other side of the date line.
        (2, "2026-11-19 16:30+04:00", GULF, "2026-11-22 09:30+04:00", "2026-11-22 10:30+04:00", "2026-11-22 16:30+04:00"),
        (3, "2026-11-19 16:30+04:00", GULF, "2026-11-22 16:30+04:00", "2026-11-22 16:30+04:00", "2026-11-26 16:30+04:00"),
        (4, "2026-11-19 16:30+04:00", GULF, "2026-11-23 16:30+04:00", NEVER, NEVER),
        (2, "2026-11-23 09:30", INDIA, "2026-11-23 10:30", "2026-11-23 11:30", "2026-11-24 09:30"),
        (2, "2026-12-31 23:30", APIA, "2027-01-01 00:30", "2027-01-01 01:30", "2027-01-03 23:30"),
        # A team in another zone: a morning in Berlin is a night in New York.
        (2, "2026-11-23 09:30", LATE, "2026-11-23 16:00", "2026-11-23 17:00", "2026-11-23 23:00"),
        (3, "2026-11-23 09:30", LATE, "2026-11-23 23:00", "2026-11-23 23:00", "2026-11-27 23:00"),
        # Two weeks in which New York has changed its clocks and Berlin has not.
        (2, "2026-03-13 21:30", LATE, "2026-03-16 14:30", "2026-03-16 15:30", "2026-03-16 21:30"),
        # A team with longer days.
        (3, "2026-11-23 09:30", LONG, "2026-11-24 09:30", "2026-11-24 09:30", "2026-11-30 09:30"),
        (2, "2026-11-20 17:30", LONG, "2026-11-23 08:30", "2026-11-23 09:30", "2026-11-23 17:30"),
    ],
)  # fmt: skip
def test_every_row(level: int, raised: str, week: WorkWeek, respond: str, news: str, solved: str) -> None:
    run = clocks(level, at(raised), week)
    assert run.respond_by == at(respond)
    assert next_update(level, at(raised), week) == (at(news) if news else None)
    assert run.resolve_by == (at(solved) if solved else None)
    assert run.update_by is None, "nobody owes news before somebody has it"


@pytest.mark.parametrize(
    ("said", "tier", "health", "level", "why"),
    [
        (3, None, None, 3, None),
        (3, 2, 60, 3, None),
        (3, 2, 59, 2, Raise.UNHEALTHY),
        (3, 1, 90, 2, Raise.STRATEGIC),
        (3, 1, 20, 2, Raise.STRATEGIC),  # one level, whatever the reasons, and the one that everybody may know
        (1, 1, 20, 1, None),
        (2, 4, 0, 1, Raise.UNHEALTHY),
        (4, 1, None, 3, Raise.STRATEGIC),
    ],
)
def test_who_is_treated_one_level_higher(
    said: int, tier: int | None, health: int | None, level: int, why: Raise | None
) -> None:
    assert level_of(said, tier, health) == (level, why)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 4), INSTANTS, weeks(), st.booleans())
def test_whoever_is_to_act_is_reminded_before_it_is_too_late(
    level: int, now: datetime, week: WorkWeek, taken: bool
) -> None:
    run = clocks(level, now, week)._replace(update_by=next_update(level, now, week) if taken else None)
    found = list(events(level, taken, run, week))
    assert len({event.key for event in found}) == len(found), "each moment is said once"
    for event in found:
        assert (event.at < event.by) == (event.rung == 0) or event.by - now < timedelta(minutes=1)
        assert event.at >= now.astimezone(UTC)
    kinds = {event.due for event in found}
    assert (Due.RESPOND in kinds) is not taken
    assert (Due.UPDATE in kinds) is (taken and level < 4)
    assert (Due.RESOLVE in kinds) is (level < 4)
