"""How the staff comes into the console: passwords, sessions, failed tries; and whose data they looked at.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff_passwords",
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("valid_until", TIME, nullable=True),
        sa.Column("set_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_passwords"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_passwords_staff_id"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_sessions"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id"),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "login_failures",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_login_failures"),
    )
    with op.batch_alter_table("staff_actions") as actions:
        actions.add_column(sa.Column("customer_id", sa.String(), nullable=True))
        actions.create_foreign_key("fk_staff_actions_customer_id", "customers", ["customer_id"], ["id"])
        actions.create_index("ix_staff_actions_customer_id", ["customer_id"])
        actions.create_index("ix_staff_actions_staff_id", ["staff_id"])


def downgrade() -> None:
    op.execute("DELETE FROM staff_actions WHERE customer_id IS NOT NULL")
    with op.batch_alter_table("staff_actions") as actions:
        actions.drop_index("ix_staff_actions_staff_id")
        actions.drop_index("ix_staff_actions_customer_id")
        actions.drop_constraint("fk_staff_actions_customer_id", type_="foreignkey")
        actions.drop_column("customer_id")
    op.drop_table("login_failures")
    op.drop_table("staff_sessions")
    op.drop_table("staff_passwords")
