"""Everything out again: accounts, contacts, activities, measures, KPIs, risks, escalations, requests, the audit, as far as
one may see.

What they may not see is left out: a column of money or health as a whole, a note where they are not on the team.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import get_currency_precision

from bot import exporting_carried as carried
from bot.cards.activities import team_or
from bot.permissions import CONTACTS, Audience, Right
from bot.rules.cells import protected
from bot.rules.columns import ACTIVITY_HEADINGS, KPI_HEADINGS, MEASURE_HEADINGS
from bot.rules.risks import Severity
from bot.words.figures import plain_number
from storage.tables import MICRO, Contract, Risk
from storage.types import Record
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


ACCOUNT_HEADINGS = (
    "bailey_id", "name", "external_id", "tier", "segment", "stage", "industry", "region", "goal", "health", "owner_email",
    "backup_email", "parent", "aliases", "domains", "contract", "contract_id", "arr", "currency", "start_date",
    "renewal_date", "notice_days", "auto_renew", "term_months", "uplift",
)  # fmt: skip
CONTACT_HEADINGS = ("bailey_id", "account", "account_id", "name", "title", "email", "phone", "external_id")
RISK_HEADINGS = (
    "id", "account", "account_id", "category", "cause", "severity", "declared", "fire", "amount", "currency",
    "amount_assumed", "evidence", "first_sign", "first_sign_on", "noticed_by", "play", "owner", "raised_by", "raised_at",
    "state", "declared_at", "closed_at", "closed_by", "closing",
)  # fmt: skip
AUDIT_HEADINGS = ("at", "account", "account_id", "who", "did", "by", "what", "place", "taken_back")
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
BATCH = 500
LONG_AGO, FAR_OFF = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
AUDITED = 100_000  # entries of one account

R = TypeVar("R", bound=Record)


def export(work: Work, subject: Outgoing, form: Format, audience: Audience) -> Iterator[str]:
    """Pieces of the file's text, in order; joined they are the whole file. audience: who will read it."""
    headings = tuple(name for name in HEADINGS[subject] if audience.sees(_needs(subject, name)))
    rows = _ROWS[subject](work, audience)
    return _csv(headings, rows) if form is Format.CSV else _json(headings, rows)


def _needs(subject: Outgoing, name: str) -> frozenset[str]:
    if name in _PERSONAL.get(subject, ()):
        return CONTACTS
    return frozenset({_CLEARANCE[name]} if name in _CLEARANCE else ())


def filename(subject: Outgoing, form: Format, today: date) -> str:
    """`accounts-2026-11-23.csv`."""
    return f"{subject.value}-{today.isoformat()}.{form.value}"


# ---------------------------------------------------------------- rows


