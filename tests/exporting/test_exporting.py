"""Everything out again, as far as the reader may see, and back in without a change."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import audience
from bot.exporting.export import HEADINGS, Format, Outgoing, export, filename
from bot.rules.columns import ACTIVITY_HEADINGS, Subject
from storage.ground import Ground
from storage.tables import Account, Activity
from tests.chat import World
from tests.importing.company import Company, dana


@pytest.fixture
def company(ground: Ground) -> Company:
    return Company.sample(ground)


def exported(company: Company, subject: Outgoing, form: Format, who: str = "dana@example.com") -> str:
    def act(work: Any) -> str:
        return "".join(export(work, subject, form, audience.of_member(work, work.people.by_email(who))))

    return str(company.run(act))


@pytest.mark.parametrize("subject", list(Subject))
def test_what_goes_out_comes_back_and_changes_nothing(company: Company, subject: Subject) -> None:
    text = exported(company, Outgoing(subject), Format.CSV)
    staged = company.stage(text, subject.value)
    assert set(staged.actions) == {"same"}, [
        (row.line, row.action, row.why) for row in staged.rows if row.action != "same"
    ][:5]
    assert len(staged.rows) == len(list(csv.reader(io.StringIO(text)))) - 1


def test_an_activity_has_exactly_these_keys(company: Company) -> None:
    found = json.loads(exported(company, Outgoing.ACTIVITIES, Format.JSON))
    assert len(found) > 800
    assert all(tuple(one) == ACTIVITY_HEADINGS for one in found)
    assert " ".join(ACTIVITY_HEADINGS) == (
        "id account type minutes at by people missions mode effectiveness internal attempt note"
    )
    review = next(one for one in found if one["account"] == "Initech" and one["type"] == "business review")
    assert datetime.fromisoformat(review["at"]).tzinfo is not None
    assert isinstance(review["people"], list)
    assert isinstance(review["internal"], bool)


def test_the_instant_is_written_in_the_activitys_zone(company: Company) -> None:
    account = company.account("globex")

    def log(work: Any) -> None:
        me = dana(work).id
        work.add(Activity, account_id=account.id, member_id=me, logged_by_id=me, kind="call",
                 at=datetime(2026, 7, 1, 12, tzinfo=UTC), zone="America/New_York")  # fmt: skip

    company.run(log)
    found = json.loads(exported(company, Outgoing.ACTIVITIES, Format.JSON))
    assert found[-1]["at"] == "2026-07-01T08:00:00-04:00"


def test_what_the_reader_may_not_see_stays_out(company: Company) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(company, Outgoing.ACCOUNTS, Format.CSV, "mia@example.com"))))
    assert not {"health", "arr", "currency"} & rows[0].keys()
    told = json.loads(exported(company, Outgoing.ACTIVITIES, Format.JSON, "mia@example.com"))
    assert all(one["note"] is None for one in told)
    mine = json.loads(exported(company, Outgoing.ACTIVITIES, Format.JSON))
    assert {one["account"] for one in mine if one["note"]} < {one["account"] for one in mine}


def test_formulas_go_out_disarmed_and_come_back_as_they_were(company: Company) -> None:
    evil = '=HYPERLINK("https://evil.example","click")'
    company.run(lambda work: work.change(work.get(Account, 1), goal=evil, name="@Acme"))
    text = exported(company, Outgoing.ACCOUNTS, Format.CSV)
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["goal"], row["name"]) == (f"'{evil}", "'@Acme")
    assert not [
        cell for line in csv.reader(io.StringIO(text)) for cell in line if cell.startswith(("=", "+", "@", "-"))
    ]
    staged = company.stage(text)
    assert staged.rows[0].values["said"]["goal"] == evil
    assert set(staged.actions) == {"same"}


def test_our_own_numbers_stay_numbers(company: Company) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(company, Outgoing.ACTIVITIES, Format.CSV))))
    assert "-1" in {row["effectiveness"] for row in rows}


def test_an_empty_book_gives_headings_or_an_empty_list(ground: Ground) -> None:
    empty = Company.empty(ground)
    assert json.loads(exported(empty, Outgoing.CONTACTS, Format.JSON)) == []
    assert exported(empty, Outgoing.CONTACTS, Format.CSV).strip() == ",".join(HEADINGS[Outgoing.CONTACTS])
    assert filename(Outgoing.CONTACTS, Format.CSV, date(2026, 11, 23)) == "contacts-2026-11-23.csv"


def test_risks_go_out_as_far_as_the_reader_may_see(company: Company) -> None:
    mine = json.loads(exported(company, Outgoing.RISKS, Format.JSON))
    acme = next(one for one in mine if one["account"] == "Acme Corp")
    assert (acme["category"], acme["severity"], acme["amount"], acme["state"]) == (
        "champion left", "high", "240000.00", "worked",
    )  # fmt: skip
    assert acme["evidence"].startswith("Tomás moved")
    assert {one["state"] for one in mine} == {"open", "worked", "saved", "narrowly saved", "lost"}
    support = json.loads(exported(company, Outgoing.RISKS, Format.JSON, "ines@example.com"))
    assert len(support) == len(mine)
    assert not {"amount", "currency"} & support[0].keys()
    assert not any(one["evidence"] or one["first_sign"] or one["closing"] for one in support)
    assert json.loads(exported(company, Outgoing.RISKS, Format.JSON, "lee@example.com")) == []


async def test_what_colleagues_carried_goes_out_as_far_as_the_reader_may_see(company: Company) -> None:
    chat = World(company.ground).chat()
    for line in (
        'escalate Acme Corp sev2 export fails, =Jane Porter waits quote:"call jane@acme.example"',
        "escalation:1 take",
        "escalation:1 resolve a full disk 2h",
        "complaint Globex Support took three days",
        'request Acme Corp SCIM must because audit in March "we need it"',
        "request Globex join:1 what:SCIM importance:nice",
        "feedback Globex - slow exports",
    ):
        said = await chat.says(line)
        assert chat.done, said
    [matter] = json.loads(exported(company, Outgoing.ESCALATIONS, Format.JSON))
    assert (matter["account"], matter["team"], matter["state"], matter["minutes"]) == (
        "Acme Corp", "Support", "resolved", 120,
    )  # fmt: skip
    assert "jane@acme.example" in matter["quote"]
    engineer = exported(company, Outgoing.ESCALATIONS, Format.JSON, "lee@example.com")
    assert "jane@acme.example" not in engineer
    assert "call an address" in engineer
    assert "said_severity" in matter
    assert "said_severity" not in engineer
    [complaint] = json.loads(exported(company, Outgoing.COMPLAINTS, Format.JSON))
    assert (complaint["about"], complaint["words"]) == ("Support", "Support took three days")
    rows = list(csv.DictReader(io.StringIO(exported(company, Outgoing.REQUESTS, Format.CSV))))
    assert [(row["id"], row["account"], row["importance"]) for row in rows] == [
        ("1", "Acme Corp", "must have"), ("1", "Globex", "nice to have"),
    ]  # fmt: skip
    [said_of_us] = json.loads(exported(company, Outgoing.FEEDBACK, Format.JSON))
    assert (said_of_us["likes"], said_of_us["theme"]) == (False, "reporting")
