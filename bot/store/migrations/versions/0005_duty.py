"""Duty notices to officers' own phones."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "duty_link",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("linked_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_duty_link_conversation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_duty_link_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_duty_link")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_duty_link_conversation_id")),
    )
    op.create_table(
        "duty_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_duty_code_user_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_duty_code")),
    )
    op.create_table(
        "duty_notice",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("subject", "day", "step", name=op.f("pk_duty_notice")),
    )
