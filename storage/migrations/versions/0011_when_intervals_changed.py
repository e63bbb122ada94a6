"""When an admin changed how often to talk, or when a renewal is announced"""

import sqlalchemy as sa
import storage.types
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("intervals", sa.Column("changed_at", storage.types.Instant(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("intervals", "changed_at")
