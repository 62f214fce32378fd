"""The schema of accounts, sessions and the audit trail."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables import UtcDateTime, metadata

user = Table(
    "user",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(128), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("password_hash", String(512), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("pin_hash", String(512)),
    Column("totp_secret", String(64)),
    Column("totp_pending", String(64)),
    Column("totp_step", BigInteger, nullable=False),
    Column("full_view", Boolean, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", String(64), ForeignKey("user.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("agent", String(64), nullable=False),
    Column("proven", Boolean, nullable=False),
    Column("locked_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
)

trusted_device = Table(
    "trusted_device",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", String(64), ForeignKey("user.id"), primary_key=True),
    Column("trusted_at", UtcDateTime, nullable=False),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("user_id", String(64), ForeignKey("user.id"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
)

login_attempt = Table(
    "login_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("username", String(64), nullable=False),
    Column("ip", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Index("ix_login_attempt_ip_username", "ip", "username"),
)

webchat_session = Table(
    "webchat_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversation.id"), nullable=False, index=True),
    Column("address", String(256), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("actor_id", String(64), ForeignKey("user.id"), index=True),
    Column("action", String(64), nullable=False, index=True),
    Column("subject", String(64), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
