"""Everything out again: accounts, contacts, activities, measures, KPIs, risks, escalations, requests, the audit, as far as
one may see.

What they may not see is left out: a column of money or health as a whole, a note where they are not on the team.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from bot.exporting import carried
from bot.exporting.accounts import ACCOUNT_HEADINGS, CONTACT_HEADINGS, account_rows, contact_rows
from bot.exporting.audit import AUDIT_HEADINGS, audit_rows
from bot.exporting.histories import activity_rows, kpi_rows, measure_rows
from bot.exporting.risks import RISK_HEADINGS, risk_rows
from bot.exporting.writing import as_csv, as_json
from bot.permissions import CONTACTS, Audience
from bot.rules.columns import ACTIVITY_HEADINGS, KPI_HEADINGS, MEASURE_HEADINGS
from storage.work import Work


class Outgoing(StrEnum):
    """What can be taken out: all that a file brings in, risks, what colleagues carried to one another, and the audit."""

    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    ACTIVITIES = "activities"
    MEASURES = "measures"
    KPIS = "kpis"
    RISKS = "risks"
    ESCALATIONS = "escalations"
    COMPLAINTS = "complaints"
    REQUESTS = "requests"
    FEEDBACK = "feedback"
    AUDIT = "audit"


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


HEADINGS: Mapping[Outgoing, tuple[str, ...]] = {
    Outgoing.ACCOUNTS: ACCOUNT_HEADINGS,
    Outgoing.CONTACTS: CONTACT_HEADINGS,
    Outgoing.ACTIVITIES: ACTIVITY_HEADINGS,
    Outgoing.MEASURES: MEASURE_HEADINGS,
    Outgoing.KPIS: KPI_HEADINGS,
    Outgoing.RISKS: RISK_HEADINGS,
    Outgoing.ESCALATIONS: carried.ESCALATION_HEADINGS,
    Outgoing.COMPLAINTS: carried.COMPLAINT_HEADINGS,
    Outgoing.REQUESTS: carried.REQUEST_HEADINGS,
    Outgoing.FEEDBACK: carried.FEEDBACK_HEADINGS,
    Outgoing.AUDIT: AUDIT_HEADINGS,
}
# A customer's people, and columns of any subject that go as a whole where the asker lacks the clearance.
_PERSONAL = {
    Outgoing.CONTACTS: frozenset({"name", "email", "phone", "external_id"}),
    Outgoing.ACTIVITIES: frozenset({"people"}),
}
_CLEARANCE = {
    "health": "health", "arr": "money", "currency": "money", "uplift": "money", "amount": "money",
    "amount_assumed": "money", "said_severity": "health",
}  # fmt: skip


def export(work: Work, subject: Outgoing, form: Format, audience: Audience) -> Iterator[str]:
    """Pieces of the file's text, in order; joined they are the whole file. audience: who will read it."""
    headings = tuple(name for name in HEADINGS[subject] if audience.sees(_needs(subject, name)))
    rows = _ROWS[subject](work, audience)
    return as_csv(headings, rows) if form is Format.CSV else as_json(headings, rows)


def _needs(subject: Outgoing, name: str) -> frozenset[str]:
    if name in _PERSONAL.get(subject, ()):
        return CONTACTS
    return frozenset({_CLEARANCE[name]} if name in _CLEARANCE else ())


def filename(subject: Outgoing, form: Format, today: date) -> str:
    """`accounts-2026-11-23.csv`."""
    return f"{subject.value}-{today.isoformat()}.{form.value}"


_ROWS: Mapping[Outgoing, Callable[[Work, Audience], Iterator[dict[str, Any]]]] = {
    Outgoing.ACCOUNTS: account_rows,
    Outgoing.CONTACTS: contact_rows,
    Outgoing.ACTIVITIES: activity_rows,
    Outgoing.MEASURES: measure_rows,
    Outgoing.KPIS: kpi_rows,
    Outgoing.RISKS: risk_rows,
    Outgoing.ESCALATIONS: carried.escalations,
    Outgoing.COMPLAINTS: carried.complaints,
    Outgoing.REQUESTS: carried.requests,
    Outgoing.FEEDBACK: carried.feedback,
    Outgoing.AUDIT: audit_rows,
}
