"""What came due of references: one Select a rule over a frame, as `storage.queries.due` says."""

from typing import Any

from sqlalchemy import FromClause, Integer, Select, bindparam, func, or_, select

from storage.finding import ours
from storage.frames import bounds, day_of, days_between, plus_days, said
from storage.tables import Account, ReferenceAsk, ReferenceConsent

_accounts = Account.table()
_asks = ReferenceAsk.table()
_consents = ReferenceConsent.table()
_THRESHOLD: Any = bindparam("threshold", type_=Integer)


def consent(frame: FromClause) -> Select[Any]:
    """Consents that end within `threshold` days. figure: days that are left."""
    due_on = plus_days(_consents.c.until, -_THRESHOLD)
    edge = bounds(frame)
    return (
        select(
            said("consent:", _consents.c.id, ":", _consents.c.until).label("key"),
            said("consent:", _consents.c.id).label("subject"),
            _consents.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            days_between(frame.c.until, _consents.c.until).label("figure"),
            _consents.c.created_at.label("changed_at"),
        )
        .select_from(
            _consents.join(_accounts, _accounts.c.id == _consents.c.account_id).join(
                frame, frame.c.member_id == _accounts.c.owner_id
            )
        )
        .where(
            _consents.c.organization_id == bindparam("organization"),
            _consents.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            # What has ended already is no news.
            _consents.c.until >= edge.news_since,
            _consents.c.until <= plus_days(edge.until, _THRESHOLD),
            due_on <= frame.c.until,
            or_(due_on > frame.c.since, _consents.c.created_at >= frame.c.since_at),
        )
    )


def outcome(frame: FromClause) -> Select[Any]:
    """Asks that were agreed to `threshold` days ago, and of which nobody has said what came of them. figure: days since."""
    agreed_on = day_of(_asks.c.decided_at)
    due_on = plus_days(agreed_on, _THRESHOLD)
    return (
        select(
            said("reference:", _asks.c.id, ":outcome").label("key"),
            said("reference:", _asks.c.id).label("subject"),
            _asks.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            due_on.label("due_on"),
            days_between(agreed_on, frame.c.until).label("figure"),
            func.coalesce(_asks.c.decided_at, _asks.c.created_at).label("changed_at"),
        )
        .select_from(
            _asks.join(_accounts, _accounts.c.id == _asks.c.account_id).join(
                frame, frame.c.member_id == _accounts.c.owner_id
            )
        )
        .where(
            ours(_asks),
            _asks.c.state == "approved",
            _asks.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            due_on <= frame.c.until,
            or_(due_on > frame.c.since, _asks.c.decided_at >= frame.c.since_at),
        )
    )