def _accounts(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """One row a contract; an account without one has a row of its own."""
    emails = {member.id: member.email for member in work.people.everyone()}
    for accounts in _pieces(work.imports.accounts_behind):
        ids = [account.id for account in accounts]
        names, contracts = work.imports.names(ids), work.imports.contracts(ids)
        parents = work.imports.accounts({account.parent_id for account in accounts if account.parent_id})
        for account in accounts:
            said = names.get(account.id, [])
            parent = parents.get(account.parent_id) if account.parent_id else None
            row = {
                "bailey_id": account.id,
                **{name: getattr(account, name) for name in ("name", "external_id", "tier", "segment", "stage")},
                **{name: getattr(account, name) for name in ("industry", "region", "goal")},
                "health": account.health.value if account.health else None,
                "owner_email": emails.get(account.owner_id or 0),
                "backup_email": emails.get(account.backup_id or 0),
                "parent": (parent.external_id or parent.name) if parent else None,
                "aliases": [name.name for name in said if name.kind == "alias"],
                "domains": [name.name for name in said if name.kind == "domain"],
            }
            said_contracts = [_contract(contract) for contract in contracts.get(account.id, [])]
            yield from ({**row, **contract} for contract in said_contracts or [{}])


def _contract(contract: Contract) -> dict[str, Any]:
    precision = get_currency_precision(contract.currency)
    return {
        "contract": contract.name,
        "contract_id": contract.external_id,
        "arr": Decimal(contract.arr_minor.value).scaleb(-precision),
        "currency": contract.currency,
        "start_date": contract.starts_on,
        "renewal_date": contract.renews_on,
        "notice_days": contract.notice_days,
        "auto_renew": contract.auto_renew,
        "term_months": contract.term_months,
        "uplift": Decimal(contract.uplift.value).scaleb(-2) if contract.uplift else None,
    }


def _contacts(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    for contacts in _pieces(work.imports.contacts_behind):
        accounts = work.imports.accounts({contact.account_id for contact in contacts})
        for contact in contacts:
            if (account := accounts.get(contact.account_id)) is None:
                continue
            yield {
                "bailey_id": contact.id,
                "account": account.name,
                "account_id": account.external_id,
                **{name: getattr(contact, name) for name in ("name", "title", "email", "phone", "external_id")},
            }


def _activities(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    people = {member.id: member.email or member.name for member in work.people.everyone()}
    for activities in _pieces(work.imports.activities_behind):
        accounts = work.imports.accounts({activity.account_id for activity in activities})
        took_part = work.imports.participants(activity.id for activity in activities)
        for activity in activities:
            if (account := accounts.get(activity.account_id)) is None:
                continue
            note = activity.note if activity.note and audience.sees(activity.note.needs) else None
            yield {
                "id": activity.id,
                "account": account.name,
                "type": activity.kind,
                "minutes": activity.minutes,
                "at": activity.at.astimezone(_zone(activity.zone)),
                "by": people.get(activity.member_id),
                "people": took_part.get(activity.id, []),
                "missions": activity.missions,
                "mode": activity.mode,
                "effectiveness": activity.effect,
                "internal": activity.internal,
                "attempt": activity.attempt,
                "note": note.value if note else None,
            }


def _measures(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Every reading; nothing for whoever may not see health."""
    if not audience.sees({"health"}):
        return
    names = {measure.id: measure.name for measure in work.health.measures()}
    for readings in _pieces(work.imports.readings_behind):
        accounts = work.imports.accounts({reading.account_id for reading in readings})
        for reading in readings:
            if (account := accounts.get(reading.account_id)) is None or reading.measure_id not in names:
                continue
            note = reading.note if reading.note and audience.sees(reading.note.needs) else None
            yield {
                "account": account.name,
                "account_id": account.external_id,
                "measure": names[reading.measure_id],
                "value": Decimal(reading.value.value) / MICRO,
                "at": reading.at,
                "source": reading.source,
                "note": note.value if note else None,
            }


def _kpis(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Every reading with what was agreed; nothing for whoever may not see health."""
    if not audience.sees({"health"}):
        return
    for readings in _pieces(work.kpis.readings_behind):
        accounts = work.imports.accounts({reading.account_id for reading in readings})
        kpis = work.kpis.several({reading.kpi_id for reading in readings})
        for reading in readings:
            kpi = kpis.get(reading.kpi_id)
            if kpi is None or (account := accounts.get(reading.account_id)) is None:
                continue
            yield {
                "account": account.name,
                "account_id": account.external_id,
                "kpi": kpi.name,
                "value": f"{plain_number(reading.value_micro.value)}{kpi.unit}",
                "date": reading.on,
                "start": f"{plain_number(kpi.start_micro.value)}{kpi.unit}",
                "target": f"{plain_number(kpi.target_micro.value)}{kpi.unit}",
                "start_date": kpi.starts_on,
                "due_date": kpi.due_on,
            }


def _risks(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Open ones and those that ended; nothing for whoever may not see health."""
    if not audience.sees({"health"}):
        return
    people = {member.id: member.email or member.name for member in work.people.everyone()}
    for risks in _pieces(work.imports.risks_behind):
        accounts = work.imports.accounts({risk.account_id for risk in risks})
        for risk in risks:
            if (account := accounts.get(risk.account_id)) is not None:
                yield {"account": account.name, "account_id": account.external_id, **_risk(risk, people, audience)}


def _risk(risk: Risk, people: Mapping[int, str], audience: Audience) -> dict[str, Any]:
    raised = audience.sees(team_or(risk.account_id, risk.raised_by_id))
    closed = raised or audience.sees(team_or(risk.account_id, risk.closed_by_id or risk.raised_by_id))
    minor, currency = risk.amount_minor, risk.currency
    return {
        "id": risk.id,
        "category": risk.category.value,
        "cause": risk.cause.value if risk.cause else None,
        "severity": Severity(risk.severity.value).said,
        "declared": risk.declared.value,
        "fire": risk.is_fire,
        "amount": Decimal(minor.value).scaleb(-get_currency_precision(currency)) if minor and currency else None,
        "currency": currency,
        "amount_assumed": risk.amount_assumed if minor else None,
        "evidence": risk.evidence.value if risk.evidence and raised else None,
        "first_sign": risk.first_sign.value if risk.first_sign and raised else None,
        "closing": risk.closing.value if risk.closing and closed else None,
        "first_sign_on": risk.first_sign_on,
        "play": risk.play.value if risk.play else None,
        "noticed_by": people.get(risk.noticed_by_id or 0),
        "owner": people.get(risk.owner_id or 0),
        "raised_by": people.get(risk.raised_by_id),
        "closed_by": people.get(risk.closed_by_id or 0),
        "state": risk.state,
        "declared_at": risk.declared_at,
        "closed_at": risk.closed_at,
        "raised_at": risk.created_at,
    }


def _audit(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Who was shown what of each customer, and who changed it, newest first; nothing for whoever does not lead."""
    if Right.LEAD not in audience.rights:
        return
    people = {member.id: member.email or member.name for member in work.people.everyone()}
    for accounts in _pieces(work.imports.accounts_behind):
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


def _pieces(behind: Callable[[int, int], list[R]]) -> Iterator[list[R]]:
    """All there is, a few hundred at a time."""
    after = 0
    while piece := behind(after, BATCH):
        yield piece
        after = piece[-1].__dict__["id"]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


_ROWS: Mapping[Outgoing, Callable[[Work, Audience], Iterator[dict[str, Any]]]] = {
    Outgoing.ACCOUNTS: _accounts,
    Outgoing.CONTACTS: _contacts,
    Outgoing.ACTIVITIES: _activities,
    Outgoing.MEASURES: _measures,
    Outgoing.KPIS: _kpis,
    Outgoing.RISKS: _risks,
    Outgoing.ESCALATIONS: carried.escalations,
    Outgoing.COMPLAINTS: carried.complaints,
    Outgoing.REQUESTS: carried.requests,
    Outgoing.FEEDBACK: carried.feedback,
    Outgoing.AUDIT: _audit,
}


# ---------------------------------------------------------------- forms


def _csv(headings: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """In UTF-8; text that a spreadsheet would run is disarmed."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in headings])
        yield page.getvalue()
        page.seek(0)
        page.truncate()
    yield page.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            # Always with a separator at the end, so that an item with a comma stays one item.
            return protected("; ".join(value) + (";" if len(value) == 1 and "," in value[0] else ""))
        case _:
            return protected(str(value))


def _json(headings: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One list, an object a line."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps({name: _plain(row.get(name)) for name in headings}, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
