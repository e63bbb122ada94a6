"""What rules of nudges ask against: for each member, how far was planned and how far is to be planned now.

A frame has the columns member_id, since, until (local dates: what came due after `since`, up to and with `until`),
since_at (the instant of the last plan: what was changed after it is looked at anew) and news_since: what happened and is
over is told of somebody's first day only when it is a week old at most, while what is due stays due however old.
"""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage.tables import Member, Rhythm
from storage.types import Instant

LONG_AGO = date(1970, 1, 1)
NEWS = 7  # days
LONG_AGO_AT = datetime(1970, 1, 1, tzinfo=UTC)
FAR_AT = datetime(9999, 1, 1, tzinfo=UTC)

_rhythms = Rhythm.table()
_members = Member.table()


class plus_days(FunctionElement[date]):
    """A local date some days later: `plus_days(date, days)`."""

    type = Date()
    inherit_cache = True
    name = "plus_days"


@compiles(plus_days)
def _plus(element: Any, compiler: Any, **options: Any) -> str:
    at, days = element.clauses
    return f"({compiler.process(at, **options)} + CAST({compiler.process(days, **options)} AS INTEGER))"


@compiles(plus_days, "sqlite")
def _plus_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    at, days = element.clauses
    return f"date({compiler.process(at, **options)}, ({compiler.process(days, **options)}) || ' days')"


class days_between(FunctionElement[int]):
    """Days from the first local date to the second."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(days_between)
def _between(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"({last} - {first})"


@compiles(days_between, "sqlite")
def _between_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


class day_of(FunctionElement[date]):
    """The day of an instant, in UTC: near enough where days are counted in weeks."""

    type = Date()
    inherit_cache = True
    name = "day_of"


@compiles(day_of)
def _day(element: Any, compiler: Any, **options: Any) -> str:
    (at,) = element.clauses
    return f"CAST({compiler.process(at, **options)} AT TIME ZONE 'UTC' AS DATE)"


@compiles(day_of, "sqlite")
def _day_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    (at,) = element.clauses
    return f"date({compiler.process(at, **options)})"


class start_of(FunctionElement[datetime]):
    """The instant at which a day begins, in UTC; `day_of` the other way round, for an index of instants."""

    type = DateTime(timezone=True)
    inherit_cache = True
    name = "start_of"


@compiles(start_of)
def _start(element: Any, compiler: Any, **options: Any) -> str:
    (day,) = element.clauses
    return f"(CAST({compiler.process(day, **options)} AS TIMESTAMP) AT TIME ZONE 'UTC')"


@compiles(start_of, "sqlite")
def _start_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Instants are texts there that begin with the day.
    (day,) = element.clauses
    return str(compiler.process(day, **options))


def said(*parts: Any) -> ColumnElement[str]:
    """Texts, numbers and dates joined into one text: a key."""
    joined: ColumnElement[str] = literal("")
    for part in parts:
        joined = joined + (literal(part) if isinstance(part, str) else cast(part, String))
    return joined


def either(column: ColumnElement[Any], *values: str) -> ColumnElement[bool]:
    """One of a few fixed values, in a statement that is compiled once."""
    return or_(*(column == value for value in values))


def month(at: ColumnElement[Any]) -> ColumnElement[str]:
    """`2027-01` of a date."""
    return func.substr(cast(at, String), 1, 7)


# Those whose day is being planned right now.
PLANNING: FromClause = (
    select(
        _rhythms.c.member_id,
        func.coalesce(_rhythms.c.planned_on, literal(LONG_AGO, Date())).label("since"),
        func.coalesce(_rhythms.c.planned_on, plus_days(_rhythms.c.plan_until, literal(-NEWS))).label("news_since"),
        _rhythms.c.plan_until.label("until"),
        func.coalesce(_rhythms.c.planned_at, literal(LONG_AGO_AT, Instant())).label("since_at"),
    )
    .where(
        _rhythms.c.organization_id == bindparam("organization"),
        _rhythms.c.plan_until.is_not(None),
        _rhythms.c.planned_on.is_(None) | (_rhythms.c.plan_until > _rhythms.c.planned_on),
    )
    .subquery("frame")
)

# Everybody, over a span of time that somebody asks about.
ASKED: FromClause = (
    select(
        _members.c.id.label("member_id"),
        bindparam("since", type_=Date()).label("since"),
        bindparam("since", type_=Date()).label("news_since"),
        bindparam("until", type_=Date()).label("until"),
        bindparam("since_at", type_=Instant()).label("since_at"),
    )
    .where(_members.c.organization_id == bindparam("organization"), _members.c.deleted_at.is_(None))
    .subquery("frame")
)


class Bounds(NamedTuple):
    """Between what all members of a frame lie. Every member's own days are compared row by row; these are the same for the
    whole statement, so that an index finds the few rows which can matter to anybody."""

    since: ColumnElement[Any]
    until: ColumnElement[Any]
    since_at: ColumnElement[Any]
    news_since: ColumnElement[Any]
    members: Select[Any]

    @property
    def again(self) -> "Bounds":
        """The same where somebody is planned for the first time, whose every account is looked at anyway: nothing."""
        first = self.since <= LONG_AGO
        since = case((first, literal(FAR_AT.date(), Date())), else_=self.since)
        since_at = case((first, literal(FAR_AT, Instant())), else_=self.since_at)
        return self._replace(since=since, since_at=since_at)


def bounds(frame: FromClause) -> Bounds:
    assert isinstance(frame, Subquery), "frames are questions"
    everybody = frame.element.subquery("everybody")

    def of(function: Any, name: str) -> ScalarSelect[Any]:
        return select(function(everybody.c[name])).scalar_subquery()

    return Bounds(
        of(func.min, "since"), of(func.max, "until"), of(func.min, "since_at"), of(func.min, "news_since"),
        select(everybody.c.member_id),
    )  # fmt: skip


# What is planned already: the last fortnight of everybody, or since they began.
_FORTNIGHT = plus_days(_rhythms.c.planned_on, literal(-14))
_SINCE = case((_rhythms.c.begun_on > _FORTNIGHT, _rhythms.c.begun_on), else_=_FORTNIGHT)
PLANNED: FromClause = (
    select(
        _rhythms.c.member_id,
        _SINCE.label("since"),
        _SINCE.label("news_since"),
        _rhythms.c.planned_on.label("until"),
        literal(FAR_AT, Instant()).label("since_at"),
    )
    .join(_members, _members.c.id == _rhythms.c.member_id)
    .where(
        _rhythms.c.organization_id == bindparam("organization"),
        _rhythms.c.planned_on.is_not(None),
        # Whoever left stays where they were planned last, further back each day.
        _members.c.left_at.is_(None),
        _members.c.deleted_at.is_(None),
    )
    .subquery("frame")
)
