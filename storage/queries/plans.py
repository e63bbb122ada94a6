"""A morning's plan: what each rule says came due, kept in one statement a rule; and whose turn it is to be said."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.finding import among, chunks, keys, one_of
from storage.frames import ASKED, FAR_AT, PLANNED, PLANNING, said
from storage.queries.base import Queries
from storage.queries.nudges import AWAKE_NOW, OPEN, ORIGINAL, OURS
from storage.tables import Account, AlertSetting, Follow, Member, Nudge, Rhythm
from storage.types import Instant

_nudges = Nudge.table()
_settings = AlertSetting.table()
_follows = Follow.table()
_members = Member.table()
_rhythms = Rhythm.table()
_accounts = Account.table()


DAILY = 100  # days back for which it is asked day by day


class Due(NamedTuple):
    """What a rule says came due."""

    key: str
    subject: str
    account_id: int | None
    member_id: int
    due_on: date
    figure: int | None


class Missed(NamedTuple):
    """What a rule says came due, and nobody planned."""

    key: str
    account_id: int | None
    member_id: int


class Plans(Queries):
    def plan(self, rule: str, candidates: Any, now: datetime, threshold: int | None = None) -> None:
        """Keep what came due for those whose day is being planned, in one statement. candidates: the rule's builder."""
        given = {} if threshold is None else {"threshold": threshold}
        statement = _insert_from(candidates, rule, self._work.dialect.name)
        self._work.run(statement, organization=self._organization, planned=now, **given)

    def would(self, candidates: Any, since: date, until: date, threshold: int | None = None) -> list[Due]:
        """What a rule says of a span of time that is over, as far as the data of today tells; once each, on the day it
        first would have. Asked day by day, as the plan is made; what is long past, from Monday to Monday."""
        given = {} if threshold is None else {"threshold": threshold}
        found: dict[str, Due] = {}
        for first, last in _slices(since, until):
            rows = self._work.rows(
                _asked(candidates), organization=self._organization, since=first, until=last, since_at=FAR_AT, **given
            )
            for row in rows:
                found.setdefault(row["key"], Due(*(row[name] for name in Due._fields)))
        return list(found.values())

    def plan_missing(self, rule: str, candidates: Any, now: datetime, threshold: int | None = None) -> None:
        """Keep what `missing` counts, so that it comes with the next plan."""
        given = {} if threshold is None else {"threshold": threshold}
        statement = _insert_from(candidates, rule, self._work.dialect.name, PLANNED)
        self._work.run(statement, organization=self._organization, planned=now, **given)

    def missing(self, candidates: Any, threshold: int | None = None, limit: int = 500) -> list[Missed]:
        """Nudges of a rule that should have been planned in the days that are planned already, and were not."""
        given = {} if threshold is None else {"threshold": threshold}
        found = self._work.rows(_missing(candidates), organization=self._organization, limit=limit, **given)
        return [Missed(*(row[name] for name in Missed._fields)) for row in found]

    def replace_older(self, now: datetime) -> None:
        """Of several open nudges of one subject for one member the newest stands for all; what stands in a chat already
        gives way only once the newer was said, too."""
        self._work.run(_REPLACED, organization=self._organization, now=now)

    def unmute(self, member_ids: Collection[int]) -> None:
        """What these members had turned off, and want to hear of again, waits like what was held back."""
        for piece in chunks(member_ids):
            self._work.run(_UNMUTED, organization=self._organization, **keys(piece))

    def waiting(self, member_ids: Collection[int], now: datetime, urgencies: Mapping[str, int]) -> list[Nudge]:
        """Open and not said yet: new ones, those whose snooze is over, and of those held back before as many as a morning
        can need, the most urgent and then the oldest. urgencies: of the rules, by name; the lower, the earlier."""
        found: list[Nudge] = []
        statement = _waiting(tuple(sorted(urgencies.items())))
        for piece in chunks(member_ids):
            rows = self._work.rows(statement, organization=self._organization, now=now, most=HELD, **keys(piece))
            found += [Nudge.of(row) for row in rows]
        return sorted(found, key=lambda nudge: nudge.id)

    def awake(self, member_ids: Collection[int], now: datetime) -> list[Nudge]:
        """Those whose snooze is over, oldest first."""
        found: list[Nudge] = []
        for piece in chunks(member_ids):
            rows = self._work.rows(_AWAKE_OF, organization=self._organization, now=now, **keys(piece))
            found += [Nudge.of(row) for row in rows]
        return found

    def copy_for(self, member_id: int, rule: str, now: datetime, *, backup_only: bool) -> None:
        """Whoever wants to hear of a rule at other people's accounts gets a nudge of their own of each that was planned
        just now. backup_only: of the accounts that they stand in for."""
        statement = _copies(self._work.dialect.name, backup_only)
        self._work.run(statement, organization=self._organization, rule=rule, watcher=member_id, planned=now)

    def copy_for_followers(self, now: datetime) -> None:
        """The same for whoever follows an account, of what came up there and was not said yet."""
        self._work.run(_followers_copies(self._work.dialect.name), organization=self._organization, planned=now)

    def raise_ignored(self, away: Collection[int], before: datetime, now: datetime) -> None:
        """Those whose owner was warned before then, and is not on leave, reach the lead."""
        for row in self._work.rows(_WARNED, organization=self._organization, before=before):
            if row["member_id"] not in away:
                self._work.update(Nudge, row["id"], raised_at=now)

    def due_again(self, now: datetime) -> list[int]:
        """Members with a nudge whose snooze is over."""
        return [row["member_id"] for row in self._work.rows(_AWAKE, organization=self._organization, now=now)]


