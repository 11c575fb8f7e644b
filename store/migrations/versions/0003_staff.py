"""Who works here, what they did, where the bot is switched off, and how a handover was paged and ended.

A ticket no longer carries a copy of the transcript: who serves it reads the conversation itself.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("on_call_order", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("token_hash", name="uq_staff_token_hash"),
    )
    op.create_table(
        "channel_switches",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("people_only", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_channel_switches_by"),
        sa.PrimaryKeyConstraint("channel", name="pk_channel_switches"),
    )
    op.create_table(
        "staff_actions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=True),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_actions_staff_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_staff_actions_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_actions"),
    )
    op.create_index("ix_staff_actions_ticket_id", "staff_actions", ["ticket_id"])

    op.drop_column("tickets", "transcript")
    op.add_column("tickets", sa.Column("outcome", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("note", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("page_step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("paged_at", TIME, nullable=True))
    op.add_column("tickets", sa.Column("attended_at", TIME, nullable=True))
    op.add_column("tickets", sa.Column("attended_by", sa.String(), nullable=True))
    op.create_index("ix_tickets_closed", "tickets", ["closed_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_tickets_closed", "tickets")
    for column in ("attended_by", "attended_at", "paged_at", "page_step", "note", "outcome"):
        op.drop_column("tickets", column)
    op.add_column("tickets", sa.Column("transcript", JSON, nullable=False, server_default="[]"))
    for table in ("staff_actions", "channel_switches", "staff"):
        op.drop_table(table)
