"""What tools wrote, and what they proposed to customers.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tool_calls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("effect", JSON, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_tool_calls_staff_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_tool_calls_customer_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_tool_calls_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tool_calls"),
    )
    op.create_index("ix_tool_calls_customer_at", "tool_calls", ["customer_id", "at"])
    op.create_index("ix_tool_calls_conversation_id", "tool_calls", ["conversation_id"])
    op.create_table(
        "tool_proposals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("deed", JSON, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_tool_proposals_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tool_proposals"),
    )
    op.create_index("ix_tool_proposals_conversation_id", "tool_proposals", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("tool_proposals")
    op.drop_table("tool_calls")
