"""What the language model cost: per conversation and per day.

Revision ID: 0016
Revises: 0015
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("llm_calls", sa.Integer()),
    ("llm_tokens", sa.Integer()),
    ("llm_yen", sa.Double()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("conversations", sa.Column(name, kind, nullable=False, server_default="0"))
    op.create_table(
        "llm_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("yen", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_llm_days"),
    )


def downgrade() -> None:
    op.drop_table("llm_days")
    for name, _ in reversed(COLUMNS):
        op.drop_column("conversations", name)
