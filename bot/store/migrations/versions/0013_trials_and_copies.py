"""Ratings of the office's trial stand apart; a private message may bring a file, as a copy of one's data is."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply; which of the ratings so far were given in a trial nobody knows any more."""
    with op.batch_alter_table("rating") as rating:
        rating.add_column(sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("rating") as rating:
        rating.alter_column("trial", server_default=None)
    with op.batch_alter_table("private_message") as private_message:
        private_message.add_column(sa.Column("file_id", sa.String(length=64), nullable=True))
        private_message.create_foreign_key(op.f("fk_private_message_file_id"), "file", ["file_id"], ["id"])
