"""Who wants no mails about how to use what they have, and what was written to whom last.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("campaigns", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "campaign_mails",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "mail", name="pk_campaign_mails"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_campaign_mails_customer_id"),
    )


def downgrade() -> None:
    op.drop_table("campaign_mails")
    op.drop_column("customers", "campaigns")
