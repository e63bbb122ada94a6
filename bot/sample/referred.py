"""Who of the sample's customers speaks for us: profiles, consents, what colleagues think, and what was asked of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.references.asks import due
from bot.references.gates import limits_of
from bot.references.telling import publish
from bot.sample.tables import table
from storage.tables import (
    ReferenceAsk,
    ReferenceConsent,
    ReferenceDebt,
    ReferenceOpinion,
    ReferenceProfile,
    ReferenceVerdict,
)

if TYPE_CHECKING:
    from bot.sample.company import Company


def referred(company: Company) -> None:
    work = company.work
    work.many(ReferenceProfile, [_profile(company, row) for row in table("references")])
    work.many(ReferenceConsent, [one for row in table("references") for one in _consents(company, row)])
    work.many(ReferenceOpinion, [_opinion(company, row) for row in table("opinions")])
    work.many(ReferenceAsk, [_ask(company, row) for row in table("asks")])
    work.many(ReferenceDebt, [_debt(company, row) for row in table("debts")])
    publish(work, [company.accounts[row["account"]] for row in table("references")], company.now)


def said_of(company: Company) -> None:
    """What the accounts' teams say, once it is known what is under way there."""
    rows = list(table("verdicts"))
    company.work.many(ReferenceVerdict, [_verdict(company, row) for row in rows])
    publish(company.work, [company.accounts[row["account"]] for row in table("references")], company.now)


def _verdict(company: Company, row: dict[str, str]) -> dict[str, Any]:
    return {
        "account_id": company.accounts[row["account"]],
        "approachable": row["approachable"] == "yes",
        "until": company.today + timedelta(days=int(row["days"])) if row["days"] else None,
        "why": row["why"],
        "member_id": company.members[row["by"]],
        "at": _ago(company, row["days_ago"]),
        "created_at": _ago(company, row["days_ago"]),
    }


def _ago(company: Company, days: str) -> datetime:
    return company.now - timedelta(days=int(days))


def _profile(company: Company, row: dict[str, str]) -> dict[str, Any]:
    return {
        "account_id": company.accounts[row["account"]],
        "use_case": row["use_case"],
        "product": row["product"],
        "size": row["size"],
        "hours": int(row["hours"]) if row["hours"] else None,
        "notes": row["notes"] or None,
        "nominated_by_id": company.members[row["by"]],
        "created_at": company.now - timedelta(days=330),
    }


def _consents(company: Company, row: dict[str, str]) -> list[dict[str, Any]]:
    """`quote:90;call:90`: kinds, and for how many days more."""
    return [
        {
            "account_id": company.accounts[row["account"]],
            "kind": kind,
            "until": company.today + timedelta(days=int(days)),
            "member_id": company.members[row["by"]],
            "created_at": min(company.now, company.now - timedelta(days=365 - int(days))),
        }
        for kind, days in (each.split(":") for each in row["consents"].split(";"))
    ]


def _opinion(company: Company, row: dict[str, str]) -> dict[str, Any]:
    return {
        "account_id": company.accounts[row["account"]],
        "member_id": company.members[row["by"]],
        "favours": row["favours"] == "yes",
        "why": row["why"],
        "until": company.today + timedelta(days=int(row["days"])),
        "at": _ago(company, row["days_ago"]),
        "created_at": _ago(company, row["days_ago"]),
    }


def _ask(company: Company, row: dict[str, str]) -> dict[str, Any]:
    account, at = company.accounts[row["account"]], _ago(company, row["days_ago"])
    owner = company.work.accounts.owners(account)[0]
    assert owner is not None, "somebody owns whoever is asked"
    done = at + timedelta(days=30) if row["state"] == "done" else None
    return {
        "account_id": account,
        "kind": row["kind"],
        "requester_id": company.members[row["by"]],
        "purpose": row["purpose"],
        "state": row["state"],
        "asked_id": owner,
        "due_at": due(company.work, owner, at, limits_of(company.work).answer),
        "decided_at": at + timedelta(hours=5),
        "decided_by_id": owner,
        "done_at": done,
        "outcome": row["outcome"] or None,
        "minutes": int(row["minutes"]) if row["minutes"] else None,
        "influence_minor": int(row["influence"]) * 100 if row["influence"] else None,
        "currency": row["currency"] or None,
        "created_at": at,
    }


def _debt(company: Company, row: dict[str, str]) -> dict[str, Any]:
    return {
        "account_id": company.accounts[row["account"]],
        "ours": row["ours"] == "yes",
        "what": row["what"],
        "member_id": company.members[row["by"]],
        "created_at": _ago(company, row["days_ago"]),
    }
