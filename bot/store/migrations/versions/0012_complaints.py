"""When and where it happened, and the consent to a complaint (service_rules 8.2)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("complaint") as complaint:
        complaint.add_column(sa.Column("event_time", sa.String(length=150), nullable=True))
        complaint.add_column(sa.Column("event_place", sa.String(length=150), nullable=True))
        complaint.add_column(sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True))
        complaint.add_column(sa.Column("consent_version", sa.String(length=16), nullable=True))
        complaint.add_column(sa.Column("consent_how", sa.String(length=16), nullable=True))
