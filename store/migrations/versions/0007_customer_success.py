"""What is known of customers beside their visits: contracts, usage, help, surveys, invoices, interactions, scores.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.String()

TABLES = (
    "intake_events",
    "scores",
    "score_runs",
    "interactions",
    "invoices",
    "survey_answers",
    "support_cases",
    "usage_events",
    "contracts",
)


def of_customer(table: str, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("customer_id", TEXT, nullable=nullable),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=f"fk_{table}_customer_id"),
    ]


def upgrade() -> None:
    op.add_column("customers", sa.Column("since", sa.Date(), nullable=True))
    op.add_column("customers", sa.Column("csm_id", TEXT, nullable=True))
    op.create_index("ix_tickets_customer_id", "tickets", ["customer_id"])
    op.create_table(
        "contracts",
        sa.Column("id", TEXT, nullable=False),
        *of_customer("contracts"),
        sa.Column("plan", TEXT, nullable=False),
        sa.Column("monthly_limit", sa.Integer(), nullable=True),
        sa.Column("mrr", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("properties_total", sa.Integer(), nullable=True),
        sa.Column("properties_covered", sa.Integer(), nullable=True),
        sa.Column("has_api", sa.Boolean(), nullable=False),
        sa.Column("features", JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contracts"),
    )
    op.create_index("ix_contracts_customer_starts", "contracts", ["customer_id", "starts_on"])
    op.create_table(
        "usage_events",
        sa.Column("id", TEXT, nullable=False),
        *of_customer("usage_events"),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_usage_events"),
    )
    op.create_index("ix_usage_events_customer_kind_at", "usage_events", ["customer_id", "kind", "at"])
    op.create_table(
        "support_cases",
        sa.Column("id", TEXT, nullable=False),
        *of_customer("support_cases"),
        sa.Column("category", TEXT, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("resolved_at", TIME, nullable=True),
        sa.Column("escalated_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_support_cases"),
    )
    op.create_index("ix_support_cases_customer_opened", "support_cases", ["customer_id", "opened_at"])
    op.create_table(
        "survey_answers",
        sa.Column("id", TEXT, nullable=False),
        *of_customer("survey_answers"),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("nps", sa.Integer(), nullable=True),
        sa.Column("csat", sa.Double(), nullable=True),
        sa.Column("ces", sa.Double(), nullable=True),
        sa.Column("comment", TEXT, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_survey_answers"),
    )
    op.create_index("ix_survey_answers_customer_at", "survey_answers", ["customer_id", "at"])
    op.create_table(
        "invoices",
        sa.Column("id", TEXT, nullable=False),
        *of_customer("invoices", nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("discount", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invoices"),
    )
    op.create_index("ix_invoices_customer_issued", "invoices", ["customer_id", "issued_on"])
    op.create_index("ix_invoices_issued_on", "invoices", ["issued_on"])
    op.create_table(
        "interactions",
        sa.Column("id", TEXT, nullable=False),
        *of_customer("interactions"),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("label", TEXT, nullable=True),
        sa.Column("target", TEXT, nullable=True),
        sa.Column("intensity", sa.Integer(), nullable=True),
        sa.Column("quote", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_interactions"),
    )
    op.create_index("ix_interactions_customer_at", "interactions", ["customer_id", "at"])
    op.create_table(
        "score_runs",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("cursor", TEXT, nullable=True),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("lease", TEXT, nullable=True),
        sa.Column("lease_until", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("ltv_top_tenth", sa.Integer(), nullable=True),
        sa.Column("model_version", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_score_runs"),
        sa.UniqueConstraint("at", name="uq_score_runs_at"),
    )
    op.create_table(
        "scores",
        sa.Column("id", ID, nullable=False),
        *of_customer("scores"),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("health", sa.Double(), nullable=True),
        sa.Column("status", TEXT, nullable=True),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("churn", sa.Double(), nullable=True),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("factors", JSON, nullable=False),
        sa.Column("upsells", JSON, nullable=False),
        sa.Column("tone_slope", sa.Double(), nullable=True),
        sa.Column("tone_level", TEXT, nullable=True),
        sa.Column("ltv", sa.Integer(), nullable=True),
        sa.Column("segment", TEXT, nullable=True),
        sa.Column("model_version", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scores"),
        sa.UniqueConstraint("customer_id", "at", name="uq_scores_customer_id_at"),
        sa.ForeignKeyConstraint(["run_id"], ["score_runs.id"], name="fk_scores_run_id"),
    )
    op.create_index("ix_scores_run_id", "scores", ["run_id"])
    op.create_index("ix_scores_at", "scores", ["at"])
    op.create_table(
        "intake_events",
        sa.Column("id", TEXT, nullable=False),
        *of_customer("intake_events"),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intake_events"),
    )
    op.create_index("ix_intake_events_customer_id", "intake_events", ["customer_id"])
    op.create_index("ix_intake_events_received_at", "intake_events", ["received_at"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_tickets_customer_id", "tickets")
    for column in ("csm_id", "since"):
        op.drop_column("customers", column)
