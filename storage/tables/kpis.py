"""Figures agreed with a customer: from where to where by when, and what was read on the way."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Text, text

from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive


class KpiState(StrEnum):
    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    DROPPED = "dropped"


STATES = ", ".join(f"'{state}'" for state in KpiState)


class Kpi(Record, table=True, frozen=True):
    """What was agreed. unit: `%`, `d`, `h`, `min`, an ISO currency, a word of the customer's, or "". start_micro and
    target_micro: millionths of the unit; the target may lie below the start. starts_on and due_on: local dates, the
    line runs from one to the other. threshold: how far behind the line is too far, in percent of the way from start to
    target. agreed_with_id: who agreed to it at the customer. closing: why it was dropped, or what came of it."""

    __tablename__ = "kpis"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="kpi_state"),
        CheckConstraint("start_micro <> target_micro", name="kpi_way"),
        CheckConstraint("starts_on < due_on", name="kpi_dates"),
        CheckConstraint("threshold BETWEEN 1 AND 100", name="kpi_threshold"),
        Index("kpis_account", "organization_id", "account_id", "state"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    name: str
    unit: str = ""
    start_micro: Guarded[int] = sensitive("health", BigInteger)
    target_micro: Guarded[int] = sensitive("health", BigInteger)
    starts_on: date
    due_on: date
    threshold: int = 15
    agreed_with_id: int | None = reference("contacts.id", default=None)
    state: str = KpiState.OPEN
    closed_at: datetime | None = instant(default=None)
    closed_by_id: int | None = reference("members.id", default=None, index=False)
    closing: Guarded[str] | None = sensitive("team", Text, default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class KpiReading(Record, table=True, frozen=True):
    """What a KPI was on a day; one a day, a later word corrects it. ahead: how far before its line it was on that day, in
    hundredths of a percent of the way from start to target; below 0 when it was behind. source: chat, file or api."""

    __tablename__ = "kpi_readings"
    __table_args__ = (
        Index("kpi_readings_once", "kpi_id", "on", unique=True, sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("kpi_readings_day", "on", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("kpi_readings_came", "organization_id", "came_at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    kpi_id: int = reference("kpis.id", index=False)
    on: date
    value_micro: Guarded[int] = sensitive("health", BigInteger)
    ahead: Guarded[int] = sensitive("health", Integer)
    source: str = "chat"
    member_id: int | None = reference("members.id", default=None, index=False)
    came_at: datetime = instant()
    deleted_at: datetime | None = instant(default=None)
