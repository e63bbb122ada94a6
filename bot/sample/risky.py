"""What may cost the sample whom, what did, and the fire of the spring with what it took."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.risks import up_for_renewal
from bot.sample.tables import table
from bot.sample.year import Done, weekday_ago
from storage.tables import Risk, RiskCost

if TYPE_CHECKING:
    from bot.sample.company import Company


class Span(NamedTuple):
    """A risk and the days on which it was open: raised so many days ago, ended so many (0: it has not)."""

    risk_id: int
    raised_ago: int
    ended_ago: int


@dataclass
class Risky:
    """spans: each account's risk."""

    company: Company
    spans: dict[str, Span] = field(default_factory=dict)

    def write(self) -> None:
        work, rows = self.company.work, list(table("risks"))
        currencies = {row["account"]: row["currency"] for row in table("contracts")}
        records = []
        for id, row in zip(work.bulk.reserve(Risk, len(rows)), rows, strict=True):
            ended = self._ago(row["closed_ago"]) if row["closed_ago"] else 0
            self.spans[row["account"]] = Span(id, self._ago(row["days_ago"]), ended)
            records.append({"id": id, **self._risk(row, currencies[row["account"]])})
        work.many(Risk, records)
        work.many(RiskCost, [self._cost(row) for row in table("risk_costs")])

    def about(self, one: Done) -> int | None:
        """The risk that an activity was done about: the account's, while it was open."""
        span = self.spans.get(one.account)
        if span is None or not span.ended_ago <= one.days_ago <= span.raised_ago:
            return None
        return span.risk_id if one.mode == "reactive" or "risk" in one.missions else None

    def _risk(self, row: dict[str, str], currency: str) -> dict[str, Any]:
        company, account = self.company, self.company.accounts[row["account"]]
        zone = company.zones[row["by"]]
        raised = company.instant(self._ago(row["days_ago"]), time(12), zone)
        said = (int(row["amount"]) * 100, currency) if row["amount"] else None
        amount = said or up_for_renewal(company.work, account)
        sign = timedelta(days=self._ago(row["first_sign_ago"])) if row["first_sign_ago"] else None
        return {
            "account_id": account,
            "category": row["category"],
            "cause": row["cause"] or None,
            "severity": int(row["severity"]),
            "declared": bool(row["declared"]),
            "amount_minor": amount[0] if amount else None,
            "currency": amount[1] if amount else None,
            "amount_assumed": said is None and amount is not None,
            "evidence": row["evidence"],
            "first_sign": row["first_sign"] or None,
            "first_sign_on": company.today - sign if sign else None,
            "noticed_by_id": company.members[row["noticed_by"] or row["by"]],
            "play": row["play"] or None,
            "owner_id": company.members[row["owner"]],
            "raised_by_id": company.members[row["by"]],
            "state": row["state"],
            "is_fire": bool(row["fire"]),
            "declared_at": raised if row["fire"] else None,
            "worked_at": raised if row["play"] else None,
            "closed_at": company.instant(self._ago(row["closed_ago"]), time(16), zone) if row["closed_ago"] else None,
            "closed_by_id": company.members.get(row["closed_by"]),
            "closing": row["closing"] or None,
            "created_at": raised,
        }

    def _cost(self, row: dict[str, str]) -> dict[str, Any]:
        company, ago = self.company, self._ago(row["days_ago"])
        return {
            "account_id": company.accounts[row["account"]],
            "risk_id": self.spans[row["account"]].risk_id,
            "kind": row["kind"],
            "minutes": int(row["minutes"] or 0),
            "amount_minor": int(row["amount"]) * 100 if row["amount"] else None,
            "currency": row["currency"] or None,
            "member_id": company.members[row["by"]],
            "note": row["note"],
            "spent_on": company.today - timedelta(days=ago),
            "logged_by_id": company.members[row["by"]],
            "created_at": company.instant(ago, time(17), company.zones[row["by"]]),
        }

    def _ago(self, days: str) -> int:
        return weekday_ago(int(days), self.company.today)
