"""Customers: accounts, what else they are called, their people and their contracts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, text

from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive

CHAMPION = "champion_on IS NOT NULL AND champion_left_on IS NULL AND deleted_at IS NULL"


class Account(Record, table=True, frozen=True):
    """A customer. tier: 1 (most valuable) to 4, or None. health: 0 to 100, or None where unknown. merged_into_id: the
    account that took this one's place. renews_on and notice_on are not here: they are dates of its contracts."""

    __tablename__ = "accounts"
    __account_column__ = "id"
    __table_args__ = (
        CheckConstraint("tier BETWEEN 1 AND 4", name="account_tier"),
        CheckConstraint("health BETWEEN 0 AND 100", name="account_health"),
        Index("accounts_external", "organization_id", "external_id"),
        Index("accounts_owner", "organization_id", "owner_id", "deleted_at"),
        Index("accounts_created", "created_at"),
        Index("accounts_described", "organization_id", "industry", "region", "segment"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    name: str
    external_id: str | None = None
    tier: int | None = None
    segment: str | None = None
    stage: str | None = None
    industry: str | None = None
    region: str | None = None
    goal: str | None = None
    health: Guarded[int] | None = sensitive("health", Integer, default=None)
    owner_id: int | None = reference("members.id", default=None, index=False)
    backup_id: int | None = reference("members.id", default=None)
    parent_id: int | None = reference("accounts.id", default=None)
    merged_into_id: int | None = reference("accounts.id", default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class NameKind(StrEnum):
    NAME = "name"
    ALIAS = "alias"
    DOMAIN = "domain"
    EXTERNAL = "external"


class AccountName(Record, table=True, frozen=True):
    """One thing an account answers to. key: the folded form that is looked up."""

    __tablename__ = "account_names"
    __table_args__ = (
        Index("account_names_key", "organization_id", "key"),
        Index(
            "account_names_once",
            "organization_id",
            "account_id",
            "kind",
            "key",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    kind: str
    name: str
    key: str
    deleted_at: datetime | None = instant(default=None)


class Contact(Record, table=True, frozen=True):
    """A person at a customer. champion_on: the local day since which they count as a champion of ours, None for who never
    did; champion_left_on: the day from which they no longer do."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("contacts_external", "organization_id", "external_id"),
        Index("contacts_email", "organization_id", "email"),
        Index("contacts_name", "organization_id", "name"),
        Index(
            "contacts_champions",
            "organization_id",
            "account_id",
            sqlite_where=text(CHAMPION),
            postgresql_where=text(CHAMPION),
        ),
        Index("contacts_champion_on", "champion_on", sqlite_where=text(CHAMPION), postgresql_where=text(CHAMPION)),
        Index("contacts_champion_new", "created_at", sqlite_where=text(CHAMPION), postgresql_where=text(CHAMPION)),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    champion_on: date | None = None
    champion_left_on: date | None = None
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Contract(Record, table=True, frozen=True):
    """What a customer pays. arr_minor: annual recurring revenue in minor units of `currency`. renews_on and starts_on:
    local dates. notice_days: calendar days; the notice deadline is renews_on − notice_days. term_months: what a renewal
    is signed for. uplift: the price increase agreed for each renewal, in basis points. ends_on: the day from which
    nothing is paid any more, once the customer has left."""

    __tablename__ = "contracts"
    __table_args__ = (
        CheckConstraint("arr_minor >= 0", name="contract_arr"),
        CheckConstraint("notice_days >= 0", name="contract_notice"),
        CheckConstraint("term_months BETWEEN 1 AND 240", name="contract_term"),
        CheckConstraint("uplift BETWEEN 0 AND 10000", name="contract_uplift"),
        Index("contracts_renewal", "organization_id", "renews_on"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    name: str
    arr_minor: Guarded[int] = sensitive("money", BigInteger)
    currency: str
    starts_on: date | None = None
    renews_on: date | None = None
    notice_days: int = 30
    auto_renew: bool = False
    term_months: int = 12
    uplift: Guarded[int] | None = sensitive("money", Integer, default=None)
    ends_on: date | None = None
    external_id: str | None = None
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
