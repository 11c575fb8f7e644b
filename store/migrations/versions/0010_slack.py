"""Who a member is in Slack, and the message each handover has there.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("slack_id", sa.String(), nullable=True))
    op.create_index("uq_staff_slack_id", "staff", ["slack_id"], unique=True)
    op.create_table(
        "slack_posts",
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_slack_posts"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_slack_posts_ticket_id"),
    )


def downgrade() -> None:
    op.drop_table("slack_posts")
    op.drop_index("uq_staff_slack_id", "staff")
    op.drop_column("staff", "slack_id")
