"""Whoever messages go to, read for many messages at once."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from storage.queries.base import MANY, Queries, filled, slots
from storage.tables import Channel, Identity, Member
from storage.types import Id

T = TypeVar("T")

_members = Member.table()
_identities = Identity.table()
_channels = Channel.table()

_MEMBERS = select(*_members.columns).where(
    _members.c.organization_id == bindparam("organization"), _members.c.id.in_(slots("member", Id))
)
_IDENTITIES = (
    select(*_identities.columns)
    .where(_identities.c.organization_id == bindparam("organization"), _identities.c.member_id.in_(slots("member", Id)))
    .order_by(_identities.c.id.desc())
)
_CHANNELS = select(*_channels.columns).where(
    _channels.c.organization_id == bindparam("organization"),
    _channels.c.platform == bindparam("platform"),
    _channels.c.tenant == bindparam("tenant"),
    _channels.c.channel.in_(slots("channel", _channels.c.channel.type)),
)


class Recipients(Queries):
    def members(self, ids: Collection[int]) -> dict[int, Member]:
        """Those who are there, deleted or not."""
        rows = [row for some in _parts(ids) for row in self._rows(_MEMBERS, **filled("member", some))]
        return {row["id"]: Member.of(row) for row in rows}

    def identities(self, ids: Collection[int]) -> dict[int, tuple[Identity, ...]]:
        """Member → what they are called, newest first; nothing for whom no platform knows."""
        found: dict[int, tuple[Identity, ...]] = {}
        for some in _parts(ids):
            for row in self._rows(_IDENTITIES, **filled("member", some)):
                found[row["member_id"]] = (*found.get(row["member_id"], ()), Identity.of(row))
        return found

    def channels(self, platform: str, tenant: str, channels: Collection[str]) -> dict[str, Channel]:
        """The platform's id → those that are known."""
        rows = [
            row
            for some in _parts(channels)
            for row in self._rows(_CHANNELS, platform=platform, tenant=tenant, **filled("channel", some))
        ]
        return {row["channel"]: Channel.of(row) for row in rows}

    def _rows(self, statement: Any, **parameters: Any) -> list[dict[str, Any]]:
        return self._work.rows(statement, organization=self._organization, **parameters)


def _parts(values: Collection[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one statement has room for."""
    ordered = list(values)
    for start in range(0, len(ordered), MANY):
        yield ordered[start : start + MANY]
