"""What a voice note says, in an officer's words; kept with the file (stories 16)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("file") as file:
        file.add_column(sa.Column("summary", sa.Text(), nullable=True))
