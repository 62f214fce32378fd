"""Consultations that know who owes the next word, conversations with the assistant alone, officers' presence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _extend_consultation()
    op.create_table(
        "bot_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.Column("category", sa.String(length=16), nullable=True),
        sa.Column("topic", sa.String(length=128), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.Column("closed_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_bot_session_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot_session")),
    )
    op.create_index(op.f("ix_bot_session_conversation_id"), "bot_session", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_bot_session_started_at"), "bot_session", ["started_at"], unique=False)
    op.create_index("ix_bot_session_closed_at_last_at", "bot_session", ["closed_at", "last_at"], unique=False)
    op.create_table(
        "presence",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("seen_at", _TIME, nullable=True),
        sa.Column("availability", sa.String(length=16), nullable=False),
        sa.Column("absent_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_presence_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_presence")),
    )


def _extend_consultation() -> None:
    with op.batch_alter_table("consultation") as consultation:
        consultation.add_column(sa.Column("channel", sa.String(length=32), nullable=False, server_default=""))
        consultation.add_column(sa.Column("topic", sa.String(length=128), nullable=True))
        consultation.add_column(sa.Column("answered_at", _TIME, nullable=True))
        consultation.add_column(sa.Column("settled_at", _TIME, nullable=True))
        consultation.add_column(sa.Column("promised_for", sa.Date(), nullable=True))
        consultation.add_column(sa.Column("waiting_told_at", _TIME, nullable=True))
        consultation.add_column(sa.Column("warned_at", _TIME, nullable=True))
        consultation.add_column(sa.Column("carried_at", _TIME, nullable=True))
    op.execute(
        "UPDATE consultation SET channel ="
        " (SELECT channel FROM conversation WHERE conversation.id = consultation.conversation_id)"
    )
    with op.batch_alter_table("consultation") as consultation:
        consultation.alter_column("channel", server_default=None)
    op.create_index("ix_consultation_requested_at", "consultation", ["requested_at"], unique=False)
