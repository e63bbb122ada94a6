"""Contacts and activities brought in from files."""

import pytest

from storage.ground import Ground
from storage.queries.activities import Wanted
from storage.tables import Activity
from tests.importing.company import Company

CONTACTS = """First Name,Last Name,Email,Account Name,Title,Phone
Jane,Doe,jane.doe@initech.com,Initech,Chief Financial Officer,
New,Person,np@globex.com,Globex,CEO,+49 30 1234
"""
ACTIVITIES = """External ID,Account,Type,Duration,Date,Assigned To,Comments,Attendees,Tags
E1,Acme Corp,QBR,1h15m,13/11/2026 14:00,sam@example.com,"Long talk,
two lines",Jane Porter; Somebody New,value growth
,CRM-1003,Phone call,30,12.11.2026,,left voicemail,,
"""


def test_contacts_are_met_and_made(ground: Ground) -> None:
    company = Company.sample(ground)
    staged = company.bring(CONTACTS, "contacts")
    assert staged.actions == ["change", "create"]
    initech = company.account("initech")
    titles = company.run(lambda work: {one.name: one.title for one in work.accounts.contacts(initech.id)})
    assert titles["Jane Doe"] == "Chief Financial Officer"
    assert company.stage(CONTACTS, "contacts").actions == ["same", "same"]
    company.take_back(staged)
    titles = company.run(lambda work: {one.name: one.title for one in work.accounts.contacts(initech.id)})
    assert titles["Jane Doe"] == "CFO"


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("name,account\nWho,Nobody Ltd\n", "No account is called Nobody Ltd"),
        ("name,email\nWho,who@unknown.example\n", "No account has the domain unknown.example"),
        ("name,account,email\nWho,Globex,nonsense\n", "is not an e-mail address"),
        ("name,account\n,Globex\n", "neither a name nor an e-mail"),
        ("name,account\nWho,Globex\nWho,Globex\n", "Line 2 is about the same person"),
    ],
)
def test_contacts_that_cannot_be_placed(sqlite_ground: Ground, file: str, why: str) -> None:
    staged = Company.sample(sqlite_ground).bring(file, "contacts")
    assert why in staged.rows[-1].why


def test_a_contact_finds_the_account_by_mail(sqlite_ground: Ground) -> None:
    company = Company.sample(sqlite_ground)
    assert company.bring("name,email\nZoe,zoe@globex.com\n", "contacts").actions == ["create"]
    globex = company.account("globex")
    assert "Zoe" in company.run(lambda work: [one.name for one in work.accounts.contacts(globex.id)])


def test_activities_are_counted_once(ground: Ground) -> None:
    company = Company.sample(ground)
    before = company.run(lambda work: work.activities.totals(Wanted()))
    staged = company.bring(ACTIVITIES, "activities")
    assert staged.actions == ["create", "create"]
    after = company.run(lambda work: work.activities.totals(Wanted()))
    assert (after.activities - before.activities, after.minutes - before.minutes) == (2, 105)
    assert company.stage(ACTIVITIES, "activities").actions == ["same", "same"]
    company.take_back(staged)
    assert company.run(lambda work: work.activities.totals(Wanted())) == before


def test_what_an_activity_says(ground: Ground) -> None:
    company = Company.sample(ground)
    company.bring(ACTIVITIES, "activities")
    review = _of(company, "acme corp", "business review")
    sam = company.run(lambda work: work.people.by_email("sam@example.com"))
    assert (review.member_id, review.level, review.precise, review.minutes) == (sam.id, "business", True, 75)
    assert review.at.isoformat() == "2026-11-13T13:00:00+00:00"
    assert review.missions == ["growth", "value"]
    assert review.note is not None
    assert review.note.value == "Long talk,\ntwo lines"
    people = company.run(lambda work: work.activities.participants(review.id))
    assert [(one.name, one.contact_id is not None) for one in people] == [
        ("Jane Porter", True),
        ("Somebody New", False),
    ]
    call = _of(company, "globex", "call", minutes=30)
    assert (call.attempt, call.precise) == (True, False)
    assert call.at.isoformat() == "2026-11-12T11:00:00+00:00"  # noon, where it was brought in


def _of(company: Company, account: str, kind: str, minutes: int | None = None) -> Activity:
    found = company.run(
        lambda work: work.activities.matching(Wanted(account_id=company_id(work, account), kind=kind), 50)
    )
    return max(
        (one for one in found if minutes in (None, one.minutes) and one.external_id), key=lambda activity: activity.id
    )


def company_id(work: object, key: str) -> int:
    entries = work.imports.accounts_named([key])[key]  # type: ignore[attr-defined]  # a Work
    return int(entries[0][1])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Globex,Dance,30,2026-11-12,", "“Dance” is not a type of activity"),
        ("Globex,call,900 hours,2026-11-12,", "is more than a day"),
        ("Globex,call,30,2026-12-24,", "lies ahead"),
        ("Globex,call,30,31/02/2026,", "is not in the calendar"),
        ("Globex,call,30,,", "It has no date"),
        (",call,30,2026-11-12,", "It names no account"),
        ("Globex,call,30,2026-11-12,stranger@example.com", "stranger@example.com is nobody I know"),
        ("Globex,call,30,2026-11-12,,,,,,", "cells where the heading line has 5"),
    ],
)
def test_activities_that_cannot_be_used(sqlite_ground: Ground, line: str, why: str) -> None:
    content = (
        f"account,type,minutes,date,by\n{line}x\n"
        if line.endswith(",,,,,")
        else f"account,type,minutes,date,by\n{line}\n"
    )
    assert why in Company.sample(sqlite_ground).bring(content, "activities").why(2)


def test_an_id_corrects_what_it_names(sqlite_ground: Ground) -> None:
    company = Company.sample(sqlite_ground)
    company.bring("external id,account,type,minutes,date\nE9,Globex,call,30,2026-11-12\n", "activities")
    assert company.bring(
        "external id,account,type,minutes,date\nE9,Globex,call,45,2026-11-12\n", "activities"
    ).actions == ["change"]
    assert _of(company, "globex", "call").minutes == 45
