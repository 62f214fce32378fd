"""The schema of what the office changes about itself."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from bot.store.tables import UtcDateTime, metadata

office_setting = Table(
    "office_setting",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", String(64), ForeignKey("user.id")),
)
