"""Consents of one kind in the order of their accounts"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    _by_kind("account_id", "until")


def downgrade() -> None:
    _by_kind("until", "account_id")


def _by_kind(*columns: str) -> None:
    op.drop_index("reference_consents_by_kind", "reference_consents")
    op.create_index(
        "reference_consents_by_kind",
        "reference_consents",
        ["organization_id", "kind", *columns],
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
