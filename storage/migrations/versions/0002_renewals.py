"""Renewals, forecasts, exchange rates; an open renewal for every live contract with a renewal date"""

from datetime import timedelta

import sqlalchemy as sa
import sqlmodel
import storage.types
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FORECASTS = "'commit', 'probable', 'best case', 'at risk', 'churn'"
OPEN = sa.text("outcome IS NULL AND deleted_at IS NULL")
LIVE = sa.text("deleted_at IS NULL")
BATCH = 1000


def upgrade() -> None:
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fiscal_month", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_check_constraint("organization_fiscal_month", "fiscal_month BETWEEN 1 AND 12")

    with op.batch_alter_table("contracts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("term_months", sa.Integer(), nullable=False, server_default="12"))
        batch_op.add_column(sa.Column("uplift", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint("contract_term", "term_months BETWEEN 1 AND 240")
        batch_op.create_check_constraint("contract_uplift", "uplift BETWEEN 0 AND 10000")

    op.create_table(
        "exchange_rates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("into", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("rate > 0", name="exchange_rate"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("exchange_rates", schema=None) as batch_op:
        batch_op.create_index(
            "exchange_rates_once",
            ["organization_id", "currency", "into", "since"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )

    op.create_table(
        "renewals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contract_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=False),
        sa.Column("forecast", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("value_shown", sa.Boolean(), nullable=False),
        sa.Column("sponsor_known", sa.Boolean(), nullable=False),
        sa.Column("risks_worked", sa.Boolean(), nullable=False),
        sa.Column("pricing_talked", sa.Boolean(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("base_minor", sa.BigInteger(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("uplift_minor", sa.BigInteger(), nullable=True),
        sa.Column("churn_reason", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("decided_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(f"forecast IN ({FORECASTS})", name="renewal_forecast"),
        sa.CheckConstraint("outcome IN ('renewed', 'downsell', 'expanded', 'churned')", name="renewal_outcome"),
        sa.CheckConstraint("outcome IS NULL OR decided_at IS NOT NULL", name="renewal_decided"),
        sa.CheckConstraint("base_minor >= 0 AND amount_minor >= 0 AND uplift_minor >= 0", name="renewal_amounts"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("renewals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renewals_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renewals_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index("renewals_due", ["organization_id", "due_on"], unique=False)
        batch_op.create_index("renewals_open", ["contract_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)

    op.create_table(
        "forecast_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("renewal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("forecast", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(f"forecast IN ({FORECASTS})", name="forecast_change"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewals.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("forecast_changes", schema=None) as batch_op:
        batch_op.create_index("forecast_changes_at", ["organization_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_forecast_changes_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forecast_changes_renewal_id"), ["renewal_id"], unique=False)

    _open_renewals()


def _open_renewals() -> None:
    """Dates are counted in Python: both databases do it differently."""
    connection = op.get_bind()
    number = sa.BigInteger()
    contracts = sa.table(
        "contracts",
        *(sa.column(name, number) for name in ("id", "organization_id", "account_id", "notice_days")),
        sa.column("renews_on", sa.Date()),
        sa.column("deleted_at", storage.types.Instant(timezone=True)),
        sa.column("created_at", storage.types.Instant(timezone=True)),
    )
    renewals = sa.table(
        "renewals",
        *(sa.column(name, number) for name in ("organization_id", "account_id", "contract_id")),
        *(sa.column(name, sa.Date()) for name in ("due_on", "notice_on")),
        *(sa.column(name, sa.Boolean()) for name in ("value_shown", "sponsor_known", "risks_worked", "pricing_talked")),
        sa.column("created_at", storage.types.Instant(timezone=True)),
    )
    last = 0
    while True:
        found = connection.execute(
            sa.select(contracts)
            .where(contracts.c.id > last, contracts.c.deleted_at.is_(None), contracts.c.renews_on.is_not(None))
            .order_by(contracts.c.id)
            .limit(BATCH)
        ).all()
        if not found:
            return
        last = found[-1].id
        rows = [
            {
                "organization_id": row.organization_id,
                "account_id": row.account_id,
                "contract_id": row.id,
                "due_on": row.renews_on,
                "notice_on": row.renews_on - timedelta(days=row.notice_days),
                **dict.fromkeys(("value_shown", "sponsor_known", "risks_worked", "pricing_talked"), False),
                "created_at": row.created_at,
            }
            for row in found
        ]
        connection.execute(sa.insert(renewals), rows)


def downgrade() -> None:
    op.drop_table("forecast_changes")
    op.drop_table("renewals")
    op.drop_table("exchange_rates")
    with op.batch_alter_table("contracts", schema=None) as batch_op:
        batch_op.drop_constraint("contract_uplift", type_="check")
        batch_op.drop_constraint("contract_term", type_="check")
        batch_op.drop_column("ends_on")
        batch_op.drop_column("uplift")
        batch_op.drop_column("term_months")
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.drop_constraint("organization_fiscal_month", type_="check")
        batch_op.drop_column("fiscal_month")
