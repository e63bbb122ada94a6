"""The teams that customers' matters go to: how each is reached, who is on duty, and by which words it is found."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text

from storage.types import LIVE, Record, instant, key, reference


class TargetName(StrEnum):
    """The teams that customers' matters go to."""

    SUPPORT = "Support"
    LEGAL = "Legal"
    SALES = "Sales"
    MARKETING = "Marketing"
    ENGINEERING = "Engineering"
    ACCOUNTING = "Accounting"
    CONSULTING = "Consulting"
    DATA_SCIENCE = "Data Science"
    PRODUCT_DEVELOPMENT = "Product Development"
    PRODUCT_DEPLOYMENT = "Product Deployment"


TARGETS = ", ".join(f"'{target}'" for target in TargetName)


class Target(Record, table=True, frozen=True):
    """How a team is reached; a team without a row has nothing set. name: a TargetName. address: `str(Address)` of its
    channel, "" for none. lead_id: who answers for it. days: ISO numbers of its working days. starts, ends: minutes since
    local midnight. zone: IANA name, "" for the admin's own. country: whose public holidays are free, "" for none.
    set_by_id: who set its channel, and lends it zone and language."""

    __tablename__ = "targets"
    __table_args__ = (
        CheckConstraint(f"name IN ({TARGETS})", name="target_name"),
        CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="target_hours"),
        CheckConstraint("days <> ''", name="target_days"),
        Index(
            "targets_once", "organization_id", "name", unique=True, sqlite_where=text(LIVE), postgresql_where=text(LIVE)
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    name: str
    address: str = ""
    lead_id: int | None = reference("members.id", default=None, index=False)
    days: str = "12345"
    starts: int = 9 * 60
    ends: int = 17 * 60
    zone: str = ""
    country: str = ""
    set_by_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Duty(Record, table=True, frozen=True):
    """Who is on duty in a team; the one with the lowest position is told first."""

    __tablename__ = "duties"
    __table_args__ = (
        CheckConstraint(f"target IN ({TARGETS})", name="duty_target"),
        Index(
            "duties_once",
            "organization_id",
            "target",
            "member_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    target: str
    member_id: int = reference("members.id")
    position: int
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class RouteWord(Record, table=True, frozen=True):
    """Words that say where a matter goes. words: lower case, with single blanks."""

    __tablename__ = "route_words"
    __table_args__ = (
        CheckConstraint(f"target IN ({TARGETS})", name="route_word_target"),
        Index(
            "route_words_once",
            "organization_id",
            "words",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    target: str
    words: str
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
