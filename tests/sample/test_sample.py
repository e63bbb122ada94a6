"""The sample company: what its stories need to be told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.sample import fill
from storage.ground import Ground
from storage.queries.accounts import Book
from storage.queries.activities import Wanted
from storage.queries.renewals import Sought
from storage.tables import Account, Activity, Organization
from storage.work import Work

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def organization(ground: Ground) -> int:
    found = ground.run_now(0, lambda work: work.insert(Organization, name="Ours", created_at=NOW).id)
    ground.run_now(found, lambda work: fill(work, TODAY, NOW))
    return found


def by_name(work: Work, name: str) -> Account:
    listed = work.accounts.book(Book(TODAY), 100)
    return next(one.account for one in listed if one.account.name == name)


def activities(work: Work, name: str) -> list[Activity]:
    return work.activities.matching(Wanted(account_id=by_name(work, name).id), 200)


def test_everybody_and_everything_is_there(ground: Ground, organization: int) -> None:
    def look(work: Work) -> None:
        everyone = {member.email: member for member in work.people.everyone()}
        assert len(everyone) == 8
        assert {f"{name}@example.com" for name in ("dana", "sam", "jane", "lee", "mia", "paul")} <= everyone.keys()
        roles = {member.role for member in everyone.values()}
        assert {"csm", "lead", "sales", "support", "engineering", "marketing", "admin"} <= roles
        assert {member.zone for member in everyone.values()} == {"Europe/Berlin", "America/New_York"}
        assert work.rhythms.away_on(TODAY).keys() == {everyone["sam@example.com"].id}
        assert work.accounts.count() == 60
        book = work.accounts.book(Book(TODAY), 100)
        assert {one.account.tier for one in book} == {1, 2, 3, 4}
        assert {currency for one in book for currency in one.arr.value} == {"EUR", "USD"}
        assert sum(one.account.owner_id is None for one in book) == 2
        dana = everyone["dana@example.com"].id
        acme, health = by_name(work, "Acme Corp"), by_name(work, "Acme Health")
        assert (acme.owner_id, health.parent_id) == (dana, acme.id)
        assert health.owner_id != dana
        for name in ("Globex", "Initech", "Nordbank", "Monday Logistics", "Paylo"):
            assert by_name(work, name)

    ground.run_now(organization, look)


def test_the_stories(ground: Ground, organization: int) -> None:
    def look(work: Work) -> None:
        fire = [one for one in activities(work, "Nordbank") if one.mode == "reactive"]
        assert len({one.member_id for one in fire}) >= 4
        assert timedelta(80) <= fire[0].at - fire[-1].at <= timedelta(100)
        silent = [one for one in activities(work, "Quietwater Group") if one.at > NOW - timedelta(70)]
        assert len(silent) >= 4
        assert all(one.attempt for one in silent)
        health = by_name(work, "Quietwater Group").health
        assert health is not None
        assert health.value == 71  # green by its figures, and yet nobody answers
        assert by_name(work, "Brightline Retail").stage == "churned"
        soonest = work.accounts.contracts(by_name(work, "Acme Corp").id)[0]
        assert soonest.renews_on is not None
        assert soonest.renews_on - timedelta(days=soonest.notice_days) == TODAY + timedelta(days=23)
        steps = work.activities.steps_of_account(by_name(work, "Acme Corp").id)
        assert ("SOC2 report", "Jane") in {(step.text.value, step.person) for step in steps}

    ground.run_now(organization, look)


def test_renewals_lie_ahead_in_every_window(ground: Ground, organization: int) -> None:
    windows = ((0, 30), (31, 60), (61, 90), (91, 120), (121, 180), (181, 365))
    for first, last in windows:
        wanted = Book(TODAY, renewing=(TODAY + timedelta(first), TODAY + timedelta(last)))
        count, _ = ground.run_now(organization, lambda work, wanted=wanted: work.accounts.totals(wanted))
        assert count, (first, last)


def test_nothing_happens_at_weekends_or_tomorrow(ground: Ground, organization: int) -> None:
    done = ground.run_now(organization, lambda work: work.activities.matching(Wanted(), 2000))
    assert len(done) > 800
    assert all(one.at <= NOW and one.at.weekday() < 5 for one in done)
    assert min(one.at for one in done) > NOW - timedelta(days=370)


def test_the_same_day_gives_the_same_company(ground: Ground, organization: int) -> None:
    other = ground.run_now(0, lambda work: work.insert(Organization, name="Theirs", created_at=NOW).id)
    ground.run_now(other, lambda work: fill(work, TODAY, NOW))

    def told(work: Work) -> list[tuple[object, ...]]:
        done = work.activities.matching(Wanted(), 2000)
        return sorted((one.at, one.kind, one.minutes, one.note.value if one.note else "") for one in done)

    assert ground.run_now(organization, told) == ground.run_now(other, told)


def test_renewals_have_a_forecast_a_past_and_one_that_is_late(ground: Ground, organization: int) -> None:
    def look(work: Work) -> None:
        late = work.renewals.board(Sought(TODAY, due=(None, TODAY - timedelta(days=1))))
        assert [one.account for one in late] == ["Tallgrass Foods"]
        soon = work.renewals.board(Sought(TODAY, due=(TODAY, TODAY + timedelta(days=60))))
        assert sum(one.renewal.forecast is not None for one in soon) > len(soon) / 2
        assert all((one.renewal.forecast is None) is (one.renewal.reason is None) for one in soon)
        decided = work.renewals.board(Sought(TODAY, decided=True))
        assert {one.renewal.outcome for one in decided} == {"renewed", "expanded", "downsell", "churned"}
        assert min(one.renewal.due_on for one in decided) > TODAY - timedelta(days=370)
        for one in decided:
            assert one.renewal.decided_at is not None
            assert one.renewal.decided_at <= NOW
            assert (one.renewal.outcome == "churned") is (one.renewal.churn_reason is not None)
        moved = work.renewals.moves(Sought(TODAY), NOW - timedelta(days=7))
        assert {"Acme Corp", "Globex", "Quietwater Group"} <= {move.listed.account for move in moved}

    ground.run_now(organization, look)


def test_kpis_were_agreed_and_one_is_well_off_its_line(ground: Ground, organization: int) -> None:
    def look(work: Work) -> None:
        listed, total = work.kpis.listing(None, None, 50)
        assert total == len(listed) >= 8
        assert next(one.account for one in listed if one.off) == "Quietwater Group"
        assert any(one.latest is None for one in listed)
        assert [one.name for one in work.accounts.champions(by_name(work, "Acme Corp").id)] == ["Jane Porter"]

    ground.run_now(organization, look)
