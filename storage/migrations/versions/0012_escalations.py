"""Escalations, complaints, and customers who do not answer"""

import sqlalchemy as sa
import sqlmodel
import storage.types
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")
TARGETS = (
    "'Support', 'Legal', 'Sales', 'Marketing', 'Engineering', 'Accounting', 'Consulting', 'Data Science', "
    "'Product Development', 'Product Deployment'"
)


def upgrade() -> None:
    op.create_table(
        "route_words",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            f"target IN ({TARGETS})",
            name="route_word_target",
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("route_words", schema=None) as batch_op:
        batch_op.create_index(
            "route_words_once",
            ["organization_id", "words"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )

    op.create_table(
        "duties",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            f"target IN ({TARGETS})",
            name="duty_target",
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index(
            "duties_once",
            ["organization_id", "target", "member_id"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )
        batch_op.create_index(batch_op.f("ix_duties_member_id"), ["member_id"], unique=False)

    op.create_table(
        "problems",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("raised_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("solution", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("solved_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("solved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["raised_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["solved_by_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("problems", schema=None) as batch_op:
        batch_op.create_index(
            "problems_open",
            ["organization_id"],
            unique=False,
            sqlite_where=sa.text("solved_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=sa.text("solved_at IS NULL AND deleted_at IS NULL"),
        )

    op.create_table(
        "targets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("days", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("country", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("days <> ''", name="target_days"),
        sa.CheckConstraint(
            f"name IN ({TARGETS})",
            name="target_name",
        ),
        sa.CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="target_hours"),
        sa.ForeignKeyConstraint(["lead_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["set_by_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("targets", schema=None) as batch_op:
        batch_op.create_index(
            "targets_once",
            ["organization_id", "name"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )

    op.create_table(
        "complaints",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("raised_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("answered_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="complaint_answered"),
        sa.CheckConstraint(
            f"about IN ({TARGETS})",
            name="complaint_about",
        ),
        sa.CheckConstraint("state IN ('open', 'answered')", name="complaint_state"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["answered_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["raised_by_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.create_index(
            "complaints_open",
            ["organization_id", "account_id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND deleted_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_complaints_account_id"), ["account_id"], unique=False)

    op.create_table(
        "escalations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("target", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("quote", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("link", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("raised_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raised_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("taken_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("offered_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("offered_target", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("offered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("offered_why", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("bounces", sa.Integer(), nullable=False),
        sa.Column("returned_why", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("respond_by", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("update_by", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("resolve_by", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("paused_since", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("needs", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("next_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("clocked_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("resolved_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'resolved') = (resolved_at IS NOT NULL)", name="escalation_resolved"),
        sa.CheckConstraint("kind IN ('break/fix', 'relationship')", name="escalation_kind"),
        sa.CheckConstraint(
            f"offered_target IN ({TARGETS})",
            name="escalation_offered_target",
        ),
        sa.CheckConstraint("state <> 'taken' OR owner_id IS NOT NULL", name="escalation_taken"),
        sa.CheckConstraint("state <> 'waiting' OR paused_since IS NOT NULL", name="escalation_waiting"),
        sa.CheckConstraint("state IN ('open', 'taken', 'waiting', 'resolved')", name="escalation_state"),
        sa.CheckConstraint(
            f"target IN ({TARGETS})",
            name="escalation_target",
        ),
        sa.CheckConstraint("target IS NOT NULL OR kind = 'relationship'", name="escalation_team"),
        sa.CheckConstraint("said BETWEEN 1 AND 4 AND level BETWEEN 1 AND 4", name="escalation_severity"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["offered_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["offered_to_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"]),
        sa.ForeignKeyConstraint(["raised_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(
            "escalations_clock",
            ["organization_id", "next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL AND resolved_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL AND resolved_at IS NULL AND deleted_at IS NULL"),
        )
        batch_op.create_index(
            "escalations_open",
            ["organization_id", "account_id"],
            unique=False,
            sqlite_where=sa.text("resolved_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL AND deleted_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_escalations_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_offered_to_id"), ["offered_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "ladders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("rung_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("rung BETWEEN 1 AND 3", name="ladder_rung"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["started_by_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ladders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladders_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ladders_once",
            ["organization_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
        )

    op.create_table(
        "problem_accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("problem_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("problem_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_accounts_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_accounts_problem_id"), ["problem_id"], unique=False)
        batch_op.create_index(
            "problem_accounts_once",
            ["organization_id", "problem_id", "account_id"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )

    op.create_table(
        "escalation_hours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("escalation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name="escalation_hours_minutes"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalations.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("escalation_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_hours_escalation_id"), ["escalation_id"], unique=False)

    op.create_table(
        "escalation_updates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("escalation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("internal", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("safe", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("deleted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("internal IS NOT NULL OR safe IS NOT NULL", name="escalation_update_said"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalations.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("escalation_updates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_updates_escalation_id"), ["escalation_id"], unique=False)


def downgrade() -> None:
    for table in (
        "escalation_updates", "escalation_hours", "problem_accounts", "ladders", "escalations", "complaints", "targets",
        "problems", "duties", "route_words",
    ):  # fmt: skip
        op.drop_table(table)
