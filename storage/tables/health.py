"""Health: what is measured, what was read, what followed from it each day, and who thought otherwise."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, Text, UniqueConstraint, text
from sqlmodel import Field

from storage.types import LIVE, Guarded, Record, instant, key, reference, sensitive

# Values are exact: whole millionths of the measure's own unit.
MICRO = 1_000_000


class Band(StrEnum):
    """Worst first."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class Verdict(StrEnum):
    """What became of somebody's word against the score."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "open"  # the data do not tell


BANDS = ", ".join(f"'{band}'" for band in Band)
VERDICTS = ", ".join(f"'{verdict}'" for verdict in Verdict)


class Measure(Record, table=True, frozen=True):
    """What is measured of every account, where it differs from what Bailey measures by default. keyword: its name,
    folded. good: the value (in millionths) that scores 100; bad: the one that scores 0; either may be the larger.
    half_life: days after which a reading counts half. archived: no longer part of the score."""

    __tablename__ = "measures"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 1 AND 100", name="measure_weight"),
        CheckConstraint("good <> bad", name="measure_range"),
        CheckConstraint("half_life BETWEEN 1 AND 730", name="measure_half_life"),
        Index(
            "measures_once",
            "organization_id",
            "keyword",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    keyword: str
    name: str
    weight: int
    good: int = Field(sa_type=BigInteger)
    bad: int = Field(sa_type=BigInteger)
    half_life: int
    archived: bool = False
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Reading(Record, table=True, frozen=True):
    """One value of one measure of one account. value: millionths. at: when it was so. source: where it comes from, as a
    person would say it. member_id: who said it; None where a program did."""

    __tablename__ = "readings"
    __table_args__ = (
        Index(
            "readings_once",
            "account_id",
            "measure_id",
            "at",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    measure_id: int = reference("measures.id", index=False)
    value: Guarded[int] = sensitive("health", BigInteger)
    at: datetime = instant()
    source: str
    member_id: int | None = reference("members.id", default=None, index=False)
    note: Guarded[str] | None = sensitive("team", Text, default=None)
    deleted_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class HealthScore(Record, table=True, frozen=True):
    """What was known of an account's health on a local day of its owner. A day without a row was like the one before.
    score: 0 to 100, None while too little is known. band: by the score, whatever anybody says. coverage: per cent of the
    weights with fresh data. capped: what held the score down, "" for nothing. rules: a print of the measures that it was
    counted by; scores by other rules cannot be compared. at: when the row came to say this."""

    __tablename__ = "health_scores"
    __table_args__ = (
        UniqueConstraint("account_id", "on"),
        CheckConstraint("score BETWEEN 0 AND 100", name="health_score"),
        CheckConstraint("coverage BETWEEN 0 AND 100", name="health_coverage"),
        CheckConstraint(f"band IN ({BANDS})", name="health_score_band"),
        Index("health_scores_day", "organization_id", "on"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    on: date
    score: Guarded[int] | None = sensitive("health", Integer, default=None)
    band: Guarded[str] | None = sensitive("health", String, default=None)
    coverage: int
    capped: Guarded[str] = sensitive("health", String)
    rules: str
    at: datetime = instant()


class HealthOverride(Record, table=True, frozen=True):
    """Somebody's word against the score, with a reason and an end. until: the last local day on which it counts. score:
    what was counted when it was said. ended_at: when it ended; verdict: whether it was right."""

    __tablename__ = "health_overrides"
    __table_args__ = (
        CheckConstraint(f"band IN ({BANDS})", name="health_override_band"),
        CheckConstraint(f"verdict IN ({VERDICTS})", name="health_override_verdict"),
        Index("health_overrides_account", "organization_id", "account_id", "ended_at"),
        Index("health_overrides_end", "organization_id", "ended_at", "until"),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    account_id: int = reference("accounts.id", index=False)
    band: Guarded[str] = sensitive("health", String)
    reason: Guarded[str] = sensitive("team", Text)
    until: date
    member_id: int = reference("members.id", index=False)
    score: Guarded[int] | None = sensitive("health", Integer, default=None)
    at: datetime = instant()
    ended_at: datetime | None = instant(default=None)
    verdict: Guarded[str] | None = sensitive("health", String, default=None)
    deleted_at: datetime | None = instant(default=None)


class HealthBand(Record, table=True, frozen=True):
    """What a band means here, where an admin has said so. begins: the lowest score of it."""

    __tablename__ = "health_bands"
    __table_args__ = (
        CheckConstraint(f"band IN ({BANDS})", name="health_band"),
        CheckConstraint("begins BETWEEN 0 AND 100", name="health_band_begins"),
        Index(
            "health_bands_once",
            "organization_id",
            "band",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    band: str
    begins: int
    meaning: str
    deleted_at: datetime | None = instant(default=None)


class HealthMark(Record, table=True, frozen=True):
    """An account whose health is to be counted anew, since something that it follows from was written."""

    __tablename__ = "health_marks"

    id: int = key()
    organization_id: int = reference("organizations.id")
    account_id: int = reference("accounts.id", index=False)


class HealthSweep(Record, table=True, frozen=True):
    """How far the daily count has come with the accounts of one zone. on: the local day that is counted. after_id: the
    last account that is done; None once all are."""

    __tablename__ = "health_sweeps"
    __table_args__ = (UniqueConstraint("organization_id", "zone"),)

    id: int = key()
    organization_id: int = reference("organizations.id", index=False)
    zone: str
    on: date
    after_id: int | None = Field(default=None, sa_type=BigInteger)


class ApiToken(Record, table=True, frozen=True):
    """What a program shows at the door. digest: SHA-256 of the token, which itself is kept nowhere."""

    __tablename__ = "api_tokens"
    __table_args__ = (UniqueConstraint("digest"),)

    id: int = key()
    organization_id: int = reference("organizations.id")
    label: str
    digest: str
    created_by_id: int = reference("members.id", index=False)
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)
    deleted_at: datetime | None = instant(default=None)
