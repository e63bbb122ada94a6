"""The readings of the sample, written, and what was made of them week by week."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.health import Yardstick, keep, keep_history
from bot.measures import DEFAULTS, columns_of
from bot.sample.readings import year
from bot.sample.tables import table
from storage.tables import MICRO, Measure, Reading

if TYPE_CHECKING:
    from bot.sample.company import Company

HOUR = time(6)  # when programs have counted and nobody is at work yet


def measures(company: Company) -> None:
    work, zone = company.work, ZoneInfo("Europe/Berlin")
    names = {row["login"]: row["name"] for row in table("members")}
    ids = {
        one.keyword: work.insert(Measure, **columns_of(one), created_at=company.instant(400, HOUR, zone)).id
        for one in DEFAULTS
    }
    readings = []
    for one in year():
        at = company.instant(one.days_ago, HOUR, zone)
        readings.append(
            {
                "account_id": company.accounts[one.account],
                "measure_id": ids[one.measure],
                "value": one.value * MICRO,
                "at": at,
                "source": names.get(one.by, one.source),
                "member_id": company.members.get(one.by),
                "note": one.note,
                "created_at": at,
            }
        )
    work.many(Reading, readings)
    by, accounts = Yardstick.of(work), list(company.accounts.values())
    keep_history(work, by, accounts, company.today, zone)
    keep(work, by, accounts, company.now.astimezone(zone), company.today)
