"""Who saw and who changed what, as rows of a file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.exporting.pages import colleagues, pieces
from bot.permissions import Audience, Right
from storage.work import Work

AUDIT_HEADINGS = ("at", "account", "account_id", "who", "did", "by", "what", "place", "taken_back")

LONG_AGO, FAR_OFF = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
AUDITED = 100_000  # entries of one account


def audit_rows(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Who was shown what of each customer, and who changed it, newest first; nothing for whoever does not lead."""
    if Right.LEAD not in audience.rights:
        return
    people = colleagues(work)
    for accounts in pieces(work.imports.accounts_behind):
        for account in accounts:
            for entry in work.sightings.of_account(account.id, LONG_AGO, FAR_OFF, AUDITED):
                yield {
                    "at": entry.at,
                    "account": account.name,
                    "account_id": account.external_id,
                    "who": people.get(entry.member_id or 0),
                    "did": "saw" if entry.set_id is None else "changed",
                    "by": entry.by,
                    "what": entry.what,
                    "place": entry.place,
                    "taken_back": entry.undone,
                }
