"""Risks, fires and what they cost"""

import sqlalchemy as sa
import sqlmodel
import storage.types
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LIVE = sa.text("closed_at IS NULL AND deleted_at IS NULL")
FOREIGN = "activities_risk_id_fkey"  # the name that PostgreSQL gives by itself
CATEGORIES = (
    "'product gap', 'value gap', 'low adoption', 'champion left', 'pricing', 'service failure', 'consolidation', "
    "'competitor', 'their business', 'leaving'"
)


def upgrade() -> None:
    op.create_table(
        "risks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("amount_assumed", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("first_sign", sa.Text(), nullable=True),
        sa.Column("first_sign_on", sa.Date(), nullable=True),
        sa.Column("noticed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("play", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("raised_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("is_fire", sa.Boolean(), nullable=False),
        sa.Column("declared_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("worked_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("closed_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(f"category IN ({CATEGORIES})", name="risk_category"),
        sa.CheckConstraint("(state IN ('open', 'worked')) = (closed_at IS NULL)", name="risk_closed"),
        sa.CheckConstraint("state IN ('open', 'worked', 'saved', 'narrowly saved', 'lost')", name="risk_state"),
        sa.CheckConstraint("NOT is_fire OR declared_at IS NOT NULL", name="risk_fire"),
        sa.CheckConstraint("amount_minor >= 0", name="risk_amount"),
        sa.CheckConstraint("amount_minor IS NULL OR currency IS NOT NULL", name="risk_currency"),
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name="risk_severity"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["closed_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["noticed_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["raised_by_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("risks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risks_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risks_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "risks_open", ["organization_id", "account_id"], unique=False, sqlite_where=LIVE, postgresql_where=LIVE
        )

    op.create_table(
        "risk_costs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("risk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("logged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("kind <> 'hours' OR member_id IS NOT NULL", name="risk_cost_hours"),
        sa.CheckConstraint("kind IN ('hours', 'credit', 'travel', 'discount')", name="risk_cost_kind"),
        sa.CheckConstraint("amount_minor IS NULL OR currency IS NOT NULL", name="risk_cost_currency"),
        sa.CheckConstraint("minutes >= 0 AND amount_minor >= 0", name="risk_cost_amounts"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["logged_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["risk_id"], ["risks.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("risk_costs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_costs_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_costs_risk_id"), ["risk_id"], unique=False)

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("risk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(batch_op.f("ix_activities_risk_id"), ["risk_id"], unique=False)
        batch_op.create_foreign_key(FOREIGN, "risks", ["risk_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_constraint(FOREIGN, type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_activities_risk_id"))
        batch_op.drop_column("risk_id")

    op.drop_table("risk_costs")
    op.drop_table("risks")
