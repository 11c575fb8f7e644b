"""Where the OpenAI-compatible door's conversations stand; finding turns by time.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "door_places",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("went_on", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_door_places"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_door_places_conversation_id"),
    )
    op.create_index("ix_door_places_digest", "door_places", ["digest"])
    op.create_index("ix_door_places_conversation_id", "door_places", ["conversation_id"])
    op.create_index("ix_turns_at", "turns", ["at"])


def downgrade() -> None:
    op.drop_index("ix_turns_at", "turns")
    op.drop_table("door_places")
