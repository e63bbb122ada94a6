"""Who follows which accounts: members, and channels."""

from sqlalchemy import bindparam, select

from storage.queries.base import Queries
from storage.tables import Account, Follow

_follows = Follow.table()
_accounts = Account.table()

_LIVE = (
    _follows.c.organization_id == bindparam("organization"),
    _follows.c.deleted_at.is_(None),
    _accounts.c.deleted_at.is_(None),
)
_JOINED = _follows.join(_accounts, _accounts.c.id == _follows.c.account_id)
_OWN = (
    select(*_follows.columns)
    .select_from(_JOINED)
    .where(*_LIVE, _follows.c.member_id == bindparam("member"), _follows.c.address == "")
    .order_by(_accounts.c.name, _follows.c.id)
)
_CHANNELS = (
    select(*_follows.columns)
    .select_from(_JOINED)
    .where(*_LIVE, _follows.c.address != "")
    .order_by(_follows.c.address, _accounts.c.name, _follows.c.id)
)


class Follows(Queries):
    def of_member(self, member_id: int) -> list[Follow]:
        """What somebody follows in their own chat, by the account's name."""
        rows = self._work.rows(_OWN, organization=self._organization, member=member_id)
        return [Follow.of(row) for row in rows]

    def of_channels(self) -> list[Follow]:
        """What channels follow, by channel and account."""
        return [Follow.of(row) for row in self._work.rows(_CHANNELS, organization=self._organization)]

    def find(self, account_id: int, member_id: int, address: str) -> Follow | None:
        """Somebody's own, or (with an address) the channel's, whoever asked for it."""
        known = self.of_channels() if address else self.of_member(member_id)
        return next((one for one in known if (one.account_id, one.address) == (account_id, address)), None)
