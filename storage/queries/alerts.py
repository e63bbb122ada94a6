"""Where each event goes: what members and everybody set, channels and followers, and how people took it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from storage.queries.base import Queries
from storage.queries.nudges import OURS
from storage.tables import AlertSetting, ChannelAlert, Follow, Nudge
from storage.types import Instant

_nudges = Nudge.table()
_settings = AlertSetting.table()
_channels = ChannelAlert.table()
_follows = Follow.table()


class Marks(NamedTuple):
    """How people took the nudges of one rule."""

    rule: str
    useful: int
    noise: int


class Alerts(Queries):
    def settings(self, member_id: int | None = None) -> list[AlertSetting]:
        """Of everybody and of all members; with a member, theirs and everybody's."""
        rows = self._work.rows(_SETTINGS, organization=self._organization)
        settings = [AlertSetting.of(row) for row in rows]
        return [one for one in settings if member_id is None or one.member_id in (None, member_id)]

    def channels(self) -> list[ChannelAlert]:
        return [ChannelAlert.of(row) for row in self._work.rows(_CHANNELS, organization=self._organization)]

    def followers(self, account_id: int) -> list[Follow]:
        rows = self._work.rows(_FOLLOWERS, organization=self._organization, account=account_id)
        return [Follow.of(row) for row in rows]

    def marks(self, since: datetime, member_id: int | None = None) -> Sequence[Marks]:
        """How the nudges of each rule were marked since then, by everybody or by one member."""
        rows = self._work.rows(_MARKS if member_id is None else _MY_MARKS, organization=self._organization, since=since,
                               **({} if member_id is None else {"member": member_id}))  # fmt: skip
        return [Marks(row["rule"], row["useful"], row["noise"]) for row in rows]


_SETTINGS = (
    select(*_settings.columns)
    .where(_settings.c.organization_id == bindparam("organization"), _settings.c.deleted_at.is_(None))
    .order_by(_settings.c.id)
)
_CHANNELS = (
    select(*_channels.columns)
    .where(_channels.c.organization_id == bindparam("organization"), _channels.c.deleted_at.is_(None))
    .order_by(_channels.c.id)
)
_FOLLOWERS = (
    select(*_follows.columns)
    .where(
        _follows.c.organization_id == bindparam("organization"),
        _follows.c.account_id == bindparam("account"),
        _follows.c.deleted_at.is_(None),
    )
    .order_by(_follows.c.id)
)
_MARKS = (
    select(
        _nudges.c.rule,
        func.sum(case((_nudges.c.mark == "useful", 1), else_=0)).label("useful"),
        func.sum(case((_nudges.c.mark == "noise", 1), else_=0)).label("noise"),
    )
    .where(OURS, _nudges.c.mark.is_not(None), _nudges.c.planned_at >= bindparam("since", type_=Instant()))
    .group_by(_nudges.c.rule)
    .order_by(_nudges.c.rule)
)
_MY_MARKS = _MARKS.where(_nudges.c.member_id == bindparam("member"))
