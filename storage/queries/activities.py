"""What was done, with whom, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, select

from storage.queries.account_book import two_way
from storage.queries.base import Queries
from storage.tables import Activity, NextStep, Participant

_activities = Activity.table()
_participants = Participant.table()
_steps = NextStep.table()

_LAST_TOUCH = select(func.max(_activities.c.at).label("at")).where(
    _activities.c.organization_id == bindparam("organization"),
    _activities.c.account_id == bindparam("account"),
    *two_way(),
)
_ATTEMPTS = select(func.count().label("attempts")).where(
    _activities.c.organization_id == bindparam("organization"),
    _activities.c.account_id == bindparam("account"),
    _activities.c.deleted_at.is_(None),
    _activities.c.attempt.is_(True),
    _activities.c.at > bindparam("since"),
)
_RECENT = (
    select(*_activities.columns)
    .where(
        _activities.c.organization_id == bindparam("organization"),
        _activities.c.account_id == bindparam("account"),
        _activities.c.deleted_at.is_(None),
    )
    .order_by(_activities.c.at.desc(), _activities.c.id.desc())
    .limit(bindparam("limit"))
)
_SAME_MEETING = (
    select(*_activities.columns)
    .where(
        _activities.c.organization_id == bindparam("organization"),
        _activities.c.account_id == bindparam("account"),
        _activities.c.kind == bindparam("kind"),
        _activities.c.member_id != bindparam("member"),
        _activities.c.at.between(bindparam("first"), bindparam("last")),
        _activities.c.deleted_at.is_(None),
    )
    .order_by(_activities.c.id)
    .limit(1)
)
_PARTICIPANTS = (
    select(*_participants.columns)
    .where(
        _participants.c.organization_id == bindparam("organization"),
        _participants.c.activity_id == bindparam("activity"),
        _participants.c.deleted_at.is_(None),
    )
    .order_by(_participants.c.id)
)
_TOUCH_WITH = (
    select(_activities.c.at)
    .select_from(_participants.join(_activities, _activities.c.id == _participants.c.activity_id))
    .where(
        _participants.c.organization_id == bindparam("organization"),
        _participants.c.contact_id == bindparam("contact"),
        _participants.c.deleted_at.is_(None),
        *two_way(),
    )
    .order_by(_activities.c.at.desc())
    .limit(1)
)
_GUESTS = (
    select(*_participants.columns)
    .select_from(_participants.join(_activities, _activities.c.id == _participants.c.activity_id))
    .where(
        _activities.c.organization_id == bindparam("organization"),
        _activities.c.account_id == bindparam("account"),
        _activities.c.deleted_at.is_(None),
        _participants.c.deleted_at.is_(None),
        _participants.c.contact_id.is_(None),
        _participants.c.member_id.is_(None),
        func.lower(_participants.c.name) == func.lower(bindparam("name", type_=Text())),
    )
    .order_by(_participants.c.id)
)
_STEPS_OF_ACCOUNT = (
    select(*_steps.columns)
    .where(
        _steps.c.organization_id == bindparam("organization"),
        _steps.c.account_id == bindparam("account"),
        _steps.c.done_at.is_(None),
        _steps.c.deleted_at.is_(None),
    )
    .order_by(_steps.c.due_on.is_(None), _steps.c.due_on, _steps.c.id)
)
_STEPS_OF_MEMBER = (
    select(*_steps.columns)
    .where(
        _steps.c.organization_id == bindparam("organization"),
        _steps.c.owner_id == bindparam("member"),
        _steps.c.done_at.is_(None),
        _steps.c.deleted_at.is_(None),
    )
    .order_by(_steps.c.due_on.is_(None), _steps.c.due_on, _steps.c.id)
)


@dataclass(frozen=True)
class Wanted:
    """Which activities to list; a filter that is None or () does not filter. since and until: instants, until excluded."""

    member_id: int | None = None
    account_id: int | None = None
    kind: str | None = None
    mode: str | None = None
    missions: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


class Totals(NamedTuple):
    """activities: how many. minutes: their sum."""

    activities: int
    minutes: int


class Activities(Queries):
    def get(self, activity_id: int) -> Activity | None:
        found = self._work.get(Activity, activity_id)
        return found if found is not None and found.deleted_at is None else None

    def recent(self, account_id: int, limit: int) -> list[Activity]:
        """Newest first."""
        rows = self._work.rows(_RECENT, organization=self._organization, account=account_id, limit=limit)
        return [Activity.of(row) for row in rows]

    def last_touch(self, account_id: int) -> datetime | None:
        """The last two-way contact with a customer: internal records and unanswered attempts do not count."""
        at: datetime | None = self._work.rows(_LAST_TOUCH, organization=self._organization, account=account_id)[0]["at"]
        return at

    def attempts_since(self, account_id: int, since: datetime) -> int:
        rows = self._work.rows(_ATTEMPTS, organization=self._organization, account=account_id, since=since)
        return int(rows[0]["attempts"])

    def last_touch_with(self, contact_id: int) -> datetime | None:
        """The last two-way contact in which somebody at the customer took part."""
        rows = self._work.rows(_TOUCH_WITH, organization=self._organization, contact=contact_id)
        return rows[0]["at"] if rows else None

    def guests(self, account_id: int, name: str) -> list[Participant]:
        """Those of a name who took part in what was logged of an account, and were nobody known."""
        rows = self._work.rows(_GUESTS, organization=self._organization, account=account_id, name=name)
        return [Participant.of(row) for row in rows]

    def same_meeting(
        self, account_id: int, kind: str, member_id: int, at: datetime, within: timedelta
    ) -> Activity | None:
        """What a colleague logged of the same account, kind and about the same time."""
        rows = self._work.rows(
            _SAME_MEETING,
            organization=self._organization,
            account=account_id,
            kind=kind,
            member=member_id,
            first=at - within,
            last=at + within,
        )
        return Activity.of(rows[0]) if rows else None

    def participants(self, activity_id: int) -> list[Participant]:
        rows = self._work.rows(_PARTICIPANTS, organization=self._organization, activity=activity_id)
        return [Participant.of(row) for row in rows]

    def matching(self, wanted: Wanted, limit: int, offset: int = 0) -> list[Activity]:
        """Newest first."""
        rows = self._work.ask(
            select(*_activities.columns)
            .where(*self._filters(wanted))
            .order_by(_activities.c.at.desc(), _activities.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [Activity.of(row) for row in rows]

    def totals(self, wanted: Wanted) -> Totals:
        row = self._work.ask(
            select(
                func.count().label("activities"), func.coalesce(func.sum(_activities.c.minutes), 0).label("minutes")
            ).where(*self._filters(wanted))
        )[0]
        return Totals(int(row["activities"]), int(row["minutes"]))

    def _filters(self, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
        yield _activities.c.organization_id == self._organization
        yield _activities.c.deleted_at.is_(None)
        equal: dict[str, Any] = {
            "member_id": wanted.member_id,
            "account_id": wanted.account_id,
            "kind": wanted.kind,
            "mode": wanted.mode,
        }
        for name, value in equal.items():
            if value is not None:
                yield _activities.c[name] == value
        for mission in wanted.missions:
            # A JSON list of plain words: the quoted word stands in its text on both engines.
            yield cast(_activities.c.missions, Text).like(f'%"{mission}"%')
        if wanted.since is not None:
            yield _activities.c.at >= wanted.since
        if wanted.until is not None:
            yield _activities.c.at < wanted.until

    # ------------------------------------------------------------ next steps

    def step(self, step_id: int) -> NextStep | None:
        found = self._work.get(NextStep, step_id)
        return found if found is not None and found.deleted_at is None else None

    def steps_of_account(self, account_id: int) -> list[NextStep]:
        """Open ones, soonest first."""
        rows = self._work.rows(_STEPS_OF_ACCOUNT, organization=self._organization, account=account_id)
        return [NextStep.of(row) for row in rows]

    def steps_of_member(self, member_id: int) -> list[NextStep]:
        """Open ones, soonest first."""
        rows = self._work.rows(_STEPS_OF_MEMBER, organization=self._organization, member=member_id)
        return [NextStep.of(row) for row in rows]