def _slices(since: date, until: date) -> Iterator[tuple[date, date]]:
    """(from, to] after (from, to], which together are a span."""
    while since < until:
        days = 1 if (until - since).days <= DAILY else 7 - since.weekday()
        end = min(since + timedelta(days=days), until)
        yield since, end
        since = end


_COLUMNS = ("organization_id", "rule", "key", "subject", "account_id", "member_id", "due_on", "figure", "state", "route",
            "why_held", "card", "planned_at")  # fmt: skip


@cache
def _insert_from(candidates: Any, rule: str, dialect: str, frame: FromClause = PLANNING) -> Any:
    """INSERT … SELECT of what a rule says, keeping what is there already."""
    due = candidates(frame).subquery("due")
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    source = select(
        bindparam("organization", type_=_nudges.c.organization_id.type),
        literal(rule),
        due.c.key,
        due.c.subject,
        due.c.account_id,
        due.c.member_id,
        due.c.due_on,
        due.c.figure,
        literal("open"),
        literal("new"),
        literal(""),
        literal(""),
        bindparam("planned", type_=Instant()),
    ).where(literal(1) == 1)  # SQLite cannot tell ON CONFLICT from a join's ON without a WHERE
    return make(_nudges).from_select(list(_COLUMNS), source).on_conflict_do_nothing()


@cache
def _followers_copies(dialect: str) -> Any:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    instead = {
        "key": said(_nudges.c.key, ":for:", _follows.c.member_id),
        "member_id": _follows.c.member_id,
        "planned_at": bindparam("planned", type_=Instant()),
    }
    source = (
        select(*(instead.get(name, _nudges.c[name]) for name in _COLUMNS))
        .join(_follows, _follows.c.account_id == _nudges.c.account_id)
        .join(_members, _members.c.id == _follows.c.member_id)
        .where(
            *OPEN,
            _nudges.c.route == "new",
            ORIGINAL,
            _follows.c.organization_id == bindparam("organization"),
            _follows.c.address == "",
            _follows.c.deleted_at.is_(None),
            _follows.c.member_id != _nudges.c.member_id,
            _members.c.left_at.is_(None),
        )
    )
    return make(_nudges).from_select(list(_COLUMNS), source).on_conflict_do_nothing()


@cache
def _copies(dialect: str, backup_only: bool) -> Any:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    watcher = bindparam("watcher", type_=_nudges.c.member_id.type)
    instead = {
        "key": said(_nudges.c.key, ":for:", watcher),
        "member_id": watcher,
        "state": literal("open"),
        "route": literal("new"),
        "why_held": literal(""),
        "card": literal(""),
    }
    source = select(*(instead.get(name, _nudges.c[name]) for name in _COLUMNS)).where(
        OURS,
        _nudges.c.rule == bindparam("rule"),
        _nudges.c.planned_at == bindparam("planned", type_=Instant()),
        _nudges.c.member_id != watcher,
        ORIGINAL,
    )
    if backup_only:
        source = source.join(_accounts, _accounts.c.id == _nudges.c.account_id).where(_accounts.c.backup_id == watcher)
    return make(_nudges).from_select(list(_COLUMNS), source).on_conflict_do_nothing()


@cache
def _asked(candidates: Any) -> Select[Any]:
    due = candidates(ASKED).subquery("due")
    return select(*(due.c[name] for name in Due._fields)).order_by(due.c.due_on, due.c.key)


