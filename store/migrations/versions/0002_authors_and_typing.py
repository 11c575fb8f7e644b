"""Who of the staff said something, and who is typing.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("author", sa.String(), nullable=True))
    op.add_column("conversations", sa.Column("typing_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("conversations", "typing_until")
    op.drop_column("messages", "author")
