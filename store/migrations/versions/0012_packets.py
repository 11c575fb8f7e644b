"""What a person reads of a handover, and what it is about.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("packet", JSON, nullable=True))
    op.add_column("tickets", sa.Column("category", sa.String(), nullable=True))
    op.create_index("ix_tickets_category", "tickets", ["category"])


def downgrade() -> None:
    op.drop_index("ix_tickets_category", "tickets")
    op.drop_column("tickets", "category")
    op.drop_column("tickets", "packet")
