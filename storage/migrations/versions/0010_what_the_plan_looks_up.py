"""Indexes by which the plan of a day finds the few rows that matter"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHAMPION = "champion_on IS NOT NULL AND champion_left_on IS NULL AND deleted_at IS NULL"
# name, table, columns, of which rows
INDEXES = (
    ("accounts_created", "accounts", ["created_at"], ""),
    ("activities_at", "activities", ["at"], ""),
    ("activities_created", "activities", ["created_at"], ""),
    ("contacts_champion_on", "contacts", ["champion_on"], CHAMPION),
    ("contacts_champion_new", "contacts", ["created_at"], CHAMPION),
    ("kpi_readings_day", "kpi_readings", ["on"], "deleted_at IS NULL"),
    ("nudges_open", "nudges", ["organization_id", "subject", "member_id"], "state = 'open'"),
    ("renewals_dated", "renewals", ["dated_at"], "outcome IS NULL AND deleted_at IS NULL"),
)


def upgrade() -> None:
    for name, table, columns, which in INDEXES:
        where = sa.text(which) if which else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.drop_index("accounts_owner", "accounts")
    op.create_index("accounts_owner", "accounts", ["organization_id", "owner_id", "deleted_at"])


def downgrade() -> None:
    op.drop_index("accounts_owner", "accounts")
    op.create_index("accounts_owner", "accounts", ["organization_id", "owner_id"])
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table)
