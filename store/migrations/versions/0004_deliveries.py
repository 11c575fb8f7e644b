"""Events become due, and go out through channels.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_index("ix_outbox_undelivered", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("due_at", TIME, nullable=True))
        outbox.add_column(sa.Column("routed_at", TIME, nullable=True))
        outbox.drop_column("attempts")
        outbox.drop_column("delivered_at")
    # Nothing was ever delivered before: what happened then is no news any more.
    op.execute("UPDATE outbox SET routed_at = at")
    op.create_index(
        "ix_outbox_unrouted",
        "outbox",
        ["due_at", "id"],
        sqlite_where=sa.text("routed_at IS NULL"),
        postgresql_where=sa.text("routed_at IS NULL"),
    )
    op.create_index("ix_outbox_key", "outbox", ["key"])

    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("event_id", NUMBER, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", TIME, nullable=False),
        sa.Column("claim", sa.String(), nullable=True),
        sa.Column("claimed_until", TIME, nullable=True),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["outbox.id"], name="fk_deliveries_event_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("event_id", "channel", name="uq_deliveries_event_id_channel"),
    )
    for status, columns in (("waiting", ["channel", "key", "id"]), ("dead", ["id"])):
        here = sa.text(f"status = '{status}'")
        op.create_index(f"ix_deliveries_{status}", "deliveries", columns, sqlite_where=here, postgresql_where=here)


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_index("ix_outbox_key", "outbox")
    op.drop_index("ix_outbox_unrouted", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("routed_at")
        outbox.drop_column("due_at")
        outbox.add_column(sa.Column("delivered_at", TIME, nullable=True))
        outbox.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_outbox_undelivered",
        "outbox",
        ["id"],
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
