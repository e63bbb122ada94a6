"""What Bailey says unasked: nudges, where they go, and who wants to hear of what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text

from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive


class Nudge(Record, table=True, frozen=True):
    """One thing that came due, once. rule: the nudge's name. key: unique, `renewal:42:30d`. subject: the living card it
    stands on, `renewal:42`; several nudges of one matter share it. member_id: who is to act. due_on: the local date it
    came due. figure: its one number, whose unit the rule knows (days, points). card: the living card that shows it, once
    it was said: its own subject, another of the same account that came at the same time, or `digest:<member id>`.

    state: open, done, dismissed (not needed), resolved (by itself), replaced (a later one of the same matter stands for
    it). route: new (not decided yet), direct, digest, held (back), off. why_held: a sentence. said_at: when it was sent.
    snoozed_until: silent until then. offered_to_id: handed over, not accepted yet. closing: why it is not needed, or what
    resolved it. mark: useful or noise. warned_at, raised_at: when its owner was warned and when it reached the lead."""

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("organization_id", "key"),
        CheckConstraint("state IN ('open', 'done', 'dismissed', 'resolved', 'replaced')", name="nudge_state"),
        CheckConstraint("route IN ('new', 'direct', 'digest', 'held', 'off')", name="nudge_route"),
        CheckConstraint("mark IN ('useful', 'noise')", name="nudge_mark"),
        Index("nudges_member", "organization_id", "member_id", "state"),
        Index("nudges_account", "organization_id", "account_id", "state"),
        Index("nudges_subject", "organization_id", "subject"),
        Index(
            "nudges_open",
            "organization_id",
            "subject",
            "member_id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("nudges_card", "organization_id", "card"),
        Index("nudges_planned", "organization_id", "rule", "planned_at"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    rule: str
    key: str
    subject: str
    account_id: int | None = reference("accounts.id", default=None, index=False)
    member_id: int = reference("members.id", index=False)
    due_on: date
    figure: int | None = None
    state: str = "open"
    route: str = "new"
    why_held: str = ""
    card: str = ""
    planned_at: datetime = instant()
    said_at: datetime | None = instant(default=None)
    snoozed_until: datetime | None = instant(default=None)
    offered_to_id: int | None = reference("members.id", default=None, index=False)
    closed_at: datetime | None = instant(default=None)
    closed_by_id: int | None = reference("members.id", default=None, index=False)
    closing: Guarded[str] | None = sensitive("team", Text, default=None)
    mark: str | None = None
    warned_at: datetime | None = instant(default=None)
    raised_at: datetime | None = instant(default=None)


class Interval(Record, table=True, frozen=True):
    """Days by tier, as an admin may change them. rule: `renewal` (several a tier: the windows), `operational`, `business`,
    `strategic` (one a tier: how often to talk on that level). changed_at: when an admin said so; None for what an
    organization begins with."""

    __tablename__ = "intervals"
    __table_args__ = (
        UniqueConstraint("organization_id", "rule", "tier", "days"),
        CheckConstraint("tier BETWEEN 1 AND 4", name="interval_tier"),
        CheckConstraint("days BETWEEN 1 AND 730", name="interval_days"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    rule: str
    tier: int
    days: int
    changed_at: datetime | None = instant(default=None)


class AlertSetting(Record, table=True, frozen=True):
    """How somebody hears of an event. member_id: None for everybody who said nothing else. route: direct, digest or off.
    scope: mine, team or all. threshold: in the event's unit; None: the rule's own."""

    __tablename__ = "alert_settings"
    __table_args__ = (
        CheckConstraint("route IN ('direct', 'digest', 'off')", name="alert_route"),
        CheckConstraint("scope IN ('mine', 'team', 'all')", name="alert_scope"),
        Index("alert_settings_of", "organization_id", "event", "member_id"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    member_id: int | None = reference("members.id", default=None)
    event: str
    route: str = "direct"
    scope: str = "mine"
    threshold: int | None = None
    deleted_at: datetime | None = instant(default=None)


class ChannelAlert(Record, table=True, frozen=True):
    """An event that a channel hears of. address: `str(Address)`. tiers: of which accounts, `12` for T1 and T2; "" for all.
    author_id: who asked for it, and lends zone and locale."""

    __tablename__ = "channel_alerts"
    __table_args__ = (
        Index(
            "channel_alerts_once",
            "organization_id",
            "event",
            "address",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    event: str
    address: str
    tiers: str = ""
    author_id: int = reference("members.id")
    deleted_at: datetime | None = instant(default=None)


class Follow(Record, table=True, frozen=True):
    """Somebody, or a channel, who hears what happens at an account. address: the channel's, "" for a member's own chat."""

    __tablename__ = "follows"
    __table_args__ = (
        Index(
            "follows_once",
            "organization_id",
            "account_id",
            "member_id",
            "address",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    member_id: int = reference("members.id")
    address: str = ""
    deleted_at: datetime | None = instant(default=None)
