"""Escalations: what is open where, whose clock runs out, and which team is reached how."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, literal, or_, select

from storage.finding import among, chunks, keys
from storage.queries.base import Queries
from storage.queries.postings import cards_standing
from storage.tables import (
    Account,
    Duty,
    Escalation,
    EscalationHours,
    EscalationUpdate,
    Member,
    Posting,
    Problem,
    ProblemAccount,
    RouteWord,
    Target,
)

_escalations = Escalation.table()
_updates = EscalationUpdate.table()
_hours = EscalationHours.table()
_targets = Target.table()
_duties = Duty.table()
_words = RouteWord.table()
_problems = Problem.table()
_troubled = ProblemAccount.table()
_accounts = Account.table()
_members = Member.table()
_postings = Posting.table()

_OURS = _escalations.c.organization_id == bindparam("organization")
_LIVE = (_escalations.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
_OPEN = (*_LIVE, _escalations.c.resolved_at.is_(None))
_JOINED = _escalations.join(_accounts, _accounts.c.id == _escalations.c.account_id)
_COLUMNS = (
    *_escalations.columns,
    _accounts.c.name.label("account_name"),
    _accounts.c.owner_id.label("account_owner_id"),
)
_WORST = (_escalations.c.level, _escalations.c.raised_at, _escalations.c.id)
_ONE = select(*_COLUMNS).select_from(_JOINED).where(_OURS, _escalations.c.id == bindparam("escalation"), *_LIVE)
_OF_ACCOUNT = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(_OURS, _escalations.c.account_id == bindparam("account"), *_OPEN)
    .order_by(*_WORST)
)
# By the partial index of what the clock has to look at.
_RINGING = (
    select(*_escalations.columns)
    .where(
        _OURS,
        _escalations.c.next_at.is_not(None),
        _escalations.c.next_at <= bindparam("now", type_=_escalations.c.next_at.type),
        _escalations.c.resolved_at.is_(None),
        _escalations.c.deleted_at.is_(None),
    )
    .order_by(_escalations.c.next_at, _escalations.c.id)
    .limit(bindparam("limit"))
)
_WORST_AT = (
    select(_escalations.c.account_id)
    .where(
        _OURS,
        _escalations.c.said <= bindparam("severity"),
        _escalations.c.deleted_at.is_(None),
        _escalations.c.raised_at <= bindparam("at", type_=_escalations.c.raised_at.type),
        or_(
            _escalations.c.resolved_at.is_(None),
            _escalations.c.resolved_at > bindparam("at", type_=_escalations.c.raised_at.type),
        ),
        among(_escalations.c.account_id),
    )
    .distinct()
)
_CARDS = cards_standing(_escalations, "escalation")
_UPDATES = (
    select(*_updates.columns)
    .where(
        _updates.c.organization_id == bindparam("organization"),
        _updates.c.escalation_id == bindparam("escalation"),
        _updates.c.deleted_at.is_(None),
    )
    .order_by(_updates.c.created_at.desc(), _updates.c.id.desc())
    .limit(bindparam("limit"))
)
_SPENT = (
    select(_members.c.name, func.sum(_hours.c.minutes).label("minutes"))
    .join(_members, _members.c.id == _hours.c.member_id)
    .where(
        _hours.c.organization_id == bindparam("organization"),
        _hours.c.escalation_id == bindparam("escalation"),
        _hours.c.deleted_at.is_(None),
    )
    .group_by(_hours.c.member_id, _members.c.name)
    .order_by(func.sum(_hours.c.minutes).desc(), _members.c.name)
)
_ALL_TARGETS = select(*_targets.columns).where(
    _targets.c.organization_id == bindparam("organization"), _targets.c.deleted_at.is_(None)
)
_ON_DUTY = (
    select(*_duties.columns)
    .join(_members, _members.c.id == _duties.c.member_id)
    .where(
        _duties.c.organization_id == bindparam("organization"),
        _duties.c.deleted_at.is_(None),
        _members.c.left_at.is_(None),
        _members.c.deleted_at.is_(None),
    )
    .order_by(_duties.c.target, _duties.c.position, _duties.c.id)
)
_ROUTE_WORDS = (
    select(*_words.columns)
    .where(_words.c.organization_id == bindparam("organization"), _words.c.deleted_at.is_(None))
    .order_by(_words.c.target, _words.c.words)
)
_PROBLEMS = (
    select(*_problems.columns)
    .where(
        _problems.c.organization_id == bindparam("organization"),
        _problems.c.deleted_at.is_(None),
        _problems.c.solved_at.is_(None),
    )
    .order_by(_problems.c.created_at, _problems.c.id)
)
_TROUBLED = (
    select(*_troubled.columns, _accounts.c.name.label("account_name"), _accounts.c.owner_id.label("account_owner_id"))
    .join(_accounts, _accounts.c.id == _troubled.c.account_id)
    .where(
        _troubled.c.organization_id == bindparam("organization"),
        _troubled.c.problem_id == bindparam("problem"),
        _troubled.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )
    .order_by(_accounts.c.name, _troubled.c.id)
)
_TROUBLES = (
    select(*_troubled.columns)
    .where(
        _troubled.c.organization_id == bindparam("organization"),
        _troubled.c.account_id == bindparam("account"),
        _troubled.c.deleted_at.is_(None),
    )
    .order_by(_troubled.c.id)
)
_CASES = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(_OURS, _escalations.c.problem_id == bindparam("problem"), *_LIVE)
    .order_by(*_WORST)
)


@dataclass(frozen=True)
class SoughtEscalations:
    """Which ones to list. Every filter that is None does not filter.

    mine_id: they have it, it is offered to them, they raised it, or it is of an account of theirs. overdue_at: a clock had
    run out at that instant. resolved: instead of what is open. words: all of them stand in what it is about. tier: of the
    account. since, until: when it was raised, or resolved where that is asked for; until is the first instant after."""

    mine_id: int | None = None
    account_id: int | None = None
    target: str | None = None
    level: int | None = None
    overdue_at: datetime | None = None
    resolved: bool = False
    words: tuple[str, ...] = ()
    tier: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class ListedEscalation(NamedTuple):
    escalation: Escalation
    account: str
    account_owner_id: int | None


class Troubled(NamedTuple):
    """An account with a problem."""

    record: ProblemAccount
    account: str
    owner_id: int | None


class Escalations(Queries):
    def get(self, escalation_id: int) -> ListedEscalation | None:
        found = (
            self._work.rows(_ONE, organization=self._organization, escalation=escalation_id)
            if 0 < escalation_id < 2**63
            else []
        )
        return _listed(found[0]) if found else None

    def of_account(self, account_id: int) -> list[ListedEscalation]:
        """Open ones, the worst first."""
        rows = self._work.rows(_OF_ACCOUNT, organization=self._organization, account=account_id)
        return [_listed(row) for row in rows]

    def listed(self, sought: SoughtEscalations, limit: int, offset: int = 0) -> list[ListedEscalation]:
        """The worst first; of resolved ones the newest."""
        order = (_escalations.c.resolved_at.desc(), _escalations.c.id.desc()) if sought.resolved else _WORST
        asked = select(*_COLUMNS).select_from(_JOINED).where(*self._matching(sought)).order_by(*order)
        return [_listed(row) for row in self._work.ask(asked.limit(limit).offset(offset))]

    def count(self, sought: SoughtEscalations) -> int:
        asked = select(func.count().label("n")).select_from(_JOINED).where(*self._matching(sought))
        return int(self._work.ask(asked)[0]["n"])

    def _matching(self, sought: SoughtEscalations) -> Iterator[ColumnElement[bool]]:
        one = _escalations.c
        yield one.organization_id == self._organization
        yield from _LIVE
        yield one.resolved_at.is_not(None) if sought.resolved else one.resolved_at.is_(None)
        if sought.mine_id is not None:
            mine = (one.owner_id, one.offered_to_id, one.raised_by_id, _accounts.c.owner_id)
            yield or_(*(column == sought.mine_id for column in mine))
        if sought.account_id is not None:
            yield one.account_id == sought.account_id
        if sought.target is not None:
            yield or_(one.target == sought.target, one.offered_target == sought.target)
        if sought.level is not None:
            yield one.level == sought.level
        if sought.tier is not None:
            yield _accounts.c.tier == sought.tier
        when = one.resolved_at if sought.resolved else one.raised_at
        if sought.since is not None:
            yield when >= literal(sought.since, type_=when.type)
        if sought.until is not None:
            yield when < literal(sought.until, type_=when.type)
        for word in sought.words:
            yield one.words.icontains(word, autoescape=True)
        if sought.overdue_at is not None:
            at = literal(sought.overdue_at, type_=one.raised_at.type)
            yield one.paused_since.is_(None)
            yield or_(
                (one.taken_at.is_(None)) & (one.respond_by < at),
                (one.taken_at.is_not(None)) & (one.update_by < at),
                one.resolve_by < at,
            )

    def ringing(self, now: datetime, limit: int) -> list[Escalation]:
        """Those that the clock has to look at."""
        rows = self._work.rows(_RINGING, organization=self._organization, now=now, limit=limit)
        return [Escalation.of(row) for row in rows]

    def worst_at(self, account_ids: Collection[int], at: datetime, severity: int = 1) -> set[int]:
        """Accounts that had an open escalation of this severity or worse at an instant, as people judged it."""
        found: set[int] = set()
        for some in chunks(sorted(account_ids)):
            rows = self._work.rows(_WORST_AT, organization=self._organization, at=at, severity=severity, **keys(some))
            found |= {row["account_id"] for row in rows}
        return found

    def cards(self, account_ids: Collection[int]) -> list[str]:
        """The cards of escalations at these accounts that stand in some chat."""
        found = (self._work.rows(_CARDS, organization=self._organization, account=id) for id in sorted(account_ids))
        return [row["card"] for rows in found for row in rows]

    def updates(self, escalation_id: int, limit: int) -> list[EscalationUpdate]:
        """Newest first."""
        rows = self._work.rows(_UPDATES, organization=self._organization, escalation=escalation_id, limit=limit)
        return [EscalationUpdate.of(row) for row in rows]

    def spent(self, escalation_id: int) -> dict[str, int]:
        """Minutes by colleague's name, most first."""
        rows = self._work.rows(_SPENT, organization=self._organization, escalation=escalation_id)
        return {row["name"]: int(row["minutes"]) for row in rows}

    # ------------------------------------------------------------ teams

    def targets(self) -> dict[str, Target]:
        """Those of which something was set, by name."""
        rows = self._work.rows(_ALL_TARGETS, organization=self._organization)
        return {row["name"]: Target.of(row) for row in rows}

    def duties(self) -> dict[str, list[Duty]]:
        """Who is on duty, by team, in the order in which they are told; without those who left."""
        found: dict[str, list[Duty]] = {}
        for row in self._work.rows(_ON_DUTY, organization=self._organization):
            found.setdefault(row["target"], []).append(Duty.of(row))
        return found

    def words(self) -> list[RouteWord]:
        return [RouteWord.of(row) for row in self._work.rows(_ROUTE_WORDS, organization=self._organization)]

    # ------------------------------------------------------------ problems

    def problems(self) -> list[Problem]:
        """Unsolved ones, oldest first."""
        return [Problem.of(row) for row in self._work.rows(_PROBLEMS, organization=self._organization)]

    def troubled(self, problem_id: int) -> list[Troubled]:
        """By account's name."""
        rows = self._work.rows(_TROUBLED, organization=self._organization, problem=problem_id)
        names = _troubled.columns.keys()
        return [
            Troubled(
                ProblemAccount.of({name: row[name] for name in names}), row["account_name"], row["account_owner_id"]
            )
            for row in rows
        ]

    def troubles_of(self, account_id: int) -> list[ProblemAccount]:
        """The problems that an account has, solved ones too."""
        rows = self._work.rows(_TROUBLES, organization=self._organization, account=account_id)
        return [ProblemAccount.of(row) for row in rows]

    def cases(self, problem_id: int) -> list[ListedEscalation]:
        """The escalations that are a case of a problem."""
        rows = self._work.rows(_CASES, organization=self._organization, problem=problem_id)
        return [_listed(row) for row in rows]


def _listed(row: dict[str, Any]) -> ListedEscalation:
    record = {name: row[name] for name in _escalations.columns.keys()}  # noqa: SIM118  # a column collection, no dict
    return ListedEscalation(Escalation.of(record), row["account_name"], row["account_owner_id"])
