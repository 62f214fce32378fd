"""Privacy requests by letter or at the counter, about a visit or a complaint that no conversation leads to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("privacy_request") as request:
        request.add_column(sa.Column("visit_id", sa.String(length=64), nullable=True))
        request.add_column(sa.Column("complaint_id", sa.String(length=64), nullable=True))
