"""The sample company: what its stories need to be told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.escalations.ringing import ring
from bot.request import Address, Place
from bot.sample import fill
from storage.ground import Ground
from storage.queries.account_book import Book
from storage.queries.activities import Wanted
from storage.queries.feedback import SoughtFeedback
from storage.queries.renewals import Sought
from storage.queries.standings import SoughtReference
from storage.tables import Account, Activity, Escalation, FeatureRequest, Organization, OutboxMessage, Variance
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


# ------------------------------------------------------------ what is under way between teams

CHANNELS = {
    name: str(Address("cli", "t", name.lower(), place=Place.PRIVATE))
    for name in ("Support", "Engineering", "Product Development")
}


@pytest.fixture
def busy(ground: Ground) -> int:
    """The sample with all that is under way."""
    found = ground.run_now(0, lambda work: work.insert(Organization, name="Ours", created_at=NOW).id)
    ground.run_now(found, lambda work: fill(work, TODAY, NOW, CHANNELS))
    return found


def test_one_matter_burns_one_waits_and_one_is_solved(ground: Ground, busy: int) -> None:
    def look(work: Work) -> None:
        burning, waiting, solved = work.ask(Escalation.table().select().order_by(Escalation.table().c.id))
        assert (burning["state"], burning["level"], burning["target"]) == ("taken", 1, "Support")
        # Every half hour somebody says how it goes, and the last word is 22 minutes old.
        assert burning["update_by"] == NOW + timedelta(minutes=8)
        assert burning["resolve_by"] == NOW - timedelta(minutes=44) + timedelta(hours=4)
        assert (waiting["state"], waiting["level"], waiting["next_at"]) == ("waiting", 3, None)
        assert waiting["needs"]
        assert (solved["state"], bool(solved["cause"])) == ("resolved", True)
        assert work.escalations.spent(solved["id"]) == {"Lee Chen": 180, "Inês Duarte": 45}
        [problem] = work.escalations.problems()
        assert {one.account for one in work.escalations.troubled(problem.id)} == {"Sunday Energy", "Zephyr Wind"}
        assert [one.escalation.id for one in work.escalations.cases(problem.id)] == [waiting["id"]]
        assert all(row["created_at"] <= NOW for row in (burning, waiting, solved))

    ground.run_now(busy, look)


def test_the_clock_that_burns_is_rung_by_itself(ground: Ground, busy: int) -> None:
    def look(work: Work) -> None:
        assert not ring(work, NOW)
        matter = work.escalations.of_account(by_name(work, "Bluebird Air").id)[0].escalation
        assert matter.next_at == NOW + timedelta(seconds=30)  # with a quarter of the half hour left
        ring(work, NOW + timedelta(minutes=1))
        table = OutboxMessage.table()
        said = work.ask(table.select().where(table.c.key.startswith("escalation:")))
        ines = next(one for one in work.people.everyone() if one.email == "ines@example.com")
        assert f"member:{ines.id}" in {row["address"] for row in said}

    ground.run_now(busy, look)


def test_teams_have_somebody_on_duty_and_see_what_is_under_way(ground: Ground, busy: int) -> None:
    def look(work: Work) -> None:
        names = {one.id: one.name for one in work.people.everyone()}
        duty = {team: [names[one.member_id] for one in all] for team, all in work.escalations.duties().items()}
        assert duty["Support"] == ["Inês Duarte"]
        assert duty["Engineering"] == ["Lee Chen"]
        assert duty["Product Development"] == ["Yara Costa"]
        assert {name: work.escalations.targets()[name].address for name in CHANNELS} == CHANNELS
        table = OutboxMessage.table()
        there = {(row["address"], row["card"]) for row in work.ask(table.select())}
        assert (CHANNELS["Support"], "escalation:1") in there
        assert (CHANNELS["Engineering"], "escalation:2") in there
        assert {card for address, card in there if address == CHANNELS["Product Development"]} == {
            "request:5", "variance:1",
        }  # fmt: skip

    ground.run_now(busy, look)


def test_customers_asked_for_six_things_and_two_do_not_agree(ground: Ground, busy: int) -> None:
    def look(work: Work) -> None:
        found = [FeatureRequest.of(row) for row in work.ask(FeatureRequest.table().select())]
        assert sorted(one.state for one in found) == [
            "declined", "in progress", "new", "planned", "received", "shipped",
        ]  # fmt: skip
        shipped = next(one for one in found if one.state == "shipped")
        hits = {one.account: one.voice.hit for one in work.requests.voices(shipped.id)}
        assert hits == {"Papillon Cosmetics": "yes", "Globex": None, "Saffron Hotels": None}
        [variance] = work.ask(Variance.table().select())
        assert variance["about"] == "“keep” or “delete”"
        likes, dislikes = (work.feedback.themes(SoughtFeedback(sign=sign)) for sign in (1, -1))
        assert (sum(one.times for one in likes), sum(one.times for one in dislikes)) == (6, 6)

    ground.run_now(busy, look)


def test_one_customer_can_speak_for_us_now_and_another_later(ground: Ground, busy: int) -> None:
    def look(work: Work) -> None:
        sought = SoughtReference(TODAY, kind="case study", industries=("fintech",), regions=("EMEA",))
        found = work.standings.search(sought, 5, 0, 5)
        assert [one.name for one in found.now] == ["Paylo"]
        assert [(one.name, one.since) for one in found.later] == [("Vela Payments", date(2027, 1, 1))]

    ground.run_now(busy, look)
