"""Calendars, their meetings, and what of a day was not logged yet."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, or_, select

from storage.queries.base import Queries
from storage.tables import Activity, CalendarEvent, CalendarSource, Member, Nudge, Rhythm

_sources = CalendarSource.table()
_events = CalendarEvent.table()
_activities = Activity.table()
_members = Member.table()
_rhythms = Rhythm.table()
_nudges = Nudge.table()

_OF_MEMBER = (_events.c.organization_id == bindparam("organization"), _events.c.member_id == bindparam("member"))
_SOURCES_OF = (
    select(*_sources.columns)
    .where(_sources.c.organization_id == bindparam("organization"), _sources.c.member_id == bindparam("member"))
    .order_by(_sources.c.id)
)
_TO_READ = (
    select(*_sources.columns)
    .where(_sources.c.organization_id == bindparam("organization"), _sources.c.look_at <= bindparam("now"))
    .order_by(_sources.c.look_at, _sources.c.id)
    .limit(bindparam("limit"))
)
_ALL = select(*_events.columns).where(*_OF_MEMBER).order_by(_events.c.id)
_BETWEEN = (
    select(*_events.columns)
    .where(
        *_OF_MEMBER,
        _events.c.cancelled.is_(False),
        _events.c.starts_at >= bindparam("since"),
        _events.c.starts_at < bindparam("until"),
    )
    .order_by(_events.c.starts_at, _events.c.id)
)
_NEXT = (
    select(*_events.columns)
    .where(
        *_OF_MEMBER,
        _events.c.cancelled.is_(False),
        _events.c.internal.is_(False),
        _events.c.account_id.is_not(None),
        _events.c.ends_at > bindparam("now"),
    )
    .order_by(_events.c.starts_at, _events.c.id)
    .limit(bindparam("limit"))
)
_NEXT_WITH = _NEXT.where(_events.c.account_id == bindparam("account"))
# A meeting that was logged and whose record was taken back is open again.
_LOGGED = (
    select(_events.c.id)
    .join(_activities, _activities.c.id == _events.c.activity_id)
    .where(*_OF_MEMBER, _activities.c.organization_id == bindparam("organization"), _activities.c.deleted_at.is_(None))
)
# Whoever can be told: here, and not away.
_PRESENT = (_members.c.left_at.is_(None), _members.c.deleted_at.is_(None), _members.c.seen_at.is_not(None))
_TO_BRIEF = (
    select(*_events.columns)
    .join(_sources, _sources.c.id == _events.c.source_id)
    .join(_members, _members.c.id == _events.c.member_id)
    .where(
        _events.c.organization_id == bindparam("organization"),
        _events.c.starts_at > bindparam("since"),
        _events.c.starts_at <= bindparam("until"),
        or_(_events.c.briefed_for.is_(None), _events.c.briefed_for != _events.c.starts_at),
        _events.c.cancelled.is_(False),
        _events.c.internal.is_(False),
        _events.c.skipped.is_(False),
        _events.c.account_id.is_not(None),
        _sources.c.briefs.is_(True),
        *_PRESENT,
    )
    .order_by(_events.c.starts_at, _events.c.id)
)
_WRAPPING = (
    select(*_rhythms.columns)
    .join(_members, _members.c.id == _rhythms.c.member_id)
    .where(
        _rhythms.c.organization_id == bindparam("organization"),
        _rhythms.c.wraps_at.is_not(None),
        # A local date that every zone has left behind or not begun yet is looked at no more than it must be.
        or_(_rhythms.c.wrapped_on.is_(None), _rhythms.c.wrapped_on < bindparam("latest")),
        *_PRESENT,
    )
    .order_by(_rhythms.c.id)
)
_DONE = (
    select(*_activities.columns)
    .where(
        _activities.c.organization_id == bindparam("organization"),
        _activities.c.member_id == bindparam("member"),
        _activities.c.at >= bindparam("since"),
        _activities.c.at < bindparam("until"),
        _activities.c.deleted_at.is_(None),
    )
    .order_by(_activities.c.at, _activities.c.id)
)
_CLOSED = (
    select(*_nudges.columns)
    .where(
        _nudges.c.organization_id == bindparam("organization"),
        _nudges.c.closed_by_id == bindparam("member"),
        _nudges.c.state == "done",
        _nudges.c.account_id.is_not(None),
        _nudges.c.closed_at >= bindparam("since"),
        _nudges.c.closed_at < bindparam("until"),
    )
    .order_by(_nudges.c.closed_at, _nudges.c.id)
)
_FORGET_EVENTS = delete(_events).where(
    _events.c.organization_id == bindparam("organization"), _events.c.source_id == bindparam("source")
)
_FORGET_SOURCE = delete(_sources).where(
    _sources.c.organization_id == bindparam("organization"), _sources.c.id == bindparam("source")
)
_FORGET_PAST = delete(_events).where(
    _events.c.organization_id == bindparam("organization"), _events.c.ends_at < bindparam("before")
)


class Wrapping(NamedTuple):
    """Somebody who wants the proposal of what to log."""

    rhythm: Rhythm
    member: Member


class Calendars(Queries):
    # ------------------------------------------------------------ sources

    def sources(self, member_id: int) -> list[CalendarSource]:
        rows = self._work.rows(_SOURCES_OF, organization=self._organization, member=member_id)
        return [CalendarSource.of(row) for row in rows]

    def to_read(self, now: datetime, limit: int) -> list[CalendarSource]:
        """Subscriptions whose time has come, the longest waiting first."""
        rows = self._work.rows(_TO_READ, organization=self._organization, now=now, limit=limit)
        return [CalendarSource.of(row) for row in rows]

    def forget(self, source_id: int) -> None:
        """The calendar with all its meetings, for good."""
        self._work.run(_FORGET_EVENTS, organization=self._organization, source=source_id)
        self._work.run(_FORGET_SOURCE, organization=self._organization, source=source_id)

    def forget_past(self, before: datetime) -> None:
        self._work.run(_FORGET_PAST, organization=self._organization, before=before)

    # ------------------------------------------------------------ meetings

    def event(self, event_id: int) -> CalendarEvent | None:
        return self._work.get(CalendarEvent, event_id)

    def all_of(self, member_id: int) -> list[CalendarEvent]:
        """Cancelled ones too."""
        rows = self._work.rows(_ALL, organization=self._organization, member=member_id)
        return [CalendarEvent.of(row) for row in rows]

    def between(self, member_id: int, since: datetime, until: datetime) -> list[CalendarEvent]:
        """What begins in that time, cancelled ones left out, by time."""
        rows = self._work.rows(_BETWEEN, organization=self._organization, member=member_id, since=since, until=until)
        return [CalendarEvent.of(row) for row in rows]

    def next_of(self, member_id: int, now: datetime, limit: int, account_id: int | None = None) -> list[CalendarEvent]:
        """Meetings with customers that have not ended, by time; of one account where it is given."""
        wanted = {"organization": self._organization, "member": member_id, "now": now, "limit": limit}
        if account_id is None:
            rows = self._work.rows(_NEXT, **wanted)
        else:
            rows = self._work.rows(_NEXT_WITH, account=account_id, **wanted)
        return [CalendarEvent.of(row) for row in rows]

    def logged(self, member_id: int) -> set[int]:
        """Ids of the meetings that have a live record."""
        rows = self._work.rows(_LOGGED, organization=self._organization, member=member_id)
        return {row["id"] for row in rows}

    def to_brief(self, since: datetime, until: datetime) -> list[CalendarEvent]:
        """Whose brief was not made yet and that begin after `since`, at `until` at the latest."""
        rows = self._work.rows(_TO_BRIEF, organization=self._organization, since=since, until=until)
        return [CalendarEvent.of(row) for row in rows]

    def colleagues(self, emails: Collection[str]) -> dict[str, Member]:
        """Members by their addresses, lower case."""
        if not emails:
            return {}
        rows = self._work.ask(
            select(*_members.columns).where(
                _members.c.organization_id == self._organization, _members.c.email.in_(sorted(emails))
            )
        )
        return {row["email"]: Member.of(row) for row in rows}

    # ------------------------------------------------------------ the end of a day

    def wrapping(self, latest: datetime) -> list[Wrapping]:
        """Who wants a proposal and may not have had it for the local date of `latest`, the furthest zone's."""
        rows = self._work.rows(_WRAPPING, organization=self._organization, latest=latest.date())
        people = self._work.people.named({row["member_id"] for row in rows})
        return [Wrapping(Rhythm.of(row), people[row["member_id"]]) for row in rows]

    def done_by(self, member_id: int, since: datetime, until: datetime) -> list[Activity]:
        """What a member did in that time, by time."""
        rows = self._work.rows(_DONE, organization=self._organization, member=member_id, since=since, until=until)
        return [Activity.of(row) for row in rows]

    def closed_by(self, member_id: int, since: datetime, until: datetime) -> list[Nudge]:
        """Nudges about accounts that a member said to be done in that time, by time."""
        rows = self._work.rows(_CLOSED, organization=self._organization, member=member_id, since=since, until=until)
        return [Nudge.of(row) for row in rows]
