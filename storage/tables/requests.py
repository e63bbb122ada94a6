"""What customers ask the product for: requests, each customer's voice in them, questions back, talks with the product
manager. Words that somebody typed are for every colleague, and for nobody outside."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Text, text

from storage.types import Guarded, Record, instant, key, reference, sensitive


class RequestState(StrEnum):
    """From its first word to its end. What is new was not acknowledged by anybody yet."""

    NEW = "new"
    RECEIVED = "received"
    PLANNED = "planned"
    PROGRESS = "in progress"
    SHIPPED = "shipped"
    DECLINED = "declined"


class Hit(StrEnum):
    """Whether what was shipped is what a customer had asked for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


STATES = ", ".join(f"'{state}'" for state in RequestState)
HITS = ", ".join(f"'{hit}'" for hit in Hit)
LIVE = "merged_into_id IS NULL AND deleted_at IS NULL"
UNHEARD = f"state = 'new' AND {LIVE}"


class FeatureRequest(Record, table=True, frozen=True):
    """One thing that customers want the product to do. title: in a few words. theme: what of the product it is about, None
    where nobody said. reason: what Product said with its last step; no decline without one. pm_id: whose it is in Product.
    merged_into_id: the request that took this one's place. heard_at: when Product first said anything about it.
    shipped_at: None unless it is shipped."""

    __tablename__ = "feature_requests"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="request_state"),
        CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="request_reason"),
        CheckConstraint("(state = 'shipped') = (shipped_at IS NOT NULL)", name="request_shipped"),
        CheckConstraint("state = 'new' OR heard_at IS NOT NULL", name="request_heard"),
        Index(
            "feature_requests_live", "organization_id", "state", sqlite_where=text(LIVE), postgresql_where=text(LIVE)
        ),
        Index("feature_requests_unheard", "created_at", sqlite_where=text(UNHEARD), postgresql_where=text(UNHEARD)),
        Index(
            "feature_requests_shipped",
            "shipped_at",
            sqlite_where=text("shipped_at IS NOT NULL"),
            postgresql_where=text("shipped_at IS NOT NULL"),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    title: str
    theme: str | None = None
    state: str = RequestState.NEW.value
    reason: Guarded[str] | None = sensitive("inside", Text, default=None)
    pm_id: int | None = reference("members.id", default=None, index=False)
    asked_by_id: int = reference("members.id", index=False)
    merged_into_id: int | None = reference("feature_requests.id", default=None)
    heard_at: datetime | None = instant(default=None)
    shipped_at: datetime | None = instant(default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Voice(Record, table=True, frozen=True):
    """What one customer said of a request. Another wording of the same customer is another voice beside the first.

    what, why, requirements: as the colleague told it. quote: in the customer's own words. importance: 1 (nice) to 4 (a deal
    breaker), None where nobody said. link: to the message it comes from. stage: the account's at that time. hit: whether
    what was shipped is what they meant."""

    __tablename__ = "voices"
    __table_args__ = (
        CheckConstraint("importance BETWEEN 1 AND 4", name="voice_importance"),
        CheckConstraint(f"hit IN ({HITS})", name="voice_hit"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    request_id: int = reference("feature_requests.id")
    account_id: int = reference("accounts.id")
    author_id: int = reference("members.id", index=False)
    what: Guarded[str] = sensitive("inside", Text)
    why: Guarded[str] | None = sensitive("inside", Text, default=None)
    requirements: Guarded[str] | None = sensitive("inside", Text, default=None)
    quote: Guarded[str] | None = sensitive("inside", Text, default=None)
    importance: int | None = None
    link: str | None = None
    stage: str | None = None
    hit: str | None = None
    hit_why: Guarded[str] | None = sensitive("inside", Text, default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Variance(Record, table=True, frozen=True):
    """Two customers want the same thing differently. about: what they differ in, in our words. outcome: what Product said
    of it; None while it is open."""

    __tablename__ = "variances"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="variance_settled"),
        Index(
            "variances_once",
            "voice_id",
            "other_id",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    request_id: int = reference("feature_requests.id")
    voice_id: int = reference("voices.id", index=False)
    other_id: int = reference("voices.id")
    about: str
    outcome: Guarded[str] | None = sensitive("inside", Text, default=None)
    settled_at: datetime | None = instant(default=None)
    settled_by_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Question(Record, table=True, frozen=True):
    """What Product wants to know of everybody who asked for something; each is asked once."""

    __tablename__ = "questions"

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    request_id: int = reference("feature_requests.id")
    author_id: int = reference("members.id", index=False)
    words: Guarded[str] = sensitive("inside", Text)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class QuestionFor(Record, table=True, frozen=True):
    """A question about one account, and what was answered. member_id: who was asked."""

    __tablename__ = "questions_for"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="question_answered"),
        Index(
            "questions_for_once",
            "question_id",
            "account_id",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(
            "questions_for_open",
            "created_at",
            sqlite_where=text("answered_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=text("answered_at IS NULL AND deleted_at IS NULL"),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    question_id: int = reference("questions.id", index=False)
    account_id: int = reference("accounts.id")
    member_id: int = reference("members.id")
    answer: Guarded[str] | None = sensitive("inside", Text, default=None)
    answered_at: datetime | None = instant(default=None)
    answered_by_id: int | None = reference("members.id", default=None, index=False)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class InterviewState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    HELD = "held"


INTERVIEWS = ", ".join(f"'{state}'" for state in InterviewState)


class Interview(Record, table=True, frozen=True):
    """A talk of a customer with the product manager about a request. member_id: the account's owner, who was asked for it.
    asked_by_id: for whom. words: why not, or what came of it."""

    __tablename__ = "interviews"
    __table_args__ = (CheckConstraint(f"state IN ({INTERVIEWS})", name="interview_state"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    request_id: int = reference("feature_requests.id")
    account_id: int = reference("accounts.id")
    member_id: int = reference("members.id", index=False)
    asked_by_id: int = reference("members.id", index=False)
    state: str = InterviewState.ASKED.value
    words: Guarded[str] | None = sensitive("inside", Text, default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
