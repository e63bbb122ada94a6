"""References: who may speak for us to whom, what was asked of them, and what each owes the other."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text

from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive


class AskKind(StrEnum):
    """What a customer may be asked to do for us."""

    LOGO = "logo"
    QUOTE = "quote"
    CASE_STUDY = "case study"
    CALL = "call"
    EVENT = "event"
    SPEAKER = "speaker"
    REVIEW = "review"


class AskState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    SUGGESTED = "suggested"
    DONE = "done"
    WITHDRAWN = "withdrawn"


KINDS = ", ".join(f"'{kind}'" for kind in AskKind)
STATES = ", ".join(f"'{state}'" for state in AskState)
UNANSWERED = "state = 'asked' AND deleted_at IS NULL"


def _once(name: str, *columns: str) -> Index:
    """One live row of these columns."""
    return Index(name, *columns, unique=True, sqlite_where=text(LIVE), postgresql_where=text(LIVE))


class ReferenceProfile(Record, table=True, frozen=True):
    """What may be told of a customer as a reference: cleared fields only, but for the notes. hours: of the customer's time
    a year that we may ask for; None for the house rule."""

    __tablename__ = "reference_profiles"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 0 AND 1000", name="reference_hours"),
        _once("reference_profiles_once", "account_id"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    use_case: str | None = None
    product: str | None = None
    size: str | None = None
    hours: int | None = None
    notes: Guarded[str] | None = sensitive("team", Text, default=None)
    nominated_by_id: int = reference("members.id", index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ReferenceConsent(Record, table=True, frozen=True):
    """The customer said that they may be asked for this. until: the last local day on which it counts. given_by: who at the
    customer said so."""

    __tablename__ = "reference_consents"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="reference_consent_kind"),
        _once("reference_consents_once", "account_id", "kind"),
        # Everything that a search by kind asks of a consent, so that it reads no row for it, and in the order of the
        # accounts, by which it looks up the rest.
        Index(
            "reference_consents_by_kind",
            "organization_id",
            "kind",
            "account_id",
            "until",
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "reference_consents_until",
            "organization_id",
            "until",
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    kind: str
    until: date
    given_by: Guarded[str] | None = sensitive("contacts", Text, default=None)
    member_id: int = reference("members.id", index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ReferenceOpinion(Record, table=True, frozen=True):
    """What a colleague thinks of asking this customer. until: the last local day on which it counts."""

    __tablename__ = "reference_opinions"
    __table_args__ = (_once("reference_opinions_once", "account_id", "member_id"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    member_id: int = reference("members.id", index=False)
    favours: bool
    why: Guarded[str] | None = sensitive("team", Text, default=None)
    until: date
    at: datetime = instant()
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ReferenceVerdict(Record, table=True, frozen=True):
    """What the account's team says: approachable or not. until: the last local day of a “no”; None for until further
    word."""

    __tablename__ = "reference_verdicts"
    __table_args__ = (_once("reference_verdicts_once", "account_id"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    approachable: bool
    until: date | None = None
    why: Guarded[str] | None = sensitive("team", Text, default=None)
    member_id: int = reference("members.id", index=False)
    at: datetime = instant()
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ReferenceStanding(Record, table=True, frozen=True):
    """What is told of an account to whoever looks for references; it follows from the other tables, so no audit keeps it.

    listed: False for who is not spoken of at all. held_until: the first day of the quarter from which the account may be
    asked, as its team and all that is not told see it; published_on: the day of that, and it stays so for the week.
    rests_until: the same as the asks alone see it, at once. rested: whole quarters since it was last asked to do something,
    at most eight. None: now."""

    __tablename__ = "reference_standings"
    __table_args__ = (
        UniqueConstraint("account_id"),
        CheckConstraint("rested BETWEEN 0 AND 8", name="reference_rested"),
        Index("reference_standings_published", "organization_id", "published_on"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    listed: bool
    held_until: date | None = None
    rests_until: date | None = None
    rested: int
    published_on: date


class ReferenceAsk(Record, table=True, frozen=True):
    """Somebody wants a customer to do something for us. requester_id: who. asked_id: who is to decide: the account's owner,
    later whoever stands in. due_at: when an answer is due. reminded_at, raised_at: when the clock said so.

    overruled: agreed to against the rules. why: the reason of a decision, for the account's team. until: not before then,
    for the requester. instead_id: the account that was suggested. outcome: what came of it. minutes: of the customer's
    time. influence_minor: what hung on it, in minor units of `currency`."""

    __tablename__ = "reference_asks"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="reference_ask_kind"),
        CheckConstraint(f"state IN ({STATES})", name="reference_ask_state"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="reference_ask_decided"),
        CheckConstraint("minutes >= 0 AND influence_minor >= 0", name="reference_ask_amounts"),
        CheckConstraint("influence_minor IS NULL OR currency IS NOT NULL", name="reference_ask_currency"),
        CheckConstraint("state <> 'suggested' OR instead_id IS NOT NULL", name="reference_ask_instead"),
        Index(
            "reference_asks_open",
            "account_id",
            "requester_id",
            "kind",
            unique=True,
            sqlite_where=text(UNANSWERED),
            postgresql_where=text(UNANSWERED),
        ),
        Index(
            "reference_asks_due",
            "organization_id",
            "due_at",
            sqlite_where=text(UNANSWERED),
            postgresql_where=text(UNANSWERED),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    kind: str
    requester_id: int = reference("members.id")
    purpose: str
    state: str = "asked"
    asked_id: int = reference("members.id")
    due_at: datetime = instant()
    reminded_at: datetime | None = instant(default=None)
    raised_at: datetime | None = instant(default=None)
    decided_at: datetime | None = instant(default=None)
    decided_by_id: int | None = reference("members.id", default=None, index=False)
    overruled: bool = False
    why: Guarded[str] | None = sensitive("team", Text, default=None)
    until: date | None = None
    instead_id: int | None = reference("accounts.id", default=None, index=False)
    done_at: datetime | None = instant(default=None)
    outcome: str | None = None
    minutes: int | None = None
    influence_minor: Guarded[int] | None = sensitive("money", BigInteger, default=None)
    currency: str | None = None
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ReferenceDebt(Record, table=True, frozen=True):
    """What one side owes the other. ours: we owe it to the customer; else they owe it to us."""

    __tablename__ = "reference_debts"

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id")
    ours: bool
    what: str
    member_id: int = reference("members.id", index=False)
    settled_at: datetime | None = instant(default=None)
    settled_by_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class ReferenceRules(Record, table=True, frozen=True):
    """How much may be asked of a customer, where an admin has said so. quarter: asks a quarter. open: at the same time.
    cool_down: days between two. hours: of a customer's time a year. renewal: days before a renewal in which nobody is
    asked. answer: working days in which the account's team answers. consent: months for which a consent counts."""

    __tablename__ = "reference_rules"
    __table_args__ = (
        CheckConstraint("quarter BETWEEN 1 AND 100", name="reference_rules_quarter"),
        CheckConstraint("open BETWEEN 1 AND 100", name="reference_rules_open"),
        CheckConstraint("cool_down BETWEEN 0 AND 365", name="reference_rules_cool_down"),
        CheckConstraint("hours BETWEEN 0 AND 1000", name="reference_rules_hours"),
        CheckConstraint("renewal BETWEEN 0 AND 365", name="reference_rules_renewal"),
        CheckConstraint("answer BETWEEN 1 AND 20", name="reference_rules_answer"),
        CheckConstraint("consent BETWEEN 1 AND 60", name="reference_rules_consent"),
        _once("reference_rules_once", "organization_id"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    quarter: int = 2
    open: int = 1
    cool_down: int = 30
    hours: int = 12
    renewal: int = 60
    answer: int = 2
    consent: int = 12
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
