"""KPIs and their readings brought in from files."""

import json

import pytest

from bot.exporting.export import Format, export
from bot.permissions import of_role
from bot.rules.columns import Subject
from storage.ground import Ground
from storage.tables import KpiReading, Role
from storage.work import Work
from tests.importing.company import Company

FILE = """Account,KPI,Value,Date,Start,Target,Due date
Acme Corp,Days to close,5.5d,20/11/2026,,,
Globex,weekly active users,320,20/11/2026,,,
Globex,weekly active users,290,24/10/2026,,,
Initech,Exports a day,12,20/11/2026,10,40,30/06/2027
Initech,exports a day,11,13/11/2026,10,40,30/06/2027
"""


def latest(company: Company, account: str, kpi: str) -> KpiReading | None:
    """The newest reading of one of an account's KPIs."""
    found = company.account(account)

    def look(work: Work) -> KpiReading | None:
        known = [one for one in work.kpis.of_account(found.id) if one.name.casefold() == kpi]
        return work.kpis.readings(known[0].id)[-1] if known else None

    read: KpiReading | None = company.run(look)
    return read


def value(company: Company, account: str, kpi: str) -> int | None:
    read = latest(company, account, kpi)
    return read.value_micro.value if read else None


def test_readings_are_met_and_made_and_taken_back(ground: Ground) -> None:
    company = Company.sample(ground)
    staged = company.stage(FILE, "kpis")
    assert staged.actions == ["create", "create", "same", "create", "create"]
    assert "Line 2 · Acme Corp\n  Days to close · 2026-11-20" in company.preview(staged)
    company.apply(staged)
    read = latest(company, "acme corp", "days to close")
    assert read is not None
    assert (read.value_micro.value, read.source) == (5_500_000, "file")
    assert -1100 < read.ahead.value < -1000
    assert value(company, "initech", "exports a day") == 12_000_000
    assert company.stage(FILE, "kpis").actions == ["same"] * 5
    corrected = company.stage(FILE.replace("5.5d", "5.4"), "kpis")
    assert corrected.actions == ["change", "same", "same", "same", "same"]
    assert "value 5.5 → 5.4" in company.preview(corrected)
    undone = company.take_back(staged)
    assert undone.kept == 0
    assert value(company, "acme corp", "days to close") == 6_500_000
    assert value(company, "initech", "exports a day") is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Nobody Ltd,wau,5,20/11/2026,,,", "No account is called Nobody Ltd"),
        ("Globex,nothing known,5,20/11/2026,,,", "No open KPI of this account is called nothing known."),
        ("Globex,weekly active users,many,20/11/2026,,,", "is not a figure"),
        ("Globex,weekly active users,5,,,,", "It has a value and no date."),
        ("Globex,weekly active users,5,20/11/2027,,,", "lies ahead"),
        ("Globex,weekly active users,5%,20/11/2026,,,", "is counted in plain numbers, not in %."),
        ("Globex,,5,20/11/2026,,,", "It names no KPI."),
        ("Globex,weekly active users,,20/11/2026,,,", "It has no value."),
        ("Globex,new,5,20/11/2026,5,5,30/06/2027", "Start and target are the same."),
        ("Globex,new,5,20/11/2026,5%,9d,30/06/2027", "Write both in one unit."),
        ("Globex,new,5,20/11/2026,5,9,30/06/2026", "It is due before it begins."),
    ],
)
def test_lines_that_cannot_be_used(sqlite_ground: Ground, row: str, why: str) -> None:
    staged = Company.sample(sqlite_ground).stage(f"{FILE.splitlines()[0]}\n{row}\n", "kpis")
    assert staged.actions == ["skip"]
    assert why in staged.rows[0].why


def test_the_same_day_twice_counts_once(sqlite_ground: Ground) -> None:
    company = Company.sample(sqlite_ground)
    row = "Globex,weekly active users,{},20/11/2026,,,\n"
    staged = company.bring(FILE.splitlines()[0] + "\n" + row.format(320) + row.format(321), "kpis")
    assert staged.actions == ["create", "skip"]
    assert "Line 2 has weekly active users of the same day already." in staged.rows[1].why


def test_what_goes_out_comes_in_as_known(sqlite_ground: Ground) -> None:
    company = Company.sample(sqlite_ground)
    everything = of_role(Role.ADMIN, lambda account, writers: True)
    nothing = of_role(Role.MARKETING, lambda account, writers: False)
    file = company.run(lambda work: "".join(export(work, Subject.KPIS, Format.CSV, everything)))
    assert "Acme Corp,CRM-1001,days to close,6.5d,2026-11-13,9d,3d,2026-07-22,2027-01-15" in file
    assert set(company.stage(file, "kpis").actions) == {"same"}
    told = company.run(lambda work: json.loads("".join(export(work, Subject.KPIS, Format.JSON, nothing))))
    assert told == []


def test_a_column_with_decimal_commas(sqlite_ground: Ground) -> None:
    company = Company.sample(sqlite_ground)
    rows = "Konto;KPI;Wert;Datum\n".replace("Konto", "Kunde") + "Acme Corp;days to close;5,5;20.11.2026\n"
    company.bring(rows, "kpis")
    assert value(company, "acme corp", "days to close") == 5_500_000
