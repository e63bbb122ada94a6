"""How often to talk on each level, when a renewal is announced, and the last touches that this counts from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Select, bindparam, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.queries.base import Queries
from storage.tables import Account, Activity, Interval
from storage.types import Instant

RENEWAL = "renewal"
LEVELS = ("operational", "business", "strategic")
UNTIERED = 4  # an account that nobody gave a tier is looked after like one of this tier

# What an organization begins with: rule → tier → days. A level that a tier does not have is not there.
DEFAULTS: Mapping[str, Mapping[int, tuple[int, ...]]] = {
    RENEWAL: {1: (180, 120, 90, 60, 30, 14), 2: (120, 90, 60, 30), 3: (90, 60, 30), 4: (60, 30)},
    "operational": {1: (14,), 2: (30,), 3: (90,), 4: (90,)},
    "business": {1: (91,), 2: (91,), 3: (182,)},
    "strategic": {1: (182,), 2: (365,)},
}
# A review of a level stands for those of the levels below it.
RESETS: Mapping[str, tuple[str, ...]] = {"business": ("business", "strategic"), "strategic": ("strategic",)}

_intervals = Interval.table()
_accounts = Account.table()
_activities = Activity.table()

_ALL = (
    select(_intervals.c.rule, _intervals.c.tier, _intervals.c.days)
    .where(_intervals.c.organization_id == bindparam("organization"))
    .order_by(_intervals.c.rule, _intervals.c.tier, _intervals.c.days.desc())
)
_ADD = {
    name: insert(_intervals)
    .values(
        organization_id=bindparam("organization"),
        rule=bindparam("rule"),
        tier=bindparam("tier"),
        days=bindparam("days"),
        changed_at=bindparam("changed_at", type_=Instant()),
    )
    .on_conflict_do_nothing()
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_CLEAR = delete(_intervals).where(
    _intervals.c.organization_id == bindparam("organization"),
    _intervals.c.rule == bindparam("rule"),
    _intervals.c.tier == bindparam("tier"),
)

_CHANGED = (
    select(_intervals.c.rule)
    .where(
        _intervals.c.organization_id == bindparam("organization"),
        _intervals.c.changed_at >= bindparam("since", type_=Instant()),
    )
    .distinct()
)

# rule → tier → days, longest first
Matrix = dict[str, dict[int, tuple[int, ...]]]


class Touched(NamedTuple):
    """An account with its last held two-way touch of each level, by level."""

    account: Account
    last: Mapping[str, datetime | None]


class Intervals(Queries):
    def matrix(self) -> Matrix:
        """What counts: what an admin said, and the defaults for a rule that nobody touched."""
        kept = self._kept()
        return {rule: kept.get(rule) or dict(days) for rule, days in DEFAULTS.items()}

    def seed(self) -> None:
        """Write down the defaults of every rule that has no row yet, so that one statement can join them."""
        kept = self._kept()
        self._write((rule, tier, days) for rule, tiers in DEFAULTS.items() if rule not in kept
                    for tier, several in tiers.items() for days in several)  # fmt: skip

    def put(self, rule: str, tier: int, days: Sequence[int], now: datetime) -> None:
        """Other days for a tier; none at all takes the rule off it."""
        self.seed()
        self._work.run(_CLEAR, organization=self._organization, rule=rule, tier=tier)
        self._write(((rule, tier, count) for count in days), now)

    def changed(self, since: datetime) -> set[str]:
        """The rules of which some days were changed since then."""
        return {row["rule"] for row in self._work.rows(_CHANGED, organization=self._organization, since=since)}

    def touches(self, *, member_id: int | None = None, account_id: int | None = None) -> list[Touched]:
        """Accounts of a member's book, or one account, by name."""
        statement = select(*_accounts.columns, *(last_touch(level).label(f"last_{level}") for level in LEVELS)).where(
            _accounts.c.organization_id == self._organization, _accounts.c.deleted_at.is_(None)
        )
        rows = self._work.ask(_whose(statement, member_id, account_id).order_by(func.lower(_accounts.c.name)))
        return [
            Touched(
                Account.of({name: row[name] for name in _accounts.columns.keys()}),  # noqa: SIM118  # a column collection, no dict
                {level: row[f"last_{level}"] for level in LEVELS},
            )
            for row in rows
        ]

    def _kept(self) -> Matrix:
        kept: Matrix = {}
        for row in self._work.rows(_ALL, organization=self._organization):
            tiers = kept.setdefault(row["rule"], {})
            tiers[row["tier"]] = (*tiers.get(row["tier"], ()), row["days"])
        return kept

    def _write(self, rows: Iterator[tuple[str, int, int]], changed_at: datetime | None = None) -> None:
        add = _ADD[self._work.dialect.name]
        for rule, tier, days in rows:
            self._work.run(add, organization=self._organization, rule=rule, tier=tier, days=days, changed_at=changed_at)


def of_level(level: str, activities: FromClause = _activities) -> Iterator[ColumnElement[bool]]:
    """What makes an activity a held touch of a level: two-way; any of them counts as operational."""
    yield activities.c.deleted_at.is_(None)
    yield activities.c.internal.is_(False)
    yield activities.c.attempt.is_(False)
    if level in RESETS:
        yield or_(*(activities.c.level == each for each in RESETS[level]))


def last_touch(level: str, column: str = "at") -> ScalarSelect[Any]:
    """A column of the last held touch of a level, of the account at hand. Looked up from the newest on, so that one with a
    long history costs no more than any other."""
    return (
        select(_activities.c[column])
        .where(
            _activities.c.organization_id == _accounts.c.organization_id,
            _activities.c.account_id == _accounts.c.id,
            *of_level(level),
        )
        .order_by(_activities.c.at.desc(), _activities.c.id.desc())
        .limit(1)
        .correlate(_accounts)
        .scalar_subquery()
    )


def _whose(statement: Select[Any], member_id: int | None, account_id: int | None) -> Select[Any]:
    if account_id is not None:
        return statement.where(_accounts.c.id == account_id)
    return statement.where(_accounts.c.owner_id == member_id)
