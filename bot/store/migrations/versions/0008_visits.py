"""Direct visits with their guest book, the portal register, ratings."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _visit()
    _portal_case()
    _rating()


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=256), nullable=True),
        sa.Column("has_email", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("institution_category", sa.String(length=32), nullable=True),
        sa.Column("institution", sa.String(length=256), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=True),
        sa.Column("sex", sa.String(length=16), nullable=True),
        sa.Column("age_group", sa.String(length=16), nullable=True),
        sa.Column("education", sa.String(length=16), nullable=True),
        sa.Column("occupation", sa.String(length=32), nullable=True),
        sa.Column("consent_at", _TIME, nullable=False),
        sa.Column("consent_version", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("registered_at", _TIME, nullable=False),
        sa.Column("registered_by", sa.String(length=64), nullable=True),
        sa.Column("started_at", _TIME, nullable=True),
        sa.Column("officer_id", sa.String(length=64), nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("ended_estimated", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=True),
        sa.Column("topic", sa.String(length=128), nullable=True),
        sa.Column("rated", sa.Boolean(), nullable=False),
        sa.Column("rating_code", sa.String(length=16), nullable=True),
        sa.Column("request_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["registered_by"], ["user.id"], name=op.f("fk_visit_registered_by")),
        sa.ForeignKeyConstraint(["officer_id"], ["user.id"], name=op.f("fk_visit_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("day", "number", name=op.f("uq_visit_day_number")),
        sa.UniqueConstraint("rating_code", name=op.f("uq_visit_rating_code")),
        sa.UniqueConstraint("request_key", name=op.f("uq_visit_request_key")),
    )
    op.create_index("ix_visit_ended_at", "visit", ["ended_at"], unique=False)


def _portal_case() -> None:
    op.create_table(
        "portal_case",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=128), nullable=True),
        sa.Column("submitted_at", _TIME, nullable=False),
        sa.Column("entered_at", _TIME, nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("first_answer_at", _TIME, nullable=True),
        sa.Column("last_officer_at", _TIME, nullable=True),
        sa.Column("last_user_at", _TIME, nullable=True),
        sa.Column("closed_at", _TIME, nullable=True),
        sa.Column("closing_reason", sa.String(length=32), nullable=True),
        sa.Column("portal_rating", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_portal_case_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_case")),
        sa.UniqueConstraint("number", name=op.f("uq_portal_case_number")),
    )
    op.create_index(op.f("ix_portal_case_closed_at"), "portal_case", ["closed_at"], unique=False)


def _rating() -> None:
    if sa.inspect(op.get_bind()).has_table("rating"):
        return
    op.create_table(
        "rating",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_month"), "rating", ["month"], unique=False)
