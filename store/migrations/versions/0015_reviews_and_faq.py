"""What QA judges in the console, and what the staff writes into the FAQ.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("status IN ('draft', 'proposed')")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("drawn_at", TIME, nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("strata", JSON, nullable=False),
        sa.PrimaryKeyConstraint("week", name="pk_reviews"),
        sa.ForeignKeyConstraint(["drawn_by"], ["staff.id"], name="fk_reviews_drawn_by"),
    )
    op.create_table(
        "review_items",
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("turns", JSON, nullable=False),
        sa.Column("judged_by", sa.String(), nullable=True),
        sa.Column("judged_at", TIME, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "conversation_id", name="pk_review_items"),
        sa.ForeignKeyConstraint(["week"], ["reviews.week"], name="fk_review_items_week"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_review_items_conversation_id"
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["staff.id"], name="fk_review_items_judged_by"),
        sa.UniqueConstraint("week", "place", name="uq_review_items_week_place"),
    )
    op.create_index("ix_review_items_conversation_id", "review_items", ["conversation_id"])
    op.create_table(
        "faq_versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("topic_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_faq_versions"),
        sa.ForeignKeyConstraint(["author"], ["staff.id"], name="fk_faq_versions_author"),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name="fk_faq_versions_settled_by"),
        sa.UniqueConstraint("pack", "topic_id", "number", name="uq_faq_versions_pack_topic_id_number"),
    )
    op.create_index(
        "uq_faq_versions_open",
        "faq_versions",
        ["pack", "topic_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "faq_publications",
        sa.Column("id", ID, nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("versions", JSON, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("began_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_faq_publications"),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_faq_publications_asked_by"),
    )
    op.create_index("ix_faq_publications_pack", "faq_publications", ["pack"])


def downgrade() -> None:
    op.drop_table("faq_publications")
    op.drop_table("faq_versions")
    op.drop_table("review_items")
    op.drop_table("reviews")
