"""Risks as rows of a file, open ones and those that ended."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from bot.cards.activities import team_or
from bot.exporting.pages import colleagues, pieces
from bot.permissions import Audience
from bot.rules.risks import Severity
from storage.tables import Risk
from storage.work import Work

RISK_HEADINGS = (
    "id", "account", "account_id", "category", "cause", "severity", "declared", "fire", "amount", "currency",
    "amount_assumed", "evidence", "first_sign", "first_sign_on", "noticed_by", "play", "owner", "raised_by", "raised_at",
    "state", "declared_at", "closed_at", "closed_by", "closing",
)  # fmt: skip


def risk_rows(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Open ones and those that ended; nothing for whoever may not see health."""
    if not audience.sees({"health"}):
        return
    people = colleagues(work)
    for risks in pieces(work.imports.risks_behind):
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
