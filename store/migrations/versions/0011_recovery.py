"""Offers after something went wrong, and their ledger.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "recovery_proposals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("grounds", JSON, nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", TIME, nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_proposals"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_recovery_proposals_customer_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_recovery_proposals_ticket_id"),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name="fk_recovery_proposals_proposed_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name="fk_recovery_proposals_settled_by"),
    )
    op.create_index("ix_recovery_proposals_customer_id", "recovery_proposals", ["customer_id"])
    op.create_index("ix_recovery_proposals_ticket_id", "recovery_proposals", ["ticket_id"])
    op.create_index("ix_recovery_proposals_status", "recovery_proposals", ["status", "proposed_at"])
    op.create_table(
        "recovery_ledger",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("proposal_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_ledger"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_recovery_ledger_staff_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_recovery_ledger_customer_id"),
        sa.UniqueConstraint("proposal_id", "entry", name="uq_recovery_ledger_proposal_id_entry"),
    )
    op.create_index("ix_recovery_ledger_customer_id", "recovery_ledger", ["customer_id"])
    op.create_index("ix_recovery_ledger_staff_month", "recovery_ledger", ["staff_id", "month"])


def downgrade() -> None:
    op.drop_table("recovery_ledger")
    op.drop_table("recovery_proposals")
