"""Internal notes and canned replies of the officers' console; who holds a conversation is looked up often."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "note",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("key", sa.String(length=256), nullable=False),
        sa.Column("about_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_note_conversation_id")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_note_author_id")),
        sa.ForeignKeyConstraint(["about_id"], ["user.id"], name=op.f("fk_note_about_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("conversation_id", "key", name=op.f("uq_note_conversation_id_key")),
    )
    op.create_index("ix_note_conversation_id_at", "note", ["conversation_id", "at"], unique=False)
    op.create_table(
        "canned_reply",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=256), nullable=True),
        sa.Column("mime", sa.String(length=512), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("updated_by", sa.String(length=64), nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["updated_by"], ["user.id"], name=op.f("fk_canned_reply_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_reply")),
        sa.UniqueConstraint("title", name=op.f("uq_canned_reply_title")),
    )
    op.create_index(op.f("ix_conversation_holder_id"), "conversation", ["holder_id"], unique=False)
