"""What an hour of work costs"""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organizations", sa.Column("hour_minor", sa.BigInteger(), nullable=True))
    op.add_column("organizations", sa.Column("hour_currency", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("organizations", "hour_currency")
    op.drop_column("organizations", "hour_minor")
