"""What the clocks and figures of the desk must know: locked screens that are open, and since when somebody waits."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0012"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("presence") as presence:
        presence.add_column(sa.Column("open_at", _TIME, nullable=True))
    with op.batch_alter_table("consultation") as consultation:
        consultation.add_column(sa.Column("queued_at", _TIME, nullable=True))
