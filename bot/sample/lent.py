"""Dana's calendar: what she sat in today, what begins in a moment, and the days to come."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.sample.tables import table
from storage.tables import CalendarEvent, CalendarSource, Contact, Rhythm

if TYPE_CHECKING:
    from bot.sample.company import Company

WRAPS_AT = 17 * 60
STEP = timedelta(minutes=5)


def calendars(company: Company) -> None:
    rows = list(table("meetings"))
    work = company.work
    emails = {id: contact.email for id in company.contacts.values() if (contact := work.get(Contact, id)) is not None}
    for login in dict.fromkeys(row["by"] for row in rows):
        member = company.members[login]
        source = work.insert(
            CalendarSource,
            member_id=member,
            kind="file",
            name=f"{login}.ics",
            fetched_at=company.now,
            created_at=company.now,
        )
        work.update(Rhythm, work.rhythms.own(member).id, wraps_at=WRAPS_AT)
        mine = [row for row in rows if row["by"] == login]
        work.many(CalendarEvent, [_meeting(company, source, row, emails) for row in mine])


def _meeting(company: Company, source: CalendarSource, row: dict[str, str], emails: dict[int, Any]) -> dict[str, Any]:
    begins = _at(company, row)
    people = [name for name in row["people"].split(";") if name]
    return {
        "member_id": source.member_id,
        "source_id": source.id,
        "uid": f"{row['title']}@example.com",
        "starts_at": begins,
        "ends_at": begins + timedelta(minutes=int(row["minutes"])),
        "zone": company.zones[row["by"]].key,
        "title": row["title"],
        "attendees": [{"name": name, "email": emails[company.contacts[row["account"], name]]} for name in people],
        "account_id": company.accounts[row["account"]],
        "internal": not people,
    }


def _at(company: Company, row: dict[str, str]) -> datetime:
    """`10:00` is a clock; `+13` so many minutes from now, in steps of five, so that there is always one in a moment."""
    if row["at"][0] in "+-":
        at = company.now + timedelta(minutes=int(row["at"]))
        whole = datetime.fromtimestamp(at.timestamp() // STEP.total_seconds() * STEP.total_seconds(), UTC)
        return whole if whole == at else whole + STEP
    day = company.today + timedelta(days=int(row["day"]))
    return datetime.combine(day, time.fromisoformat(row["at"]), company.zones[row["by"]]).astimezone(UTC)
