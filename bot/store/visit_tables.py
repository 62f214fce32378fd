"""The schema of direct visits and of the portal register."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables import UtcDateTime, metadata

visit = Table(
    "visit",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(128), nullable=False),
    Column("need", Text, nullable=False),
    Column("email", String(256)),
    Column("has_email", Boolean, nullable=False),
    Column("phone", String(32)),
    Column("institution_category", String(32)),
    Column("institution", String(256)),
    Column("purpose", String(32)),
    Column("sex", String(16)),
    Column("age_group", String(16)),
    Column("education", String(16)),
    Column("occupation", String(32)),
    Column("consent_at", UtcDateTime, nullable=False),
    Column("consent_version", String(32), nullable=False),
    Column("source", String(16), nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("registered_by", String(64), ForeignKey("user.id")),
    Column("started_at", UtcDateTime),
    Column("officer_id", String(64), ForeignKey("user.id")),
    Column("ended_at", UtcDateTime),
    Column("ended_estimated", Boolean, nullable=False),
    Column("category", String(16)),
    Column("topic", String(128)),
    Column("rated", Boolean, nullable=False),
    Column("rating_code", String(16), unique=True),
    Column("request_key", String(64), unique=True),
    UniqueConstraint("day", "number"),
    Index("ix_visit_ended_at", "ended_at"),
)

portal_case = Table(
    "portal_case",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("number", String(64), nullable=False, unique=True),
    Column("category", String(16), nullable=False),
    Column("topic", String(128)),
    Column("submitted_at", UtcDateTime, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("entered_by", String(64), ForeignKey("user.id"), nullable=False),
    Column("first_answer_at", UtcDateTime),
    Column("last_officer_at", UtcDateTime),
    Column("last_user_at", UtcDateTime),
    Column("closed_at", UtcDateTime, index=True),
    Column("closing_reason", String(32)),
    Column("portal_rating", Integer),
)
