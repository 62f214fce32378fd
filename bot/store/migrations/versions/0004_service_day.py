"""Settings that the office changes while it runs: hours, closures, roster, switches, targets."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "office_setting",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_office_setting_changed_by")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_office_setting")),
    )