@cache
def _missing(candidates: Any) -> Select[Any]:
    due = candidates(PLANNED).subquery("due")
    missing = (
        select(*(due.c[name] for name in Missed._fields))
        .select_from(
            due.join(_rhythms, _rhythms.c.member_id == due.c.member_id).outerjoin(
                _nudges, and_(OURS, _nudges.c.key == due.c.key)
            )
        )
        .where(_nudges.c.id.is_(None))
    )
    # What became so after the plan was made is a matter for the next one.
    told = missing.where(due.c.changed_at < _rhythms.c.planned_at) if "changed_at" in due.c else missing
    return told.order_by(due.c.key).limit(bindparam("limit"))


# Written out, or the index of those that are open would not be taken.
_IS_OPEN: ColumnElement[str] = literal_column("'open'", String)
# One walk over what is open; asking for each whether there is a newer one depends on what the database guesses.
_NEXT = (
    select(
        _nudges.c.id,
        func.lead(_nudges.c.id)
        .over(partition_by=(_nudges.c.subject, _nudges.c.member_id), order_by=_nudges.c.id)
        .label("newer"),
        func.lead(_nudges.c.said_at)
        .over(partition_by=(_nudges.c.subject, _nudges.c.member_id), order_by=_nudges.c.id)
        .label("newer_said_at"),
        _nudges.c.said_at,
    )
    .where(OURS, _nudges.c.state == _IS_OPEN)
    .subquery("next")
)
_STANDS_FOR_IT = or_(_NEXT.c.said_at.is_(None), _NEXT.c.newer_said_at.is_not(None))
_OLDER = select(_NEXT.c.id).where(_NEXT.c.newer.is_not(None), _STANDS_FOR_IT)
_REPLACED = (
    update(_nudges)
    # Of a table that was empty when it was last looked at PostgreSQL guesses one row, and would walk once for each
    # otherwise: the first plan of a million accounts did not end.
    .where(one_of(_nudges.c.id, _OLDER.scalar_subquery()))
    .values(state="replaced", closed_at=bindparam("now", type_=Instant()))
)
# Looked at of what was held back, a member and morning: many times what one morning has room for, so that who looks
# after a thousand accounts is not asked about all of them each day.
HELD = 150


@cache
def _waiting(urgencies: tuple[tuple[str, int], ...]) -> Select[Any]:
    urgency = case(dict(urgencies), value=_nudges.c.rule, else_=literal(99))
    # What was said before and slept comes as if it were new: somebody asked for it.
    woken = _nudges.c.snoozed_until.is_not(None) & (_nudges.c.snoozed_until <= bindparam("now", type_=Instant()))
    held = (_nudges.c.route == "held") & _nudges.c.snoozed_until.is_(None)
    place = func.row_number().over(
        partition_by=(_nudges.c.member_id, case((held, 1), else_=0)), order_by=(urgency, _nudges.c.id)
    )
    ranked = (
        select(_nudges.c.id, held.label("held"), place.label("place"))
        .where(*OPEN, among(_nudges.c.member_id), or_(woken, held, (_nudges.c.route == "new") & AWAKE_NOW))
        .subquery("ranked")
    )
    return (
        select(*_nudges.columns)
        .join(ranked, ranked.c.id == _nudges.c.id)
        .where(or_(~ranked.c.held, ranked.c.place <= bindparam("most", type_=Integer())))
    )


_OWN = exists().where(
    _settings.c.organization_id == _nudges.c.organization_id,
    _settings.c.deleted_at.is_(None),
    _settings.c.event == _nudges.c.rule,
    _settings.c.member_id == _nudges.c.member_id,
)
_EVERYBODYS = exists().where(
    _settings.c.organization_id == _nudges.c.organization_id,
    _settings.c.deleted_at.is_(None),
    _settings.c.event == _nudges.c.rule,
    _settings.c.member_id.is_(None),
    _settings.c.route == "off",
)
_UNMUTED = (
    update(_nudges)
    .where(
        *OPEN,
        _nudges.c.route == "off",
        among(_nudges.c.member_id),
        ~or_(_OWN.where(_settings.c.route == "off"), and_(~_OWN, _EVERYBODYS)),
    )
    .values(route="held")
)
_AWAKE_OF = (
    select(*_nudges.columns)
    .where(*OPEN, among(_nudges.c.member_id), _nudges.c.snoozed_until <= bindparam("now", type_=Instant()))
    .order_by(_nudges.c.id)
)
_AWAKE = (
    select(_nudges.c.member_id).where(*OPEN, _nudges.c.snoozed_until <= bindparam("now", type_=Instant())).distinct()
)
_WARNED = select(_nudges.c.id, _nudges.c.member_id).where(
    *OPEN, _nudges.c.warned_at < bindparam("before", type_=Instant()), _nudges.c.raised_at.is_(None)
)
