"""Renewals: one open a contract, with what is expected of it, how it was decided, and what was expected before."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text

from storage.types import Guarded, Record, instant, key, reference, sensitive


class Forecast(StrEnum):
    """How sure it is, best first."""

    COMMIT = "commit"
    PROBABLE = "probable"
    BEST_CASE = "best case"
    AT_RISK = "at risk"
    CHURN = "churn"


class Outcome(StrEnum):
    RENEWED = "renewed"
    DOWNSELL = "downsell"
    EXPANDED = "expanded"
    CHURNED = "churned"


FORECASTS = ", ".join(f"'{forecast}'" for forecast in Forecast)
OUTCOMES = ", ".join(f"'{outcome}'" for outcome in Outcome)
OPEN = "outcome IS NULL AND deleted_at IS NULL"


class Renewal(Record, table=True, frozen=True):
    """The decision whether a contract goes on. Open until it has an outcome.

    due_on: the contract's renewal date. notice_on: the last day on which notice can be given; both are local dates
    and follow the contract while the renewal is open. dated_at: when they were last set. forecast and reason: None
    until somebody said so. value_shown, sponsor_known, risks_worked, pricing_talked: the readiness check-list.
    base_minor: the ARR that was up for renewal, amount_minor: the ARR after it, uplift_minor: what of the difference
    is the agreed price increase; all in minor units of `currency`, known once it is decided. churn_reason and
    evidence: why the customer left, and what shows it; of a signed one, what was said with it.
    """

    __tablename__ = "renewals"
    __table_args__ = (
        CheckConstraint(f"forecast IN ({FORECASTS})", name="renewal_forecast"),
        CheckConstraint(f"outcome IN ({OUTCOMES})", name="renewal_outcome"),
        CheckConstraint("outcome IS NULL OR decided_at IS NOT NULL", name="renewal_decided"),
        CheckConstraint("base_minor >= 0 AND amount_minor >= 0 AND uplift_minor >= 0", name="renewal_amounts"),
        Index("renewals_open", "contract_id", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("renewals_dated", "dated_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("renewals_due", "organization_id", "due_on"),
        Index("renewals_notice", "organization_id", "notice_on", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    contract_id: int = reference("contracts.id")
    due_on: date
    notice_on: date
    dated_at: datetime = instant()
    forecast: Guarded[str] | None = sensitive("health", String, default=None)
    reason: Guarded[str] | None = sensitive("team", String, default=None)
    value_shown: bool = False
    sponsor_known: bool = False
    risks_worked: bool = False
    pricing_talked: bool = False
    outcome: str | None = None
    currency: str | None = None
    base_minor: Guarded[int] | None = sensitive("money", BigInteger, default=None)
    amount_minor: Guarded[int] | None = sensitive("money", BigInteger, default=None)
    uplift_minor: Guarded[int] | None = sensitive("money", BigInteger, default=None)
    churn_reason: Guarded[str] | None = sensitive("team", String, default=None)
    evidence: Guarded[str] | None = sensitive("team", String, default=None)
    decided_at: datetime | None = instant(default=None)
    decided_by_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ForecastChange(Record, table=True, frozen=True):
    """What was expected of a renewal from a moment on. The audit holds the same as documents, one row at a time; here
    one statement finds what was expected of every renewal as of any day."""

    __tablename__ = "forecast_changes"
    __table_args__ = (
        CheckConstraint(f"forecast IN ({FORECASTS})", name="forecast_change"),
        Index("forecast_changes_at", "organization_id", "at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    renewal_id: int = reference("renewals.id")
    member_id: int = reference("members.id", index=False)
    forecast: Guarded[str] = sensitive("health", String)
    reason: Guarded[str] = sensitive("team", String)
    at: datetime = instant()
    deleted_at: datetime | None = instant(default=None)
