"""Accounts brought in from files."""

from datetime import date
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.importing import flow
from storage.ground import Ground
from storage.tables import Account
from tests.importing.company import MORE_THAN_A_PIECE, NOW, Company, many_accounts

CRM = """Account Name,Account ID,Website,Tier,ARR,Currency,Renewal Date,Owner Email,Notice Period,Auto-Renew,Parent Account
Zeta GmbH,Z1,https://www.zeta.example/home,T1,"€240,000.00",,31/03/2027,new.person@example.com,90 days,yes,Omega AG
Omega AG,Z2,omega.example,2,120000,USD,15/04/2027,dana@example.com,30,no,
"""


def test_a_file_creates_accounts_with_contracts_names_owners_and_parents(ground: Ground) -> None:
    company = Company.empty(ground)
    staged = company.bring(CRM)
    assert staged.actions == ["create", "create"]
    zeta, omega = company.account("zeta gmbh"), company.account("omega ag")
    assert (zeta.tier, zeta.external_id, zeta.parent_id) == (1, "Z1", omega.id)
    (contract,) = company.run(lambda work: work.accounts.contracts(zeta.id))
    assert (contract.arr_minor.value, contract.currency) == (24_000_000, "EUR")
    assert (contract.renews_on, contract.notice_days, contract.auto_renew) == (date(2027, 3, 31), 90, True)
    names = company.run(lambda work: {(name.kind, name.name) for name in work.accounts.names_of(zeta.id)})
    assert names == {("name", "Zeta GmbH"), ("external", "Z1"), ("domain", "zeta.example")}
    owner = company.run(lambda work: work.people.by_email("new.person@example.com"))
    assert (owner.name, owner.role, owner.seen_at, zeta.owner_id) == ("New Person", "csm", None, owner.id)


def test_nothing_is_written_before_it_is_applied(ground: Ground) -> None:
    company = Company.empty(ground)
    staged = company.stage(CRM)
    assert company.run(lambda work: work.accounts.count()) == 0
    assert company.run(lambda work: work.people.by_email("new.person@example.com")) is None
    company.run(lambda work: flow.cancel(work, staged.id))
    with pytest.raises(UserError, match="cancelled"):
        company.apply(staged)


def test_the_same_file_again_changes_nothing(ground: Ground) -> None:
    company = Company.empty(ground)
    first, second = company.stage(CRM), company.stage(CRM)
    company.apply(first)
    assert company.apply(second).counts == {"create": 0, "change": 0, "same": 2, "skip": 0}
    assert company.stage(CRM).actions == ["same", "same"]
    assert company.run(lambda work: work.accounts.count()) == 2


def test_undo_takes_an_import_back_and_it_can_come_again(ground: Ground) -> None:
    company = Company.sample(ground)
    before = company.account("acme health")
    file = "name,tier,goal,arr\nAcme Health,4,Something else,99000\nZeta,1,,5000\n"
    staged = company.bring(file)
    assert company.account("acme health").tier == 4
    undone = company.take_back(staged)
    assert (undone.removed, undone.kept) == (1, 0)
    after = company.account("acme health")
    assert (after.tier, after.goal) == (before.tier, before.goal)
    assert company.run(lambda work: work.accounts.contracts(after.id)[0].arr_minor.value) == 5_400_000
    assert company.run(lambda work: work.imports.accounts_named(["zeta"])) == {}
    with pytest.raises(UserError):
        company.take_back(staged)
    assert company.bring(file).actions == ["change", "create"]


def test_undo_leaves_what_others_changed_since_and_says_so(ground: Ground) -> None:
    company = Company.sample(ground)
    staged = company.bring("name,tier,goal\nAcme Health,4,From the file\nZeta,1,\nEta,2,\n")
    company.run(
        lambda work: [
            work.change(company_account(work, "acme health"), goal="What they say now"),
            work.change(company_account(work, "zeta"), tier=3),
        ],
        who="sam@example.com",
    )
    undone = company.take_back(staged)
    assert (undone.removed, undone.kept) == (1, 2)
    assert any("goal" in why and "Sam" in why for why in undone.why), undone.why
    acme = company.account("acme health")
    assert (acme.goal, acme.tier) == ("What they say now", 2)
    assert company.account("zeta").tier == 3


def company_account(work: object, key: str) -> Account:
    ((_, id),) = work.imports.accounts_named([key])[key]  # type: ignore[attr-defined]  # a Work
    account: Account = work.accounts.get(id)  # type: ignore[attr-defined]  # a Work
    return account


def test_a_new_account_with_work_on_it_stays(ground: Ground) -> None:
    company = Company.sample(ground)
    staged = company.bring("name,arr\nZeta,1000\n")
    company.bring("account,type,minutes,date\nZeta,call,30,2026-11-20\n", "activities")
    undone = company.take_back(staged)
    assert (undone.removed, undone.kept) == (0, 1)
    zeta = company.account("zeta")
    assert len(company.run(lambda work: work.accounts.contracts(zeta.id))) == 1


