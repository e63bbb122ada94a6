"""Whose data it is: every row of every other table belongs to one organization."""

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from storage.types import Record, instant, key, reference


class Organization(Record, table=True, frozen=True):
    """names_version: another number after every change of an account's names, so that indexes in memory know when to
    reload. currency: ISO 4217, the reporting currency."""

    __tablename__ = "organizations"

    id: int = key()
    name: str
    names_version: int = Field(default=1, sa_type=BigInteger)
    currency: str = "EUR"
    created_at: datetime = instant()


class Workspace(Record, table=True, frozen=True):
    """A Slack workspace or Teams tenant that belongs to an organization."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("platform", "tenant"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    platform: str
    tenant: str
