"""What channels are called"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channels", sa.Column("name", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("channels", "name")
