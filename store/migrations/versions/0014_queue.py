"""Whom a handover suits, who waits how long, and what a person agreed with the customer.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("skills", "areas", "languages"):
        op.add_column("staff", sa.Column(name, JSON, nullable=False, server_default="[]"))
    op.add_column("staff", sa.Column("hours", JSON, nullable=True))
    op.add_column("staff", sa.Column("capacity", sa.Integer(), nullable=True))
    for name in ("area", "language"):
        op.add_column("tickets", sa.Column(name, sa.String(), nullable=True))
    for name in ("callback", "handback"):
        op.add_column("tickets", sa.Column(name, JSON, nullable=True))
    op.add_column("tickets", sa.Column("opened_seq", sa.Integer(), nullable=True))
    for name in ("overdue_at", "escalated_at"):
        op.add_column("tickets", sa.Column(name, TIME, nullable=True))
    op.add_column("conversations", sa.Column("customer_typing_until", TIME, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        table.drop_column("customer_typing_until")
    with op.batch_alter_table("tickets") as table:
        for name in ("escalated_at", "overdue_at", "opened_seq", "handback", "callback", "language", "area"):
            table.drop_column(name)
    with op.batch_alter_table("staff") as table:
        for name in ("capacity", "hours", "languages", "areas", "skills"):
            table.drop_column(name)
