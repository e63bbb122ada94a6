"""Risks: what may cost a customer, from the first sign to how it ended; and fires, which are the worst of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, Integer, String, Text, text

from storage.types import Guarded, Record, instant, key, reference, sensitive


class RiskCategory(StrEnum):
    """Why a customer may leave. What each means, and what shows it, is told in `bot/rules/risks.py`."""

    PRODUCT_GAP = "product gap"
    VALUE_GAP = "value gap"
    ADOPTION = "low adoption"
    CHAMPION = "champion left"
    PRICING = "pricing"
    SERVICE = "service failure"
    CONSOLIDATION = "consolidation"
    COMPETITOR = "competitor"
    BUSINESS = "their business"
    LEAVING = "leaving"


class RiskState(StrEnum):
    OPEN = "open"
    WORKED = "worked"
    SAVED = "saved"
    NARROWLY_SAVED = "narrowly saved"
    LOST = "lost"


class CostKind(StrEnum):
    HOURS = "hours"
    CREDIT = "credit"
    TRAVEL = "travel"
    DISCOUNT = "discount"


CATEGORIES = ", ".join(f"'{category}'" for category in RiskCategory)
STATES = ", ".join(f"'{state}'" for state in RiskState)
KINDS = ", ".join(f"'{kind}'" for kind in CostKind)
LIVE = "closed_at IS NULL AND deleted_at IS NULL"


class Risk(Record, table=True, frozen=True):
    """One reason for which a customer may leave or pay less.

    category: a RiskCategory. cause: the second level, where the category alone is nothing that anybody could act on.
    severity: 1 (high) to 3 (low). declared: the customer said so; else it is indicated. amount_minor: what may be lost in a
    year, in minor units of `currency`; amount_assumed: taken from the ARR up for renewal, said by nobody. evidence: what
    shows it. first_sign, first_sign_on: what could have told it earlier, and the local date of that. noticed_by_id: who
    saw that. play: what is done about it. owner_id: who works it.

    is_fire: the customer wants to leave; declared_at: since when that clock runs. state: open, worked, or how it ended.
    closing: why, in words. closed_at: None while it is open or worked."""

    __tablename__ = "risks"
    __table_args__ = (
        CheckConstraint(f"category IN ({CATEGORIES})", name="risk_category"),
        CheckConstraint(f"state IN ({STATES})", name="risk_state"),
        CheckConstraint("severity BETWEEN 1 AND 3", name="risk_severity"),
        CheckConstraint("amount_minor >= 0", name="risk_amount"),
        CheckConstraint("amount_minor IS NULL OR currency IS NOT NULL", name="risk_currency"),
        CheckConstraint("NOT is_fire OR declared_at IS NOT NULL", name="risk_fire"),
        CheckConstraint("(state IN ('open', 'worked')) = (closed_at IS NULL)", name="risk_closed"),
        Index("risks_open", "organization_id", "account_id", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    category: Guarded[str] = sensitive("health", String)
    cause: Guarded[str] | None = sensitive("health", String, default=None)
    severity: Guarded[int] = sensitive("health", Integer)
    declared: Guarded[bool] = sensitive("health", Boolean, default=False)
    amount_minor: Guarded[int] | None = sensitive("money", BigInteger, default=None)
    currency: str | None = None
    amount_assumed: bool = False
    evidence: Guarded[str] | None = sensitive("team", Text, default=None)
    first_sign: Guarded[str] | None = sensitive("team", Text, default=None)
    first_sign_on: date | None = None
    noticed_by_id: int | None = reference("members.id", default=None, index=False)
    play: Guarded[str] | None = sensitive("health", Text, default=None)
    owner_id: int | None = reference("members.id", default=None)
    raised_by_id: int = reference("members.id", index=False)
    state: str = "open"
    is_fire: bool = False
    declared_at: datetime | None = instant(default=None)
    worked_at: datetime | None = instant(default=None)
    closed_at: datetime | None = instant(default=None)
    closed_by_id: int | None = reference("members.id", default=None, index=False)
    closing: Guarded[str] | None = sensitive("team", Text, default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class RiskCost(Record, table=True, frozen=True):
    """What a risk cost besides the activities logged on it. kind: hours of a member (minutes), or money that was given
    away or spent (amount_minor in minor units of `currency`). spent_on: a local date."""

    __tablename__ = "risk_costs"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="risk_cost_kind"),
        CheckConstraint("minutes >= 0 AND amount_minor >= 0", name="risk_cost_amounts"),
        CheckConstraint("amount_minor IS NULL OR currency IS NOT NULL", name="risk_cost_currency"),
        CheckConstraint("kind <> 'hours' OR member_id IS NOT NULL", name="risk_cost_hours"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    risk_id: int = reference("risks.id")
    kind: str
    minutes: int = 0
    amount_minor: Guarded[int] | None = sensitive("money", BigInteger, default=None)
    currency: str | None = None
    member_id: int | None = reference("members.id", default=None, index=False)
    note: Guarded[str] | None = sensitive("team", Text, default=None)
    spent_on: date
    logged_by_id: int = reference("members.id", index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
