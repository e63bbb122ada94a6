"""How one company joins itself together: codes for further workspaces and second identities; and who has seen what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from storage.types import Record, instant, key, reference


class JoinCode(Record, table=True, frozen=True):
    """A code that works once. kind: `workspace` (a further workspace joins the organization) or `person` (another
    identity is the same person). digest: all that is kept of it. used_by: identity `platform:tenant:user` of whoever
    entered it."""

    __tablename__ = "join_codes"
    __table_args__ = (
        UniqueConstraint("digest"),
        CheckConstraint("kind IN ('workspace', 'person')", name="join_code_kind"),
        Index("join_codes_member", "organization_id", "member_id", "kind"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    kind: str
    digest: str
    member_id: int = reference("members.id")
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
    used_by: str = ""
    created_at: datetime = instant()


class JoinTry(Record, table=True, frozen=True):
    """Somebody entered a code that was none. by: an identity, or `platform:tenant` of a workspace that is not connected."""

    __tablename__ = "join_tries"
    __table_args__ = (Index("join_tries_by", "organization_id", "by", "at"), Index("join_tries_age", "at"))

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    by: str
    at: datetime = instant()


class Sighting(Record, table=True, frozen=True):
    """A member was shown sensitive fields of an account. member_id: who asked, or in whose own chat it came; None where a
    channel was told unasked. fields: `contacts health money notes`, those that were shown. by: the command or the kind of
    card. place: a Place."""

    __tablename__ = "sightings"
    __table_args__ = (
        Index("sightings_account", "organization_id", "account_id", "at"),
        Index("sightings_member", "organization_id", "member_id", "at"),
        Index("sightings_age", "at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    member_id: int | None = reference("members.id", default=None, index=False)
    fields: str
    by: str
    place: str
    at: datetime = instant()
