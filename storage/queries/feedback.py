"""What customers like and do not, counted by theme; and who is in which beta programme."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from storage.finding import among, chunks, keys
from storage.queries.base import Queries
from storage.tables import Account, Beta, BetaSeat, Feedback

_feedback = Feedback.table()
_accounts = Account.table()
_betas = Beta.table()
_seats = BetaSeat.table()

_BETAS = (
    select(*_betas.columns)
    .where(_betas.c.organization_id == bindparam("organization"), _betas.c.deleted_at.is_(None))
    .order_by(_betas.c.ended_at.is_not(None), _betas.c.id.desc())
)
_SEATED = (
    select(*_seats.columns, _accounts.c.name.label("account_name"), _accounts.c.tier.label("account_tier"))
    .join(_accounts, _accounts.c.id == _seats.c.account_id)
    .where(
        _seats.c.organization_id == bindparam("organization"),
        _seats.c.beta_id == bindparam("beta"),
        _seats.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )
    .order_by(_accounts.c.name, _seats.c.id)
)
_TAKING_PART = (
    select(_seats.c.account_id, func.count().label("n"))
    .join(_betas, _betas.c.id == _seats.c.beta_id)
    .where(
        _seats.c.organization_id == bindparam("organization"),
        among(_seats.c.account_id),
        _seats.c.state == "in",
        _seats.c.deleted_at.is_(None),
        _betas.c.deleted_at.is_(None),
        _betas.c.ended_at.is_(None),
    )
    .group_by(_seats.c.account_id)
)


@dataclass(frozen=True)
class SoughtFeedback:
    """Which feedback to count. Every filter that is None does not filter. since, until: instants, the last one left out."""

    sign: int | None = None
    theme: str | None = None
    account_id: int | None = None
    owner_id: int | None = None
    beta_id: int | None = None
    tier: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class Theme(NamedTuple):
    """What was said of one theme: how often, by how many customers."""

    theme: str
    times: int
    accounts: int


class Said(NamedTuple):
    """One thing that was said, and by whom."""

    feedback: Feedback
    account: str
    tier: int | None


class Seated(NamedTuple):
    seat: BetaSeat
    account: str
    tier: int | None


class Feedbacks(Queries):
    def themes(self, sought: SoughtFeedback) -> list[Theme]:
        """Those of the most customers first."""
        accounts = func.count(_feedback.c.account_id.distinct())
        statement = self._sought(
            select(_feedback.c.theme, func.count().label("n"), accounts.label("accounts")), sought
        ).group_by(_feedback.c.theme)
        rows = self._work.ask(statement.order_by(accounts.desc(), func.count().desc(), _feedback.c.theme))
        return [Theme(row["theme"], int(row["n"]), int(row["accounts"])) for row in rows]

    def said(self, sought: SoughtFeedback, limit: int) -> list[Said]:
        """Newest first."""
        columns = (*_feedback.columns, _accounts.c.name.label("account_name"), _accounts.c.tier.label("account_tier"))
        rows = self._work.ask(self._sought(select(*columns), sought).order_by(_feedback.c.id.desc()).limit(limit))
        names = _feedback.columns.keys()
        return [
            Said(Feedback.of({name: row[name] for name in names}), row["account_name"], row["account_tier"])
            for row in rows
        ]

    def _sought(self, statement: Any, sought: SoughtFeedback) -> Any:
        statement = statement.select_from(_feedback.join(_accounts, _accounts.c.id == _feedback.c.account_id)).where(
            _feedback.c.organization_id == self._organization,
            _feedback.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
        )
        equal = {
            _feedback.c.sign: sought.sign,
            _feedback.c.theme: sought.theme,
            _feedback.c.account_id: sought.account_id,
            _feedback.c.beta_id: sought.beta_id,
            _accounts.c.owner_id: sought.owner_id,
            _accounts.c.tier: sought.tier,
        }
        for column, value in equal.items():
            if value is not None:
                statement = statement.where(column == value)
        if sought.since is not None:
            statement = statement.where(_feedback.c.created_at >= sought.since)
        if sought.until is not None:
            statement = statement.where(_feedback.c.created_at < sought.until)
        return statement

    # ------------------------------------------------------------ beta programmes

    def betas(self) -> list[Beta]:
        """Those that run first, the newest first."""
        return [Beta.of(row) for row in self._work.rows(_BETAS, organization=self._organization)]

    def beta(self, beta_id: int) -> Beta | None:
        found = self._work.get(Beta, beta_id)
        return found if found is not None and found.deleted_at is None else None

    def seats(self, beta_id: int) -> list[Seated]:
        """By account."""
        rows = self._work.rows(_SEATED, organization=self._organization, beta=beta_id)
        names = _seats.columns.keys()
        return [
            Seated(BetaSeat.of({name: row[name] for name in names}), row["account_name"], row["account_tier"])
            for row in rows
        ]

    def taking_part(self, account_ids: Collection[int]) -> dict[int, int]:
        """In how many running programmes each is, of those that are in any."""
        return {
            row["account_id"]: int(row["n"])
            for some in chunks(sorted(account_ids))
            for row in self._work.rows(_TAKING_PART, organization=self._organization, **keys(some))
        }
