"""Colleagues: members, what they are called on each platform, and who reads along in which channel."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint

from storage.types import Record, instant, key, reference


class Role(StrEnum):
    CSM = "csm"
    LEAD = "lead"
    SALES = "sales"
    SUPPORT = "support"
    PRODUCT = "product"
    ENGINEERING = "engineering"
    MARKETING = "marketing"
    FINANCE = "finance"
    VIEWER = "viewer"
    ADMIN = "admin"


ROLES = ", ".join(f"'{role}'" for role in Role)


class Member(Record, table=True, frozen=True):
    """A colleague. email: folded to lower case, or None. zone: IANA name. own_zone: they said it themselves, so what the
    platform says does not count. locale: BCP 47. seen_at: first contact; None while pending (imported as an owner, not
    yet spoken). left_at: no longer with the company. merged_into_id: the member who turned out to be the same person. Who
    is away is told by `Leave`."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("organization_id", "email"),
        CheckConstraint(f"role IN ({ROLES})", name="member_role"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    name: str
    email: str | None = None
    role: str = Role.VIEWER
    zone: str = "UTC"
    own_zone: bool = False
    locale: str = "en"
    outsider: bool = False
    seen_at: datetime | None = instant(default=None)
    left_at: datetime | None = instant(default=None)
    merged_into_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Identity(Record, table=True, frozen=True):
    """What a member is called on one platform."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("platform", "tenant", "user"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int = reference("members.id")
    platform: str
    tenant: str
    user: str


class Channel(Record, table=True, frozen=True):
    """A channel whose readers were listed. listed_at: when; None once the list is no longer known. name: what it is
    called; None where only its readers may know."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("platform", "tenant", "channel"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    platform: str
    tenant: str
    channel: str
    place: str
    account_id: int | None = reference("accounts.id", default=None)
    listed_at: datetime | None = instant(default=None)
    outsiders: int = 0
    name: str | None = None
    deleted_at: datetime | None = instant(default=None)


class ChannelReader(Record, table=True, frozen=True):
    """A member who reads along in a listed channel."""

    __tablename__ = "channel_readers"
    __table_args__ = (UniqueConstraint("channel_id", "member_id"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    channel_id: int = reference("channels.id")
    member_id: int = reference("members.id")
