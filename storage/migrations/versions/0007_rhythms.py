"""A zone of one's own; who is away is told by leaves alone"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Instant = storage.types.Instant(timezone=True)
members = sa.table(
    "members",
    sa.column("id", sa.BigInteger()),
    sa.column("organization_id", sa.BigInteger()),
    sa.column("zone", sa.String()),
    sa.column("away_until", Instant),
)
leaves = sa.table(
    "leaves",
    sa.column("organization_id", sa.BigInteger()),
    sa.column("member_id", sa.BigInteger()),
    sa.column("from_on", sa.Date()),
    sa.column("until_on", sa.Date()),
    sa.column("deleted_at", Instant),
)


def upgrade() -> None:
    op.add_column("members", sa.Column("own_zone", sa.Boolean(), nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    now = datetime.now(UTC)
    away = connection.execute(sa.select(members).where(members.c.away_until > now)).all()
    rows = [
        {
            "organization_id": row.organization_id,
            "member_id": row.id,
            "from_on": now.astimezone(_zone(row.zone)).date(),
            "until_on": row.away_until.astimezone(_zone(row.zone)).date(),
        }
        for row in away
    ]
    if rows:
        connection.execute(sa.insert(leaves), rows)
    op.drop_column("members", "away_until")


def downgrade() -> None:
    op.add_column("members", sa.Column("away_until", Instant, nullable=True))
    connection = op.get_bind()
    today = datetime.now(UTC).date()
    current = sa.select(leaves).where(
        leaves.c.from_on <= today, leaves.c.until_on >= today, leaves.c.deleted_at.is_(None)
    )
    for row in connection.execute(current).all():
        until = datetime.combine(row.until_on, datetime.max.time(), UTC)
        connection.execute(sa.update(members).where(members.c.id == row.member_id).values(away_until=until))
    op.drop_column("members", "own_zone")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return ZoneInfo("UTC")
