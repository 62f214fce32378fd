"""Administration: second factor, PIN and screen lock, forced change of password; a chained trail nobody can edit."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

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
    _chain_audit()
    _protect_audit()


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


def _chain_audit() -> None:
    """Give the rows that are there their hashes: 1, 2, 3 … in the order of their ids."""
    with op.batch_alter_table("audit") as audit:
        audit.add_column(sa.Column("prev_hash", sa.String(length=64), nullable=False, server_default=""))
        audit.add_column(sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    table = sa.table(
        "audit", *(sa.column(name) for name in ("id", "actor_id", "action", "subject", "prev_hash", "hash")),
        sa.column("at", _TIME), sa.column("detail", sa.JSON()),
    )  # fmt: skip
    connection, prev_hash = op.get_bind(), "0" * 64
    rows = connection.execute(sa.select(table).order_by(table.c.id)).mappings().all()
    for place, row in enumerate(rows, 1):  # ids only ever become smaller, so no two rows meet
        digest = _digest({**row, "id": place, "prev_hash": prev_hash})
        changed = sa.update(table).where(table.c.id == row["id"])
        connection.execute(changed.values(id=place, prev_hash=prev_hash, hash=digest))
        prev_hash = digest
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("prev_hash", server_default=None)
        audit.alter_column("hash", server_default=None)
    op.create_index(op.f("ix_audit_actor_id"), "audit", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_action"), "audit", ["action"], unique=False)


def _digest(row: dict[str, Any]) -> str:
    """As bot.core.audit, written out: a migration must go on meaning the same."""
    at: datetime = row["at"]
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    content = {name: row[name] for name in ("id", "actor_id", "action", "subject", "detail", "prev_hash")}
    content["at"] = aware.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _protect_audit() -> None:
    """Rows are appended, never changed or deleted. A later revision that changes the table must drop these first."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit rows are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    )
    op.execute(
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )
