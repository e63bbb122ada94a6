"""Codes that join workspaces and people, and who was shown what"""

import sqlalchemy as sa
import sqlmodel
import storage.types
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FOREIGN = "members_merged_into_id_fkey"  # the name that PostgreSQL gives by itself


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, storage.types.Instant(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "join_tries",
        _id("id"),
        _id("organization_id"),
        _text("by"),
        _at("at"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("join_tries_age", "join_tries", ["at"])
    op.create_index("join_tries_by", "join_tries", ["organization_id", "by", "at"])
    op.create_table(
        "join_codes",
        _id("id"),
        _id("organization_id"),
        _text("kind"),
        _text("digest"),
        _id("member_id"),
        _at("expires_at"),
        _at("used_at", nullable=True),
        _text("used_by"),
        _at("created_at"),
        sa.CheckConstraint("kind IN ('workspace', 'person')", name="join_code_kind"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_join_codes_member_id", "join_codes", ["member_id"])
    op.create_index("join_codes_member", "join_codes", ["organization_id", "member_id", "kind"])
    op.create_table(
        "sightings",
        _id("id"),
        _id("organization_id"),
        _id("account_id"),
        _id("member_id", nullable=True),
        _text("fields"),
        _text("by"),
        _text("place"),
        _at("at"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("sightings_account", "sightings", ["organization_id", "account_id", "at"])
    op.create_index("sightings_member", "sightings", ["organization_id", "member_id", "at"])
    op.create_index("sightings_age", "sightings", ["at"])
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(_id("merged_into_id", nullable=True))
        batch_op.create_foreign_key(FOREIGN, "members", ["merged_into_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_constraint(FOREIGN, type_="foreignkey")
        batch_op.drop_column("merged_into_id")
    op.drop_table("sightings")
    op.drop_table("join_codes")
    op.drop_table("join_tries")
