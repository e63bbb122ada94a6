"""Consents found by what they are for"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "reference_consents_by_kind",
        "reference_consents",
        ["organization_id", "kind", "until", "account_id"],
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def downgrade() -> None:
    op.drop_index("reference_consents_by_kind", "reference_consents")