@pytest.mark.parametrize(
    ("file", "actions"),
    [
        ("external id,name\nCRM-1003,Globex Worldwide\n", ["change"]),  # the id, so a new name
        ("name,domain,tier\nGlobex Inc.,globex.com,2\n", ["change"]),  # the domain, but for the legal form
        ("name,tier\nglobex,2\n", ["change"]),  # the exact name, whatever its case
        ("name,external id\nGlobex,OTHER-9\n", ["create"]),  # another id is another customer
        ("name,domain\nAcme Space,acme.com\n", ["skip"]),  # a domain alone does not rename
        ("external id,tier\nNOBODY,1\n", ["skip"]),
        ("name,tier\nGlobex,\n", ["same"]),  # a blank cell changes nothing
        ("name,tier\nGlobex,n/a\n", ["same"]),
        ("name,tier\nGlobex,3\nGlobex,3\n", ["change", "skip"]),
        ("name,tier\nGlobex,3\nGlobex,4\n", ["change", "skip"]),
        ("name,tier\nNew,3\nNEW,3\n", ["create", "same"]),
        ("name,tier\nNew,3\nNew,4\n", ["create", "skip"]),
        ("name,arr\nAcme Corp,5000\n", ["skip"]),  # two contracts: which?
        ("name,contract,arr\nAcme Corp,Analytics,5000\n", ["change"]),
        ("name,contract,arr\nNew,A,5000\nNew,B,7000\n", ["create", "create"]),
    ],
)
def test_who_is_meant(sqlite_ground: Ground, file: str, actions: list[str]) -> None:
    company = Company.sample(sqlite_ground)
    staged = company.bring(file)
    assert staged.actions == actions, [row.why for row in staged.rows]
    assert set(company.stage(file).actions) <= {"same", "skip"}


def test_two_of_one_name_are_told_apart_or_skipped(sqlite_ground: Ground) -> None:
    company = Company.empty(sqlite_ground)
    company.bring("name,external id\nTwin,A\nTwin,B\n")
    staged = company.stage("name,external id,tier\nTwin,,1\nTwin,B,2\n")
    assert staged.actions == ["skip", "change"]
    assert "2 accounts are called Twin" in staged.why(2)


def test_a_skipped_line_leaves_nothing_behind(sqlite_ground: Ground) -> None:
    company = Company.sample(sqlite_ground)
    before = company.account("acme corp")
    company.bring("name,tier,arr\nAcme Corp,4,5000\n")
    assert company.account("acme corp") == before


def test_parents_below_their_children_and_circles(sqlite_ground: Ground) -> None:
    company = Company.empty(sqlite_ground)
    company.bring("name,parent\nChild,Mother\nMother,\n")
    assert company.account("child").parent_id == company.account("mother").id
    staged = company.stage("name,parent\nMother,Child\nChild,Nobody\n")
    assert company.apply(staged).lost == 2
    assert company.account("mother").parent_id is None


def test_an_unknown_name_of_an_owner_is_told(sqlite_ground: Ground) -> None:
    company = Company.empty(sqlite_ground)
    staged = company.bring("name,owner\nZeta,Jo Nobody\n")
    assert "Jo Nobody is nobody I know" in staged.why(2)
    assert company.account("zeta").owner_id is None


def test_the_preview_says_what_and_why(sqlite_ground: Ground) -> None:
    company = Company.sample(sqlite_ground)
    shown = company.preview(company.stage("name,tier,renewal date\nZeta,1,3/4/2027\nGlobex,2,\nBad,9,\n"))
    assert "Line 4" in shown
    assert "“9” is not a tier. Write 1, 2, 3 or 4." in shown
    assert "tier 1 → 2" in shown
    assert "dates such as 3/4/2027 are read with the day first" in shown
    assert "Apply 2" in shown


def test_an_american_reads_the_month_first(sqlite_ground: Ground) -> None:
    company = Company.empty(sqlite_ground)
    staged = company.stage("name,arr,renewal date\nZeta,1,3/4/2027\n", locale="en-US")
    assert staged.rows[0].values["said"]["renews_on"] == "2027-03-04"


def test_thousands_of_lines_come_and_go(ground: Ground) -> None:
    company = Company.empty(ground)
    file = "".join(many_accounts(MORE_THAN_A_PIECE))
    heard: list[tuple[int, int]] = []
    staged = company.stage(file)
    company.run(lambda work: flow.apply(work, staged.id, NOW, lambda done, total: heard.append((done, total))))
    assert heard[-1] == (MORE_THAN_A_PIECE, MORE_THAN_A_PIECE)
    assert company.run(lambda work: work.accounts.count()) == MORE_THAN_A_PIECE
    assert company.stage(file).counts["same"] == MORE_THAN_A_PIECE
    assert company.take_back(staged).removed == MORE_THAN_A_PIECE
    assert company.run(lambda work: work.accounts.count()) == 0


def test_a_file_on_disk_is_read_from_there(sqlite_ground: Ground, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("name,tier\nZeta,1\n")
    sheet = flow.look(flow.File.of_path(path), None, "en-GB", flow.ZoneInfo("UTC"))
    assert isinstance(sheet, flow.Sheet)
    assert (sheet.rows, sheet.fit.subject) == (1, "accounts")
