"""Reference profiles: consents, opinions, verdicts, asks, what each owes the other, and what speaks against asking."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select, union

from storage.finding import among, chunks, keys, ours
from storage.queries.base import Queries
from storage.queries.postings import cards_standing
from storage.tables import (
    Account,
    Fyi,
    Posting,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceDebt,
    ReferenceOpinion,
    ReferenceProfile,
    ReferenceRules,
    ReferenceStanding,
    ReferenceVerdict,
    Renewal,
)
from storage.types import Record

_accounts = Account.table()
_profiles = ReferenceProfile.table()
_consents = ReferenceConsent.table()
_opinions = ReferenceOpinion.table()
_verdicts = ReferenceVerdict.table()
_standings = ReferenceStanding.table()
_asks = ReferenceAsk.table()
_debts = ReferenceDebt.table()
_rules = ReferenceRules.table()
_renewals = Renewal.table()
_fyis = Fyi.table()
_postings = Posting.table()
_ORGANIZATION: Any = bindparam("organization")
AGREED = ("approved", "done")
# Asks that were turned down or taken back did not trouble the customer.
TROUBLED = ("asked", "approved", "done")


def _of_account(record: type[Record], *order: ColumnElement[Any]) -> Any:
    table = record.table()
    return (
        select(*table.columns)
        .where(
            table.c.organization_id == _ORGANIZATION,
            table.c.account_id == bindparam("account"),
            table.c.deleted_at.is_(None),
        )
        .order_by(*order, table.c.id)
    )


_PROFILE = _of_account(ReferenceProfile)
_CONSENTS = _of_account(ReferenceConsent, _consents.c.kind)
_OPINIONS = _of_account(ReferenceOpinion, _opinions.c.at.desc())
_VERDICT = _of_account(ReferenceVerdict)
_ASKS = _of_account(ReferenceAsk, _asks.c.created_at.desc())
_DEBTS = _of_account(ReferenceDebt, _debts.c.settled_at.is_not(None), _debts.c.created_at)
_STANDING = select(*_standings.columns).where(
    _standings.c.organization_id == _ORGANIZATION, _standings.c.account_id == bindparam("account")
)
_RULES = select(*_rules.columns).where(_rules.c.organization_id == _ORGANIZATION, _rules.c.deleted_at.is_(None))
_OWING = (
    select(*_debts.columns)
    .join(_accounts, _accounts.c.id == _debts.c.account_id)
    .where(
        _debts.c.organization_id == _ORGANIZATION,
        _debts.c.settled_at.is_(None),
        _debts.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )
    .order_by(_debts.c.created_at, _debts.c.id)
)
_MINE = (
    select(*_asks.columns)
    .join(_accounts, _accounts.c.id == _asks.c.account_id)
    .where(
        _asks.c.organization_id == _ORGANIZATION,
        or_(
            _asks.c.requester_id == bindparam("member"),
            _asks.c.asked_id == bindparam("member"),
            _accounts.c.owner_id == bindparam("member"),
        ),
        _asks.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )
    .order_by(case((_asks.c.state == "asked", 0), (_asks.c.state == "approved", 1), else_=2), _asks.c.created_at.desc())
    .limit(bindparam("limit"))
)
_UNANSWERED = (
    select(*_asks.columns)
    .where(
        _asks.c.organization_id == _ORGANIZATION,
        _asks.c.state == "asked",
        _asks.c.deleted_at.is_(None),
        or_(
            _asks.c.reminded_at.is_(None) & (_asks.c.due_at <= bindparam("soon", type_=_asks.c.due_at.type)),
            _asks.c.raised_at.is_(None) & (_asks.c.due_at <= bindparam("now", type_=_asks.c.due_at.type)),
        ),
    )
    .order_by(_asks.c.due_at, _asks.c.id)
    .limit(bindparam("limit"))
)


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_LOADS = (
    select(
        _asks.c.account_id,
        # What was agreed to and never told of again is over some day.
        _counted(
            (_asks.c.state == "asked")
            | (
                (_asks.c.state == "approved")
                & (_asks.c.decided_at >= bindparam("begun", type_=_asks.c.decided_at.type))
            )
        ).label("open"),
        _counted(
            _asks.c.state.in_(TROUBLED) & (_asks.c.created_at >= bindparam("quarter", type_=_asks.c.created_at.type))
        ).label("quarter"),
        func.max(case((_asks.c.state.in_(AGREED), _asks.c.decided_at)), type_=_asks.c.decided_at.type).label("last"),
        func.sum(
            case((_asks.c.done_at >= bindparam("year", type_=_asks.c.done_at.type), _asks.c.minutes), else_=0)
        ).label("minutes"),
    )
    .where(_asks.c.organization_id == _ORGANIZATION, among(_asks.c.account_id), _asks.c.deleted_at.is_(None))
    .group_by(_asks.c.account_id)
)
_HOURS = select(_profiles.c.account_id, _profiles.c.hours).where(
    _profiles.c.organization_id == _ORGANIZATION,
    among(_profiles.c.account_id),
    _profiles.c.hours.is_not(None),
    _profiles.c.deleted_at.is_(None),
)
_WORDS = select(*_verdicts.columns).where(
    _verdicts.c.organization_id == _ORGANIZATION, among(_verdicts.c.account_id), _verdicts.c.deleted_at.is_(None)
)
_RENEWING = (
    select(_renewals.c.account_id)
    .where(
        _renewals.c.organization_id == _ORGANIZATION,
        among(_renewals.c.account_id),
        _renewals.c.outcome.is_(None),
        _renewals.c.deleted_at.is_(None),
        _renewals.c.due_on <= bindparam("until", type_=_renewals.c.due_on.type),
    )
    .distinct()
)
_SCORES = select(_accounts.c.id, _accounts.c.health).where(
    ours(_accounts), among(_accounts.c.id), _accounts.c.health.is_not(None)
)
_CONCERNED = union(
    select(_asks.c.account_id).where(_asks.c.organization_id == _ORGANIZATION, among(_asks.c.account_id)),
    select(_consents.c.account_id).where(
        ours(_consents), among(_consents.c.account_id), _consents.c.deleted_at.is_(None)
    ),
    select(_fyis.c.account_id).where(_fyis.c.organization_id == _ORGANIZATION, among(_fyis.c.account_id)),
)


_ASK_CARDS, _FYI_CARDS = cards_standing(_asks, "ask"), cards_standing(_fyis, "fyi")


class Loaded(NamedTuple):
    """open, quarter: asks. last: when one was agreed to last. minutes: of this year."""

    open: int
    quarter: int
    last: datetime | None
    minutes: int


class References(Queries):
    # ------------------------------------------------------------ one account

    def profile(self, account_id: int) -> ReferenceProfile | None:
        rows = self._work.rows(_PROFILE, organization=self._organization, account=account_id)
        return ReferenceProfile.of(rows[0]) if rows else None

    def consents(self, account_id: int) -> list[ReferenceConsent]:
        """Those that have ended too, as long as nobody withdrew them."""
        rows = self._work.rows(_CONSENTS, organization=self._organization, account=account_id)
        return [ReferenceConsent.of(row) for row in rows]

    def consent(self, account_id: int, kind: str) -> ReferenceConsent | None:
        return next((one for one in self.consents(account_id) if one.kind == kind), None)

    def opinions(self, account_id: int) -> list[ReferenceOpinion]:
        """The newest first; those that have ended too."""
        rows = self._work.rows(_OPINIONS, organization=self._organization, account=account_id)
        return [ReferenceOpinion.of(row) for row in rows]

    def verdict(self, account_id: int) -> ReferenceVerdict | None:
        rows = self._work.rows(_VERDICT, organization=self._organization, account=account_id)
        return ReferenceVerdict.of(rows[0]) if rows else None

    def standing(self, account_id: int) -> ReferenceStanding | None:
        rows = self._work.rows(_STANDING, organization=self._organization, account=account_id)
        return ReferenceStanding.of(rows[0]) if rows else None

    def rules(self) -> ReferenceRules | None:
        """Where an admin has said so."""
        rows = self._work.rows(_RULES, organization=self._organization)
        return ReferenceRules.of(rows[0]) if rows else None

    # ------------------------------------------------------------ asks

    def ask(self, ask_id: int) -> ReferenceAsk | None:
        found = self._work.get(ReferenceAsk, ask_id)
        return found if found is not None and found.deleted_at is None else None

    def asks_of(self, account_id: int) -> list[ReferenceAsk]:
        """The newest first."""
        rows = self._work.rows(_ASKS, organization=self._organization, account=account_id)
        return [ReferenceAsk.of(row) for row in rows]

    def asks_for(self, member_id: int, limit: int) -> list[ReferenceAsk]:
        """Asked by a member, of them, or of their accounts; what waits first, then the newest."""
        rows = self._work.rows(_MINE, organization=self._organization, member=member_id, limit=limit)
        return [ReferenceAsk.of(row) for row in rows]

    def unanswered(self, soon: datetime, now: datetime, limit: int) -> list[ReferenceAsk]:
        """Unanswered, due until then and not reminded of, or due and not raised."""
        rows = self._work.rows(_UNANSWERED, organization=self._organization, soon=soon, now=now, limit=limit)
        return [ReferenceAsk.of(row) for row in rows]

    # ------------------------------------------------------------ of many accounts

    def loads(
        self, account_ids: Collection[int], quarter: datetime, year: datetime, begun: datetime
    ) -> dict[int, Loaded]:
        """What was asked since the beginnings of the quarter and the year; accounts that nothing was asked of are left
        out. begun: what was agreed to before then is not under way any more."""
        found: dict[int, Loaded] = {}
        for some in chunks(account_ids):
            for row in self._work.rows(
                _LOADS, organization=self._organization, quarter=quarter, year=year, begun=begun, **keys(some)
            ):
                open, asked, minutes = (int(row[name] or 0) for name in ("open", "quarter", "minutes"))
                found[row["account_id"]] = Loaded(open, asked, row["last"], minutes)
        return found

    def hours(self, account_ids: Collection[int]) -> dict[int, int]:
        """Hours a year that customers allow, where that differs from the rule."""
        return {row["account_id"]: row["hours"] for row in self._among(_HOURS, account_ids)}

    def words(self, account_ids: Collection[int]) -> dict[int, ReferenceVerdict]:
        """What the teams said, by account."""
        return {row["account_id"]: ReferenceVerdict.of(row) for row in self._among(_WORDS, account_ids)}

    def renewing(self, account_ids: Collection[int], until: date) -> set[int]:
        """Those with an undecided renewal until a day."""
        return {row["account_id"] for row in self._among(_RENEWING, account_ids, until=until)}

    def scores(self, account_ids: Collection[int]) -> dict[int, int]:
        """Health, where it is known. For rules alone: it needs `health`, and nothing here guards it."""
        return {row["id"]: row["health"] for row in self._among(_SCORES, account_ids)}

    def concerned(self, account_ids: Collection[int]) -> set[int]:
        """Those of which anything stands here, and that follow what is changed of them."""
        if not account_ids:
            return set()
        some = sorted(account_ids)
        return {
            row["account_id"]
            for piece in chunks(some)
            for row in self._work.rows(_CONCERNED, organization=self._organization, **keys(piece))
        }

    def cards(self, account_ids: Iterable[int]) -> list[str]:
        """Cards of asks and of what colleagues told one another that stand in some chat."""
        return [
            row["card"]
            for id in sorted(account_ids)
            for statement in (_ASK_CARDS, _FYI_CARDS)
            for row in self._work.rows(statement, organization=self._organization, account=id)
        ]

    # ------------------------------------------------------------ what each owes

    def debts(self, account_id: int) -> list[ReferenceDebt]:
        """Open ones first."""
        rows = self._work.rows(_DEBTS, organization=self._organization, account=account_id)
        return [ReferenceDebt.of(row) for row in rows]

    def owing(self) -> list[ReferenceDebt]:
        """All that are open, the oldest first."""
        return [ReferenceDebt.of(row) for row in self._work.rows(_OWING, organization=self._organization)]
