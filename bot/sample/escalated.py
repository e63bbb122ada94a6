"""What the sample's customers need somebody to act on: teams with people on duty, matters under way, complaints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot import desks
from bot.rules.sla import clocks, level_of, next_update
from bot.sample.tables import table
from bot.sample.year import weekday_ago
from storage.tables import (
    Complaint,
    Duty,
    Escalation,
    EscalationHours,
    EscalationUpdate,
    Problem,
    ProblemAccount,
    Target,
)

if TYPE_CHECKING:
    from bot.sample.company import Company

HERE = ZoneInfo("Europe/Berlin")  # by whose clocks the tables tell hours
_AT = re.compile(r"(?P<count>\d+)(?P<unit>[md])(?: (?P<hour>\d\d:\d\d))?")


def escalated(company: Company, channels: Mapping[str, str]) -> None:
    """channels: team → the address at which it is reached."""
    _desks(company, channels)
    problems = _problems(company)
    rows = list(table("escalations"))
    ids = dict(zip((row["key"] for row in rows), company.work.bulk.reserve(Escalation, len(rows)), strict=True))
    records = [_escalation(company, ids[row["key"]], row, problems) for row in rows]
    company.work.many(Escalation, records)
    company.work.many(EscalationHours, [hours for row in rows for hours in _hours(company, ids[row["key"]], row)])
    company.work.many(EscalationUpdate, [_update(company, ids, rows, row) for row in table("updates")])
    company.work.many(Complaint, [_complaint(company, row) for row in table("complaints")])
    for record in records:
        address = channels.get(record["target"], "")
        if address and record["resolved_at"] is None:
            _show(company, record, address)


def _show(company: Company, record: dict[str, Any], address: str) -> None:
    """What is under way stands where its team reads it."""
    id = record["id"]
    lender = desks.target_of(company.work, record["target"]).set_by_id
    company.work.messages.put(
        f"escalation:{id}:raised:target", address, "", lender, company.now, card=f"escalation:{id}"
    )


def moment(company: Company, said: str) -> datetime:
    """`44m`: so many minutes before now. `3d 10:20`: at that hour of the working day that many days ago."""
    found = _AT.fullmatch(said)
    assert found is not None, said
    count = int(found["count"])
    if found["unit"] == "m":
        return company.now - timedelta(minutes=count)
    hour = time.fromisoformat(found["hour"])
    return min(company.instant(weekday_ago(count, company.today), hour, HERE), company.now)


# ------------------------------------------------------------ teams


def _desks(company: Company, channels: Mapping[str, str]) -> None:
    rows = list(table("desks"))
    admin = company.members["omar"]
    targets = []
    for row in rows:
        starts, ends = row["hours"].split("-")
        targets.append(
            {
                "name": row["team"],
                "address": channels.get(row["team"], ""),
                "lead_id": company.members[row["lead"]],
                "starts": int(starts) * 60,
                "ends": int(ends) * 60,
                "zone": row["zone"],
                "set_by_id": admin,
                "created_at": company.now - timedelta(days=300),
            }
        )
    company.work.many(Target, targets)
    duties = [(row["team"], login) for row in rows for login in row["on_duty"].split()]
    company.work.many(
        Duty,
        [
            {"target": team, "member_id": company.members[login], "position": place, "created_at": company.now}
            for place, (team, login) in enumerate(duties, 1)
        ],
    )


# ------------------------------------------------------------ matters


def _problems(company: Company) -> dict[str, int]:
    """Title → id."""
    rows = list(table("problems"))
    ids = dict(zip((row["title"] for row in rows), company.work.bulk.reserve(Problem, len(rows)), strict=True))
    at = {row["title"]: moment(company, f"{row['days_ago']}d 15:50") for row in rows}
    company.work.many(
        Problem,
        [
            {
                "id": ids[row["title"]],
                "title": row["title"],
                "raised_by_id": company.members[row["by"]],
                "created_at": at[row["title"]],
            }
            for row in rows
        ],
    )
    troubled = [(row["title"], name) for row in rows for name in row["accounts"].split(";")]
    company.work.many(
        ProblemAccount,
        [
            {"problem_id": ids[title], "account_id": company.accounts[name], "created_at": at[title]}
            for title, name in troubled
        ],
    )
    return ids


def _escalation(company: Company, id: int, row: dict[str, str], problems: Mapping[str, int]) -> dict[str, Any]:
    account = company.work.accounts.get(company.accounts[row["account"]])
    assert account is not None, "the sample has it"
    week = desks.week(company.work, row["team"], account.id)
    level, _ = level_of(int(row["said"]), account.tier, account.health.value if account.health else None)
    raised, taken = moment(company, row["raised"]), moment(company, row["taken"])
    told = [moment(company, one["at"]) for one in table("updates") if one["key"] == row["key"]]
    paused = moment(company, row["paused"]) if row["paused"] else None
    resolved = moment(company, row["resolved"]) if row["resolved"] else None
    run = clocks(level, raised, week)
    return {
        "id": id,
        "account_id": account.id,
        "kind": "break/fix",
        "said": int(row["said"]),
        "level": level,
        "target": row["team"],
        "words": row["words"],
        "quote": row["quote"] or None,
        "owner_id": company.members[row["taken_by"]],
        "raised_by_id": company.members[row["by"]],
        "raised_at": raised,
        "taken_at": taken,
        "state": "resolved" if resolved else "waiting" if paused else "taken",
        "respond_by": run.respond_by,
        "update_by": next_update(level, max([taken, *told]), week),
        "resolve_by": run.resolve_by,
        "updated_at": max(told, default=None),
        "paused_since": paused,
        "needs": row["needs"] or None,
        # The clock looks at once, and sees by itself when to look again.
        "next_at": None if resolved or paused else company.now,
        "clocked_at": company.now,
        "resolved_at": resolved,
        "resolved_by_id": company.members.get(row["resolved_by"]),
        "cause": row["cause"] or None,
        "problem_id": problems.get(row["problem"]),
        "created_at": raised,
    }


def _hours(company: Company, id: int, row: dict[str, str]) -> list[dict[str, Any]]:
    """`lee:180 ines:45`: whose, and how many minutes."""
    return [
        {
            "account_id": company.accounts[row["account"]],
            "escalation_id": id,
            "member_id": company.members[login],
            "minutes": int(minutes),
            "created_at": moment(company, row["resolved"]),
        }
        for login, minutes in (each.split(":") for each in row["hours"].split())
    ]


def _update(
    company: Company, ids: Mapping[str, int], rows: list[dict[str, str]], row: dict[str, str]
) -> dict[str, Any]:
    account = next(one["account"] for one in rows if one["key"] == row["key"])
    return {
        "account_id": company.accounts[account],
        "escalation_id": ids[row["key"]],
        "author_id": company.members[row["by"]],
        "internal": row["internal"] or None,
        "safe": row["safe"] or None,
        "created_at": moment(company, row["at"]),
    }


def _complaint(company: Company, row: dict[str, str]) -> dict[str, Any]:
    return {
        "account_id": company.accounts[row["account"]],
        "about": row["about"],
        "words": row["words"],
        "state": "answered" if row["answer"] else "open",
        "raised_by_id": company.members[row["by"]],
        "answer": row["answer"] or None,
        "answered_at": moment(company, f"{row['answered_ago']}d 15:00") if row["answer"] else None,
        "answered_by_id": company.members.get(row["answered_by"]),
        "created_at": moment(company, f"{row['days_ago']}d 14:00"),
    }
