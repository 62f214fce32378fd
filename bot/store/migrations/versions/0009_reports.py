"""Months whose report is locked, and what the office has confirmed before going live."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_lock",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("locked_at", _TIME, nullable=False),
        sa.Column("locked_by", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["locked_by"], ["user.id"], name=op.f("fk_report_lock_locked_by")),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_report_lock")),
    )
    op.create_table(
        "confirmation",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by"], ["user.id"], name=op.f("fk_confirmation_confirmed_by")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_confirmation")),
    )
