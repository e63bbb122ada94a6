"""Members, their identities, and who reads along where."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, bindparam, delete, exists, func, select, update
from sqlmodel import SQLModel

from storage.queries import lanes
from storage.queries.base import Queries
from storage.tables import (
    Account,
    AlertSetting,
    CalendarEvent,
    Channel,
    ChannelReader,
    Duty,
    Follow,
    Identity,
    Leave,
    Member,
    Nudge,
    Organization,
    OutboxMessage,
    Participant,
    Posting,
    ReferenceAsk,
    ReferenceOpinion,
    Rhythm,
    Workspace,
)
from storage.types import Record

_members = Member.table()
_accounts = Account.table()
_identities = Identity.table()
_channels = Channel.table()
_readers = ChannelReader.table()
_workspaces = Workspace.table()
_leaves = Leave.table()
_asks = ReferenceAsk.table()
_nudges = Nudge.table()
_outbox = OutboxMessage.table()
_postings = Posting.table()

# What a member has once for each value of these columns.
_ONCE: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (Rhythm, ()),
    (Follow, ("account_id", "address")),
    (AlertSetting, ("event",)),
    (Duty, ("target",)),
    (ReferenceOpinion, ("account_id",)),
    (CalendarEvent, ("uid", "recurrence")),
    (Participant, ("activity_id",)),
)

_OF_ORGANIZATION = _members.c.organization_id == bindparam("organization")

_BY_IDENTITY = (
    select(*_members.columns)
    .join(_identities, _identities.c.member_id == _members.c.id)
    .where(
        _OF_ORGANIZATION,
        _identities.c.platform == bindparam("platform"),
        _identities.c.tenant == bindparam("tenant"),
        _identities.c.user == bindparam("user"),
    )
)
_BY_EMAIL = select(*_members.columns).where(_OF_ORGANIZATION, _members.c.email == bindparam("email"))
_EVERYONE = (
    select(*_members.columns)
    .where(_OF_ORGANIZATION, _members.c.deleted_at.is_(None))
    .order_by(_members.c.name, _members.c.id)
)
_IDENTITIES_OF = (
    select(*_identities.columns)
    .where(_identities.c.organization_id == bindparam("organization"), _identities.c.member_id == bindparam("member"))
    .order_by(_identities.c.id.desc())
)
_REACHABLE = (
    select(_identities.c.member_id).where(_identities.c.organization_id == bindparam("organization")).distinct()
)
_CHANNEL = select(*_channels.columns).where(
    _channels.c.organization_id == bindparam("organization"),
    _channels.c.platform == bindparam("platform"),
    _channels.c.tenant == bindparam("tenant"),
    _channels.c.channel == bindparam("channel"),
)
_ROOMS = (
    select(*_channels.columns)
    .where(
        _channels.c.platform == bindparam("platform"),
        _channels.c.listed_at.is_not(None),
        _channels.c.deleted_at.is_(None),
    )
    .order_by(_channels.c.id)
)
_READERS = (
    select(*_members.columns)
    .join(_readers, _readers.c.member_id == _members.c.id)
    .where(
        _OF_ORGANIZATION,
        _readers.c.organization_id == bindparam("organization"),
        _readers.c.channel_id == bindparam("channel"),
    )
)
_READ_BY = (
    select(*_channels.columns)
    .join(_readers, _readers.c.channel_id == _channels.c.id)
    .where(
        _channels.c.organization_id == bindparam("organization"),
        _channels.c.deleted_at.is_(None),
        _readers.c.member_id == bindparam("member"),
    )
    .order_by(_channels.c.id)
)
_FORGET_READERS = delete(_readers).where(
    _readers.c.organization_id == bindparam("organization"), _readers.c.channel_id == bindparam("channel")
)
_ADMINS = select(func.count().label("admins")).where(
    _OF_ORGANIZATION, _members.c.role == "admin", _members.c.deleted_at.is_(None), _members.c.left_at.is_(None)
)
_WORKSPACE = select(*_workspaces.columns).where(
    _workspaces.c.platform == bindparam("platform"), _workspaces.c.tenant == bindparam("tenant")
)
_ORGANIZATIONS = select(Organization.table().c.id).order_by(Organization.table().c.id)
_ANY_WORKSPACE = select(_workspaces.c.id).where(_workspaces.c.platform == bindparam("platform")).limit(1)


_BOOKS = (
    select(_accounts.c.owner_id, func.count().label("accounts"))
    .where(
        _accounts.c.organization_id == bindparam("organization"),
        _accounts.c.deleted_at.is_(None),
        _accounts.c.owner_id.is_not(None),
    )
    .group_by(_accounts.c.owner_id)
)


class People(Queries):
    def by_identity(self, platform: str, tenant: str, user: str) -> Member | None:
        found = self._work.rows(
            _BY_IDENTITY, organization=self._organization, platform=platform, tenant=tenant, user=user
        )
        return Member.of(found[0]) if found else None

    def by_email(self, email: str) -> Member | None:
        """email: any case."""
        found = self._work.rows(_BY_EMAIL, organization=self._organization, email=email.casefold())
        return Member.of(found[0]) if found else None

    def reachable(self) -> set[int]:
        """Members whom some platform knows, so that they can be written to."""
        return {row["member_id"] for row in self._work.rows(_REACHABLE, organization=self._organization)}

    def everyone(self) -> list[Member]:
        """All members, by name; those who left too (`left_at`)."""
        return [Member.of(row) for row in self._work.rows(_EVERYONE, organization=self._organization)]

    def named(self, ids: Collection[int]) -> dict[int, Member]:
        if not ids:
            return {}
        rows = self._work.ask(
            select(*_members.columns).where(
                _members.c.organization_id == self._organization, _members.c.id.in_(sorted(ids))
            )
        )
        return {row["id"]: Member.of(row) for row in rows}

    def identities(self, member_id: int) -> list[Identity]:
        """Newest first."""
        rows = self._work.rows(_IDENTITIES_OF, organization=self._organization, member=member_id)
        return [Identity.of(row) for row in rows]

    def has_admin(self) -> bool:
        return self.count_admins() > 0

    def identify(self, member_id: int, platform: str, tenant: str, user: str) -> None:
        self._work.insert(Identity, member_id=member_id, platform=platform, tenant=tenant, user=user)

    def count_admins(self) -> int:
        return int(self._work.rows(_ADMINS, organization=self._organization)[0]["admins"])

    def book_sizes(self) -> dict[int, int]:
        """Member → accounts owned."""
        rows = self._work.rows(_BOOKS, organization=self._organization)
        return {row["owner_id"]: row["accounts"] for row in rows}

    def absorb(self, shadow: Member, member: Member, now: datetime) -> None:
        """Two records turned out to be one person: everything that names `shadow` names `member` from now on."""
        ours = _readers.c.organization_id == self._organization
        listed = select(_readers.c.channel_id).where(ours, _readers.c.member_id == member.id)
        self._work.do(
            delete(_readers).where(
                ours, _readers.c.member_id == shadow.id, _readers.c.channel_id.in_(listed.scalar_subquery())
            )
        )
        self._drop_doubles(shadow.id, member.id, now)
        self._readdress(shadow.id, member.id, now)
        for column in _naming_a_member():
            self._work.do(
                update(column.table)
                .where(column.table.c.organization_id == self._organization, column == shadow.id)
                .values({column.name: member.id})
            )
        self._work.update(Member, shadow.id, deleted_at=now, email=None, merged_into_id=member.id)

    def lasting(self, ids: Collection[int]) -> dict[int, int]:
        """Of these members those who turned out to be somebody else: whom they became."""
        if not ids:
            return {}
        rows = self._work.ask(
            select(_members.c.id, _members.c.merged_into_id).where(
                _members.c.organization_id == self._organization,
                _members.c.id.in_(sorted(ids)),
                _members.c.merged_into_id.is_not(None),
            )
        )
        return {row["id"]: row["merged_into_id"] for row in rows}

    def _readdress(self, shadow: int, member: int, now: datetime) -> None:
        """What is on its way to `shadow`, and what stands in their chats, is the member's."""
        self._work.run(
            lanes.OPEN[self._work.dialect.name], organization=self._organization, lane=f"member:{member}", now=now
        )
        texts = (
            (_outbox.c.address, "member"), (_outbox.c.lane, "member"), (_outbox.c.card, "digest"),
            (_postings.c.card, "digest"), (_nudges.c.card, "digest"),
        )  # fmt: skip
        for column, kind in texts:
            self._work.do(
                update(column.table)
                .where(column.table.c.organization_id == self._organization, column == f"{kind}:{shadow}")
                .values({column.name: f"{kind}:{member}"})
            )

    def _drop_doubles(self, shadow: int, member: int, now: datetime) -> None:
        """Of what nobody has twice, the member's own stays."""
        for record, same in _ONCE:
            table = record.table()
            other = table.alias()
            stands = select(other.c.id).where(
                other.c.organization_id == self._organization,
                other.c.member_id == member,
                *(other.c[name].is_not_distinct_from(table.c[name]) for name in same),
                *((other.c.deleted_at.is_(None),) if "deleted_at" in table.c else ()),
            )
            doubles = (table.c.organization_id == self._organization, table.c.member_id == shadow, exists(stands))
            # What the audit may name is only put away.
            softly = "deleted_at" in table.c
            self._work.do(
                update(table).where(*doubles).values(deleted_at=now) if softly else delete(table).where(*doubles)
            )
        # Of two open asks for the same, one waits for an answer.
        other_ask = _asks.alias()
        asked = select(other_ask.c.id).where(
            other_ask.c.organization_id == self._organization,
            other_ask.c.requester_id == member,
            other_ask.c.account_id == _asks.c.account_id,
            other_ask.c.kind == _asks.c.kind,
            other_ask.c.state == "asked",
            other_ask.c.deleted_at.is_(None),
        )
        self._work.do(
            update(_asks)
            .where(
                _asks.c.organization_id == self._organization,
                _asks.c.requester_id == shadow,
                _asks.c.state == "asked",
                exists(asked),
            )
            .values(state="withdrawn", decided_at=now)
        )
        # Who owns an account cannot stand in for themselves.
        both = {shadow, member}
        self._work.do(
            update(_accounts)
            .where(
                _accounts.c.organization_id == self._organization,
                _accounts.c.owner_id.in_(both),
                _accounts.c.backup_id.in_(both),
            )
            .values(backup_id=None)
        )
        self._work.do(
            update(_leaves)
            .where(
                _leaves.c.organization_id == self._organization,
                _leaves.c.member_id.in_(both),
                _leaves.c.cover_id.in_(both),
            )
            .values(cover_id=None)
        )

    # ------------------------------------------------------------ channels

    def channel(self, platform: str, tenant: str, channel: str) -> Channel | None:
        found = self._work.rows(
            _CHANNEL, organization=self._organization, platform=platform, tenant=tenant, channel=channel
        )
        return Channel.of(found[0]) if found else None

    def rooms_of(self, platform: str) -> list[Channel]:
        """The channels of a platform whose readers were listed, of all organizations."""
        return [Channel.of(row) for row in self._work.rows(_ROOMS, platform=platform)]

    def readers(self, channel: Channel) -> list[Member]:
        rows = self._work.rows(_READERS, organization=self._organization, channel=channel.id)
        return [Member.of(row) for row in rows]

    def channels_read_by(self, member_id: int) -> list[Channel]:
        """The channels whose lists of readers name this member."""
        rows = self._work.rows(_READ_BY, organization=self._organization, member=member_id)
        return [Channel.of(row) for row in rows]

    def list_channel(
        self,
        channel: Channel,
        members: Sequence[int],
        outsiders: int,
        place: str,
        name: str | None,
        now: datetime,
    ) -> Channel:
        """Remember who reads along, as listed at `now`."""
        self._work.run(_FORGET_READERS, organization=self._organization, channel=channel.id)
        for member_id in sorted(set(members)):
            self._work.insert(ChannelReader, channel_id=channel.id, member_id=member_id)
        return self._work.update(Channel, channel.id, listed_at=now, outsiders=outsiders, place=place, name=name)

    def unlist_channel(self, channel: Channel, place: str) -> Channel:
        """Who reads along is not known any more."""
        self._work.run(_FORGET_READERS, organization=self._organization, channel=channel.id)
        return self._work.update(Channel, channel.id, listed_at=None, outsiders=0, place=place)

    def channel_or_new(self, platform: str, tenant: str, channel: str, place: str) -> Channel:
        known = self.channel(platform, tenant, channel)
        if known is not None:
            return known
        return self._work.insert(Channel, platform=platform, tenant=tenant, channel=channel, place=place)

    # ------------------------------------------------------------ workspaces

    def organizations(self) -> list[int]:
        """Everybody whom this database serves."""
        return [int(row["id"]) for row in self._work.rows(_ORGANIZATIONS)]

    def has_workspace(self, platform: str) -> bool:
        """Whether any workspace of this platform is connected, to whichever organization."""
        return bool(self._work.rows(_ANY_WORKSPACE, platform=platform))

    def organization_of(self, platform: str, tenant: str) -> int | None:
        """The organization of a workspace, whichever it is. The one question that looks across organizations."""
        found = self._work.rows(_WORKSPACE, platform=platform, tenant=tenant)
        return int(found[0]["organization_id"]) if found else None


@cache
def _naming_a_member() -> tuple[Column[Any], ...]:
    return tuple(
        key.parent
        for table in SQLModel.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is _members
    )
