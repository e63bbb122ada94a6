"""What the sample's customers agreed on: KPIs with readings, one of them well off its line; and who is a champion."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from bot.kpis import line_of
from bot.rules.kpi import Reading
from bot.sample.tables import table
from bot.words.figures import figure
from storage.tables import Contact, Kpi, KpiReading

if TYPE_CHECKING:
    from bot.sample.company import Company


def agreements(company: Company) -> None:
    for row in table("champions"):
        left = company.today - timedelta(days=int(row["left_ago"])) if row["left_ago"] else None
        company.work.update(
            Contact,
            company.contacts[row["account"], row["name"]],
            champion_on=company.today - timedelta(days=int(row["since_ago"])),
            champion_left_on=left,
        )
    readings = [reading for row in table("kpis") for reading in _kpi(company, row)]
    company.work.many(KpiReading, readings)


def _kpi(company: Company, row: dict[str, str]) -> list[dict[str, Any]]:
    """Keeps a KPI and gives the rows of its readings."""
    kpi = company.work.insert(
        Kpi,
        account_id=company.accounts[row["account"]],
        name=row["name"],
        unit=row["unit"],
        start_micro=figure(row["start"]).micro,
        target_micro=figure(row["target"]).micro,
        starts_on=company.today - timedelta(days=int(row["began_ago"])),
        due_on=company.today + timedelta(days=int(row["due_in"])),
        agreed_with_id=company.contacts.get((row["account"], row["agreed_with"])),
        created_at=company.instant(int(row["began_ago"]), time(11), company.zones[row["by"]]),
    )
    return [_reading(company, kpi, row["by"], *said.split(":")) for said in row["readings"].split()]


def _reading(company: Company, kpi: Kpi, by: str, days_ago: str, said: str) -> dict[str, Any]:
    on, value = company.today - timedelta(days=int(days_ago)), figure(said).micro
    return {
        "account_id": kpi.account_id,
        "kpi_id": kpi.id,
        "on": on,
        "value_micro": value,
        "ahead": line_of(kpi).ahead_points(Reading(on, value)),
        "member_id": company.members[by],
        "came_at": company.instant(int(days_ago), time(16), company.zones[by]),
    }
