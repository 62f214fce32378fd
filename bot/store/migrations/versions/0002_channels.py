"""Channels of providers: kinds of messages, files, delivery states, the 24-hour window, paused channels."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "channel_state",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("paused_at", _TIME, nullable=True),
        sa.Column("failure", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.String(length=64), nullable=True),
        sa.Column("probe_at", _TIME, nullable=True),
        sa.Column("last_status_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_state")),
    )
    _create_file()
    with op.batch_alter_table("contact") as contact:
        contact.add_column(sa.Column("merged_into", sa.String(length=64), nullable=True))
        contact.create_foreign_key(op.f("fk_contact_merged_into"), "contact", ["merged_into"], ["id"])
    with op.batch_alter_table("conversation") as conversation:
        conversation.add_column(sa.Column("window_until", _TIME, nullable=True))
        conversation.add_column(sa.Column("apologised_at", _TIME, nullable=True))
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("kind", sa.String(length=16), nullable=False, server_default="text"))
        inbox.add_column(sa.Column("sent_at", _TIME, nullable=True))
        inbox.alter_column("button_token", type_=sa.String(length=512))
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("kind", sa.String(length=16), nullable=False, server_default="text"))
        message.add_column(sa.Column("file_id", sa.String(length=64), nullable=True))
        message.create_foreign_key(op.f("fk_message_file_id"), "file", ["file_id"], ["id"])
    _extend_outbox()
    for table, column in (
        ("inbox", "kind"),
        ("message", "kind"),
        ("outbox", "optional"),
        ("outbox", "void_ids"),
    ):
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None)


def _create_file() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("provider_id", sa.String(length=512), nullable=False),
        sa.Column("mime", sa.String(length=512), nullable=False),
        sa.Column("file_name", sa.String(length=256), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due_at", _TIME, nullable=True),
        sa.Column("link_token", sa.String(length=64), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_file_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("link_token", name=op.f("uq_file_link_token")),
    )
    op.create_index(op.f("ix_file_conversation_id"), "file", ["conversation_id"], unique=False)
    op.create_index("ix_file_state_due_at", "file", ["state", "due_at"], unique=False)


def _extend_outbox() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("status_at", _TIME, nullable=True))
        outbox.add_column(sa.Column("failure", sa.String(length=32), nullable=True))
        outbox.add_column(sa.Column("detail", sa.String(length=64), nullable=True))
        outbox.add_column(sa.Column("optional", sa.Boolean(), nullable=False, server_default=sa.false()))
        outbox.add_column(sa.Column("template", sa.String(length=128), nullable=True))
        outbox.add_column(sa.Column("attachment", sa.JSON(), nullable=True))
        outbox.add_column(sa.Column("void_ids", sa.JSON(), nullable=False, server_default="[]"))
    op.create_index("ix_outbox_channel_created_at", "outbox", ["channel", "created_at"], unique=False)
    op.create_index("ix_outbox_channel_external_id", "outbox", ["channel", "external_id"], unique=False)
