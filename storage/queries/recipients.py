"""Whoever messages go to, read for many messages at once."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from storage.finding import among, ours
from storage.queries.base import Queries
from storage.tables import Channel, Identity, Member

_members = Member.table()
_identities = Identity.table()
_channels = Channel.table()

_MEMBERS = select(*_members.columns).where(ours(_members), among(_members.c.id))
_IDENTITIES = (
    select(*_identities.columns)
    .where(_identities.c.organization_id == bindparam("organization"), among(_identities.c.member_id))
    .order_by(_identities.c.id.desc())
)
_CHANNELS = select(*_channels.columns).where(
    _channels.c.organization_id == bindparam("organization"),
    _channels.c.platform == bindparam("platform"),
    _channels.c.tenant == bindparam("tenant"),
    among(_channels.c.channel),
)


class Recipients(Queries):
    def members(self, ids: Collection[int]) -> dict[int, Member]:
        """Those who are there, deleted or not."""
        return {row["id"]: Member.of(row) for row in self._among(_MEMBERS, ids)}

    def identities(self, ids: Collection[int]) -> dict[int, tuple[Identity, ...]]:
        """Member → what they are called, newest first; nothing for whom no platform knows."""
        found: dict[int, tuple[Identity, ...]] = {}
        for row in self._among(_IDENTITIES, ids):
            found[row["member_id"]] = (*found.get(row["member_id"], ()), Identity.of(row))
        return found

    def channels(self, platform: str, tenant: str, channels: Collection[str]) -> dict[str, Channel]:
        """The platform's id → those that are known."""
        rows = self._among(_CHANNELS, channels, platform=platform, tenant=tenant)
        return {row["channel"]: Channel.of(row) for row in rows}
