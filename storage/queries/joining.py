"""Codes that join workspaces and people, and the tries to guess them."""

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select, update

from storage.queries.base import Queries
from storage.tables import (
    Account,
    Activity,
    CalendarSource,
    Channel,
    ChannelReader,
    Identity,
    Import,
    JoinCode,
    JoinTry,
    Workspace,
)
from storage.types import Instant

_codes = JoinCode.table()
_tries = JoinTry.table()
_workspaces = Workspace.table()
_identities = Identity.table()
_channels = Channel.table()
_readers = ChannelReader.table()

# Whoever has none of these has nothing that could be lost or mixed up.
_HOLDINGS = (Account.table(), Activity.table(), Import.table(), CalendarSource.table())

_BY_DIGEST = select(*_codes.columns).where(_codes.c.digest == bindparam("shown"))
_USE = (
    update(_codes)
    .where(
        _codes.c.organization_id == bindparam("organization"),
        _codes.c.id == bindparam("code"),
        _codes.c.used_at.is_(None),
    )
    .values(used_at=bindparam("now", type_=Instant), used_by=bindparam("by"))
    .returning(_codes.c.id)
)
_TRIED = select(func.count().label("tries")).where(
    _tries.c.organization_id == bindparam("organization"),
    _tries.c.by == bindparam("by"),
    _tries.c.at > bindparam("since", type_=Instant),
)
_OLDER = (
    update(_codes)
    .where(
        _codes.c.organization_id == bindparam("organization"),
        _codes.c.member_id == bindparam("member"),
        _codes.c.kind == bindparam("kind"),
        _codes.c.used_at.is_(None),
        _codes.c.expires_at > bindparam("now", type_=Instant),
    )
    .values(expires_at=bindparam("now", type_=Instant))
)
_OF_WORKSPACES = (
    select(*_workspaces.columns)
    .where(_workspaces.c.organization_id == bindparam("organization"))
    .order_by(_workspaces.c.platform, _workspaces.c.id)
)
_FORGET_TRIES = delete(_tries).where(_tries.c.at < bindparam("before", type_=Instant))
_FORGET_CODES = delete(_codes).where(_codes.c.expires_at < bindparam("before", type_=Instant))


class Joining(Queries):
    def issue(self, purpose: str, digest: str, member_id: int, now: datetime, until: datetime) -> JoinCode:
        """A new code; an older one of the same member and purpose (workspace or person) opens nothing any more."""
        self._work.run(_OLDER, organization=self._organization, member=member_id, kind=purpose, now=now)
        return self._work.insert(
            JoinCode, kind=purpose, digest=digest, member_id=member_id, expires_at=until, created_at=now
        )

    def code(self, digest: str) -> JoinCode | None:
        """The code with this digest, of whatever organization: it is by the code that somebody says whose it is."""
        found = self._work.rows(_BY_DIGEST, shown=digest)
        return JoinCode.of(found[0]) if found else None

    def use(self, code_id: int, by: str, now: datetime) -> bool:
        """False when somebody was faster."""
        return bool(self._work.rows(_USE, organization=self._organization, code=code_id, by=by, now=now))

    def tries(self, by: str, since: datetime) -> int:
        return int(self._work.rows(_TRIED, organization=self._organization, by=by, since=since)[0]["tries"])

    def tried(self, by: str, now: datetime) -> None:
        self._work.put(JoinTry, by=by, at=now)

    # ------------------------------------------------------------ workspaces

    def workspaces(self) -> list[Workspace]:
        return [Workspace.of(row) for row in self._work.rows(_OF_WORKSPACES, organization=self._organization)]

    def is_empty(self) -> bool:
        """Whether this organization holds nothing yet: no customer, no file, no calendar, also no deleted one."""
        held = (exists().where(table.c.organization_id == self._organization) for table in _HOLDINGS)
        return not any(self._work.ask(select(one.label("held")))[0]["held"] for one in held)

    def let_go(self, platform: str, tenant: str) -> None:
        """This workspace's people and channels are forgotten here, where it belongs to another organization now."""
        listed = select(_channels.c.id).where(
            _channels.c.organization_id == self._organization,
            _channels.c.platform == platform,
            _channels.c.tenant == tenant,
        )
        self._work.do(delete(_readers).where(_readers.c.channel_id.in_(listed)))
        self._work.do(delete(_channels).where(_channels.c.id.in_(listed)))
        self._work.do(
            delete(_identities).where(
                _identities.c.organization_id == self._organization,
                _identities.c.platform == platform,
                _identities.c.tenant == tenant,
            )
        )
        self._work.do(
            delete(_workspaces).where(
                _workspaces.c.organization_id == self._organization,
                _workspaces.c.platform == platform,
                _workspaces.c.tenant == tenant,
            )
        )

    # ------------------------------------------------------------ housekeeping

    def sweep(self, before: datetime) -> None:
        """Forget tries and codes that ended before then, of all organizations."""
        self._work.run(_FORGET_TRIES, before=before)
        self._work.run(_FORGET_CODES, before=before)
