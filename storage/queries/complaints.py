"""Complaints, and customers who do not answer."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from storage.queries.base import Queries
from storage.queries.postings import cards_standing
from storage.tables import Account, Activity, Complaint, Ladder, Posting

_complaints = Complaint.table()
_ladders = Ladder.table()
_accounts = Account.table()
_activities = Activity.table()
_postings = Posting.table()

_JOINED = _complaints.join(_accounts, _accounts.c.id == _complaints.c.account_id)
_COLUMNS = (
    *_complaints.columns,
    _accounts.c.name.label("account_name"),
    _accounts.c.owner_id.label("account_owner_id"),
)
_LIVE = (_complaints.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
_ONE = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(
        _complaints.c.organization_id == bindparam("organization"), _complaints.c.id == bindparam("complaint"), *_LIVE
    )
)
_LADDER = select(*_ladders.columns).where(
    _ladders.c.organization_id == bindparam("organization"),
    _ladders.c.account_id == bindparam("account"),
    _ladders.c.ended_at.is_(None),
    _ladders.c.deleted_at.is_(None),
)
_CARDS = cards_standing(_complaints, "complaint")
# The customer answered: a two-way contact that was held after the ladder was begun.
_ANSWERED = (
    select(*_ladders.columns)
    .where(
        _ladders.c.organization_id == bindparam("organization"),
        _ladders.c.ended_at.is_(None),
        _ladders.c.deleted_at.is_(None),
        select(_activities.c.id)
        .where(
            _activities.c.organization_id == _ladders.c.organization_id,
            _activities.c.account_id == _ladders.c.account_id,
            _activities.c.at >= _ladders.c.created_at,
            _activities.c.internal.is_(False),
            _activities.c.attempt.is_(False),
            _activities.c.deleted_at.is_(None),
        )
        .exists(),
    )
    .order_by(_ladders.c.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True)
class SoughtComplaints:
    """mine_id: of accounts of theirs. about: the team. answered: instead of open ones."""

    mine_id: int | None = None
    account_id: int | None = None
    about: str | None = None
    answered: bool = False


class ListedComplaint(NamedTuple):
    complaint: Complaint
    account: str
    account_owner_id: int | None


class Complaints(Queries):
    def get(self, complaint_id: int) -> ListedComplaint | None:
        found = (
            self._work.rows(_ONE, organization=self._organization, complaint=complaint_id)
            if 0 < complaint_id < 2**63
            else []
        )
        return _listed(found[0]) if found else None

    def listed(self, sought: SoughtComplaints, limit: int, offset: int = 0) -> list[ListedComplaint]:
        """Oldest first, since they have waited longest; of answered ones the newest."""
        order = _complaints.c.answered_at.desc() if sought.answered else _complaints.c.created_at
        asked = select(*_COLUMNS).select_from(_JOINED).where(*self._matching(sought)).order_by(order, _complaints.c.id)
        return [_listed(row) for row in self._work.ask(asked.limit(limit).offset(offset))]

    def counts(self, sought: SoughtComplaints) -> dict[str | None, int]:
        """By the team that they are about."""
        asked = (
            select(_complaints.c.about, func.count().label("n"))
            .select_from(_JOINED)
            .where(*self._matching(sought))
            .group_by(_complaints.c.about)
        )
        return {row["about"]: int(row["n"]) for row in self._work.ask(asked)}

    def _matching(self, sought: SoughtComplaints) -> Iterator[ColumnElement[bool]]:
        one = _complaints.c
        yield one.organization_id == self._organization
        yield from _LIVE
        yield one.answered_at.is_not(None) if sought.answered else one.answered_at.is_(None)
        if sought.mine_id is not None:
            yield _accounts.c.owner_id == sought.mine_id
        if sought.account_id is not None:
            yield one.account_id == sought.account_id
        if sought.about is not None:
            yield one.about == sought.about

    def cards(self, account_ids: Collection[int]) -> list[str]:
        """The cards of complaints of these accounts that stand in some chat."""
        found = (self._work.rows(_CARDS, organization=self._organization, account=id) for id in sorted(account_ids))
        return [row["card"] for rows in found for row in rows]

    # ------------------------------------------------------------ who does not answer

    def ladder(self, account_id: int) -> Ladder | None:
        """The one that is being climbed."""
        found = self._work.rows(_LADDER, organization=self._organization, account=account_id)
        return Ladder.of(found[0]) if found else None

    def answered_ladders(self, limit: int) -> list[Ladder]:
        """Being climbed still, although the customer answered."""
        return [Ladder.of(row) for row in self._work.rows(_ANSWERED, organization=self._organization, limit=limit)]


def _listed(row: dict[str, Any]) -> ListedComplaint:
    record = {name: row[name] for name in _complaints.columns.keys()}  # noqa: SIM118  # a column collection, no dict
    return ListedComplaint(Complaint.of(record), row["account_name"], row["account_owner_id"])
