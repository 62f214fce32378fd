"""The schema of reports: months that are locked, and what the office has confirmed."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table, Text

from bot.store.tables import UtcDateTime, metadata

report_lock = Table(
    "report_lock",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("locked_at", UtcDateTime, nullable=False),
    Column("locked_by", String(64), ForeignKey("user.id"), nullable=False),
    Column("data", JSON, nullable=False),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("confirmed_by", String(64), ForeignKey("user.id"), nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
)
