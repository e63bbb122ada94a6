"""Two customers become one: what belongs to the one goes to the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.finding import unindexed
from storage.queries.base import Queries
from storage.tables import (
    Account,
    AccountName,
    Activity,
    BetaSeat,
    Complaint,
    Contact,
    Contract,
    Escalation,
    EscalationHours,
    EscalationUpdate,
    Feedback,
    ForecastChange,
    Fyi,
    HealthOverride,
    Interview,
    Kpi,
    KpiReading,
    Ladder,
    NameKind,
    NextStep,
    ProblemAccount,
    QuestionFor,
    Reading,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceDebt,
    ReferenceOpinion,
    ReferenceProfile,
    ReferenceVerdict,
    Renewal,
    Risk,
    RiskCost,
    Voice,
    Win,
)
from storage.types import Record

_accounts = Account.table()

_OF_ORGANIZATION = _accounts.c.organization_id == bindparam("organization")
_TOOK_IN = (
    select(_accounts.c.id)
    .where(
        _OF_ORGANIZATION,
        _accounts.c.merged_into_id == bindparam("account"),
        _accounts.c.deleted_at >= bindparam("since", type_=_accounts.c.deleted_at.type),
    )
    .limit(1)
)
# What belongs to an account, and goes along when it is merged into another.
MOVED: tuple[type[Record], ...] = (
    Activity,
    NextStep,
    Contact,
    Renewal,
    ForecastChange,
    Risk,
    RiskCost,
    Escalation,
    EscalationUpdate,
    EscalationHours,
    ProblemAccount,
    Complaint,
    Ladder,
    Contract,
    HealthOverride,
    Reading,
    Kpi,
    KpiReading,
    Voice,
    Feedback,
    Interview,
    QuestionFor,
    BetaSeat,
    ReferenceProfile,
    ReferenceConsent,
    ReferenceOpinion,
    ReferenceVerdict,
    ReferenceAsk,
    ReferenceDebt,
    Fyi,
    Win,
    AccountName,
)

# Of what an account has once, what the account that stays had counts. Columns that tell it apart.
ONCE: Mapping[type[Record], tuple[str, ...]] = {
    Reading: ("measure_id", "at"),
    QuestionFor: ("question_id",),
    BetaSeat: ("beta_id",),
    ReferenceProfile: (),
    ReferenceConsent: ("kind",),
    ReferenceOpinion: ("member_id",),
    ReferenceVerdict: (),
}


class AccountMerging(Queries):
    def move_all(self, gone: Account, stays: Account) -> int:
        """Everything that belongs to one account goes to another, remembered row by row; returns how many rows."""
        moved = 0
        for record in MOVED:
            table = record.table()
            rows = self._work.ask(
                select(*table.columns)
                .where(table.c.organization_id == self._organization, table.c.account_id == gone.id)
                .order_by(table.c.id)
            )
            apart = ONCE.get(record)
            taken = self._taken(record, apart, stays.id) if apart is not None else set()
            for row in rows:
                if apart is not None and row["deleted_at"] is None and tuple(row[name] for name in apart) in taken:
                    if record is QuestionFor or record is BetaSeat:  # nobody waits for two answers
                        self._work.remove(record.of(row))
                    continue
                kept = record.of(row)
                if record is AccountName and row["kind"] == NameKind.NAME:
                    self._work.change(kept, account_id=stays.id, kind=NameKind.ALIAS.value)
                else:
                    self._work.change(kept, account_id=stays.id)
                moved += 1
        moved += self._move_nudges(gone, stays)
        for follow in self._work.alerts.followers(gone.id):
            # Whoever follows both already follows what stays.
            if self._work.follows.find(stays.id, follow.member_id, follow.address) is None:
                self._work.change(follow, account_id=stays.id)
                moved += 1
        for child in self._work.accounts.children(gone.id):
            self._work.change(child, parent_id=stays.id if child.id != stays.id else None)
            moved += 1
        return moved

    def took_in(self, account_id: int, since: datetime) -> bool:
        """Whether another account became part of this one since then."""
        return bool(self._work.rows(_TOOK_IN, organization=self._organization, account=account_id, since=since))

    def _move_nudges(self, gone: Account, stays: Account) -> int:
        """What waits at one account waits at the other, for its owner; what is not true there settles by itself."""
        waiting = self._work.nudges.open_at(gone.id)
        for nudge in waiting:
            instead = stays.owner_id if nudge.member_id == gone.owner_id else None
            self._work.change(nudge, account_id=stays.id, member_id=instead or nudge.member_id)
        return len(waiting)

    def _taken(self, record: type[Record], apart: tuple[str, ...], account_id: int) -> set[tuple[Any, ...]]:
        table = record.table()
        rows = self._work.ask(
            select(table.c.id, *(table.c[name] for name in apart)).where(
                unindexed(table.c.organization_id) == self._organization,
                table.c.account_id == account_id,
                table.c.deleted_at.is_(None),
            )
        )
        return {tuple(row[name] for name in apart) for row in rows}
