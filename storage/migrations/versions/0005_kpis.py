"""KPIs agreed with customers, their readings, and who is a champion"""

import sqlalchemy as sa
import sqlmodel
import storage.types
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")
CHAMPION = sa.text("champion_on IS NOT NULL AND champion_left_on IS NULL AND deleted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "kpis",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("start_micro", sa.BigInteger(), nullable=False),
        sa.Column("target_micro", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("agreed_with_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("closed_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'met', 'missed', 'dropped')", name="kpi_state"),
        sa.CheckConstraint("start_micro <> target_micro", name="kpi_way"),
        sa.CheckConstraint("starts_on < due_on", name="kpi_dates"),
        sa.CheckConstraint("threshold BETWEEN 1 AND 100", name="kpi_threshold"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["agreed_with_id"], ["contacts.id"]),
        sa.ForeignKeyConstraint(["closed_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("kpis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kpis_agreed_with_id"), ["agreed_with_id"], unique=False)
        batch_op.create_index("kpis_account", ["organization_id", "account_id", "state"], unique=False)

    op.create_table(
        "kpi_readings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kpi_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value_micro", sa.BigInteger(), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("came_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpis.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("kpi_readings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kpi_readings_account_id"), ["account_id"], unique=False)
        batch_op.create_index("kpi_readings_came", ["organization_id", "came_at"], unique=False)
        batch_op.create_index(
            "kpi_readings_once", ["kpi_id", "on"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        )

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("champion_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("champion_left_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "contacts_champions",
            ["organization_id", "account_id"],
            unique=False,
            sqlite_where=CHAMPION,
            postgresql_where=CHAMPION,
        )


def downgrade() -> None:
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index("contacts_champions")
        batch_op.drop_column("champion_left_on")
        batch_op.drop_column("champion_on")
    op.drop_table("kpi_readings")
    op.drop_table("kpis")
