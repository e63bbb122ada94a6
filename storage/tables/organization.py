"""Whose data it is: every row of every other table belongs to one organization."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive


class Organization(Record, table=True, frozen=True):
    """names_version: another number after every change of an account's names, so that indexes in memory know when to
    reload. requests_version: the same of what customers ask for. currency: ISO 4217, the reporting currency. fiscal_month:
    1 to 12, the first month of a fiscal year. hour_minor: what an hour of work costs, in minor units of hour_currency; None
    until somebody said so. emoji: what emoji stand for here, as `bot/rules/emoji.py` writes it; None for the usual."""

    __tablename__ = "organizations"
    __table_args__ = (CheckConstraint("fiscal_month BETWEEN 1 AND 12", name="organization_fiscal_month"),)

    id: int = key()
    name: str
    names_version: int = Field(default=1, sa_type=BigInteger)
    requests_version: int = Field(default=1, sa_type=BigInteger)
    currency: str = "EUR"
    fiscal_month: int = 1
    hour_minor: Guarded[int] | None = sensitive("money", BigInteger, default=None)
    hour_currency: str | None = None
    emoji: str | None = None
    created_at: datetime = instant()


class ExchangeRate(Record, table=True, frozen=True):
    """One unit of `currency` is `rate` / 10⁹ units of `into`, from the local date `since` on until the next
    rate."""

    __tablename__ = "exchange_rates"
    __table_args__ = (
        CheckConstraint("rate > 0", name="exchange_rate"),
        Index(
            "exchange_rates_once",
            "organization_id",
            "currency",
            "into",
            "since",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    currency: str
    into: str
    since: date
    rate: int = Field(sa_type=BigInteger)
    deleted_at: datetime | None = instant(default=None)


class Workspace(Record, table=True, frozen=True):
    """A Slack workspace or Teams tenant that belongs to an organization."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("platform", "tenant"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    platform: str
    tenant: str
