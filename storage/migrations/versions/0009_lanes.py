"""Hold a lane while its message is under way"""

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_until", storage.types.Instant(timezone=True), nullable=True))
    # Whatever waits already has a lane as well; nothing is claimed but through one.
    op.execute(
        "INSERT INTO lanes (organization_id, name, free_at) SELECT min(organization_id), lane, min(created_at) FROM outbox "
        "WHERE state = 'due' AND lane NOT IN (SELECT name FROM lanes) GROUP BY lane"
    )


def downgrade() -> None:
    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.drop_column("held_until")
