"""Threads that are one conversation, and what is said in them"""

import sqlalchemy as sa
import sqlmodel
import storage.types
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, storage.types.Instant(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "threads",
        _id("id"),
        _id("organization_id"),
        _text("card"),
        _text("address"),
        _text("chat"),
        _id("member_id", nullable=True),
        _id("author_id", nullable=True),
        _at("created_at"),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organization_id", "card", "chat"),
    )
    op.create_table(
        "remarks",
        _id("id"),
        _id("organization_id"),
        _id("account_id"),
        _text("card"),
        _id("thread_id", nullable=True),
        _text("platform"),
        _text("chat"),
        _text("ref"),
        _id("author_id"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        _id("passed_by_id", nullable=True),
        _at("said_at"),
        _at("changed_at"),
        sa.Column("edited", sa.Boolean(), nullable=False),
        _at("deleted_at", nullable=True),
        _at("created_at"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["passed_by_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organization_id", "chat", "ref"),
    )
    op.create_index("ix_remarks_account_id", "remarks", ["account_id"])
    op.create_index("remarks_card", "remarks", ["organization_id", "card", "said_at"])


def downgrade() -> None:
    op.drop_table("remarks")
    op.drop_table("threads")
