"""Administration: second factor, PIN and screen lock, forced change of password."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _extend_accounts()
    op.create_table(
        "trusted_device",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("trusted_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_trusted_device_user_id")),
        sa.PrimaryKeyConstraint("token_hash", "user_id", name=op.f("pk_trusted_device")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id")),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name=op.f("pk_recovery_code")),
    )


def _extend_accounts() -> None:
    defaults = {
        "user": ("must_change_password", "totp_step", "full_view"),
        "session": ("agent", "proven", "failures"),
    }
    with op.batch_alter_table("user") as user:
        user.add_column(sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.false()))
        user.add_column(sa.Column("pin_hash", sa.String(length=512), nullable=True))
        user.add_column(sa.Column("totp_secret", sa.String(length=64), nullable=True))
        user.add_column(sa.Column("totp_pending", sa.String(length=64), nullable=True))
        user.add_column(sa.Column("totp_step", sa.BigInteger(), nullable=False, server_default="0"))
        user.add_column(sa.Column("full_view", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("session") as session:
        session.add_column(sa.Column("agent", sa.String(length=64), nullable=False, server_default=""))
        session.add_column(sa.Column("proven", sa.Boolean(), nullable=False, server_default=sa.true()))
        session.add_column(sa.Column("locked_at", _TIME, nullable=True))
        session.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    for table, columns in defaults.items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.alter_column(column, server_default=None)
