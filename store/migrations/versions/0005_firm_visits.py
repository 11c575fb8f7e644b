"""Visits that cannot overlap, technicians' outside calendars, codes by e-mail.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Two visits of one technician that overlap: no technician, or one that is not live, overlaps with nothing.
OVERLAPS = """
    NEW.status = 'booked' AND EXISTS (
        SELECT 1 FROM bookings AS other
        WHERE other.technician_id = NEW.technician_id AND other.status = 'booked' AND other.id <> NEW.id
        AND other.starts_at < COALESCE(NEW.free_at, NEW.ends_at)
        AND COALESCE(other.free_at, other.ends_at) > NEW.starts_at
    )
"""


def upgrade() -> None:
    op.create_table(
        "email_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("proved_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_email_codes_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_email_codes"),
    )
    op.create_index("ix_email_codes_conversation_id", "email_codes", ["conversation_id"])
    op.create_index("ix_email_codes_email_sent", "email_codes", ["email", "sent_at"])
    op.create_table(
        "busy_times",
        sa.Column("id", ID, nullable=False),
        sa.Column("technician_id", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["technician_id"], ["technicians.id"], name="fk_busy_times_technician_id"),
        sa.PrimaryKeyConstraint("id", name="pk_busy_times"),
    )
    op.create_index("ix_busy_times_technician_start", "busy_times", ["technician_id", "starts_at"])
    op.create_index("ix_customers_email", "customers", ["email"])
    op.add_column("bookings", sa.Column("free_at", TIME, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "UPDATE bookings SET free_at = ends_at + make_interval(mins => technicians.gap_minutes) "
            "FROM technicians WHERE technicians.id = bookings.technician_id"
        )
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE bookings ADD CONSTRAINT ex_bookings_technician_overlap EXCLUDE USING gist "
            "(technician_id WITH =, tstzrange(starts_at, COALESCE(free_at, ends_at)) WITH &&) "
            "WHERE (status = 'booked')"
        )
        return
    op.execute(
        "UPDATE bookings SET free_at = strftime('%Y-%m-%d %H:%M:%f000', ends_at, '+' || (SELECT gap_minutes "
        "FROM technicians WHERE technicians.id = bookings.technician_id) || ' minutes') WHERE technician_id IS NOT NULL"
    )
    for name, event in (
        ("insert", "INSERT"),
        ("update", "UPDATE OF technician_id, starts_at, ends_at, free_at, status"),
    ):
        op.execute(
            f"CREATE TRIGGER bookings_no_overlap_on_{name} BEFORE {event} ON bookings WHEN {OVERLAPS} "
            "BEGIN SELECT RAISE(ABORT, 'the technician has another visit then'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE bookings DROP CONSTRAINT ex_bookings_technician_overlap")
    else:
        op.execute("DROP TRIGGER bookings_no_overlap_on_insert")
        op.execute("DROP TRIGGER bookings_no_overlap_on_update")
    op.drop_column("bookings", "free_at")
    op.drop_index("ix_customers_email", "customers")
    op.drop_table("busy_times")
    op.drop_table("email_codes")
