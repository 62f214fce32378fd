"""The schema of forms, complaints, ratings, surveys and privacy requests."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from bot.store.tables import UtcDateTime, metadata


def _key(name: str = "id") -> Column[str]:
    return Column(name, String(64), primary_key=True)


form = Table(
    "form",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("values", JSON, nullable=False),
    Column("asked", JSON, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

private_message = Table(
    "private_message",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("thread_id", String(64), nullable=False, index=True),
    Column("form_kind", String(32), nullable=False),
    Column("speaker", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outbox_id", String(64), ForeignKey("outbox.id"), unique=True),
    Column("kind", String(16), nullable=False),
    Column("file_id", String(64), ForeignKey("file.id")),
    Index("ix_private_message_form_kind_at", "form_kind", "at"),
)

guest_book = Table(
    "guest_book",
    metadata,
    _key(),
    Column("consultation_id", String(64), ForeignKey("consultation.id"), unique=True),
    Column("contact_id", String(64), ForeignKey("contact.id"), index=True),
    Column("name", String(100)),
    Column("email", String(254)),
    Column("phone", String(32)),
    Column("institution_category", String(32)),
    Column("institution", String(150)),
    Column("sex", String(16)),
    Column("age_group", String(16)),
    Column("education", String(32)),
    Column("occupation", String(64)),
    Column("purpose", String(150)),
    Column("need", Text),
    Column("consent_at", UtcDateTime),
    Column("consent_version", String(16)),
    Column("consent_how", String(16)),
    Column("filled_by", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("was_filled", Boolean, nullable=False),
)

complaint = Table(
    "complaint",
    metadata,
    _key(),
    Column("number", String(32), nullable=False, unique=True),
    Column("code_hash", String(64), nullable=False),
    Column("source", String(16), nullable=False),
    Column("conversation_id", String(64), ForeignKey("conversation.id"), index=True),
    Column("name", String(100)),
    Column("contact", String(254)),
    Column("story", Text, nullable=False),
    Column("event_time", String(150)),
    Column("event_place", String(150)),
    Column("consent_at", UtcDateTime),
    Column("consent_version", String(16)),
    Column("consent_how", String(16)),
    Column("classification", String(32)),
    Column("state", String(16), nullable=False, index=True),
    Column("reason", Text),
    Column("subjects", JSON, nullable=False),
    Column("filed_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("followed_up_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("registered_by", String(64), ForeignKey("user.id")),
)

complaint_note = Table(
    "complaint_note",
    metadata,
    _key(),
    Column("complaint_id", String(64), ForeignKey("complaint.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("author_id", String(64), ForeignKey("user.id"), nullable=False),
    Column("text", Text, nullable=False),
)

complaint_file = Table(
    "complaint_file",
    metadata,
    _key(),
    Column("complaint_id", String(64), ForeignKey("complaint.id"), nullable=False, index=True),
    Column("mime", String(512), nullable=False),
    Column("file_name", String(256), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

rating = Table(
    "rating",
    metadata,
    _key(),
    Column("month", String(7), nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("score", Integer, nullable=False),
    Column("remark", Text),
    Column("trial", Boolean, nullable=False),
)

rating_offer = Table(
    "rating_offer",
    metadata,
    Column("contact_id", String(64), ForeignKey("contact.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

survey_period = Table(
    "survey_period",
    metadata,
    _key(),
    Column("name", String(100), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("opened_by", String(64), ForeignKey("user.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
)

survey_link = Table(
    "survey_link",
    metadata,
    _key("token_hash"),
    Column("period_id", String(64), ForeignKey("survey_period.id"), nullable=False, index=True),
    Column("used", Boolean, nullable=False),
)

survey_answer = Table(
    "survey_answer",
    metadata,
    _key(),
    Column("period_id", String(64), ForeignKey("survey_period.id"), nullable=False, index=True),
    Column("scores", JSON, nullable=False),
    Column("suggestion", Text),
)

privacy_request = Table(
    "privacy_request",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("contact_id", String(64), ForeignKey("contact.id"), index=True),
    Column("conversation_id", String(64), ForeignKey("conversation.id")),
    Column("visit_id", String(64)),
    Column("complaint_id", String(64)),
    Column("kind", String(32), nullable=False),
    Column("requested_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, index=True),
    Column("done_by", String(64), ForeignKey("user.id")),
    Column("result", String(32)),
    Column("wish", Text),
)
